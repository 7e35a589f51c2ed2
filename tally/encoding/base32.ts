/**
 * Base32 in Crockford's alphabet (no I, L, O, U), upper case: the form of receipt codes and QR texts, which people read
 * aloud and QR codes store in their compact alphanumeric mode. Bits are taken from the most significant end; the last
 * digit is filled up with zero bits, so that the digits of a prefix are a prefix of the digits.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Crockford's five further symbols, which stand for 32…36 in a check character only. */
const CHECK_ALPHABET = `${ALPHABET}*~$=U`;

/** ceil(8 * length / 5) digits. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let word = 0;
  let bits = 0;
  for (const byte of bytes) {
    word = ((word << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((word >>> (bits - 5)) & 31);
  }
  return bits > 0 ? text + ALPHABET.charAt((word << (5 - bits)) & 31) : text;
}

/** Bytes of an upper-case text, or undefined if any other text would mean the same bytes. */
export function readBase32(text: string, byteLength: number): Uint8Array | undefined {
  if (text.length !== Math.ceil((byteLength * 8) / 5)) return undefined;
  const bytes = new Uint8Array(byteLength);
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return undefined;
    word = ((word << 5) | value) & 0x1fff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >>> bits) & 0xff;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

/** A natural number in exactly `length` digits, most significant first; it must fit. */
export function base32Number(value: bigint, length: number): string {
  let text = '';
  for (let rest = value, i = 0; i < length; i++, rest /= 32n)
    text = ALPHABET.charAt(Number(rest % 32n)) + text;
  return text;
}

/** The number of an upper-case text, or undefined. */
export function readBase32Number(text: string): bigint | undefined {
  let value = 0n;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return undefined;
    value = value * 32n + BigInt(digit);
  }
  return value;
}

/** Crockford's check character: the number of the digits, modulo 37. */
export function checkCharacter(digits: string): string {
  const value = readBase32Number(digits) ?? 0n;
  return CHECK_ALPHABET.charAt(Number(value % 37n));
}
