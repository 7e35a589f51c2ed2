/**
 * Strict decoding of untrusted JSON: small readers that compose, each a function from an unknown value and its place
 * to a Result. Closed world: an unknown key, a missing key, a number out of range or a text too long is refused with its
 * JSON path. `readJson` adds the limits every text must keep before it is parsed, and `readCanonical` refuses a text
 * that is not the one its own writer gives (duplicate keys and stray spaces fall under that).
 */

import { err, ok, type Refusal, type Result, refuse } from '../result.ts';
import { isWellFormed } from './bytes.ts';
import { canonicalJson, type Json } from './canonical-json.ts';

export type Reader<T> = (value: unknown, where: string) => Result<T>;
type OptionalReader<T> = Reader<T> & { readonly isOptional: true };

/** Deepest nesting of arrays and objects any of our formats needs is 8; JSON.stringify itself fails near 10,000. */
const MAX_DEPTH = 32;

/** Parses JSON after checking length (in UTF-16 units) and nesting depth. Refuses lone surrogates and NUL. */
export function readJson(text: string, where: string, maxLength: number): Result<unknown> {
  if (text.length > maxLength) {
    return refuse(
      'TOO_LARGE',
      where,
      `the text has ${text.length} characters, at most ${maxLength} are read`,
    );
  }
  if (!isWellFormed(text) || text.includes('\0')) {
    return refuse('MALFORMED', where, 'the text holds a lone surrogate or a NUL character');
  }
  if (nestingDepth(text) > MAX_DEPTH) {
    return refuse('TOO_LARGE', where, `arrays and objects are nested more than ${MAX_DEPTH} deep`);
  }
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    // Of the engine's message only the position: the rest may repeat the text, which may be somebody's choices or key.
    const position = error instanceof Error ? / at position \d+/.exec(error.message)?.[0] : undefined;
    return refuse('MALFORMED', where, `not JSON${position ?? ''}`);
  }
}

/** Parses, decodes with `reader`, and requires that canonical JSON of the decoded value is the text itself. */
export function readCanonical<T extends Json>(
  text: string,
  where: string,
  maxLength: number,
  reader: Reader<T>,
): Result<T> {
  const parsed = readJson(text, where, maxLength);
  if (!parsed.ok) return parsed;
  const decoded = reader(parsed.value, where);
  if (!decoded.ok) return decoded;
  return canonicalJson(decoded.value) === text
    ? decoded
    : refuse('NON_CANONICAL', where, 'the text is not the canonical JSON (RFC 8785) of what it says');
}

function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inString) {
      if (unit === 0x5c) i++;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return deepest;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  return typeof value === 'object' ? 'an object' : String(value);
}

function malformed(where: string, expected: string, found: unknown): Result<never> {
  return refuse('MALFORMED', where, `expected ${expected}, found ${describe(found)}`);
}

/** A string of at most `max` UTF-16 units matching `pattern`; `what` names it in the refusal. */
export function string(max: number, pattern?: RegExp, what = 'a text'): Reader<string> {
  return (value, where) => {
    if (typeof value !== 'string') return malformed(where, what, value);
    if (value.length > max) {
      return refuse('TOO_LARGE', where, `${what} has ${value.length} characters, at most ${max} are allowed`);
    }
    return pattern === undefined || pattern.test(value) ? ok(value) : malformed(where, what, value);
  };
}

/** 64 lower-case hex digits. */
export const hash256: Reader<string> = string(64, /^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hex digits');

export function integer(min: number, max: number): Reader<number> {
  return (value, where) =>
    typeof value === 'number' &&
    Number.isSafeInteger(value) &&
    value >= min &&
    value <= max &&
    !Object.is(value, -0)
      ? ok(value)
      : malformed(where, `an integer from ${min} to ${max}`, value);
}

export const boolean: Reader<boolean> = (value, where) =>
  typeof value === 'boolean' ? ok(value) : malformed(where, 'true or false', value);

/** One of the listed literals. */
export function oneOf<const T extends string | number | boolean | null>(
  ...literals: readonly T[]
): Reader<T> {
  return (value, where) => {
    const found = literals.find((literal) => literal === value);
    return found === undefined
      ? malformed(where, literals.map((literal) => JSON.stringify(literal)).join(' or '), value)
      : ok(found);
  };
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, where) => (value === null ? ok(null) : reader(value, where));
}

/** An array of `min` to `max` items. */
export function array<T>(item: Reader<T>, max: number, min = 0): Reader<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) return malformed(where, 'an array', value);
    if (value.length > max || value.length < min) {
      return refuse(
        value.length > max ? 'TOO_LARGE' : 'MALFORMED',
        where,
        `expected ${min} to ${max} items, found ${value.length}`,
      );
    }
    const items: T[] = [];
    for (let i = 0; i < value.length; i++) {
      const read = item(value[i], `${where}[${i}]`);
      if (!read.ok) return read;
      items.push(read.value);
    }
    return ok(items);
  };
}

