/**
 * Fewer passing items than places (domain reference, section 5, step 6): the places left, what the rules say about
 * them, and who may stand in a second round.
 */

import type { Contender } from './selection.ts';

/**
 * `candidates` of a second round in order of votes, at most twice the places; items level across that limit are not
 * chosen among but listed as `tiedAtLimit`, for the presidium to decide. Both are empty unless a second round is held.
 */
export type Shortfall = {
  readonly places: number;
  readonly handling: 'leave' | 'second_round' | 'presidium';
  readonly candidates: readonly number[];
  readonly tiedAtLimit: readonly number[];
};

/** @param failed items below the threshold, any order; @param places left to fill, >= 1 */
export function computeShortfall(
  failed: readonly Pick<Contender, 'no' | 'for'>[],
  places: number,
  handling: Shortfall['handling'],
): Shortfall {
  if (handling !== 'second_round') return { places, handling, candidates: [], tiedAtLimit: [] };
  // Equal votes stand in ballot order: an order of display, no preference.
  const ranked = [...failed].sort((a, b) => b.for - a.for || a.no - b.no);
  const first = ranked[2 * places];
  const candidates = first === undefined ? ranked : ranked.filter((item) => item.for > first.for);
  const tied = first === undefined ? [] : ranked.filter((item) => item.for === first.for);
  const isSplit = candidates.length < 2 * places && tied.length > 0;
  return {
    places,
    handling,
    candidates: candidates.map(({ no }) => no),
    tiedAtLimit: isSplit ? tied.map(({ no }) => no) : [],
  };
}
