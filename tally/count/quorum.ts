/**
 * Step 1: the quorum (domain reference, section 5). 三分之二以上 includes exactly two thirds, 超过三分之二 does not: the pack
 * says which.
 */

import { meets, minVotes, type Share } from '../fraction.ts';

export type Quorum = { readonly met: boolean; readonly needed: number };

/** @returns whether enough of the `inOffice` members are present, and how many it takes. */
export function computeQuorum(inOffice: number, present: number, share: Share): Quorum {
  return { met: meets(present, inOffice, share), needed: minVotes(inOffice, share) };
}
