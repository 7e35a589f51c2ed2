/** Changes to text: characters readers must be wary of, lines and numbers moved about, and, where it is JSON, its members. */
import type { Dice } from './dice.ts';
import type { Mutated } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';

/** What trips readers: controls, other spaces, direction marks, look-alikes, surrogates, signs, numbers beyond range. */
export const AWKWARD: readonly string[] = [
  '',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '\0',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\udfff',
  'e\u0301',
  'ﬀ',
  '—',
  '−',
  '"',
  '""',
  "'",
  '\\',
  '/',
  '../',
  ';',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '=',
  '+',
  '-',
  '#',
  '%00',
  '<',
  '&',
  '|',
  '0',
  '-0',
  '-1',
  '00',
  '0x10',
  '1e9',
  '1e400',
  '1.5',
  '9007199254740993',
  '9'.repeat(40),
  '9'.repeat(700),
  'NaN',
  'Infinity',
  'null',
  'true',
  '__proto__',
  'constructor',
];

type Change = (text: string, dice: Dice) => string;

const CHANGES: Readonly<Record<string, Change>> = {
  'character replaced': (text, dice) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + String.fromCharCode(32 + dice.below(95)) + text.slice(at + 1);
  },
  'awkward text inserted': (text, dice) => {
    const at = dice.below(text.length + 1);
    return text.slice(0, at) + dice.pick(AWKWARD) + text.slice(at + dice.below(4));
  },
  'text removed': (text, dice) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + dice.below(dice.oneIn(3) ? 400 : 8));
  },
  'text doubled': (text, dice) => {
    const at = dice.below(text.length);
    const end = at + 1 + dice.below(dice.oneIn(3) ? 400 : 8);
    return text.slice(0, end) + text.slice(at);
  },
  truncated: (text, dice) => text.slice(0, dice.below(text.length)),
  'number changed': (text, dice) => {
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return text;
    const { 0: old, index } = dice.pick(numbers);
    const digit = dice.below(old.length);
    const changed = dice.oneIn(2)
      ? old.slice(0, digit) + ((Number(old[digit]) + 1 + dice.below(9)) % 10) + old.slice(digit + 1)
      : dice.pick(AWKWARD);
    return text.slice(0, index) + changed + text.slice(index + old.length);
  },
  'lines swapped': (text, dice) => {
    const lines = text.split('\n');
    const [first, second] = [dice.below(lines.length), dice.below(lines.length)];
    const [a = '', b = ''] = [lines[first], lines[second]];
    lines[first] = b;
    lines[second] = a;
    return lines.join('\n');
  },
  'line doubled': (text, dice) => {
    const lines = text.split('\n');
    const at = dice.below(lines.length);
    return [...lines.slice(0, at + 1), ...lines.slice(at)].join('\n');
  },
  'line removed': (text, dice) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length), 1);
    return lines.join('\n');
  },
  'words swapped': (text, dice) => {
    const words = text.split(/([\s;,:]+)/);
    const [first, second] = [dice.below(words.length), dice.below(words.length)];
    const [a = '', b = ''] = [words[first], words[second]];
    words[first] = b;
    words[second] = a;
    return words.join('');
  },
  'made long': (text, dice) => {
    const at = dice.below(text.length + 1);
    const unit = dice.pick(['A', '1', '甲', ';', '[', '{"a":', '"', '\n', ' ', '0,']);
    return text.slice(0, at) + unit.repeat(1 + dice.below(200_000)) + text.slice(at);
  },
};

export function mutateText(text: string, dice: Dice): Mutated<string> {
  const isJson = text.startsWith('{') || text.startsWith('[');
  if (isJson && !dice.oneIn(3)) return mutateJson(text, dice);
  // Long texts cost most and say least.
  const names = Object.keys(CHANGES).filter((name) => name !== 'made long' || dice.oneIn(8));
  const mutation = dice.pick(names);
  return { mutation, value: CHANGES[mutation]?.(text, dice) ?? text };
}
