/**
 * AES-CCM, counter with CBC-MAC (RFC 3610, NIST SP 800-38C), on the block modes of @noble/ciphers. The channels of the
 * threshold ceremony need it: Belenios encrypts with AES-256-CCM, a nonce of 13 or 12 bytes and a tag of 8.
 */
import { cbc, ctr } from '@noble/ciphers/aes.js';
import { equalBytes } from '@noble/ciphers/utils.js';
import { bigIntToBytes, concatBytes } from '../encoding/bytes.ts';
import { assert } from '../result.ts';

const BLOCK = 16;
/** From 0xff00 bytes on, associated data has a longer length prefix, which nothing here needs. */
const MAX_ASSOCIATED = 0xff00;

export interface CcmOptions {
  /** AES key of 16, 24 or 32 bytes. */
  readonly key: Uint8Array;
  /** 7 to 13 bytes, never used twice with one key; the length of a message fits into the other 15 - length bytes. */
  readonly nonce: Uint8Array;
  /** Bytes of the tag: 4, 6, … 16. */
  readonly tagLength: number;
  /** Authenticated but not encrypted. */
  readonly associated?: Uint8Array;
}

/** @returns ciphertext followed by the tag */
export function encryptCcm(options: CcmOptions, plaintext: Uint8Array): Uint8Array {
  checkOptions(options, plaintext.length);
  const tag = tagOf(options, plaintext);
  // Counter 0 hides the tag, counters from 1 on the text.
  const stream = ctr(options.key, firstCounter(options)).encrypt(concatBytes(tag, plaintext));
  return concatBytes(stream.subarray(BLOCK), stream.subarray(0, options.tagLength));
}

/** @returns the plaintext, or undefined when the tag does not fit (compared in constant time) */
export function decryptCcm(options: CcmOptions, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < options.tagLength) return undefined;
  const textLength = sealed.length - options.tagLength;
  checkOptions(options, textLength);
  const hidden = new Uint8Array(BLOCK);
  hidden.set(sealed.subarray(textLength));
  const stream = ctr(options.key, firstCounter(options)).decrypt(
    concatBytes(hidden, sealed.subarray(0, textLength)),
  );
  const plaintext = stream.slice(BLOCK);
  const expected = tagOf(options, plaintext).subarray(0, options.tagLength);
  return equalBytes(expected, stream.subarray(0, options.tagLength)) ? plaintext : undefined;
}

function checkOptions({ nonce, tagLength, associated }: CcmOptions, textLength: number): void {
  assert(nonce.length >= 7 && nonce.length <= 13, 'a CCM nonce has 7 to 13 bytes');
  assert(tagLength >= 4 && tagLength <= 16 && tagLength % 2 === 0, 'a CCM tag has 4, 6, … 16 bytes');
  assert(textLength < 2 ** (8 * (15 - nonce.length)), 'the message is too long for this nonce');
  assert((associated?.length ?? 0) < MAX_ASSOCIATED, 'too much associated data');
}

/** The CBC-MAC over B_0, associated data and text, before encryption: all 16 bytes. */
function tagOf({ key, nonce, tagLength, associated }: CcmOptions, plaintext: Uint8Array): Uint8Array {
  const lengthBytes = 15 - nonce.length;
  const hasAssociated = associated !== undefined && associated.length > 0;
  const flags = (hasAssociated ? 64 : 0) + 8 * ((tagLength - 2) / 2) + (lengthBytes - 1);
  const first = concatBytes(
    Uint8Array.of(flags),
    nonce,
    bigIntToBytes(BigInt(plaintext.length), lengthBytes),
  );
  const prefix = hasAssociated
    ? padded(concatBytes(bigIntToBytes(BigInt(associated.length), 2), associated))
    : new Uint8Array(0);
  const blocks = concatBytes(first, prefix, padded(plaintext));
  return cbc(key, new Uint8Array(BLOCK), { disablePadding: true }).encrypt(blocks).slice(-BLOCK);
}

function firstCounter({ nonce }: CcmOptions): Uint8Array {
  const counter = new Uint8Array(BLOCK);
  counter[0] = 14 - nonce.length;
  counter.set(nonce, 1);
  return counter;
}

/** The bytes followed by zeros up to a whole number of blocks. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  whole.set(bytes);
  return whole;
}
