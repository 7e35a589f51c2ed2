/**
 * Canonical JSON of our own formats: object keys sorted by UTF-16 code units, no white space, strings as JSON.stringify
 * writes them, numbers only integers of at most 2^53 - 1 in size. It is the subset of RFC 8785 (JCS) without fractions,
 * so any JCS implementation writes the same bytes. (Belenios structures keep their own field order instead.)
 */

import { assert } from '../result.ts';
import { isWellFormed } from './bytes.ts';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** The canonical text. Keys whose value is undefined are left out. Throws on what the formats cannot hold. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value) && !Object.is(value, -0), `${value} is not a canonical integer`);
    return String(value);
  }
  if (typeof value === 'string') {
    assert(isWellFormed(value), 'a string holds a lone surrogate');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value as { [key: string]: Json | undefined })
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
