/**
 * A trustee decrypts with another key, in another's name, twice, or in a way that would move the result: every factor
 * comes with a proof under the key published before voting (16.2), each trustee once (16.1), enough of them (16.3).
 */
import { expect, test } from 'vitest';
import { decryptTally, type PartialDecryption } from '../../tally/belenios/decryption.ts';
import { computeResult, openTally, writeResult } from '../../tally/belenios/result.ts';
import { drawScalar } from '../../tally/belenios/scalar.ts';
import { assertOk } from '../../tally/result.ts';
import { decryptBy, decryptionEvent, type PlainEvent, playElection, refutedBy } from '../support/election.ts';

const played = playElection({
  trustees: ['single', { size: 3, threshold: 2 }],
  votes: [
    [0, [[1, 0, 0]]],
    [1, [[1, 0, 0]]],
    [2, [[0, 1, 0]]],
  ],
  decryptedBy: [1, 2, 3],
});
const { election, events, tallied, decryptions } = played;
const { open, random, trustees } = election;
const { group } = open;
const upToTally = events.filter(({ type }) => type !== 'PartialDecryption' && type !== 'Result');
const result: PlainEvent = { type: 'Result', data: [writeResult(played.result)] };
const honest = (owner: number): PlainEvent =>
  decryptionEvent(election, owner, decryptions.get(owner) ?? decryptBy(election, owner, tallied.tally));
const withDecryptions = (...list: readonly PlainEvent[]) => refutedBy([...upToTally, ...list, result]);

test('any two of the threshold set beside the mandatory trustee decrypt, in any order', async () => {
  expect(await withDecryptions(honest(4), honest(1), honest(2))).toEqual([]);
});

test('R35: a decryption with another key is refuted', async () => {
  const secret = drawScalar(group, random);
  const other = decryptTally(group, open.election.fingerprint, tallied.tally, secret, random);
  expect(await withDecryptions(decryptionEvent(election, 1, other), honest(2), honest(3))).toContain('16.2');
});

test('R35: factors chosen to move a vote are refuted, the proofs being over the true ones', async () => {
  const own = decryptions.get(1) as PartialDecryption;
  // beta / factor is g^count: a factor less by g adds one, a factor more by g takes one away.
  const [add, take] = [group.invert(group.generator), group.generator];
  const factors = own.factors.map(([a, b, ...rest]) => [
    group.multiply(a ?? group.identity, take),
    group.multiply(b ?? group.identity, add),
    ...rest,
  ]);
  const moved = new Map(decryptions).set(1, { ...own, factors });
  const opened = assertOk(openTally(group, trustees, tallied.tally, moved));
  const stolen = assertOk(computeResult(group, open.election.questions, opened, tallied.totalWeight));
  expect([played.result, stolen]).toEqual([[[2n, 1n, 0n]], [[1n, 2n, 0n]]]);
  const list = [...moved].map(([owner, decryption]) => decryptionEvent(election, owner, decryption));
  expect(await refutedBy([...upToTally, ...list, { type: 'Result', data: [writeResult(stolen)] }])).toEqual([
    '16.2',
  ]);
});

test('R35: a decryption in another member’s name is refuted', async () => {
  const swapped = [
    decryptionEvent(election, 3, decryptBy(election, 2, tallied.tally)),
    decryptionEvent(election, 2, decryptBy(election, 3, tallied.tally)),
  ];
  expect(await withDecryptions(honest(1), ...swapped)).toContain('16.2');
});

test('R35: a decryption of another tally than the recomputed one is refuted', async () => {
  const [first = []] = tallied.tally;
  const other = decryptBy(election, 1, [first.toReversed()]);
  expect(await withDecryptions(decryptionEvent(election, 1, other), honest(2), honest(3))).toContain('16.2');
});

test.each([
  ['one trustee twice', [1, 2, 3, 2], ['16.1']],
  ['no mandatory trustee', [2, 3, 4], ['16.3']],
  ['one member of two', [1, 4], ['16.3']],
])('R35: %s is refuted', async (_, owners, checks) => {
  expect(await withDecryptions(...owners.map(honest))).toEqual(checks);
});

test('a trustee nobody named is refuted', async () => {
  const fifth = decryptionEvent(election, 5, decryptBy(election, 4, tallied.tally));
  expect(await withDecryptions(honest(1), honest(2), honest(3), fifth)).toEqual(['16.1']);
});
