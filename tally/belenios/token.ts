/**
 * The alphabet of Belenios (58 letters and digits, without 0, I, O and l) and random texts over it: election uuids
 * (protocol version 1, section 3), seeds of threshold trustees (section 5.1) and the digits of private credentials.
 */
import { assert } from '../result.ts';
import type { Random } from './scalar.ts';

export const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
export const BASE = ALPHABET.length;

/** Bytes from here up are drawn again: 232 is the largest multiple of 58 that a byte can hold. */
const FAIR_BYTES = 256 - (256 % BASE);
/** A platform generator needs 1.1 bytes a digit; one that never gives a fair byte is broken. */
const MAX_DRAWS = 100;

/** `length` independent digits, each exactly uniform over 0…57. */
export function drawDigits(length: number, random: Random): number[] {
  const digits: number[] = [];
  for (let draws = 0; digits.length < length; draws++) {
    assert(draws < MAX_DRAWS, 'the random generator repeats itself');
    for (const byte of random(length - digits.length)) {
      if (byte < FAIR_BYTES) digits.push(byte % BASE);
    }
  }
  return digits;
}

export function textOfDigits(digits: readonly number[]): string {
  return digits.map((digit) => ALPHABET.charAt(digit)).join('');
}

/** Length of our uuids and of trustees' seeds: 128.9 bits. (The peer's uuids have 14 characters, 82 bits.) */
export const TOKEN_LENGTH = 22;

export function drawToken(random: Random): string {
  return textOfDigits(drawDigits(TOKEN_LENGTH, random));
}
