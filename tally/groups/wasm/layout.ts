/**
 * Where things lie in the multiplier's memory. A number stands in a register of `stride` bytes, named by the address of
 * its first limb: the limbs as doubles, lowest first, then GUARD zero doubles, which multiplications read beside their
 * operands (below the first register lie as many).
 */
import type { Tier } from './tier.ts';

/** An i32 that is always zero. */
export const NEVER = 8;
/** Two vectors: what a block of columns carries into the next. */
export const CARRY = 16;
/** A number as 64-bit words, lowest first: 2048 bits, and a last word that is zero on input. */
export const WORD_AREA = 64;
export const WORDS = 33;
export const GUARD = 4;

export interface Layout {
  readonly stride: number;
  /** Registers of the code itself: p, -1/p mod R, the Montgomery quotient, and a double-length product. */
  readonly modulus: number;
  readonly negativeInverse: number;
  readonly quotient: number;
  readonly product: number;
  /** The first register free for the caller. */
  readonly free: number;
}

export function layoutOf({ limbs }: Tier): Layout {
  const stride = 8 * (limbs + GUARD);
  const modulus = 512;
  return {
    stride,
    modulus,
    negativeInverse: modulus + stride,
    quotient: modulus + 2 * stride,
    product: modulus + 3 * stride,
    free: modulus + 6 * stride,
  };
}
