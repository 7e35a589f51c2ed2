/** Ids and one-time tokens, drawn from the given randomness. */
import { base64url, hex, readBase64url, sha256 } from '#tally';
import type { Deps } from '../deps.ts';

/** A UUID of version 4 (RFC 9562). */
export function drawUuid({ random }: Pick<Deps, 'random'>): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The token of a link, and the hash that is kept of it. */
export function drawToken({ random }: Pick<Deps, 'random'>): {
  readonly token: string;
  readonly hash: Uint8Array;
} {
  const bytes = random(32);
  return { token: base64url(bytes), hash: sha256(bytes) };
}

/** The hash of a token somebody brings; null when it cannot be one. */
export function hashOfToken(token: string): Uint8Array | null {
  const bytes = readBase64url(token);
  return bytes?.length === 32 ? sha256(bytes) : null;
}
