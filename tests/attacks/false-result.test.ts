/**
 * Everything is honest up to the last event, and then another result is published: a vote moved, a value that differs by
 * the group order (equal in the exponent!), votes from nowhere. Checks 17.1 and 17.2 need no discrete logarithm for it.
 */
import { expect, test } from 'vitest';
import { playElection, refutedBy } from '../support/election.ts';

const played = playElection({
  votes: [
    [0, [[1, 0, 0]]],
    [1, [[1, 0, 0]]],
    [2, [[0, 1, 0]]],
  ],
});
const { order } = played.election.open.group;

test.each([
  ['a vote moved', '{"result":[[1,2,0]]}', '17.2'],
  ['a vote added', '{"result":[[2,1,1]]}', '17.2'],
  ['all votes gone', '{"result":[[0,0,0]]}', '17.2'],
  ['a value plus the group order', `{"result":[[2,"${order + 1n}",0]]}`, '17.2'],
  ['a column too few', '{"result":[[2,1]]}', '17.2'],
  ['a question too many', '{"result":[[2,1,0],[0]]}', '17.1'],
  ['a negative value', '{"result":[[3,1,-1]]}', '17.1'],
  ['a fraction', '{"result":[[2.0,1,0]]}', '17.1'],
  ['a value as text', '{"result":[["2",1,0]]}', '17.1'],
  ['another spelling', '{"result": [[2,1,0]]}', '17.1'],
  ['nothing', '{}', '17.1'],
])('%s is refuted', async (_, text, check) => {
  expect(await refutedBy(played.events.with(-1, { type: 'Result', data: [text] }))).toEqual([check]);
});

test('the true result is not', async () => {
  expect(await refutedBy(played.events.with(-1, { type: 'Result', data: ['{"result":[[2,1,0]]}'] }))).toEqual(
    [],
  );
});
