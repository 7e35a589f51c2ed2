/**
 * Step 6: which passing items are elected (domain reference, section 5). Two methods with one result: the most votes
 * for a number of places, and the most votes within a budget. A tie that decides something is reported, never broken:
 * no lot, no fewer against, no lower number.
 */

import type { BudgetItem } from './greedy-budget.ts';
import { selectGreedyBudget } from './greedy-budget.ts';

/** A passing item; `revoteFor` > 0 only when re-votes among tied items were held, greater = preferred. */
export type Contender = {
  readonly no: number;
  readonly for: number;
  readonly revoteFor: bigint;
  readonly costFen: number;
};

/**
 * An open tie: `tied` items of equal `votes`, and what remains for them: `places` (of a number of places) or `leftFen`
 * (of a budget; `waiting` items have fewer votes and are considered after the tie). Numbers ascending.
 */
export type OpenTie = {
  readonly tied: readonly number[];
  readonly votes: number;
  readonly places: number | null;
  readonly leftFen: number | null;
  readonly waiting: readonly number[];
};

/** `elected` in ballot order; `leftFen` is what a budget has left over, null for places. */
export type Selected = {
  readonly elected: readonly number[];
  readonly tie: OpenTie | null;
  readonly leftFen: number | null;
};

/**
 * The `seats` items with the most votes. With at most `seats` contenders all are elected. Otherwise everything above
 * the last place is elected, and what is level with it only if it fills the places exactly; else it is the tie.
 *
 * @param contenders items at or above the threshold, any order
 * @param seats places to fill, >= 1
 */
export function selectTopN(contenders: readonly Contender[], seats: number): Selected {
  const ranked = [...contenders].sort(compare);
  const last = ranked[seats - 1];
  if (last === undefined || ranked.length === seats) return select(ranked, null);
  const above = ranked.filter((item) => compare(item, last) < 0);
  const level = ranked.filter((item) => compare(item, last) === 0);
  if (above.length + level.length === seats) return select([...above, ...level], null);
  return select(above, {
    tied: numbers(level),
    votes: last.for,
    places: seats - above.length,
    leftFen: null,
    waiting: [],
  });
}

/** Items by votes while they fit `budgetFen`, skipping what no longer fits (greedy-budget.ts). */
export function selectWithinBudget(contenders: readonly Contender[], budgetFen: number): Selected {
  const items: readonly BudgetItem[] = contenders;
  const selection = selectGreedyBudget(items, budgetFen);
  const leftFen = Number(selection.leftFen);
  if (selection.kind === 'decided') return { elected: selection.elected, tie: null, leftFen };
  const { elected, tied, waiting } = selection;
  const votes = contenders.find(({ no }) => no === tied[0])?.for ?? 0;
  return { elected, tie: { tied, votes, places: null, leftFen, waiting }, leftFen };
}

function select(items: readonly Contender[], tie: OpenTie | null): Selected {
  return { elected: numbers(items), tie, leftFen: null };
}

function numbers(items: readonly Contender[]): readonly number[] {
  return items.map(({ no }) => no).sort((a, b) => a - b);
}

/** Negative when `a` comes before `b`: more votes, then more votes in the re-votes. */
function compare(a: Contender, b: Contender): number {
  if (a.for !== b.for) return b.for - a.for;
  return a.revoteFor === b.revoteFor ? 0 : a.revoteFor > b.revoteFor ? -1 : 1;
}
