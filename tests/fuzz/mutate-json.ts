/**
 * Changes to JSON that keep it JSON: members removed, doubled, renamed, moved, of another type, nested deep, very long.
 * What JSON.stringify cannot write (a key twice, a number of 400 digits) is put in afterwards in place of a marker.
 */
import type { Dice } from './dice.ts';
import type { Mutated } from './mutate-bytes.ts';
import { AWKWARD } from './mutate-text.ts';

type Node = null | boolean | number | string | Node[] | { [key: string]: Node };

/** A value with its place: `holder[key]`. */
interface Place {
  readonly holder: Node[] | { [key: string]: Node };
  readonly key: string | number;
  readonly value: Node;
}

const MARK = '\u0001raw\u0001';
const RAW = [
  '1e400',
  '-0',
  '0.1',
  '1E2',
  '01',
  '9'.repeat(400),
  '-9007199254740993',
  '"\\ud800"',
  '"\\u0041"',
  ' 1',
  '[]]',
  '"a":1,"a":2',
  'undefined',
  '['.repeat(50_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
];

type Change = (place: Place, dice: Dice, all: readonly Place[]) => Node | typeof REMOVED;
const REMOVED = Symbol('removed');

const CHANGES: Readonly<Record<string, Change>> = {
  'member removed': () => REMOVED,
  'type changed': ({ value }, dice) =>
    dice.pick<Node>([
      null,
      true,
      0,
      -1,
      '',
      [],
      {},
      String(value),
      [value],
      { value },
      1.5,
      2 ** 53,
      -(2 ** 31),
    ]),
  'number changed': ({ value }, dice) =>
    typeof value === 'number'
      ? dice.pick([
          value + 1,
          value - 1,
          value * 2,
          -value,
          value + 0.5,
          2 ** 31,
          2 ** 32,
          2 ** 53 - 1,
          1e308,
          dice.below(1000),
        ])
      : nudgedText(value, dice),
  'raw text put in': () => MARK,
  'nested deep': ({ value }, dice) => nested(value, dice.pick([2, 31, 33, 3000])),
  'made long': (_, dice) => dice.pick(['A', '甲', '9', '\ud83d\ude00']).repeat(1 + dice.below(150_000)),
  'awkward text': (_, dice) => dice.pick(AWKWARD),
  'text in text': ({ value }, dice) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const at = dice.below(text.length + 1);
    return text.slice(0, at) + dice.pick(AWKWARD) + text.slice(at);
  },
  'value copied': (_, dice, all) => structuredClone(dice.pick(all).value),
  'items doubled': ({ value }, dice) => {
    if (!Array.isArray(value)) return [value, value];
    const at = dice.below(value.length);
    return [...value.slice(0, at + 1), ...value.slice(at)];
  },
  'items many': ({ value }, dice) => {
    const item = Array.isArray(value) ? (value[0] ?? 0) : value;
    return JSON.stringify(item).length > 200 ? [item, item] : new Array<Node>(dice.below(3000)).fill(item);
  },
  'items swapped': ({ value }, dice) => {
    if (!Array.isArray(value) || value.length < 2) return nudgedText(value, dice);
    const items = [...value];
    const [first, second] = [dice.below(items.length), dice.below(items.length)];
    const [a = null, b = null] = [items[first], items[second]];
    items[first] = b;
    items[second] = a;
    return items;
  },
  'item removed': ({ value }, dice) =>
    Array.isArray(value) ? value.filter((_, i) => i !== dice.below(value.length)) : REMOVED,
  'member added': ({ value }, dice) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? {
          ...value,
          [dice.pick(['note', 'a', '', 'toString', 'constructor', 'v', '甲'])]: dice.pick<Node>([
            0,
            '',
            null,
          ]),
        }
      : { value },
  'key renamed': ({ value }, dice) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return nudgedText(value, dice);
    const entries = Object.entries(value);
    const at = dice.below(entries.length);
    return Object.fromEntries(
      entries.map(([key, member], i) => [
        i === at ? dice.pick(['__proto__', key.toUpperCase(), `${key} `, 'x']) : key,
        member,
      ]),
    );
  },
  'members reordered': ({ value }, dice) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : nudgedText(value, dice),
};

/** Another JSON text; the same one where the text is no JSON. */
export function mutateJson(text: string, dice: Dice): Mutated<string> {
  let root: Node;
  // JSON.parse reads what JSON.stringify cannot write; such a text has been changed enough.
  if (/(?:\[|\{"a":){200}/.test(text)) return { mutation: 'none', value: text };
  try {
    root = JSON.parse(text) as Node;
  } catch {
    return { mutation: 'none', value: text };
  }
  const outer: Node[] = [root];
  const all = placesOf(outer);
  const place = dice.pick(all);
  const mutation = dice.pick(Object.keys(CHANGES));
  const changed = CHANGES[mutation]?.(place, dice, all) ?? null;
  const { holder, key } = place;
  if (changed === REMOVED) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  } else if (Array.isArray(holder)) holder[Number(key)] = changed;
  else holder[key] = changed;
  const written = (JSON.stringify(outer) ?? '').slice(1, -1);
  return { mutation, value: written.replaceAll(JSON.stringify(MARK), () => dice.pick(RAW)) };
}

/** Every place but those deeper than any format goes. */
function placesOf(outer: Node[]): readonly Place[] {
  const places: Place[] = [];
  const open: { readonly holder: Place['holder']; readonly depth: number }[] = [{ holder: outer, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { holder, depth } = next;
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key, value });
      if (typeof value === 'object' && value !== null && depth < 50)
        open.push({ holder: value, depth: depth + 1 });
    }
  }
  return places;
}

/** A text or other leaf with one character changed, as an attacker who keeps the form would. */
function nudgedText(value: Node, dice: Dice): Node {
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string' || value === '') return dice.below(100);
  const at = dice.below(value.length);
  const unit = value[at] ?? '';
  const other = /\d/.test(unit)
    ? String((Number(unit) + 1 + dice.below(9)) % 10)
    : dice.pick(['a', 'f', 'A', '+', '1', '甲']);
  return value.slice(0, at) + other + value.slice(at + 1);
}

function nested(value: Node, depth: number): Node {
  let inner = value;
  for (let i = 0; i < depth; i++) inner = i % 2 === 0 ? [inner] : { a: inner };
  return inner;
}
