import { expect, test } from 'vitest';
import { countPoll } from '../../tally/count/count.ts';
import type { Column, Poll } from '../../tally/count/poll.ts';
import { checkColumns, checkMarks } from '../../tally/lifecycle/identities.ts';
import {
  canMove,
  checkRuleChange,
  isAppendOnly,
  isSealed,
  mayHoldCounts,
  nextStates,
  SESSION_STATES,
  type SessionState,
} from '../../tally/lifecycle/states.ts';
import { items, poll, presetWith } from '../support/poll.ts';

const ROAD: readonly SessionState[] = [
  'configured',
  'sealed',
  'roll_open',
  'quorum_met',
  'issuing',
  'open',
  'closed',
  'reconciled',
  'adjudicating',
  'counted',
  'signed',
  'announced',
  'confirmed',
  'published',
  'archived',
];

test('a ballot session goes from configured to archived one step at a time', () => {
  for (const [i, state] of ROAD.entries()) {
    for (const [j, other] of ROAD.entries()) expect(canMove(state, other)).toBe(j === i + 1);
  }
});

test('an invalid poll and a voided session lead nowhere, a re-vote leads back to the count', () => {
  expect(nextStates('poll_invalid')).toEqual([]);
  expect(nextStates('voided')).toEqual([]);
  expect(canMove('reconciled', 'poll_invalid')).toBe(true);
  expect(canMove('counted', 'revote_required')).toBe(true);
  expect(canMove('revote_required', 'counted')).toBe(true);
  expect(canMove('revote_required', 'signed')).toBe(false);
});

test('once signed nothing can be voided', () => {
  const late: readonly SessionState[] = ['signed', 'announced', 'confirmed', 'published', 'archived'];
  expect(SESSION_STATES.filter((state) => canMove(state, 'voided') && late.includes(state))).toEqual([]);
});

test('rules change only before sealing', () => {
  expect(checkRuleChange('configured')).toEqual({ ok: true, value: null });
  expect(SESSION_STATES.filter((state) => !isSealed(state))).toEqual(['configured']);
  expect(checkRuleChange('sealed')).toMatchObject({ ok: false, error: { code: 'RULES_SEALED' } });
});

test('no counts can exist before the count nor of an invalid poll, and all is append-only from open on', () => {
  expect(ROAD.filter(mayHoldCounts)).toEqual(ROAD.slice(9));
  expect(mayHoldCounts('poll_invalid')).toBe(false);
  expect(mayHoldCounts('voided')).toBe(false);
  expect(ROAD.filter(isAppendOnly)).toEqual(ROAD.slice(5));
});

const column = (change: Partial<Column> = {}): Column => ({
  source: 'paper',
  returned: 190,
  voids: [],
  pending: 0,
  items: [
    { no: 1, marks: [100, 50, 40], itemVoid: 0 },
    { no: 2, marks: [90, 50, 49], itemVoid: 1 },
  ],
  ...change,
});

function pollOf(columns: readonly Column[], change: Partial<Poll> = {}): Poll {
  return poll({ pack: 'congress-default', items: items(2), columns, ...change });
}

test('for + against + abstain + void marks are the valid ballots of each item', () => {
  expect(checkMarks(pollOf([column()]))).toEqual([]);
  const short = column({
    items: [...column().items.slice(0, 1), { no: 2, marks: [90, 50, 48], itemVoid: 1 }],
  });
  expect(checkMarks(pollOf([short]))).toMatchObject([{ where: 'columns.paper.items.2' }]);
});

test('the items of a column are those of the ballot, in its order', () => {
  expect(checkMarks(pollOf([column({ items: [...column().items].reverse() })]))).toHaveLength(1);
  expect(checkMarks(pollOf([column({ items: column().items.slice(0, 1) })]))).toHaveLength(1);
});

