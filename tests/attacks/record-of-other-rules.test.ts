/**
 * A record in which every seal and proof holds, but which no ballot session of ours can have: another group, keys of the
 * old style, spare cards nobody lost a card for, paper nobody was handed, something after publication. Its archive alone
 * would verify; the record is refuted.
 */
import { expect, test } from 'vitest';
import type { Trustee } from '../../tally/belenios/trustee.ts';
import type { Column } from '../../tally/count/poll.ts';
import type { PaperBatch } from '../../tally/record/paper.ts';
import { errorsOf, findingsOf } from '../support/made-record.ts';

const VOTES = [
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 1],
] as const;

test('an honest record verifies, its ledger without witnesses, its own keys and nobody’s word on those of the count aside', async () => {
  expect(await errorsOf({ votes: VOTES })).toEqual([]);
  expect((await findingsOf({ votes: VOTES }, 'warning')).map(({ check }) => check)).toEqual(['02.1', '09.4']);
});

test('an election in another group than BELENIOS-2048 is refuted', async () => {
  expect(await errorsOf({ votes: VOTES, group: 'Ed25519' })).toEqual([
    '07.2 the election of a record is in BELENIOS-2048, this one is in Ed25519',
  ]);
});

test('a count that one key opens alone is a warning', async () => {
  const alone = { votes: VOTES, trustees: [{ size: 3, threshold: 1 }] };
  expect((await findingsOf(alone, 'warning')).map(({ check }) => check)).toEqual(['02.1', '09.2', '09.4']);
  const both = { votes: VOTES, trustees: ['single', 'single'] as const };
  expect((await findingsOf(both, 'warning')).map(({ check }) => check)).toEqual(['02.1', '09.4']);
});

test('a threshold key without the hardened messages is refuted, though an old election may have one', async () => {
  const published = (trustees: readonly Trustee[]): readonly Trustee[] =>
    trustees.map((trustee) => {
      if (trustee.kind === 'Single') return trustee;
      const { signatures: _, ...keys } = trustee.keys;
      return { ...trustee, keys };
    });
  expect(await errorsOf({ votes: VOTES, published })).toEqual([
    '09.2 a threshold key lacks the hardened messages (contexts and signatures over all certificates)',
  ]);
});

test('a spare card handed out without a lost one is refuted', async () => {
  const roll = { issued: { electronic: 7, paper: 0 } };
  expect(await errorsOf({ votes: VOTES, inOffice: 7, roll })).toEqual([
    '08.3 7 cards can be used, 6 are not spare: a spare card takes the place of a lost one',
  ]);
  expect(await errorsOf({ votes: VOTES, lost: [5] })).toEqual([]);
});

test('a card voided by nobody, or by one person alone, is refuted', async () => {
  const refuted = ['08.3 no action of two people voids the card card 5'];
  for (const voidings of [[], [{ what: 'card 5' }], [{ what: 'card 4', with: 'scrutineer 1' }]]) {
    expect(await errorsOf({ votes: VOTES, lost: [5], voidings })).toEqual(refuted);
  }
  const alone = [{ what: 'card 5', with: 'clerk 1' }];
  expect(await errorsOf({ votes: VOTES, lost: [5], voidings: alone })).toEqual(refuted);
});

const column = (returned: number, marks: readonly number[], no = 1): Column => ({
  source: 'paper',
  returned,
  voids: [],
  pending: 0,
  items: [{ no, marks, itemVoid: 0 }],
});

const batch = (number: number, keyed: Column): PaperBatch => ({
  batch: number,
  first: { teller: 'teller 1', column: keyed },
  second: { teller: 'teller 2', column: keyed },
  resolution: null,
});

test('paper ballots fill no place of cards that were not used', async () => {
  const stuffed = {
    votes: [
      [0, 0],
      [1, 1],
    ] as const,
    paper: [batch(1, column(3, [3, 0, 0]))],
    roll: { issued: { electronic: 4, paper: 2 } },
  };
  expect(await errorsOf(stuffed)).toEqual(['17.4 3 paper ballots were returned, 2 were handed out']);
  expect(await errorsOf({ ...stuffed, roll: { issued: { electronic: 3, paper: 3 } } })).toEqual([]);
});

test('a batch of paper whose marks do not fit its own ballots is refuted, though the sum of all fits', async () => {
  const paper = [batch(1, column(1, [0, 2, 0])), batch(2, column(2, [0, 1, 0]))];
  const errors = await errorsOf({ votes: VOTES.slice(0, 3), paper });
  expect(errors).toEqual([
    '17.4 batch 1: 2 marks on 1 valid ballots',
    '17.4 batch 2: 1 marks on 2 valid ballots',
  ]);
});

test('marks in a batch for an item nobody voted on are not dropped in silence', async () => {
  const extra = {
    ...column(1, [1, 0, 0]),
    items: [...column(1, [1, 0, 0]).items, ...column(1, [0, 1, 0], 2).items],
  };
  const paper = [batch(1, column(1, [1, 0, 0])), batch(2, extra)];
  expect(await errorsOf({ votes: VOTES.slice(0, 3), paper })).toEqual([
    '17.4 batch 2: expected counts of the items 1 in this order',
  ]);
});

test('the manifest is the last leaf of the session: no event comes after publication', async () => {
  const order = <T>(leaves: readonly T[]): readonly T[] => {
    const manifest = leaves.slice(-1);
    return [...leaves.slice(0, -2), ...manifest, ...leaves.slice(-2, -1)];
  };
  expect(await errorsOf({ votes: VOTES, order })).toEqual([
    '06.2 events of the session come after its manifest',
  ]);
});
