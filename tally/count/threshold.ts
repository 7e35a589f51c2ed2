/**
 * Step 5: who passes the threshold (domain reference, section 5). The base is what the rule pack names; of all members,
 * absent members, unreturned and void ballots and abstentions all act like "not for".
 */

import { meets, minVotes } from '../fraction.ts';
import type { Base, BasedShare } from '../rules/rule-pack.ts';
import type { Attendance } from './poll.ts';
import type { Reconciliation } from './reconcile.ts';

export type Threshold = { readonly baseCount: number; readonly minVotes: number };

/** The number a base stands for in this poll. */
export function countBase(base: Base, attendance: Attendance, ballots: Reconciliation): number {
  if (base === 'all_members') return attendance.inOffice;
  return base === 'present' ? attendance.present : ballots[base];
}

export function computeThreshold(
  share: BasedShare,
  attendance: Attendance,
  ballots: Reconciliation,
): Threshold {
  const baseCount = countBase(share.base, attendance, ballots);
  return { baseCount, minVotes: minVotes(baseCount, share) };
}

export function passes(votes: number, share: BasedShare, threshold: Threshold): boolean {
  return meets(votes, threshold.baseCount, share);
}
