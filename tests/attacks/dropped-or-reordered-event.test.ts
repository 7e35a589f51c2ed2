/**
 * The server drops a ballot it dislikes, or moves an old one to the end so that it counts. Left as they were, the events
 * after it no longer chain (05.3); chained anew, the published tally is not that of the ballots left (14.2). With the
 * tally and the result made anew as well the archive is consistent, but its events are no longer those anyone saw: receipts
 * and the ledger find that, and so does the comparison of event hashes.
 */
import { expect, test } from 'vitest';
import {
  archiveOf,
  countElection,
  playElection,
  refutedBy,
  tallyBallots,
  verify,
} from '../support/election.ts';

const played = playElection({
  votes: [
    [0, [[1, 0, 0]]],
    [1, [[0, 1, 0]]],
    [2, [[0, 1, 0]]],
    [0, [[0, 0, 1]]],
  ],
});
const { events, election } = played;

test('R26: a ballot cut out of the file breaks the chain', async () => {
  const upTo = (count: number) => archiveOf(events.slice(0, count)).length;
  const cut = Buffer.concat([played.bytes.subarray(0, upTo(2)), played.bytes.subarray(upTo(3))]);
  const { findings } = await verify(new Uint8Array(cut));
  expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['05.3', '14.2', '14.3']));
});

test('R26: a ballot dropped and everything chained anew: the tally is not that of the remaining ballots', async () => {
  expect(await refutedBy(events.toSpliced(2, 1))).toEqual(['14.2', '14.3', '16.2', '17.2']);
});

test('two ballots of one voter exchanged: the other one counts now', async () => {
  const [setup, first, ...rest] = events;
  const [fourth] = rest.splice(2, 1);
  if (setup === undefined || first === undefined || fourth === undefined) throw new Error('four ballots');
  expect(await refutedBy([setup, fourth, ...rest.toSpliced(2, 0, first)])).toEqual(['14.2', '16.2', '17.2']);
});

test('decided anew without the ballot, the archive shares only the events before it with what was seen', async () => {
  const kept = [1, 3, 4].map((height) => events[height]?.data[0] ?? '');
  const count = countElection(election, tallyBallots(election, kept));
  const rewritten = await verify(archiveOf([...events.slice(0, 5).toSpliced(2, 1), ...count.events]));
  const seen = await verify(archiveOf(events.slice(0, 5)));
  expect(rewritten.findings).toEqual([]);
  const shared = seen.view.events.filter(({ hash }, i) => hash === rewritten.view.events[i]?.hash);
  expect(shared.map(({ type }) => type)).toEqual(['Setup', 'Ballot']);
});

test.each([
  ['EndBallots', '05.4'],
  ['EncryptedTally', '05.4'],
  ['PartialDecryption', '16.3'],
] as const)('without its %s event an archive is refuted', async (type, check) => {
  expect(await refutedBy(events.filter((event) => event.type !== type))).toContain(check);
});
