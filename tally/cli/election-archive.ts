/**
 * The life of an archive in the hands of `minyi election`: opened with its set-up, ballots cast, voting closed, decryptions
 * added, result published. Every step checks what it adds, and those that count verify the whole archive first.
 */
import { readArchive } from '../belenios/archive/read-archive.ts';
import { appendEvent, archiveStart, setupMembers } from '../belenios/archive/write-archive.ts';
import { acceptBallot } from '../belenios/check-ballot.ts';
import { type PartialDecryption, readDecryption, readOwned } from '../belenios/decryption.ts';
import { computeResult, openTally, writeResult } from '../belenios/result.ts';
import { writeEncryptedTally, writeSizedTally } from '../belenios/tally.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import { concatBytes } from '../encoding/bytes.ts';
import { sha256Hex } from '../encoding/hash.ts';
import { assertOk, err, ok, type Refusal, type Result, refuse } from '../result.ts';
import { type Setup, verifySetup } from '../verify/verify-setup.ts';
import { action, type Outcome, required, somePositionals } from './action.ts';
import { type ArchiveEnd, eventBytes, extendArchive, followedBy, type NewEvent } from './archive-file.ts';
import { onlyPositional } from './arguments.ts';
import { type CheckedArchive, checkArchive } from './check-archive.ts';
import { type Terminal, UsageError } from './command.ts';
import { readGivenElection } from './election-input.ts';
import { openGroupWith } from './engine.ts';
import { readTextFile } from './files.ts';

/** The first bytes of an archive, for a set-up that holds: election, trustees and credentials fit each other. */
export function openArchive(
  election: string,
  trustees: string,
  credentials: string,
): Result<{ readonly uuid: string; readonly bytes: Uint8Array }, readonly Refusal[]> {
  const texts = setupMembers(election, trustees, credentials);
  const data = texts.map((text) => ({ hash: sha256Hex(text), text, offset: 0, size: text.length }));
  const { findings, view } = verifySetup(openGroupWith('auto'), data);
  if (findings.length > 0) {
    return err(findings.map(({ where, message }) => ({ code: 'INCONSISTENT', where, message })));
  }
  const timestamp = Math.floor(Date.now() / 1000);
  const setup = appendEvent(timestamp, undefined, 'Setup', texts);
  const bytes = concatBytes(...archiveStart(timestamp), ...setup.bytes);
  return ok({ uuid: view.election?.uuid ?? '', bytes });
}

/** Casts ballots into an open archive, each after all its checks. */
export const castBallots = action(
  'cast',
  { revote: { type: 'boolean', default: false } },
  async ({ values, positionals }, terminal) => {
    const [path = '', ...ballots] = somePositionals(positionals, 'the archive and ballots');
    if (ballots.length === 0) throw new UsageError('expected the archive and at least one ballot');
    const given = await readGivenElection(path);
    if (!given.ok) return given;
    const { open, setup } = given.value;
    if (setup === undefined) return refuse('MALFORMED', path, 'this is not an archive');
    const seen = new Set<string>();
    const cast = new Set<string>();
    const remember = (text: string, credential: string): void => {
      seen.add(sha256Hex(text));
      cast.add(credential);
    };
    const trackers: string[] = [];
    const ended = await extendArchive(
      path,
      ({ event, data }) => {
        const text = data.at(-1)?.text ?? '';
        if (event.type === 'Ballot') remember(text, credentialIn(text));
      },
      async ({ end }) => {
        if (end.type !== 'Setup' && end.type !== 'Ballot') {
          return refuse('INCONSISTENT', path, `voting has ended: the last event is ${end.type}`);
        }
        const events: NewEvent[] = [];
        for (const file of ballots) {
          const text = readTextFile(file);
          if (!text.ok) return text;
          const ballot = acceptBallot(open, text.value, file);
          if (!ballot.ok) return ballot;
          const credential = open.group.text(ballot.value.credential);
          if (!setup.weights.has(credential)) {
            return refuse('NOT_FOUND', file, 'the ballot’s credential is not on the list');
          }
          if (seen.has(sha256Hex(text.value)))
            return refuse('INCONSISTENT', file, 'this ballot is in the box');
          if (!values.revote && cast.has(credential)) {
            return refuse(
              'INCONSISTENT',
              file,
              'this credential has cast; --revote lets the last ballot count',
            );
          }
          remember(text.value, credential);
          trackers.push(ballot.value.tracker);
          events.push({ type: 'Ballot', data: [text.value] });
        }
        return ok(events);
      },
    );
    if (!ended.ok) return ended;
    for (const tracker of trackers) terminal.out(`cast  ${tracker}`);
    return ok(0);
  },
);

/** The credential of a ballot already in the box, at its fixed place in canonical form. */
function credentialIn(text: string): string {
  return /"credential":"([0-9a-f]+)"/.exec(text)?.[1] ?? '';
}

