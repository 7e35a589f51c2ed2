/**
 * How the Belenios protocol turns texts and group elements into challenges (version 1, section 1): SHA-256 of the UTF-8
 * text, read as a big-endian integer, modulo the group order. The reduction is visibly biased for a 256-bit order; it
 * is the format, so it stays.
 */
import { base64NoPad, bytesToBigInt } from '../encoding/bytes.ts';
import { sha256 } from '../encoding/hash.ts';
import type { Element, Group } from '../groups/group.ts';

/** SHA-256 of a text as an integer in [0, 2^256), not reduced. */
export function hashToInteger(text: string): bigint {
  return bytesToBigInt(sha256(text));
}

/** `hash(prefix; e1, e2, …)`: the prefix, then the texts of the elements joined by commas, hashed into [0, order). */
export function challengeOf(group: Group, prefix: string, elements: readonly Element[]): bigint {
  return hashToInteger(prefix + elements.map((element) => group.text(element)).join(',')) % group.order;
}

/** Standard Base64 without padding of the SHA-256: the form of fingerprints, signature hashes and trackers. */
export function fingerprintOf(text: string): string {
  return base64NoPad(sha256(text));
}
