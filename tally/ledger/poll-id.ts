/**
 * Ids of our ballot sessions: 22 characters of the Belenios alphabet (design 3). As a big-endian base-58 number an id
 * is below 58^22 < 2^130, so it also has one spelling in 26 base32 digits, which QR codes store compactly.
 */
import { base32Number, readBase32Number } from '../encoding/base32.ts';
import { type Reader, string } from '../encoding/reader.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const ID_LENGTH = 22;
const BASE32_LENGTH = 26;

export const readPollId: Reader<string> = string(
  ID_LENGTH,
  /^[1-9A-HJ-NP-Za-km-z]{22}$/,
  'a poll id of 22 characters of the Belenios alphabet',
);

/** 26 base32 digits of a valid id. */
export function pollIdToBase32(poll: string): string {
  let value = 0n;
  for (const letter of poll) value = value * 58n + BigInt(ALPHABET.indexOf(letter));
  return base32Number(value, BASE32_LENGTH);
}

/** The id that has these 26 digits, or undefined. */
export function pollIdFromBase32(digits: string): string | undefined {
  if (digits.length !== BASE32_LENGTH) return undefined;
  let rest = readBase32Number(digits);
  if (rest === undefined || rest >= 58n ** BigInt(ID_LENGTH)) return undefined;
  let poll = '';
  for (let i = 0; i < ID_LENGTH; i++, rest /= 58n) poll = ALPHABET.charAt(Number(rest % 58n)) + poll;
  return poll;
}
