/**
 * Canonical decimal texts of natural numbers: no sign, no leading zero, no white space, no hexadecimal. Group elements,
 * scalars and weights of the Belenios formats are written so, and any other spelling is refused (two spellings of one
 * number would be two hashes of one ballot).
 */
const CANONICAL = /^(?:0|[1-9][0-9]*)$/;

/** @returns the number, or undefined when the text is not canonical or longer than `maxDigits`. */
export function readDecimal(text: string, maxDigits: number): bigint | undefined {
  return text.length <= maxDigits && CANONICAL.test(text) ? BigInt(text) : undefined;
}

/** A canonical decimal of at most 2^53 - 1 (sizes, indices, heights, times in seconds), or undefined. */
export function readSafeDecimal(text: string): number | undefined {
  const value = readDecimal(text, 16);
  return value !== undefined && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
}
