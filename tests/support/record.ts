/**
 * Small published records with every secret kept. `playRecord` plays an honest session with the command line's own code;
 * `recompose` is a server that boxes whatever it likes and has honest scrutineers count it and honest officials sign it;
 * `seal` publishes any texts under any ledger key. So an attack changes just the one thing it is about.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sortCredentials, writePublicCredentials } from '../../tally/belenios/credential-list.ts';
import type { OpenElection } from '../../tally/belenios/election.ts';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import { proveCaps } from '../../tally/caps/cap-proof.ts';
import type { CapRule } from '../../tally/caps/cap-rule.ts';
import { capProofsJson, readCapProofs, writeCapsFile } from '../../tally/caps/caps-file.ts';
import {
  QINGHE_BALLOT,
  QINGHE_CONGRESS,
  QINGHE_MEETING,
  QINGHE_PROJECTS,
} from '../../tally/cli/demo/qinghe.ts';
import type { MadeBallotText } from '../../tally/cli/pool.ts';
import { openCount } from '../../tally/cli/session/count.ts';
import { openLedgerBook } from '../../tally/cli/session/ledger-book.ts';
import { appointOfficials, type Official } from '../../tally/cli/session/officials.ts';
import { playPrepared } from '../../tally/cli/session/play-session.ts';
import { type PreparedSession, prepareSession, type SessionPlan } from '../../tally/cli/session/prepare.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { signCheckpoint, writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import type { Leaf } from '../../tally/ledger/leaf.ts';
import type { SigningKey } from '../../tally/ledger/note.ts';
import type { Policy } from '../../tally/ledger/policy.ts';
import { actionHash, readActions } from '../../tally/record/actions.ts';
import { writeLedgerSlice } from '../../tally/record/ledger-slice.ts';
import { capsOf, choicesOf, electronicColumn, type Marks } from '../../tally/record/questions.ts';
import { manifestOf, planRecord, type SealedTexts } from '../../tally/record/record.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { type Signature, writeCertificate, writeCertificateText } from '../../tally/report/certificate.ts';
import { type TallyReport, tallyReportHash, writeTallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { withSeats } from '../../tally/rules/presets.ts';
import { type RecordVerdict, verifyRecord } from '../../tally/verify/verify-record.ts';
import type { OpenGroup } from '../../tally/verify/verify-setup.ts';
import { backEnds } from './back-ends.ts';
import {
  archiveOf,
  eventHashesOf,
  type PlainEvent,
  setupEvent,
  type TestElection,
  tallyBallots,
} from './election.ts';
import { treeOf } from './ledger.ts';
import { preset } from './poll.ts';
import { seededRandom } from './random.ts';
import { bytesOf, draftOf } from './record-zip.ts';

export const SIGNED_AT = '2026-11-23T04:00:00Z';
// All back ends agree (tests/golden); the last is the fastest there is here.
export const fastGroup: OpenGroup = (name) => {
  const fastest = backEnds.at(-1);
  if (fastest === undefined) throw new Error('BigInt runs everywhere');
  return fastest.openGroup(name);
};

/** Marks of a capped ternary ballot. */
export const [FOR, AGAINST, ABSTAIN] = [0, 1, 2] as const;

/** A capped ternary ballot on the first 青禾区 projects. */
export function planOf(
  projects: number,
  seats: number,
  figures: Pick<SessionPlan, 'inOffice' | 'present' | 'issued' | 'spare' | 'ballots'>,
): SessionPlan {
  const pack = preset('congress-default');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  const { year, subjectZh, subjectEn } = QINGHE_BALLOT;
  return {
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: { year, subjectZh, subjectEn },
    round: { kind: 'first' },
    pack: withSeats(pack, seats),
    items: QINGHE_PROJECTS.slice(0, projects),
    ...figures,
  };
}

/** Six deputies, five present, seven cards; three projects for two places, at most two approvals a ballot. */
export const RECORD_PLAN: SessionPlan = planOf(3, 2, {
  inOffice: 6,
  present: 5,
  issued: 5,
  spare: 1,
  ballots: [
    [FOR, FOR, AGAINST],
    [FOR, FOR, ABSTAIN],
    [FOR, ABSTAIN, AGAINST],
    [FOR, FOR, AGAINST],
  ],
});

/** What a record publishes, as texts; ledger and manifest follow from them when sealed. */
export interface RecordDraft {
  readonly uuid: string;
  readonly timestamp: number;
  readonly events: readonly PlainEvent[];
  readonly texts: SealedTexts;
}

