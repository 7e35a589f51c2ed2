/**
 * How many places a vote fills and how many approvals one ballot may hold, by rule pack and round (domain reference,
 * sections 4 and 5, step 7): a re-vote's cap is the places left, a second round's the places it fills.
 */

import type { Poll } from './poll.ts';

type Rules = Pick<Poll, 'pack' | 'round' | 'items'>;

/** Places to fill, or null where none are fixed: a budget, an item-by-item vote, an evaluation. */
export function placesOf({ pack, round }: Rules): number | null {
  if (pack.kind !== 'projects' || pack.selection.method !== 'top_n') return null;
  return 'places' in round ? round.places : (pack.ballot.seats ?? null);
}

/** Most approvals of one ballot, or null where every item may be approved. */
export function capOf({ pack, round }: Rules): number | null {
  if (pack.kind !== 'projects' || pack.selection.method !== 'top_n') return null;
  return 'places' in round ? round.places : (pack.ballot.cap ?? null);
}