/** An array of exactly two items of two kinds. */
export function pair<A, B>(first: Reader<A>, second: Reader<B>): Reader<readonly [A, B]> {
  return (value, where) => {
    if (!Array.isArray(value) || value.length !== 2) return malformed(where, 'an array of two items', value);
    const a = first(value[0], `${where}[0]`);
    if (!a.ok) return a;
    const b = second(value[1], `${where}[1]`);
    return b.ok ? ok([a.value, b.value]) : b;
  };
}

/** Marks a member of an object that may be absent (never null). */
export function optional<T>(reader: Reader<T>): OptionalReader<T> {
  const copy: Reader<T> = (value, where) => reader(value, where);
  return Object.assign(copy, { isOptional: true as const });
}

type Shape = { readonly [key: string]: Reader<unknown> };
type Read<R> = R extends Reader<infer T> ? T : never;
type Decoded<S extends Shape> = {
  readonly [K in keyof S as S[K] extends OptionalReader<unknown> ? never : K]: Read<S[K]>;
} & { readonly [K in keyof S as S[K] extends OptionalReader<unknown> ? K : never]?: Read<S[K]> };

/** An object with exactly these members, read in the order given here; any order in the text. */
export function object<const S extends Shape>(shape: S): Reader<Decoded<S>> {
  const entries = Object.entries(shape);
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return malformed(where, 'an object', value);
    }
    const given = value as { readonly [key: string]: unknown };
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(shape, key)) {
        return refuse('MALFORMED', `${where}.${key.slice(0, 40)}`, 'this member is not part of the format');
      }
    }
    const decoded: { [key: string]: unknown } = {};
    for (const [key, reader] of entries) {
      if (!Object.hasOwn(given, key)) {
        if ('isOptional' in reader) continue;
        return refuse('MALFORMED', `${where}.${key}`, 'this member is missing');
      }
      const read = reader(given[key], `${where}.${key}`);
      if (!read.ok) return read;
      decoded[key] = read.value;
    }
    return ok(decoded as Decoded<S>);
  };
}

/** An array of exactly as many items as `shape` has members, read in that order into an object of those names. */
export function positional<const S extends Shape>(shape: S): Reader<Decoded<S>> {
  const names = Object.keys(shape);
  const read = object(shape);
  return (value, where) =>
    Array.isArray(value) && value.length === names.length
      ? read(Object.fromEntries(names.map((name, i) => [name, value[i]])), where)
      : malformed(where, `an array of ${names.length} items`, value);
}

/** `reader`, then a further test; `judge` returns a refusal's message, or undefined when the value is fine. */
export function refine<T>(reader: Reader<T>, judge: (value: T) => string | undefined): Reader<T> {
  return (value, where) => {
    const read = reader(value, where);
    if (!read.ok) return read;
    const complaint = judge(read.value);
    return complaint === undefined ? read : refuse('INCONSISTENT', where, complaint);
  };
}

/** `reader`, then a conversion that may refuse. */
export function mapped<T, U>(reader: Reader<T>, convert: (value: T, where: string) => Result<U>): Reader<U> {
  return (value, where) => {
    const read = reader(value, where);
    return read.ok ? convert(read.value, where) : err<Refusal>(read.error);
  };
}

/**
 * A union of objects told apart by the literal under `key`: `readers` has one reader for each literal, and each of them
 * reads the whole object, the literal included.
 */
export function tagged<const R extends { readonly [literal: string]: Reader<unknown> }>(
  key: string,
  readers: R,
): Reader<Read<R[keyof R]>> {
  const literal = string(40);
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return malformed(where, 'an object', value);
    }
    const given = value as { readonly [key: string]: unknown };
    const tag = literal(Object.hasOwn(given, key) ? given[key] : undefined, `${where}.${key}`);
    if (!tag.ok) return tag;
    const reader = Object.hasOwn(readers, tag.value) ? readers[tag.value] : undefined;
    if (reader === undefined) {
      return malformed(`${where}.${key}`, Object.keys(readers).join(' or '), tag.value);
    }
    return reader(value, where) as Result<Read<R[keyof R]>>;
  };
}

/**
 * One visible line of text, as titles and names are: 1 to `max` UTF-16 units in Unicode form NFC, with no control,
 * formatting or bidirectional characters (two titles that look alike must be alike) and no space at either end.
 */
export function line(max: number): Reader<string> {
  return refine(
    string(max, /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+$/u, 'one line of visible text'),
    (text) => {
      if (text.normalize('NFC') !== text) return 'the text is not in Unicode form NFC';
      return text.trim() === text ? undefined : 'the text begins or ends with a space';
    },
  );
}
