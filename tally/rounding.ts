/**
 * Decimal texts for readers (domain reference, section 12). Input is exact (`Ratio` or counts), arithmetic is BigInt,
 * output is a string and is never read back: no decision depends on a rounded figure. The mode is printed under every
 * table that uses it.
 */

import { multiplyRatios, type Ratio, ratio } from './fraction.ts';
import { assert } from './result.ts';

/**
 * `half_up`: 0.5 of the last place goes up. `truncate`: the rest is dropped. `largest_remainder`: the rows of a
 * distribution are truncated and the missing last-place units go to the largest rests, so they sum to exactly 100; a
 * figure standing alone is rounded half up. `places` 0 to 6; `trimZeros` drops trailing zeros after the point.
 */
export type Rounding = {
  readonly mode: 'half_up' | 'largest_remainder' | 'truncate';
  readonly places: number;
  readonly trimZeros: boolean;
};

/** The value as a decimal text. */
export function formatRatio(value: Ratio, rounding: Rounding): string {
  const scaled = value.num * 10n ** BigInt(rounding.places);
  const units =
    rounding.mode === 'truncate' ? scaled / value.den : (2n * scaled + value.den) / (2n * value.den);
  return formatUnits(units, rounding);
}

/** `part` of `base` in percent, or null when the base is 0: a share of nothing is no figure. */
export function formatPercent(part: number, base: number, rounding: Rounding): string | null {
  return base === 0 ? null : formatRatio(multiplyRatios(ratio(part, base), ratio(100, 1)), rounding);
}

/**
 * Percentages of several counts on one base. With `largest_remainder`, and only when the counts make up the base, the
 * texts sum to exactly 100; equal rests are served in the order of the larger count, then of the rows.
 */
export function formatShares(
  counts: readonly number[],
  base: number,
  rounding: Rounding,
): readonly (string | null)[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (rounding.mode !== 'largest_remainder' || total !== base || base === 0) {
    return counts.map((count) => formatPercent(count, base, rounding));
  }
  const hundred = 100n * 10n ** BigInt(rounding.places);
  const rows = counts.map((count, row) => {
    const scaled = BigInt(count) * hundred;
    return { row, count, units: scaled / BigInt(base), rest: scaled % BigInt(base) };
  });
  const missing = hundred - rows.reduce((sum, { units }) => sum + units, 0n);
  const order = [...rows].sort((a, b) =>
    a.rest !== b.rest ? (a.rest > b.rest ? -1 : 1) : b.count - a.count || a.row - b.row,
  );
  const raised = new Set(order.slice(0, Number(missing)).map(({ row }) => row));
  return rows.map(({ row, units }) => formatUnits(raised.has(row) ? units + 1n : units, rounding));
}

/** `units` of the last decimal place as a text: 12345 with two places is "123.45". */
function formatUnits(units: bigint, rounding: Rounding): string {
  assert(Number.isInteger(rounding.places) && rounding.places >= 0, 'places are a natural number');
  const digits = units.toString().padStart(rounding.places + 1, '0');
  const whole = digits.slice(0, digits.length - rounding.places);
  const decimals = digits.slice(digits.length - rounding.places);
  const shown = rounding.trimZeros ? decimals.replace(/0+$/, '') : decimals;
  return shown === '' ? whole : `${whole}.${shown}`;
}
