/**
 * The two shapes of the WebAssembly multiplier. A number modulo p (up to 2048 bits) is a polynomial in 2^limbBits whose
 * coefficients, the limbs, are integers held exactly in doubles, in size at most a little above 2^(limbBits-1). Column
 * sums of products then stay exact; docs/decisions/0002-multiplier.md derives the bounds.
 *
 * - `simd`: a product of two limbs and the sum of a whole column fit one double: 88 · 2^46 < 2^53.
 * - `fma`: fused multiply-add finds both halves of a product of two limbs. Needs WebAssembly's relaxed SIMD.
 */
export interface Tier {
  readonly name: 'simd' | 'fma';
  readonly limbBits: number;
  /** Limbs of a number, a multiple of 4; limbs · limbBits >= 2064 leaves room to reduce lazily. */
  readonly limbs: number;
  /** Carry rounds that bring column sums back to limbs. */
  readonly carryRounds: 1 | 2;
}

export const TIERS: Readonly<Record<Tier['name'], Tier>> = {
  simd: { name: 'simd', limbBits: 24, limbs: 88, carryRounds: 2 },
  fma: { name: 'fma', limbBits: 47, limbs: 44, carryRounds: 1 },
};
