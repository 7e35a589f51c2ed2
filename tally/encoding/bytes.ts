/**
 * Bytes and their texts: hex (lower case), Base64 (RFC 4648, with and without padding), base64url without padding,
 * UTF-8. Decoders refuse every text the encoder would not have written (RFC 4648 section 3.5).
 */
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

export { concatBytes };

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, or undefined if they are not valid UTF-8. A byte order mark is kept as a character. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function hex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** Bytes of a lower-case hex text, or undefined. */
export function readHex(text: string, byteLength?: number): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  if (byteLength !== undefined && text.length !== 2 * byteLength) return undefined;
  return hexToBytes(text);
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function encode64(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(word >>> 18) + alphabet.charAt((word >>> 12) & 63);
    if (left > 1) text += alphabet.charAt((word >>> 6) & 63);
    if (left > 2) text += alphabet.charAt(word & 63);
  }
  return text;
}

function decode64(text: string, alphabet: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >>> bits) & 0xff;
    }
  }
  // The bits left over must be zero, or two texts would mean the same bytes.
  return (word & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

/** Standard Base64 without padding: the form of Belenios fingerprints and trackers. */
export function base64NoPad(bytes: Uint8Array): string {
  return encode64(bytes, BASE64);
}

export function readBase64NoPad(text: string): Uint8Array | undefined {
  return decode64(text, BASE64);
}

/** Standard Base64 with padding: the form of C2SP notes and checkpoints. */
export function base64(bytes: Uint8Array): string {
  const text = encode64(bytes, BASE64);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

export function readBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const bare = text.replace(/={1,2}$/, '');
  const bytes = decode64(bare, BASE64);
  return bytes !== undefined && base64(bytes) === text ? bytes : undefined;
}

export function base64url(bytes: Uint8Array): string {
  return encode64(bytes, BASE64URL);
}

export function readBase64url(text: string): Uint8Array | undefined {
  return decode64(text, BASE64URL);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Big-endian unsigned integer of the bytes; 0 for none. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

/** Big-endian bytes of `value` in exactly `length` bytes; `value` must fit. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * length, '0'));
}

/** Whether a text has no lone surrogate, and so has one UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
