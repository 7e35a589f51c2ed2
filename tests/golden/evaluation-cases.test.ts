import { expect, test } from 'vitest';
import { QINGHE_ATTENDANCE, QINGHE_GRADES, QINGHE_LAST_YEAR } from '../../tally/cli/demo/qinghe.ts';
import { countPoll } from '../../tally/count/count.ts';
import { type Evaluation, evaluate } from '../../tally/evaluate/evaluate.ts';
import { computeRanks } from '../../tally/evaluate/score.ts';
import { computeStrata } from '../../tally/evaluate/strata.ts';
import { ratio } from '../../tally/fraction.ts';
import { assertOk } from '../../tally/result.ts';
import { items, poll, presetWith } from '../support/poll.ts';

type Given = Parameters<typeof poll>[0];

function evaluated(given: Given): Evaluation {
  const whole = poll(given);
  const counted = assertOk(countPoll(whole));
  if (counted.code !== 'COUNTED' || whole.pack.kind !== 'evaluation') throw new Error('nothing to evaluate');
  return evaluate(whole, whole.pack, counted);
}

const zhenhai = [
  [28, 1, 0],
  [20, 8, 1],
  [26, 3, 0],
  [29, 0, 0],
  [17, 11, 1],
  [26, 3, 0],
  [17, 11, 1],
  [28, 1, 0],
];

function zhenhaiOf(members: number): Evaluation {
  return evaluated({
    pack: presetWith('eval-members-majority-committee', {
      'evaluation.grades': ['satisfied', 'basic', 'dissatisfied'],
      'evaluation.rateBase': 'present',
      'ballot.unmarked': 'void_item',
    }),
    attendance: { inOffice: members, present: 29, issued: 29 },
    returned: 29,
    marks: zhenhai,
  });
}

test('13.3: the eight projects of 镇海区 2021, rates on 29 present, all 满意 in a body of 33', () => {
  const { items: rows, pooled } = zhenhaiOf(33);
  expect(rows.map(({ rates }) => rates.grades[0])).toEqual([
    '96.55',
    '68.97',
    '89.66',
    '100.00',
    '58.62',
    '89.66',
    '58.62',
    '96.55',
  ]);
  expect(rows.map(({ rates }) => rates.favourable)).toEqual([
    '100.00',
    '96.55',
    '100.00',
    '100.00',
    '96.55',
    '100.00',
    '96.55',
    '100.00',
  ]);
  expect(rows.map(({ grade }) => grade)).toEqual(zhenhai.map(() => 'satisfied'));
  expect(rows.map(({ score }) => score)).toEqual([
    '99.31',
    '93.10',
    '97.93',
    '100.00',
    '91.03',
    '97.93',
    '91.03',
    '99.31',
  ]);
  expect(pooled).toMatchObject({
    marks: [191, 38, 3],
    rates: { base: 232, grades: ['82.33', '16.38', '1.29'] },
  });
});

test('13.3: with 34 members, 17 are no longer more than half and the 17/11/1 rows are 基本满意', () => {
  const grades = zhenhaiOf(34).items.map(({ grade }) => grade);
  expect(grades).toEqual([
    'satisfied',
    'satisfied',
    'satisfied',
    'satisfied',
    'basic',
    'satisfied',
    'basic',
    'satisfied',
  ]);
});

