/**
 * Selection under a budget: items are taken by votes, most first, and an item that no longer fits is skipped ("greedy
 * with skip"; the rule of Pabulib's `greedy` elections and of rule packs with selection `greedy_budget`).
 * Money is integer (fen, or any smallest unit); sums and comparisons are exact in BigInt. A tie is never broken here.
 */

/** One item: `no` unique, `for` >= 0 votes or points, `costFen` >= 0. `revoteFor` = its votes in a re-vote among tied items. */
export interface BudgetItem {
  readonly no: number;
  readonly for: number | bigint;
  readonly costFen: number | bigint;
  readonly revoteFor?: number | bigint;
}

/**
 * `elected`, `tied`, `waiting` hold item numbers in ascending order.
 * - decided: nothing is open; `leftFen` is unspent money.
 * - tie: `elected` were taken before the tie and stay elected; `tied` have equal votes, each fits `leftFen` on its own
 *   but not all together; `waiting` have fewer votes, fit `leftFen` and are considered only once the tie is decided.
 */
export type BudgetSelection =
  | { readonly kind: 'decided'; readonly elected: readonly number[]; readonly leftFen: bigint }
  | {
      readonly kind: 'tie';
      readonly elected: readonly number[];
      readonly tied: readonly number[];
      readonly waiting: readonly number[];
      readonly leftFen: bigint;
    };

type Ranked = {
  readonly no: number;
  readonly for: bigint;
  readonly revoteFor: bigint;
  readonly cost: bigint;
};

/**
 * Takes items by votes while they fit the budget.
 *
 * Items of equal votes are looked at together: those that fit on their own are all taken when they fit together, and
 * then no order among them could matter; when they do not, every order takes another set, so the tie is reported. (An
 * item of the group too dear for the money left is skipped in every order and is no part of the tie.)
 *
 * @param items  any order; numbers unique; votes and costs non-negative integers
 * @param budget money to spend in the unit of the costs, >= 0
 */
export function selectGreedyBudget(items: readonly BudgetItem[], budget: number | bigint): BudgetSelection {
  const ranked = items.map(toRanked).sort(compareRank);
  const elected: number[] = [];
  let left = BigInt(budget);
  for (let start = 0; start < ranked.length; ) {
    let end = start + 1;
    while (end < ranked.length && isLevel(ranked[start], ranked[end])) end++;
    const fitting = ranked.slice(start, end).filter((item) => item.cost <= left);
    const total = fitting.reduce((sum, item) => sum + item.cost, 0n);
    if (total > left) {
      // A free item is taken in every order, so it does not belong to the tie.
      const free = fitting.filter((item) => item.cost === 0n);
      return {
        kind: 'tie',
        elected: ascending([...elected, ...numbers(free)]),
        tied: ascending(numbers(fitting.filter((item) => item.cost > 0n))),
        waiting: ascending(numbers(ranked.slice(end).filter((item) => item.cost <= left))),
        leftFen: left,
      };
    }
    elected.push(...numbers(fitting));
    left -= total;
    start = end;
  }
  return { kind: 'decided', elected: ascending(elected), leftFen: left };
}

function toRanked(item: BudgetItem): Ranked {
  return {
    no: item.no,
    for: BigInt(item.for),
    revoteFor: BigInt(item.revoteFor ?? 0),
    cost: BigInt(item.costFen),
  };
}

function compareRank(a: Ranked, b: Ranked): number {
  if (a.for !== b.for) return a.for > b.for ? -1 : 1;
  if (a.revoteFor !== b.revoteFor) return a.revoteFor > b.revoteFor ? -1 : 1;
  return 0;
}

function isLevel(a: Ranked | undefined, b: Ranked | undefined): boolean {
  return a !== undefined && b !== undefined && compareRank(a, b) === 0;
}

function numbers(items: readonly Ranked[]): number[] {
  return items.map((item) => item.no);
}

function ascending(list: number[]): readonly number[] {
  return list.sort((a, b) => a - b);
}
