import { expect, test } from 'vitest';
import { countBallots, judgeBallot } from '../../tally/count/ballots.ts';
import { computeShortfall } from '../../tally/count/shortfall.ts';
import { computeComposite } from '../../tally/evaluate/score.ts';
import { computeStrata } from '../../tally/evaluate/strata.ts';
import { ratio } from '../../tally/fraction.ts';
import { count, decision, items, poll, presetWith } from '../support/poll.ts';

const S3 = [180, 177, 169, 160, 151, 140, 122, 108, 100, 98, 95, 90, 80, 62, 40];
const clear = (...marks: readonly (readonly number[])[]) => ({ ruling: 'clear' as const, marks });

test('an illegible ballot is void only when the chief scrutineer says so, and pending until then', () => {
  const rules = poll({ pack: 'congress-default', items: items(2), for: [] });
  const ballot = { marks: [[0], [1]] };
  expect(judgeBallot(rules, { ...ballot, ruling: null })).toEqual({ kind: 'pending' });
  expect(judgeBallot(rules, { ...ballot, ruling: 'void' })).toEqual({ kind: 'void', reason: 'ILLEGIBLE' });
  expect(judgeBallot(rules, { ...ballot, ruling: 'valid' })).toEqual({ kind: 'valid', marks: [0, 1] });
});

test('a doubly marked item is no approval and so cannot make an overvote', () => {
  const rules = poll({ pack: presetWith('congress-default', { 'ballot.cap': 1 }), items: items(2), for: [] });
  expect(judgeBallot(rules, clear([0], [0, 1]))).toEqual({ kind: 'valid', marks: [0, 'void'] });
  expect(judgeBallot(rules, clear([0], [0]))).toEqual({ kind: 'void', reason: 'OVERVOTE' });
});