test('all ticks together are at most the cap on every valid ballot', () => {
  const pack = presetWith('congress-tick', { 'ballot.cap': 1, 'ballot.seats': 1 });
  const ticks = (a: number, b: number) =>
    column({
      items: [
        { no: 1, marks: [a], itemVoid: 0 },
        { no: 2, marks: [b], itemVoid: 0 },
      ],
    });
  expect(checkMarks(pollOf([ticks(100, 90)], { pack }))).toEqual([]);
  expect(checkMarks(pollOf([ticks(100, 91)], { pack }))).toHaveLength(1);
  expect(checkMarks(pollOf([ticks(191, 0)], { pack }))).toHaveLength(2);
});

test('only paper can be void or doubtful, and a source has one column', () => {
  const voids = [{ reason: 'OVERVOTE', count: 1 }] as const;
  expect(checkColumns(pollOf([column({ voids })]))).toEqual([]);
  expect(checkColumns(pollOf([column({ source: 'electronic', voids })]))).toHaveLength(1);
  expect(checkColumns(pollOf([column({ source: 'electronic', pending: 1 })]))).toHaveLength(1);
  expect(checkColumns(pollOf([column(), column()]))).toHaveLength(1);
  expect(checkColumns(pollOf([column({ voids: [...voids, ...voids] })]))).toHaveLength(1);
  expect(checkColumns(pollOf([column({ voids: [{ reason: 'ILLEGIBLE', count: 191 }] })]))).toHaveLength(1);
});

test('secret electronic votes and recorded votes each belong to their own kind of session', () => {
  const recorded = presetWith('congress-default', { secrecy: 'recorded' });
  expect(checkColumns(pollOf([column({ source: 'recorded' })]))).toHaveLength(1);
  expect(checkColumns(pollOf([column({ source: 'electronic' })], { pack: recorded }))).toHaveLength(1);
  expect(checkColumns(pollOf([column({ source: 'recorded' })], { pack: recorded }))).toEqual([]);
});

test('with keypads for + against + abstain + not pressed are all who are present', () => {
  const pack = presetWith('congress-each', {});
  const keypad = (marks: readonly number[], returned = 192) =>
    pollOf(
      [column({ source: 'keypad', returned, items: items(1).map(({ no }) => ({ no, marks, itemVoid: 0 })) })],
      {
        pack,
        items: items(1),
      },
    );
  expect(countPoll(keypad([101, 40, 30, 21]))).toMatchObject({ ok: true, value: { code: 'COUNTED' } });
  expect(countPoll(keypad([101, 40, 30, 20]))).toMatchObject({ ok: false });
  expect(countPoll(keypad([101, 40, 30, 20], 191))).toMatchObject({ ok: false });
  expect(countPoll({ ...keypad([101, 40, 30, 21]), pack: presetWith('congress-default', {}) })).toMatchObject(
    {
      ok: false,
    },
  );
});

test.each([
  ['resolution-default', { items: items(2) }, 'one item'],
  ['congress-default', { items: [] }, 'nothing to vote on'],
  ['congress-default', { items: [...items(2)].reverse() }, 'ascending'],
  ['congress-budget', { items: items(2) }, 'missing for 1, 2'],
  ['congress-each', { round: { kind: 'revote', parentUuid: 'CDgm1FKWKvbHHUCRXypzEB', places: 1 } }, 'top_n'],
  [
    'congress-default',
    { round: { kind: 'revote', parentUuid: 'CDgm1FKWKvbHHUCRXypzEB', places: 2 } },
    'no tie',
  ],
  [
    'congress-default',
    { items: items(3), round: { kind: 'second_round', parentUuid: 'CDgm1FKWKvbHHUCRXypzEB', places: 1 } },
    'at most twice',
  ],
] as const)('%s with %o cannot be counted', (pack, change, sentence) => {
  const whole = { ...poll({ pack, items: items(2), for: [] }), ...change };
  const counted = countPoll(whole);
  expect(counted.ok ? 'counted' : counted.error.message).toContain(sentence);
});
