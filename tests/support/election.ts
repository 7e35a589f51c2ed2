/**
 * Whole elections made with our own code, with every secret kept: `playElection({ votes: [[0, [[1, 0, 0]]]] })`. The parts are
 * there one by one too, so that an attack changes just the one it is about and everything around it stays honest.
 */
import { EVENT_DATA, type EventType } from '../../tally/belenios/archive/event.ts';
import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { appendEvent, archiveStart, setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { type Ballot, readBallot } from '../../tally/belenios/ballot.ts';
import { deriveSecret, drawCredential } from '../../tally/belenios/credential.ts';
import {
  type PublicCredential,
  sortCredentials,
  writePublicCredentials,
} from '../../tally/belenios/credential-list.ts';
import {
  decryptTally,
  type PartialDecryption,
  writeDecryption,
  writeOwned,
} from '../../tally/belenios/decryption.ts';
import {
  type ElectionTemplate,
  type HomomorphicQuestion,
  type OpenElection,
  openElection,
  readElection,
  writeElection,
} from '../../tally/belenios/election.ts';
import { encryptBallot, type MadeBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { computeResult, type ElectionResult, openTally, writeResult } from '../../tally/belenios/result.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import {
  type EncryptedTally,
  emptyTally,
  mergeTallies,
  sortTally,
  tallyOfBallot,
  writeEncryptedTally,
  writeSizedTally,
} from '../../tally/belenios/tally.ts';
import { restoreMember } from '../../tally/belenios/threshold-key.ts';
import { drawToken } from '../../tally/belenios/token.ts';
import { electionKeyOf, listMembers, type Trustee, writeTrustees } from '../../tally/belenios/trustee.ts';
import { drawTrustee } from '../../tally/belenios/trustee-key.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import type { GroupName } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import type { Finding } from '../../tally/verify/finding.ts';
import { type ArchiveVerdict, verifyArchive } from '../../tally/verify/verify-archive.ts';
import { playCeremony } from './ceremony.ts';
import { seededRandom } from './random.ts';

/** 2026-11-23T04:00:00Z, in every archive made here. */
export const TIMESTAMP = 1795406400;

export const ONE_OF_THREE: HomomorphicQuestion = {
  kind: 'homomorphic',
  answers: ['赞成', '反对', '弃权'],
  min: 1,
  max: 1,
  question: '是否同意？',
};

export type TrusteePlan = 'single' | { readonly size: number; readonly threshold: number };

export interface SetupPlan extends Partial<ElectionTemplate> {
  /** One mandatory trustee by default. */
  readonly trustees?: readonly TrusteePlan[];
  /** Three by default, or as many as there are weights. */
  readonly voters?: number;
  /** Undefined where the list states none. */
  readonly weights?: readonly (bigint | undefined)[];
  readonly group?: GroupName;
  readonly seed?: number | string;
}

export interface TestVoter {
  /** As printed on the card. */
  readonly credential: string;
  readonly secret: bigint;
  readonly publicKey: string;
  readonly weight: bigint;
}

export interface TestElection {
  readonly open: OpenElection;
  readonly random: Random;
  readonly trustees: readonly Trustee[];
  /** Decryption keys by owner - 1. */
  readonly trusteeSecrets: readonly bigint[];
  readonly voters: readonly TestVoter[];
  /** The set-up as it stands in the archive: election, trustees, credentials. */
  readonly texts: { readonly election: string; readonly trustees: string; readonly credentials: string };
}

export function setUpElection(plan: SetupPlan = {}): TestElection {
  const random = seededRandom(plan.seed ?? 'election');
  const group = assertOk(openGroup(plan.group ?? 'BELENIOS-2048'));
  const made = (plan.trustees ?? ['single']).map((each) => makeTrustee(each));
  const trustees = made.map(({ trustee }) => trustee);
  const uuid = drawToken(random);
  const weights = plan.weights ?? new Array<undefined>(plan.voters ?? 3).fill(undefined);
  const voters = weights.map((weight): TestVoter => {
    const credential = drawCredential(random);
    const secret = deriveSecret(group, uuid, credential);
    return {
      credential,
      secret,
      publicKey: group.text(group.power(group.generator, secret)),
      weight: weight ?? 1n,
    };
  });
  const list = voters.map(({ publicKey }, i): PublicCredential => {
    const weight = weights[i];
    return weight === undefined ? { publicKey } : { publicKey, weight };
  });
  const template: ElectionTemplate = {
    description: plan.description ?? '',
    name: plan.name ?? '民生实事项目票决',
    questions: plan.questions ?? [ONE_OF_THREE],
    ...(plan.administrator === undefined ? {} : { administrator: plan.administrator }),
    ...(plan.credentialAuthority === undefined ? {} : { credentialAuthority: plan.credentialAuthority }),
  };
  const election = writeElection(template, { uuid, group, publicKey: electionKeyOf(group, trustees) });
  return {
    open: assertOk(openElection(assertOk(readElection(election)), group)),
    random,
    trustees,
    trusteeSecrets: made.flatMap(({ secrets }) => secrets),
    voters,
    texts: {
      election,
      trustees: writeTrustees(group, trustees),
      credentials: writePublicCredentials(sortCredentials(group, list)),
    },
  };

  function makeTrustee(each: TrusteePlan): { trustee: Trustee; secrets: readonly bigint[] } {
    if (each === 'single') {
      const { secret, key } = drawTrustee(group, random);
      return { trustee: { kind: 'Single', key }, secrets: [secret] };
    }
    const { seeds, outputs, keys } = playCeremony(group, each.size, each.threshold, random);
    const secrets = seeds.map(
      (seed, i) =>
        assertOk(restoreMember(group, seed, outputs[i]?.decryptionKey ?? '', keys, 'dkey')).decryptionKey,
    );
    return { trustee: { kind: 'Pedersen', keys }, secrets };
  }
}

/** Per question, 0 or 1 for every answer, the blank flag first where blank is allowed. */
export type Choices = readonly (readonly number[])[];

export function vote(election: TestElection, voter: number, choices: Choices): MadeBallot {
  const secret = election.voters[voter]?.secret ?? 0n;
  return assertOk(encryptBallot(election.open, choices, secret, election.random));
}

export function weightOf(election: TestElection, ballot: Ballot): bigint {
  const key = election.open.group.text(ballot.credential);
  return election.voters.find(({ publicKey }) => publicKey === key)?.weight ?? 0n;
}

export interface Tallied {
  readonly tally: EncryptedTally;
  readonly numTallied: number;
  readonly totalWeight: bigint;
}

/** The tally of ballot texts: per credential the last, to the power of its weight. */
export function tallyBallots(election: TestElection, ballots: readonly string[]): Tallied {
  const { group, election: texts } = election.open;
  const last = new Map<string, Ballot>();
  for (const text of ballots) {
    const ballot = assertOk(readBallot(text, election.open, 'ballot'));
    last.set(group.text(ballot.credential), ballot);
  }
  const counted = [...last.values()];
  const sum = counted.reduce(
    (total, ballot) =>
      mergeTallies(
        group,
        texts.questions,
        total,
        tallyOfBallot(group, ballot.answers, weightOf(election, ballot)),
      ),
    emptyTally(group, texts.questions),
  );
  return {
    tally: sortTally(group, texts.questions, sum),
    numTallied: counted.length,
    totalWeight: counted.reduce((total, ballot) => total + weightOf(election, ballot), 0n),
  };
}

export function decryptBy(election: TestElection, owner: number, tally: EncryptedTally): PartialDecryption {
  const { group, election: texts } = election.open;
  const secret = election.trusteeSecrets[owner - 1] ?? 0n;
  return decryptTally(group, texts.fingerprint, tally, secret, election.random);
}

/** The first owners who suffice: every mandatory trustee, and of each threshold set as many as needed. */
export function sufficientOwners(trustees: readonly Trustee[]): readonly number[] {
  return listMembers(trustees).flatMap(({ owner, item, position }) => {
    const trustee = trustees[item];
    return trustee?.kind === 'Pedersen' && position > trustee.keys.threshold ? [] : [owner];
  });
}

/** One event as its type and data members; hashes, heights and parents follow from the order. */
export interface PlainEvent {
  readonly type: EventType;
  readonly data: readonly string[];
}

export function setupEvent({ texts }: TestElection): PlainEvent {
  return { type: 'Setup', data: setupMembers(texts.election, texts.trustees, texts.credentials) };
}

export function ballotEvents(ballots: readonly string[]): readonly PlainEvent[] {
  return ballots.map((text) => ({ type: 'Ballot', data: [text] }));
}

export function tallyEvent({ open }: TestElection, { tally, numTallied, totalWeight }: Tallied): PlainEvent {
  const text = writeEncryptedTally(open.group, tally);
  return {
    type: 'EncryptedTally',
    data: [text, writeSizedTally({ numTallied, totalWeight, encryptedTally: sha256Hex(text) })],
  };
}

export function decryptionEvent(
  { open }: TestElection,
  owner: number,
  decryption: PartialDecryption,
): PlainEvent {
  const text = writeDecryption(open.group, decryption);
  return { type: 'PartialDecryption', data: [text, writeOwned({ owner, payload: sha256Hex(text) })] };
}

export interface Count {
  readonly tallied: Tallied;
  readonly decryptions: ReadonlyMap<number, PartialDecryption>;
  readonly result: ElectionResult;
  /** From EndBallots to Result. */
  readonly events: readonly PlainEvent[];
}

/** Closes the box, decrypts by `owners` (in that order) and computes the result. */
export function countElection(
  election: TestElection,
  tallied: Tallied,
  owners: readonly number[] = sufficientOwners(election.trustees),
): Count {
  const { group, election: texts } = election.open;
  const decryptions = new Map(owners.map((owner) => [owner, decryptBy(election, owner, tallied.tally)]));
  const opened = assertOk(openTally(group, election.trustees, tallied.tally, decryptions));
  const result = assertOk(computeResult(group, texts.questions, opened, tallied.totalWeight));
  return {
    tallied,
    decryptions,
    result,
    events: [
      { type: 'EndBallots', data: [] },
      tallyEvent(election, tallied),
      ...[...decryptions].map(([owner, decryption]) => decryptionEvent(election, owner, decryption)),
      { type: 'Result', data: [writeResult(result)] },
    ],
  };
}

export interface PlayedElection extends Count {
  readonly election: TestElection;
  readonly ballots: readonly MadeBallot[];
  /** All events, from Setup to Result. */
  readonly events: readonly PlainEvent[];
  readonly bytes: Uint8Array;
}

/** Voter and choices, in the order of casting; the last of a voter counts. */
export type Vote = readonly [voter: number, choices: Choices];

export function playElection(
  plan: SetupPlan & { readonly votes: readonly Vote[]; readonly decryptedBy?: readonly number[] },
): PlayedElection {
  const election = setUpElection(plan);
  const ballots = plan.votes.map(([voter, choices]) => vote(election, voter, choices));
  const texts = ballots.map(({ text }) => text);
  const count = countElection(election, tallyBallots(election, texts), plan.decryptedBy);
  const events = [setupEvent(election), ...ballotEvents(texts), ...count.events];
  return { ...count, election, ballots, events, bytes: archiveOf(events) };
}

/** The archive of these events, chained as a server would chain them, whatever they say. */
export function archiveOf(events: readonly PlainEvent[], timestamp = TIMESTAMP): Uint8Array {
  const chunks = [...archiveStart(timestamp)];
  let previous: { hash: string; height: number } | undefined;
  for (const { type, data } of events) {
    const written = appendEvent(timestamp, previous, type, data);
    previous = { hash: written.hash, height: written.event.height };
    chunks.push(...written.bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The SHA-256 of every event's text, in order, as the names of an archive's members state it. */
export function eventHashesOf(archive: Uint8Array): readonly string[] {
  const names = Buffer.from(archive)
    .toString('latin1')
    .matchAll(/([0-9a-f]{64})\.event\.json\0/g);
  return [...names].map(([, hash = '']) => hash);
}

/** The events of an archive as texts, and its timestamp; throws where the archive is not in canonical form. */
export async function eventsOf(
  bytes: Uint8Array,
): Promise<{ readonly events: readonly PlainEvent[]; readonly timestamp: number }> {
  const events: PlainEvent[] = [];
  const steps = readArchive(bytesSource(bytes));
  for (;;) {
    const next = await steps.next();
    if (next.value.findings.length > 0) throw new Error(JSON.stringify(next.value.findings));
    if (next.done === true) return { events, timestamp: next.value.timestamp };
    const { event, data } = next.value;
    if (data.length !== EVENT_DATA[event.type].length) throw new Error(`data of event ${event.height}`);
    events.push({ type: event.type, data: data.map(({ text }) => text) });
  }
}

export function verify(bytes: Uint8Array): Promise<ArchiveVerdict> {
  return verifyArchive(bytesSource(bytes), { openGroup: (name) => openGroup(name) });
}

/** The numbers of the checks that refute these events, each once, in order; empty when they verify. */
export async function refutedBy(events: readonly PlainEvent[]): Promise<readonly Finding['check'][]> {
  const { findings } = await verify(archiveOf(events));
  return [...new Set(findings.filter(({ severity }) => severity === 'error').map(({ check }) => check))];
}
