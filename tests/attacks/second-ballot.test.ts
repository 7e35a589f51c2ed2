/**
 * A voter votes twice, and a dishonest count takes both ballots: one person, two votes. Check 13.1 counts the last ballot
 * of a credential only, so the published tally and sizes differ from the recomputed ones (14.2, 14.3). Sending the first
 * ballot once more, so that an old vote counts again, is check 12.1.
 */
import { expect, test } from 'vitest';
import { mergeTallies } from '../../tally/belenios/tally.ts';
import {
  ballotEvents,
  countElection,
  playElection,
  refutedBy,
  setupEvent,
  tallyBallots,
  verify,
} from '../support/election.ts';

const played = playElection({
  votes: [
    [0, [[1, 0, 0]]],
    [1, [[0, 1, 0]]],
    [0, [[0, 1, 0]]],
  ],
});
const { election } = played;
const [first = '', other = '', second = ''] = played.ballots.map(({ text }) => text);

test('of a voter’s two ballots only the last counts, and the archive shows which took which place', async () => {
  const { findings, view } = await verify(played.bytes);
  expect(findings).toEqual([]);
  expect(view.result).toEqual([[0n, 2n, 0n]]);
  expect(view.ballots.map(({ supersededBy }) => supersededBy)).toEqual([3, undefined, undefined]);
});

test('a tally of both ballots of one voter is refuted', async () => {
  const parts = [[first, other], [second]].map((ballots) => tallyBallots(election, ballots));
  const [a, b] = parts;
  if (a === undefined || b === undefined) throw new Error('two parts');
  const { group, election: texts } = election.open;
  const stuffed = {
    tally: mergeTallies(group, texts.questions, a.tally, b.tally),
    numTallied: 3,
    totalWeight: 3n,
  };
  const count = countElection(election, stuffed);
  expect(count.result).toEqual([[1n, 2n, 0n]]);
  const events = [setupEvent(election), ...ballotEvents([first, other, second]), ...count.events];
  expect(await refutedBy(events)).toEqual(expect.arrayContaining(['14.2', '14.3', '17.2']));
});

test('R27: an old ballot sent once more is refuted, even when everything after it is recounted honestly', async () => {
  const cast = [first, other, second, first];
  const count = countElection(election, tallyBallots(election, cast));
  expect(count.result).toEqual([[1n, 1n, 0n]]);
  expect(await refutedBy([setupEvent(election), ...ballotEvents(cast), ...count.events])).toEqual(['12.1']);
});
