/**
 * Counts, weights and result values in Belenios JSON (protocol version 1, section 2): a JSON number up to 2^30 - 1,
 * above that a string of decimal digits. Exactly one form is canonical for each value.
 */
import { readDecimal } from '../encoding/decimal.ts';
import type { Reader } from '../encoding/reader.ts';
import { ok, refuse } from '../result.ts';

const LARGEST_NUMBER = 2n ** 30n - 1n;
/** A value above the order of every group still reads, so that the check of its bound can name it. */
const MAX_DIGITS = 700;

export function countJson(value: bigint): number | string {
  return value <= LARGEST_NUMBER ? Number(value) : value.toString();
}

/** A natural number below 10^700 in its one canonical form. */
export const countReader: Reader<bigint> = (value, where) => {
  const digits = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const count = readDecimal(digits, MAX_DIGITS);
  if (count === undefined || countJson(count) !== value) {
    const message = 'expected a natural number: a JSON number up to 1073741823, a string of digits above';
    return refuse('NON_CANONICAL', where, message);
  }
  return ok(count);
};