test('a void ballot counts as returned and in nothing else', () => {
  const rules = poll({ pack: presetWith('congress-default', { 'ballot.cap': 1 }), items: items(2), for: [] });
  const column = countBallots(rules, [clear([0], [0]), clear([0], [1])]);
  expect(column).toMatchObject({ returned: 2, voids: [{ reason: 'OVERVOTE', count: 1 }] });
  expect(column.items.map(({ marks }) => marks)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
});

test('an unticked item is not for, and where the rules are strict an unmarked grade is void', () => {
  const ticks = poll({ pack: 'congress-tick', items: items(2), for: [] });
  expect(countBallots(ticks, [clear([0], [])]).items.map(({ marks }) => marks)).toEqual([[1], [0]]);
  const strict = poll({ pack: 'eval-marks-strict-congress', items: items(1), for: [] });
  expect(countBallots(strict, [clear([])]).items).toEqual([{ no: 1, marks: [0, 0, 0, 0], itemVoid: 1 }]);
  const lenient = poll({ pack: 'eval-members-majority-congress', items: items(1), for: [] });
  expect(countBallots(lenient, [clear([])]).items).toEqual([{ no: 1, marks: [0, 0, 0, 1], itemVoid: 0 }]);
});

test('a grade given more often than allowed voids the paper ballot', () => {
  const pack = presetWith('eval-members-majority-congress', { 'evaluation.maxPerGrade': [['satisfied', 1]] });
  const rules = poll({ pack, items: items(2), for: [] });
  expect(judgeBallot(rules, clear([0], [0]))).toEqual({ kind: 'void', reason: 'OVERVOTE' });
  expect(judgeBallot(rules, clear([0], [1]))).toMatchObject({ kind: 'valid' });
});

test('nothing is counted while a ballot is pending', () => {
  const rules = poll({ pack: 'congress-default', items: items(1), for: [] });
  const column = countBallots(rules, [{ marks: [[0]], ruling: null }]);
  expect(count({ pack: 'congress-default', items: items(1), columns: [column] })).toMatchObject({
    code: 'ADJUDICATION_PENDING',
    ballots: { pending: 1 },
  });
});

test('a second round takes the next in votes, at most twice the places', () => {
  const pack = presetWith('congress-default', { 'selection.shortfall': 'second_round' });
  expect(decision({ pack, for: S3 }).shortfall).toEqual({
    places: 2,
    handling: 'second_round',
    candidates: [9, 10, 11, 12],
    tiedAtLimit: [],
  });
});

test('items level across the limit of a second round are listed, not chosen among', () => {
  const failed = [60, 50, 50, 40].map((votes, i) => ({ no: i + 1, for: votes }));
  expect(computeShortfall(failed, 1, 'second_round')).toMatchObject({ candidates: [1], tiedAtLimit: [2, 3] });
  expect(computeShortfall(failed.slice(0, 3), 2, 'second_round')).toMatchObject({
    candidates: [1, 2, 3],
    tiedAtLimit: [],
  });
  expect(computeShortfall(failed, 1, 'presidium')).toMatchObject({ candidates: [], tiedAtLimit: [] });
});

test('the same threshold holds in the second round', () => {
  const result = decision({
    pack: 'congress-default',
    round: { kind: 'second_round', parentUuid: 'CDgm1FKWKvbHHUCRXypzEB', places: 2 },
    items: items(12).slice(8),
    marks: [110, 100, 60, 50].map((votes) => [votes, 0, 190 - votes]),
  });
  expect(result).toMatchObject({ elected: [9], shortfall: { places: 1 }, threshold: { minVotes: 101 } });
});

test('under a budget passing items are taken by votes and a tie for the last money waits for a re-vote', () => {
  const pack = presetWith('congress-budget', { 'selection.budgetFen': 100 });
  const given = { pack, for: [150, 130, 130, 110, 90], costs: [50, 40, 30, 20, 1] };
  const first = decision(given);
  expect(first).toMatchObject({
    passing: [1, 2, 3, 4],
    elected: [1],
    tie: { code: 'TIE_AT_BOUNDARY', tied: [2, 3], votes: 130, places: null, leftFen: 50, waiting: [4] },
  });
  expect(first.outcomes.map(({ outcome }) => outcome)).toEqual([
    'elected',
    'tied',
    'tied',
    'waiting',
    'failed',
  ]);
  const revote = (a: number, b: number) => [
    {
      sessionUuid: 'CDgm1FKWKvbHHUCRXypzEB',
      reportHash: 'a'.repeat(64),
      items: [
        { no: 2, for: a },
        { no: 3, for: b },
      ],
    },
  ];
  expect(decision({ ...given, revotes: revote(80, 90) })).toMatchObject({
    elected: [1, 3, 4],
    leftFen: 0,
    tie: null,
  });
  expect(decision({ ...given, revotes: revote(90, 80) })).toMatchObject({
    elected: [1, 2],
    leftFen: 10,
    tie: null,
  });
  expect(decision({ ...given, revotes: revote(90, 90) }).tie?.code).toBe('TIE_UNRESOLVED');
});

test('a re-vote of other items than the tied ones, or without a tie, is refused', () => {
  const revotes = [
    {
      sessionUuid: 'CDgm1FKWKvbHHUCRXypzEB',
      reportHash: 'a'.repeat(64),
      items: [
        { no: 1, for: 5 },
        { no: 2, for: 4 },
      ],
    },
  ];
  expect(() => decision({ pack: 'congress-default', for: S3, revotes })).toThrow('no tie');
  const tied = presetWith('congress-default', { 'ballot.seats': 2, 'ballot.cap': 2 });
  expect(() => decision({ pack: tied, for: [130, 120, 120], revotes })).toThrow('the tied items are 2, 3');
});

test('in an item-by-item vote every passing item is elected and no tie matters', () => {
  const result = decision({
    pack: 'congress-each',
    marks: [
      [101, 80, 9],
      [101, 80, 9],
      [100, 80, 10],
    ],
  });
  expect(result).toMatchObject({ elected: [1, 2], tie: null, shortfall: null });
});

test('the composite of voter groups needs weights of exactly one', () => {
  const groups = [
    { score: ratio(9_000, 100), weight: ratio(6, 10) },
    { score: ratio(80, 1), weight: ratio(4, 10) },
  ];
  expect(computeComposite(groups)).toMatchObject({ ok: true });
  const composite = computeComposite(groups);
  expect(composite.ok && composite.value.num === 86n * composite.value.den).toBe(true);
  expect(computeComposite(groups.slice(0, 1))).toMatchObject({ ok: false, error: { code: 'INCONSISTENT' } });
});

test('two tiny strata hide each other only if together they reach k', () => {
  const rounding = { mode: 'half_up', places: 1, trimZeros: false } as const;
  const strata = [3, 4, 20, 30].map((answers, i) => ({
    name: `社区${i + 1}`,
    population: 100,
    answers,
    favourable: answers - 1,
  }));
  expect(computeStrata(strata, 10, rounding, true).rows.map(({ suppressed }) => suppressed)).toEqual([
    'SMALL_CELL',
    'SMALL_CELL',
    'COMPLEMENTARY',
    null,
  ]);
  expect(computeStrata(strata, 7, rounding, true).rows.map(({ suppressed }) => suppressed)).toEqual([
    'SMALL_CELL',
    'SMALL_CELL',
    null,
    null,
  ]);
});
