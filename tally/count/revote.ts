/**
 * Step 7: re-votes (再次投票; domain reference, section 5). A re-vote is held among the tied items only, knows no threshold,
 * and the most votes win; items still level after it stay tied. Here its votes enter the parent's selection.
 */

import { ok, type Result, refuse } from '../result.ts';
import type { RevoteRecord } from './poll.ts';
import type { Contender, Selected } from './selection.ts';

/** Most re-votes one poll can hold: each leaves fewer tied items or the presidium stops repeating it. */
export const MAX_REVOTES = 8;
/** Votes of one re-vote take at most this many bits of the combined preference. */
const VOTE_BITS = 53n;

/**
 * Selects, and applies the re-votes in order, each to the tie open at that moment.
 *
 * @param select the pack's selection over contenders
 * @returns the last selection; its tie, if any, is still open.
 *          INCONSISTENT when a re-vote was held without a tie or among other items than the tied ones.
 */
export function applyRevotes(
  contenders: readonly Contender[],
  revotes: readonly RevoteRecord[],
  select: (contenders: readonly Contender[]) => Selected,
): Result<Selected> {
  let current = contenders;
  let selected = select(current);
  for (const [i, revote] of revotes.entries()) {
    const where = `revotes[${i}]`;
    if (i >= MAX_REVOTES) return refuse('TOO_LARGE', where, `at most ${MAX_REVOTES} re-votes are read`);
    if (selected.tie === null) return refuse('INCONSISTENT', where, 'there is no tie for this re-vote');
    const votes = new Map(revote.items.map((item) => [item.no, item.for]));
    const { tied } = selected.tie;
    if (revote.items.length !== tied.length || tied.some((no) => !votes.has(no))) {
      return refuse(
        'INCONSISTENT',
        where,
        `the tied items are ${tied.join(', ')}, the re-vote was on ${revote.items.map(({ no }) => no).join(', ')}`,
      );
    }
    // An earlier re-vote weighs more than every later one.
    const shift = VOTE_BITS * BigInt(MAX_REVOTES - 1 - i);
    current = current.map((item) => ({
      ...item,
      revoteFor: item.revoteFor + (BigInt(votes.get(item.no) ?? 0) << shift),
    }));
    selected = select(current);
  }
  return ok(selected);
}
