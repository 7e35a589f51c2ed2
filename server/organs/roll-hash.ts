/** The hash by which changes of a roll say what they started from, and by which the ledger names the roll they led to. */
import { canonicalJson, sha256Hex } from '#tally';
import type { Member } from './shapes.ts';

export type RollMember = Omit<Member, 'id'>;

/** SHA-256 of the whole roll, members who have left included, in the order of their numbers. */
export function rollHash(members: readonly RollMember[]): string {
  const sorted = [...members]
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .map(({ number, name, delegation, category, inOffice, leftReason }) => ({
      number,
      name,
      delegation,
      category,
      inOffice,
      leftReason,
    }));
  return sha256Hex(canonicalJson({ v: 'organ-roll/1', members: sorted }));
}
