/**
 * The rehearsal of a count (requirement R33): a small Belenios election of its own under the new key, already closed, with
 * ballots whose sum the server knows. Every scrutineer opens it with the key kept in a file, by the very program that will
 * open the count, before a session can be sealed. It is a whole archive, so the command line opens it too.
 */
import {
  appendEvent,
  archiveStart,
  assertOk,
  computeResult,
  deriveSecret,
  drawCredential,
  drawToken,
  type EncryptedTally,
  type EventType,
  electionKeyOf,
  emptyTally,
  encryptBallot,
  type Group,
  mergeTallies,
  type OpenElection,
  openElection,
  openTally,
  type PartialDecryption,
  publicCredentialOf,
  type Random,
  readBallot,
  readElection,
  readEncryptedTally,
  readTrustees,
  setupMembers,
  sha256Hex,
  sortCredentials,
  type Trustee,
  tallyOfBallot,
  writeElection,
  writeEncryptedTally,
  writePublicCredentials,
  writeSizedTally,
  writeTrustees,
} from '#tally';

export type Rehearsal = {
  readonly uuid: string;
  /** Seconds since 1970, of the archive. */
  readonly timestamp: number;
  readonly events: readonly { readonly type: EventType; readonly members: readonly string[] }[];
  /** What must come out, one number an answer. */
  readonly sums: readonly number[];
};

const BALLOTS: readonly (readonly number[])[] = [
  [1, 0, 1],
  [1, 1, 0],
  [1, 0, 0],
];

export function makeRehearsal(
  group: Group,
  trustees: readonly Trustee[],
  timestamp: number,
  random: Random,
): Rehearsal {
  const uuid = drawToken(random);
  const election = writeElection(
    {
      description: '密钥演练，不是真实表决。\nA rehearsal of the keys, not a real ballot.',
      name: '演练 Rehearsal',
      questions: [
        { kind: 'homomorphic', answers: ['甲', '乙', '丙'], min: 0, max: 3, question: '演练 Rehearsal' },
      ],
    },
    { uuid, group, publicKey: electionKeyOf(group, trustees) },
  );
  const open = assertOk(openElection(assertOk(readElection(election)), group));
  const secrets = BALLOTS.map(() => deriveSecret(group, uuid, drawCredential(random)));
  const credentials = secrets.map((secret) => ({ publicKey: group.text(publicCredentialOf(group, secret)) }));
  const { questions } = open.election;
  const events: Rehearsal['events'][number][] = [
    {
      type: 'Setup',
      members: setupMembers(
        election,
        writeTrustees(group, trustees),
        writePublicCredentials(sortCredentials(group, credentials)),
      ),
    },
  ];
  let tally = emptyTally(group, questions);
  for (const [i, choices] of BALLOTS.entries()) {
    const { text } = assertOk(encryptBallot(open, [choices], secrets[i] ?? 0n, random));
    events.push({ type: 'Ballot', members: [text] });
    const { answers } = assertOk(readBallot(text, open, 'ballot'));
    tally = mergeTallies(group, questions, tally, tallyOfBallot(group, answers, 1n));
  }
  const text = writeEncryptedTally(group, tally);
  const numTallied = BALLOTS.length;
  events.push(
    { type: 'EndBallots', members: [] },
    {
      type: 'EncryptedTally',
      members: [
        text,
        writeSizedTally({ numTallied, totalWeight: BigInt(numTallied), encryptedTally: sha256Hex(text) }),
      ],
    },
  );
  const sums = [0, 1, 2].map((k) => BALLOTS.reduce((sum, choices) => sum + (choices[k] ?? 0), 0));
  return { uuid, timestamp, events, sums };
}

/** The archive as a file: `UUID.bel`, closed, with the tally to decrypt. */
export function rehearsalArchive({ timestamp, events }: Rehearsal): Uint8Array {
  const chunks: Uint8Array[] = [...archiveStart(timestamp)];
  let previous: { readonly hash: string; readonly height: number } | undefined;
  for (const { type, members } of events) {
    const { event, hash, bytes } = appendEvent(timestamp, previous, type, members);
    chunks.push(...bytes);
    previous = { hash, height: event.height };
  }
  const archive = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    archive.set(chunk, at);
    at += chunk.length;
  }
  return archive;
}

export interface OpenRehearsal {
  readonly open: OpenElection;
  readonly trustees: readonly Trustee[];
  readonly tally: EncryptedTally;
}

export function openRehearsal(group: Group, { events }: Rehearsal): OpenRehearsal {
  const [election = '', trustees = ''] = events[0]?.members ?? [];
  const tally = events.at(-1)?.members[0] ?? '';
  return {
    open: assertOk(openElection(assertOk(readElection(election)), group)),
    trustees: assertOk(readTrustees(group, trustees, 'rehearsal')),
    tally: assertOk(readEncryptedTally(group, tally, 'rehearsal')),
  };
}

/** Whether these decryptions, each checked, open the rehearsal to what was put in. */
export function isOpenedRight(
  group: Group,
  rehearsal: Rehearsal,
  decryptions: ReadonlyMap<number, PartialDecryption>,
): boolean {
  const { open, trustees, tally } = openRehearsal(group, rehearsal);
  const opened = openTally(group, trustees, tally, decryptions);
  if (!opened.ok) return false;
  const result = computeResult(group, open.election.questions, opened.value, BigInt(BALLOTS.length));
  return result.ok && result.value.flat().map(Number).join() === rehearsal.sums.join();
}