export interface TestRecord {
  readonly session: PreparedSession;
  readonly random: Random;
  readonly ledgerKey: SigningKey;
  /** The policy an auditor trusts. */
  readonly policy: Policy;
  readonly officials: readonly Official[];
  /** The record as published. */
  readonly bytes: Uint8Array;
  readonly draft: RecordDraft;
  /** The ballots in it, with their cap proofs. */
  readonly ballots: readonly MadeBallotText[];
}

/** Plays an honest session; everything drawn follows from the seed. */
export async function playRecord(plan = RECORD_PLAN, seed = 'record'): Promise<TestRecord> {
  const random = seededRandom(seed);
  const ledgerKey: SigningKey = { name: 'qinghe.example/ledger', type: 1, seed: random(32) };
  const ledger = openLedgerBook(ledgerKey);
  const officials = appointOfficials(random);
  const signers = officials.map(({ signer }) => signer);
  const group = assertOk(fastGroup('BELENIOS-2048'));
  const session = prepareSession(group, plan, ledger.policy, signers, random, () => new Date(SIGNED_AT));
  const ballots: MadeBallotText[] = [];
  const makeBallots = (open: OpenElection, caps: readonly CapRule[]) => ({
    concurrency: 1,
    make: async (choices: readonly (readonly number[])[], secret: bigint) => {
      const made = makeBallot(open, caps, choices, secret, random);
      ballots.push(made);
      return made;
    },
    close: async () => {},
  });
  const folder = mkdtempSync(join(tmpdir(), 'minyi-record-'));
  try {
    const cast = { ledger, officials, now: () => new Date(SIGNED_AT), makeBallots };
    const stage = { onStage: () => {}, onBallot: () => {} };
    const { path } = assertOk(await playPrepared(session, folder, cast, stage));
    const bytes = new Uint8Array(readFileSync(path));
    const draft = await draftOf(bytes);
    return { session, random, ledgerKey, policy: ledger.policy, officials, bytes, draft, ballots };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function makeBallot(
  open: OpenElection,
  caps: readonly CapRule[],
  choices: readonly (readonly number[])[],
  secret: bigint,
  random: Random,
): MadeBallotText {
  const made = assertOk(encryptBallot(open, choices, secret, random));
  const proofs = assertOk(proveCaps(open, caps, made, choices, random));
  return { text: made.text, caps: capProofsJson(proofs) };
}

/** An honest ballot of the holder of a card. */
export function voteOf({ session, random }: TestRecord, card: number, marks: Marks): MadeBallotText {
  const { open, sheet, cards } = session;
  return makeBallot(open, capsOf(sheet), choicesOf(sheet, marks), cards[card]?.secret ?? 0n, random);
}

/** The session's election as other helpers take it; decryption keys stay with the scrutineers. */
export function electionOf({ session, random }: TestRecord): TestElection {
  const { open, cards, electionText, trusteesText, credentialsText, scrutineers } = session;
  return {
    open,
    random,
    trustees: scrutineers.trustees,
    trusteeSecrets: [],
    voters: cards.map((card) => ({ credential: '', weight: 1n, ...card })),
    texts: { election: electionText, trustees: trusteesText, credentials: credentialsText },
  };
}

/**
 * The record of a server that boxes these ballots unchecked; scrutineers count it and officials sign what comes out.
 *
 * @param weights of cards, by their numbers, to which the server's credential list gives other than one vote
 */
export function recompose(
  record: TestRecord,
  ballots: readonly MadeBallotText[],
  weights: ReadonlyMap<number, bigint> = new Map(),
): RecordDraft {
  const { session, draft } = record;
  const { sheet, setup, plan } = session;
  const honest = electionOf(record);
  const voters = honest.voters.map((voter, card) => ({ ...voter, weight: weights.get(card) ?? 1n }));
  const list = voters.map(({ publicKey, weight }) => (weight === 1n ? { publicKey } : { publicKey, weight }));
  const credentials = writePublicCredentials(sortCredentials(honest.open.group, list));
  const election = { ...honest, voters, texts: { ...honest.texts, credentials } };
  const texts = ballots.map(({ text }) => text);
  const events: PlainEvent[] = [
    setupEvent(election),
    ...texts.map((text): PlainEvent => ({ type: 'Ballot', data: [text] })),
  ];
  const { tally, numTallied, totalWeight } = tallyBallots(election, texts);
  const append = (type: PlainEvent['type'], data: readonly string[]) => {
    // The session's own count knows no weights: it states their sum as the number of ballots too.
    const sized = (text: string) => text.replace(/"num_tallied":\d+/, `"num_tallied":${numTallied}`);
    events.push({ type, data: type === 'EncryptedTally' ? data.map(sized) : data });
  };
  const result = openCount(session, { append, head: () => null }, tally, Number(totalWeight));
  const { organ, meeting, subject, round, items } = setup;
  const { pack, inOffice, present, issued } = plan;
  const columns = [electronicColumn(sheet, result, numTallied)];
  const poll = { pack, items, round, attendance: { inOffice, present, issued }, columns, revotes: [] };
  const chainHead = eventHashesOf(archiveOf(events, draft.timestamp)).at(-1) ?? null;
  const report = assertOk(buildTallyReport({ organ, meeting, subject, poll, chainHead }));
  return {
    ...draft,
    events,
    texts: { ...draft.texts, 'caps.json': capsTextOf(record, ballots), ...certified(record, report) },
  };
}

export function capsTextOf({ session, draft }: TestRecord, ballots: readonly MadeBallotText[]): string {
  const { group } = session.open;
  const capped = capsOf(session.sheet).length === 0 ? [] : ballots;
  return writeCapsFile({
    poll: draft.uuid,
    ballots: capped.map(({ text, caps }) => ({
      ballot: sha256Hex(text),
      proofs: assertOk(readCapProofs(group, caps, 'caps')),
    })),
  });
}

/** A report with the signatures of the session's officials, or of others. */
export function certified(
  { officials, draft }: Pick<TestRecord, 'officials' | 'draft'>,
  report: TallyReport,
  signatures?: (reportHash: string) => readonly Signature[],
): Pick<SealedTexts, 'report.json' | 'certificate.json'> {
  const reportHash = tallyReportHash(report);
  const signed =
    signatures?.(reportHash) ?? officials.map((official) => official.sign(draft.uuid, reportHash, SIGNED_AT));
  const certificate = writeCertificate({ sessionUuid: draft.uuid, reportHash }, signed);
  return { 'report.json': writeTallyReport(report), 'certificate.json': writeCertificateText(certificate) };
}

export interface SealOptions {
  /** The archive's bytes, in place of those that the draft's events make. */
  readonly archive?: Uint8Array;
  /** The leaves of the session, in place of those that events, actions and manifest have. */
  readonly leaves?: (honest: readonly Leaf[]) => readonly Leaf[];
  /** What the manifest says, in place of the truth. */
  readonly manifest?: (honest: string) => string;
}

/** The record of these texts in a ledger of this key: everything re-hashed, re-chained, proved and signed. */
export async function seal(
  draft: RecordDraft,
  key: SigningKey,
  options: SealOptions = {},
): Promise<Uint8Array> {
  const archiveBytes = options.archive ?? archiveOf(draft.events, draft.timestamp);
  const archive = bytesSource(archiveBytes);
  const honest = await manifestOf(draft.uuid, archive, draft.texts);
  const manifest = options.manifest?.(honest) ?? honest;
  const honestLeaves = leavesOf(draft, archiveBytes, manifest);
  const leaves = options.leaves?.(honestLeaves) ?? honestLeaves;
  const tree = treeOf(leaves);
  const proving = {
    'manifest.json': manifest,
    'ledger/checkpoint': writeCheckpoint(signCheckpoint(tree.size, tree.root(), key)),
    'ledger/proofs.json': writeLedgerSlice(
      leaves.map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index) })),
    ),
  };
  return bytesOf(assertOk(await planRecord(draft.uuid, archive, draft.texts, proving)));
}

/** Events, then actions where they can be read, then the manifest. */
function leavesOf({ uuid, texts }: RecordDraft, archive: Uint8Array, manifest: string): readonly Leaf[] {
  const actions = readActions(texts['ledger/actions.json'], 'actions');
  const hashes = eventHashesOf(archive);
  return [
    ...hashes.map((eventHex, height): Leaf => ({ kind: 'ballot-event', poll: uuid, height, eventHex })),
    ...(actions.ok ? actions.value : []).map((one): Leaf => ({ kind: 'action', hashHex: actionHash(one) })),
    { kind: 'action', hashHex: sha256Hex(manifest) },
  ];
}

export function verifyBytes(bytes: Uint8Array, policy?: Policy): Promise<RecordVerdict> {
  return verifyRecord(bytesSource(bytes), {
    openGroup: fastGroup,
    ...(policy === undefined ? {} : { policy }),
  });
}

/** The numbers of the checks that refute a record, each once, in order; empty when it verifies. */
export async function refutationsOf(bytes: Uint8Array, policy?: Policy): Promise<readonly string[]> {
  const { findings } = await verifyBytes(bytes, policy);
  return [...new Set(findings.filter(({ severity }) => severity === 'error').map(({ check }) => check))];
}
