/**
 * When may a changed archive verify? Without a ledger an archive binds neither the order of its ballots, nor unused
 * credentials, nor names of trustees, nor what has not happened yet. Everything else must be as it was: the election, the
 * keys, every counted ballot with its credential's weight, and of tally, decryptions and result nothing that was not there.
 */

import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import type { PlainEvent } from '../support/election.ts';

/** Why the archive is an honest one of the same votes; undefined if it is not. */
export async function honestReason(
  original: readonly PlainEvent[],
  changed: Uint8Array,
): Promise<string | undefined> {
  const now = statementOf(await eventsIn(changed));
  const before = statementOf(original);
  const isUnfinished = now.result === undefined;
  const isClosed = now.tally !== undefined;
  const isSameBox = isClosed
    ? now.ballots.join() === before.ballots.join()
    : now.ballots.every((ballot) => before.ballots.includes(ballot) || before.replaced.includes(ballot));
  const isWithin =
    now.election === before.election &&
    now.keys === before.keys &&
    isSameBox &&
    now.voters.every((voter) => !isClosed || before.voters.includes(voter)) &&
    (!isClosed || now.tally === before.tally) &&
    now.decryptions.every((decryption) => before.decryptions.includes(decryption)) &&
    (isUnfinished || now.result === before.result);
  if (!isWithin) return undefined;
  return isUnfinished
    ? 'an earlier state of the same election'
    : 'the same votes in another order or with other unused cards';
}

async function eventsIn(bytes: Uint8Array): Promise<readonly PlainEvent[]> {
  const events: PlainEvent[] = [];
  for await (const { event, data } of readArchive(bytesSource(bytes))) {
    events.push({ type: event.type, data: data.map(({ text }) => text) });
  }
  return events;
}

function statementOf(events: readonly PlainEvent[]) {
  const all = (type: PlainEvent['type']) =>
    events.filter((event) => event.type === type).map(({ data }) => data);
  const [[election = '', trustees = '', credentials = ''] = []] = all('Setup');
  const last = new Map<string, string>();
  const replaced: string[] = [];
  for (const [ballot = ''] of all('Ballot')) {
    const credential = /"credential":"([^"]*)"/.exec(ballot)?.[1] ?? '';
    const earlier = last.get(credential);
    if (earlier !== undefined) replaced.push(earlier);
    last.set(credential, ballot);
  }
  const list: readonly string[] = parsed(credentials) ?? [];
  return {
    election,
    /** Keys without the names of their holders. */
    keys: trustees.replace(/,"name":"(?:[^"\\]|\\.)*"/g, ''),
    ballots: [...last.values()].sort(),
    replaced,
    /** Entries of the list under which somebody voted. */
    voters: list.filter((entry) => last.has(entry.split(',')[0] ?? '')),
    tally: all('EncryptedTally')[0]?.join(),
    decryptions: all('PartialDecryption').map((data) => data.join()),
    result: all('Result')[0]?.join(),
  };
}

function parsed(text: string): readonly string[] | undefined {
  try {
    return JSON.parse(text) as readonly string[];
  } catch {
    return undefined;
  }
}