test('13.7: ten projects graded by more than half of all 200 members', () => {
  const result = evaluated({
    pack: 'eval-members-majority-congress',
    items: QINGHE_LAST_YEAR,
    attendance: QINGHE_ATTENDANCE,
    marks: QINGHE_GRADES.map(({ marks }) => marks),
  });
  const columns = (pick: (item: Evaluation['items'][number]) => unknown) => result.items.map(pick);
  expect(result.majority).toEqual({ baseCount: 200, minVotes: 101 });
  expect(columns(({ grade }) => grade)).toEqual([
    ...Array.from({ length: 8 }, () => 'satisfied'),
    'basic',
    'dissatisfied',
  ]);
  expect(result.mustRectify).toEqual([10]);
  expect(columns(({ rates }) => rates.grades[0])).toEqual([
    '88.89',
    '85.11',
    '80.32',
    '79.26',
    '76.06',
    '73.26',
    '64.71',
    '59.89',
    '51.34',
    '31.35',
  ]);
  expect(columns(({ rates }) => rates.favourable)).toEqual([
    '97.88',
    '96.81',
    '96.28',
    '94.15',
    '93.62',
    '92.51',
    '90.37',
    '86.63',
    '83.96',
    '53.51',
  ]);
  expect(columns(({ score }) => score)).toEqual([
    '97.35',
    '96.38',
    '95.32',
    '94.68',
    '93.94',
    '93.16',
    '91.02',
    '89.30',
    '87.06',
    '76.97',
  ]);
  expect(columns(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(columns(({ band }) => band)).toEqual([
    ...Array.from({ length: 7 }, () => 'excellent'),
    'good',
    'good',
    'fair',
  ]);
  expect(result.pooled.rates).toMatchObject({
    grades: ['69.10', expect.anything(), expect.anything()],
    favourable: '88.63',
  });
});

test('14.2: a lead unit has the mean of exact scores, 区交通局 95.25 and not 95.26', () => {
  const { leadUnits } = evaluated({
    pack: 'eval-members-majority-congress',
    items: QINGHE_LAST_YEAR,
    attendance: QINGHE_ATTENDANCE,
    marks: QINGHE_GRADES.map(({ marks }) => marks),
  });
  const byName = new Map(leadUnits.map((unit) => [unit.name, unit]));
  expect(byName.get('区交通局')).toMatchObject({ items: [1, 6], meanScore: '95.25', gradeCounts: [2, 0, 0] });
  expect(byName.get('区城管局')).toMatchObject({ items: [7, 9], meanScore: '89.04', gradeCounts: [1, 1, 0] });
  expect(leadUnits.filter((unit) => unit.items.length === 1)).toHaveLength(6);
});

test.each([
  ['all_members', 'gt', [96, 61, 30, 3], 'basic'],
  ['present', 'gt', [96, 61, 30, 3], 'basic'],
  ['present', 'gte', [96, 61, 30, 3], 'satisfied'],
  ['valid', 'gt', [96, 61, 30, 3], 'satisfied'],
  ['all_members', 'gt', [58, 41, 86, 5], 'dissatisfied'],
])('13.6 S7, S7b: on %s %s, %j is %s', (base, op, marks, grade) => {
  const pack = presetWith('eval-members-majority-congress', {
    'evaluation.majority.base': base,
    'evaluation.majority.op': op,
  });
  expect(evaluated({ pack, marks: [marks] }).items[0]).toMatchObject({
    grade,
    isFailing: grade === 'dissatisfied',
  });
});

test('13.6 S9: five grades 212/188/96/34/10 and 20 unknown score 80.67, 74.07 % satisfied of 540', () => {
  const pack = presetWith('eval-members-majority-congress', {
    'evaluation.grades': [
      'very_satisfied',
      'fairly_satisfied',
      'neutral',
      'fairly_dissatisfied',
      'very_dissatisfied',
      'unknown',
    ],
    'evaluation.expressed': 5,
    'evaluation.weights': [100, 80, 60, 40, 20],
  });
  const { items: rows } = evaluated({
    pack,
    attendance: { inOffice: 560, present: 560, issued: 560 },
    returned: 560,
    marks: [[212, 188, 96, 34, 10, 20]],
  });
  expect(rows[0]).toMatchObject({
    expressed: 540,
    score: '80.67',
    rates: { base: 540, favourable: '74.07', unknown: '3.57' },
  });
});

test('13.6 S8: three communities, weighted and unweighted, the small one and one more suppressed', () => {
  const strata = [
    { name: '明河', population: 1820, answers: 50, favourable: 41 },
    { name: '柳塘', population: 1460, answers: 40, favourable: 28 },
    { name: '云台村', population: 320, answers: 8, favourable: 5 },
  ];
  const rounding = { mode: 'half_up', places: 2, trimZeros: false } as const;
  const open = computeStrata(strata, 1, rounding, true);
  expect(open.rows.map(({ rate }) => rate)).toEqual(['82.00', '70.00', '62.50']);
  expect(open).toMatchObject({ weighted: '75.40', unweighted: '75.51' });
  const shown = computeStrata(strata, 10, rounding, true);
  expect(shown.rows.map(({ rate, suppressed }) => [rate, suppressed])).toEqual([
    ['82.00', null],
    [null, 'COMPLEMENTARY'],
    [null, 'SMALL_CELL'],
  ]);
  const withoutTotal = computeStrata(strata, 10, rounding, false);
  expect(withoutTotal.rows.map(({ suppressed }) => suppressed)).toEqual([null, null, 'SMALL_CELL']);
  expect(withoutTotal).toMatchObject({ weighted: null, unweighted: null });
});

test('13.4: two equal scores are both first and the next is second', () => {
  expect(computeRanks([ratio(95, 1), ratio(190, 2), ratio(90, 1), null, ratio(80, 1)])).toEqual([
    1,
    1,
    2,
    null,
    3,
  ]);
});

test('four grades 优秀/良好/一般/较差 score 100/80/60/40 and the worst majority must be rectified', () => {
  const pack = presetWith('eval-members-majority-congress', {
    'evaluation.grades': ['excellent', 'good', 'fair', 'poor'],
    'evaluation.expressed': 4,
    'evaluation.weights': [100, 80, 60, 40],
    'ballot.unmarked': 'void_item',
  });
  const { items: rows, mustRectify } = evaluated({
    pack,
    items: items(3),
    marks: [
      [101, 40, 40, 9],
      [60, 41, 60, 29],
      [30, 30, 40, 90],
    ],
  });
  expect(rows.map(({ grade }) => grade)).toEqual(['excellent', 'good', 'poor']);
  expect(mustRectify).toEqual([3]);
});
