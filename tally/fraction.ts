/**
 * Exact comparisons and exact ratios: every decision is an integer cross-multiplication in BigInt (domain reference,
 * section 5). Nothing here divides to a floating number and nothing rounded comes in; texts for readers are made from
 * a `Ratio` by rounding.ts.
 */

import { assert } from './result.ts';

/** A share of some base that must be passed (`gt`) or reached (`gte`): 0 <= num <= den, den >= 1. */
export type Share = {
  readonly num: number;
  readonly den: number;
  readonly op: 'gt' | 'gte';
};

/** An exact non-negative rational; `den` > 0, not necessarily in lowest terms. */
export type Ratio = {
  readonly num: bigint;
  readonly den: bigint;
};

/**
 * Whether `value` passes (or reaches) the share of `base`.
 * Exactly half fails `gt 1/2` and passes `gte 1/2`; 过半数 is `gt`, 以上 is `gte`.
 */
export function meets(value: number, base: number, share: Share): boolean {
  const left = BigInt(value) * BigInt(share.den);
  const right = BigInt(base) * BigInt(share.num);
  return share.op === 'gt' ? left > right : left >= right;
}

/** The smallest count that `meets` the share of `base`; may be base + 1 (`gt 1/1`: nobody can). */
export function minVotes(base: number, share: Share): number {
  const product = BigInt(base) * BigInt(share.num);
  const den = BigInt(share.den);
  return Number(share.op === 'gt' ? product / den + 1n : (product + den - 1n) / den);
}

export function ratio(num: number | bigint, den: number | bigint): Ratio {
  assert(BigInt(num) >= 0n && BigInt(den) > 0n, `${num}/${den} is not a ratio`);
  return { num: BigInt(num), den: BigInt(den) };
}

export function addRatios(a: Ratio, b: Ratio): Ratio {
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

export function multiplyRatios(a: Ratio, b: Ratio): Ratio {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** The exact mean of one or more ratios. */
export function meanRatio(ratios: readonly Ratio[]): Ratio {
  const sum = ratios.reduce(addRatios, ratio(0, 1));
  return { num: sum.num, den: sum.den * BigInt(ratios.length) };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