/** Ends voting and publishes the encrypted tally, once the archive is verified. */
export const closeVoting = action('close', {}, async ({ positionals }, terminal) => {
  const path = onlyPositional(positionals, 'one ARCHIVE');
  return count(path, terminal, async (source, end) => {
    if (end.type !== 'Setup' && end.type !== 'Ballot') {
      return refuse('INCONSISTENT', path, `voting has ended: the last event is ${end.type}`);
    }
    const closing: NewEvent = { type: 'EndBallots', data: [] };
    const checked = await checkArchive(followedBy(source, eventBytes(end, [closing]).bytes), terminal);
    const counted = trusted(checked, path);
    if (!counted.ok) return counted;
    const { setup, tally } = counted.value;
    const text = writeEncryptedTally(setup.open.group, tally.tally);
    const sized = writeSizedTally({ ...tally, encryptedTally: sha256Hex(text) });
    terminal.out(`voting closed: ${tally.numTallied} ballots count, total weight ${tally.totalWeight}`);
    return ok([closing, { type: 'EncryptedTally', data: [text, sized] }]);
  });
});

/** Adds a trustee's partial decryption after checking its proofs. */
export const addDecryption = action(
  'add-decryption',
  { decryption: { type: 'string' }, owned: { type: 'string' } },
  async ({ values, positionals }, terminal) => {
    const path = onlyPositional(positionals, 'one ARCHIVE');
    const content = readTextFile(required(values.decryption, 'decryption'));
    if (!content.ok) return content;
    const owned = readTextFile(required(values.owned, 'owned'));
    if (!owned.ok) return owned;
    return count(path, terminal, async (source, end) => {
      if (end.type !== 'EncryptedTally' && end.type !== 'PartialDecryption') {
        return refuse('INCONSISTENT', path, `a decryption cannot come after ${end.type}`);
      }
      const event: NewEvent = { type: 'PartialDecryption', data: [content.value, owned.value] };
      // The verifier itself judges the archive as it would be with this event.
      const checked = await checkArchive(followedBy(source, eventBytes(end, [event]).bytes), terminal);
      const counted = trusted(checked, path);
      if (!counted.ok) return counted;
      terminal.out(`decrypted by ${checked.view.decryptedBy.join(', ')}`);
      return ok([event]);
    });
  },
);

/** Publishes the result from the decryptions in the archive. */
export const publishResult = action('result', {}, async ({ positionals }, terminal) => {
  const path = onlyPositional(positionals, 'one ARCHIVE');
  return count(path, terminal, async (source, end) => {
    if (end.type !== 'PartialDecryption') {
      return refuse('INCONSISTENT', path, `a result cannot come after ${end.type}`);
    }
    const counted = trusted(await checkArchive(source, terminal), path);
    if (!counted.ok) return counted;
    const { setup, tally } = counted.value;
    const { group, election } = setup.open;
    const decryptions = await readDecryptions(source, setup);
    const opened = openTally(group, setup.trustees, tally.tally, decryptions);
    if (!opened.ok) return opened;
    const result = computeResult(group, election.questions, opened.value, tally.totalWeight);
    if (!result.ok) return result;
    const text = writeResult(result.value);
    terminal.out(text);
    return ok([{ type: 'Result', data: [text] }]);
  });
});

type Counted = NonNullable<CheckedArchive['counted']>;

async function count(
  path: string,
  terminal: Terminal,
  decide: (source: ByteSource, end: ArchiveEnd) => Promise<Result<readonly NewEvent[]>>,
): Promise<Outcome> {
  const ended = await extendArchive(
    path,
    () => {},
    ({ source, end }) => decide(source, end),
  );
  if (!ended.ok) return ended;
  terminal.out(`head  ${ended.value.hash}`);
  return ok(0);
}

/** What may be built upon: set-up and tally of an archive without an error. */
function trusted({ isSound, counted }: CheckedArchive, path: string): Result<Counted> {
  if (!isSound) return refuse('INCONSISTENT', path, 'the archive would be refuted: nothing was added');
  return counted === undefined ? refuse('NOT_FOUND', path, 'voting has not ended') : ok(counted);
}

/** The decryptions of an archive already verified, by trustee number. */
async function readDecryptions(
  source: ByteSource,
  { open: { group } }: Setup,
): Promise<ReadonlyMap<number, PartialDecryption>> {
  const decryptions = new Map<number, PartialDecryption>();
  for await (const { event, data } of readArchive(source)) {
    if (event.type !== 'PartialDecryption') continue;
    const [content, owned] = data.map(({ text }) => text);
    const { owner } = assertOk(readOwned(owned ?? '', 'owned'));
    decryptions.set(owner, assertOk(readDecryption(group, content ?? '', 'decryption')));
  }
  return decryptions;
}
