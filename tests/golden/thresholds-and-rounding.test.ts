import { expect, test } from 'vitest';
import { meets, minVotes, type Share } from '../../tally/fraction.ts';
import { formatPercent, formatShares, type Rounding } from '../../tally/rounding.ts';

const twoThirdsOrMore: Share = { num: 2, den: 3, op: 'gte' };
const overTwoThirds: Share = { num: 2, den: 3, op: 'gt' };
const overHalf: Share = { num: 1, den: 2, op: 'gt' };
const half: Share = { num: 1, den: 2, op: 'gte' };

test.each([
  [200, 134, 134, 101],
  [232, 155, 155, 117],
  [327, 218, 219, 164],
  [195, 130, 131, 98],
  [60, 40, 41, 31],
  [57, 38, 39, 29],
  [41, 28, 28, 21],
])(
  'R30, 13.1: of %i, quorum 三分之二以上 is %i, 超过三分之二 is %i, 过半数 is %i',
  (total, gte, gt, majority) => {
    expect(minVotes(total, twoThirdsOrMore)).toBe(gte);
    expect(minVotes(total, overTwoThirds)).toBe(gt);
    expect(minVotes(total, overHalf)).toBe(majority);
    for (const [share, needed] of [
      [twoThirdsOrMore, gte],
      [overTwoThirds, gt],
      [overHalf, majority],
    ] as const) {
      expect(meets(needed, total, share)).toBe(true);
      expect(meets(needed - 1, total, share)).toBe(false);
    }
  },
);

test.each([
  ['高平 2025', 232, 203],
  ['丽水 2025', 327, 314],
  ['文成 2019', 195, 189],
  ['焦作 2023 presidium', 57, 50],
  ['舞阳 2024 presidium', 41, 35],
])('13.1: the meeting %s of %i with %i present has its quorum', (_name, inOffice, present) => {
  expect(meets(present, inOffice, twoThirdsOrMore)).toBe(true);
});

test('R30, S5: 133 of 200 are no quorum and 134 are; of a street assembly of 60, over two thirds begins at 41', () => {
  expect([133, 134].map((present) => meets(present, 200, twoThirdsOrMore))).toEqual([false, true]);
  expect([40, 41].map((present) => meets(present, 60, overTwoThirds))).toEqual([false, true]);
});

test('R30, S10: 100 for of 200 fails more than half and passes at least half', () => {
  expect([meets(100, 200, overHalf), meets(100, 200, half)]).toEqual([false, true]);
});

const to = (mode: Rounding['mode'], places: number): Rounding => ({ mode, places, trimZeros: false });

test('13.4: 93 suggestions A/B/C/D, half up 99.99 in all, by largest remainder exactly 100', () => {
  expect(formatShares([54, 33, 2, 4], 93, to('half_up', 2))).toEqual(['58.06', '35.48', '2.15', '4.30']);
  expect(formatShares([54, 33, 2, 4], 93, to('largest_remainder', 2))).toEqual([
    '58.07',
    '35.48',
    '2.15',
    '4.30',
  ]);
});

test('13.4: fields 25/26/13/19/4/6 truncated and rounded to one place', () => {
  const fields = [25, 26, 13, 19, 4, 6];
  expect(formatShares(fields, 93, to('truncate', 1))).toEqual(['26.8', '27.9', '13.9', '20.4', '4.3', '6.4']);
  expect(formatShares(fields, 93, to('half_up', 1))).toEqual(['26.9', '28.0', '14.0', '20.4', '4.3', '6.5']);
});

test('13.4: satisfaction 86 and 7 of 93, and 128 items', () => {
  expect(formatPercent(86, 93, to('half_up', 2))).toBe('92.47');
  expect(formatPercent(7, 93, to('half_up', 2))).toBe('7.53');
  expect(formatShares([64, 38, 21, 5], 128, to('half_up', 1))).toEqual(['50.0', '29.7', '16.4', '3.9']);
});

test('9: 307 solved of 344 collected opinions are 89.24 %', () => {
  expect(formatPercent(307, 344, to('half_up', 2))).toBe('89.24');
});

test('trailing zeros go only where the pack says so, and a share of nothing is no figure', () => {
  expect(formatPercent(1, 2, { mode: 'half_up', places: 2, trimZeros: true })).toBe('50');
  expect(formatPercent(303, 1000, { mode: 'half_up', places: 2, trimZeros: true })).toBe('30.3');
  expect(formatPercent(100, 100, { mode: 'half_up', places: 0, trimZeros: true })).toBe('100');
  expect(formatPercent(0, 0, to('half_up', 2))).toBeNull();
});
