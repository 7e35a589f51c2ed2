/**
 * JSON of strangers (requirement R51): read only when it is small, shallow, without duplicate or dangerous keys, NUL, lone
 * surrogates or numbers that are not finite. JSON.parse alone lets the last of two equal keys win, and what it accepts can
 * be refused by the database. The text is walked once, without recursion, before it is parsed.
 */
import { type Result, refuse } from '#tally';

export interface JsonLimits {
  readonly depth: number;
  /** In the whole document. */
  readonly keys: number;
  /** Items of one array. */
  readonly items: number;
}

export const JSON_LIMITS: JsonLimits = { depth: 32, keys: 2_000, items: 1_000 };

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** With the flag u a pair is one character, so that only a lone half is of this class. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const NUMBER = /-?\d[\d.eE+-]*/y;

/** An open object (its keys) or array (its number of items so far). */
type Open = { readonly keys: Set<string>; isKeyNext: boolean } | { items: number };

export function readStrictJson(text: string, limits: JsonLimits = JSON_LIMITS): Result<unknown> {
  const malformed = (message: string) => refuse('MALFORMED', 'body', message);
  const tooLarge = (message: string) => refuse('TOO_LARGE', 'body', message);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('expected JSON');
  }
  // From here on the text is valid JSON: the walk need not check its grammar.
  const open: Open[] = [];
  let keys = 0;
  for (let at = 0; at < text.length; at += 1) {
    const inside = open.at(-1);
    const char = text[at];
    if (char === '{' || char === '[') {
      if (open.length === limits.depth) return tooLarge(`expected at most ${limits.depth} levels`);
      const isEmptyArray = char === '[' && /^\s*\]/.test(text.slice(at + 1, at + 64));
      open.push(char === '{' ? { keys: new Set(), isKeyNext: true } : { items: isEmptyArray ? 0 : 1 });
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === ',') {
      if (inside !== undefined && 'items' in inside) {
        inside.items += 1;
        if (inside.items > limits.items)
          return tooLarge(`expected at most ${limits.items} items in an array`);
      } else if (inside !== undefined) {
        inside.isKeyNext = true;
      }
    } else if (char === '"') {
      STRING.lastIndex = at;
      const quoted = STRING.exec(text)?.[0] ?? '""';
      at += quoted.length - 1;
      const string = JSON.parse(quoted) as string;
      if (string.includes('\0')) return malformed('a string holds the character NUL');
      if (LONE_SURROGATE.test(string)) return malformed('a string holds a lone surrogate');
      if (inside !== undefined && 'keys' in inside && inside.isKeyNext) {
        inside.isKeyNext = false;
        keys += 1;
        if (keys > limits.keys) return tooLarge(`expected at most ${limits.keys} keys`);
        if (FORBIDDEN_KEYS.has(string)) return malformed(`a key is named ${string}`);
        if (inside.keys.has(string)) return malformed('an object has a key twice');
        inside.keys.add(string);
      }
    } else if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text)?.[0] ?? '0';
      at += number.length - 1;
      if (!Number.isFinite(Number(number))) return malformed('a number is not finite');
    }
  }
  return { ok: true, value };
}
