/**
 * R30: one unit below, at and above every boundary the rules have, computed here in another way (BigInt counting up from
 * nothing) than in the code.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeQuorum } from '../../tally/count/quorum.ts';
import type { Share } from '../../tally/fraction.ts';
import { decision, presetWith } from '../support/poll.ts';

const share: fc.Arbitrary<Share> = fc
  .record({ den: fc.integer({ min: 1, max: 7 }), num: fc.integer({ min: 1, max: 7 }) })
  .filter(({ num, den }) => num <= den)
  .chain(({ num, den }) =>
    fc.constantFrom({ num, den, op: 'gt' } as const, { num, den, op: 'gte' } as const),
  );

/** The least whole number that is more than (gt) or at least (gte) the share of `total`. */
function leastOf(total: number, { num, den, op }: Share): number {
  let least = 0n;
  while (
    op === 'gt' ? BigInt(den) * least <= BigInt(num * total) : BigInt(den) * least < BigInt(num * total)
  ) {
    least++;
  }
  return Number(least);
}

test('R30: the quorum is met at its boundary and above it, and not one member below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), share, (inOffice, quorum) => {
      const needed = leastOf(inOffice, quorum);
      for (const present of [needed - 1, needed, needed + 1]) {
        expect(computeQuorum(inOffice, present, quorum)).toEqual({ met: present >= needed, needed });
      }
    }),
  );
});

test.each([
  ['all_members', 200],
  ['present', 192],
  ['issued', 192],
  ['returned', 190],
  ['valid', 190],
])('R30: of %s an item passes at its threshold and above it, and not one vote below', (base, total) => {
  fc.assert(
    fc.property(
      share.filter((each) => leastOf(total, each) < 190 && leastOf(total, each) > 0),
      fc.boolean(),
      (threshold, isAgainst) => {
        const pack = presetWith('congress-each', {
          'threshold.base': base,
          'threshold.num': threshold.num,
          'threshold.den': threshold.den,
          'threshold.op': threshold.op,
        });
        const needed = leastOf(total, threshold);
        // Whether the others are against or abstain makes no difference.
        const marks = [needed - 1, needed, needed + 1].map((votes) =>
          isAgainst ? [votes, 190 - votes, 0] : [votes, 0, 190 - votes],
        );
        const outcomes = decision({ pack, marks }).outcomes.map(({ outcome }) => outcome);
        expect(outcomes).toEqual(['failed', 'elected', 'elected']);
      },
    ),
  );
});
