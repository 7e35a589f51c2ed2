/**
 * Whether items and round fit the rule pack: a resolution has one item, a budget needs costs, a re-vote or second round
 * has the size its parent left. Figures are checked by lifecycle/identities.ts.
 */

import type { Refusal } from '../result.ts';
import type { Poll } from './poll.ts';

type Ballot = Pick<Poll, 'pack' | 'round' | 'items'>;

/** @returns a finding for every contradiction (INCONSISTENT), none when a count can be made. */
export function checkItems(ballot: Ballot): readonly Refusal[] {
  const sentences = [...findInItems(ballot), ...findInRound(ballot)];
  return sentences.map((message) => ({ code: 'INCONSISTENT', where: 'items', message }));
}

function findInItems({ pack, items }: Ballot): readonly string[] {
  const found: string[] = [];
  if (items.length === 0) found.push('there is nothing to vote on');
  if (items.some(({ no }, i) => no <= (items[i - 1]?.no ?? 0))) {
    found.push('ballot numbers must be unique and ascending');
  }
  if (pack.kind === 'resolution' && items.length !== 1) {
    found.push(`a resolution is one item, found ${items.length}`);
  }
  if (pack.kind === 'projects' && pack.selection.method === 'greedy_budget') {
    const missing = items.filter(({ costFen }) => costFen === undefined).map(({ no }) => no);
    if (missing.length > 0)
      found.push(`under a budget every item has a cost; missing for ${missing.join(', ')}`);
  }
  return found;
}

function findInRound({ pack, items, round }: Ballot): readonly string[] {
  if (round.kind === 'first') return [];
  const method = pack.kind === 'projects' ? pack.selection.method : 'each';
  const needed = round.kind === 'revote_budget' ? 'greedy_budget' : 'top_n';
  if (method !== needed) return [`a ${round.kind} belongs to selection ${needed}`];
  if (round.kind === 'second_round') {
    return items.length > 2 * round.places
      ? [`${items.length} candidates for ${round.places} places; a second round has at most twice as many`]
      : [];
  }
  if (items.length < 2) return ['a re-vote is among two or more tied items'];
  return round.kind === 'revote' && items.length <= round.places
    ? [`${items.length} items for ${round.places} places are no tie`]
    : [];
}
