import { expect, test } from 'vitest';
import { selectGreedyBudget } from '../../tally/count/greedy-budget.ts';

test('the most wanted items are taken and one that no longer fits is skipped', () => {
  const items = [
    { no: 1, for: 50, costFen: 60 },
    { no: 2, for: 40, costFen: 50 },
    { no: 3, for: 30, costFen: 40 },
  ];
  expect(selectGreedyBudget(items, 100)).toEqual({ kind: 'decided', elected: [1, 3], leftFen: 0n });
});

test('a tie whose items all fit, or of which none fits, changes nothing', () => {
  const items = [
    { no: 1, for: 50, costFen: 40n },
    { no: 2, for: 50, costFen: 60n },
    { no: 3, for: 10, costFen: 1n },
    { no: 4, for: 10, costFen: 2n },
  ];
  expect(selectGreedyBudget(items, 100n)).toEqual({ kind: 'decided', elected: [1, 2], leftFen: 0n });
});

test('a tie of which one item only fits is decided by the money, not by an order', () => {
  const items = [
    { no: 1, for: 50, costFen: 101 },
    { no: 2, for: 50, costFen: 99 },
  ];
  expect(selectGreedyBudget(items, 100)).toEqual({ kind: 'decided', elected: [2], leftFen: 1n });
});

test('a tie that decides who gets the last money is reported with what is left and who can still wait', () => {
  const items = [
    { no: 1, for: 90, costFen: 30 },
    { no: 2, for: 50, costFen: 60 },
    { no: 3, for: 50, costFen: 50 },
    { no: 4, for: 50, costFen: 0 },
    { no: 5, for: 50, costFen: 71 },
    { no: 6, for: 20, costFen: 5 },
    { no: 7, for: 19, costFen: 71 },
  ];
  expect(selectGreedyBudget(items, 100)).toEqual({
    kind: 'tie',
    elected: [1, 4],
    tied: [2, 3],
    waiting: [6],
    leftFen: 70n,
  });
});

test('a re-vote orders the tied items and the money goes on from there', () => {
  const items = [
    { no: 1, for: 90, costFen: 30 },
    { no: 2, for: 50, costFen: 60, revoteFor: 70 },
    { no: 3, for: 50, costFen: 50, revoteFor: 80 },
    { no: 6, for: 20, costFen: 5 },
  ];
  expect(selectGreedyBudget(items, 100)).toEqual({ kind: 'decided', elected: [1, 3, 6], leftFen: 15n });
});

test('points beyond 2^53 are compared exactly', () => {
  const items = [
    { no: 1, for: 9007199254740993n, costFen: 10 },
    { no: 2, for: 9007199254740992n, costFen: 10 },
  ];
  expect(selectGreedyBudget(items, 10)).toEqual({ kind: 'decided', elected: [1], leftFen: 0n });
});
