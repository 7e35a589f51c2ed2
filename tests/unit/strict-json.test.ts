/** R51: JSON of strangers. What JSON.parse would silently mend or the database refuse is refused at the door. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStrictJson } from '../../server/http/strict-json.ts';

const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',')}}`;
const items = (count: number) => `[${Array.from({ length: count }, () => 0).join(',')}]`;

const MALFORMED: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['half an object', '{"a":1'],
  ['two documents', '{}{}'],
  ['a comment', '{}//'],
  ['a trailing comma', '[1,]'],
  ['NaN', '[NaN]'],
  ['a byte order mark', '\ufeff{}'],
  ['a key twice', '{"a":1,"a":2}'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a key twice, deep inside', '[{"x":[{"a":1,"b":2,"a":3}]}]'],
  ['a key __proto__', '{"__proto__":{"polluted":true}}'],
  ['an escaped key __proto__', '{"\\u005f_proto__":{"polluted":true}}'],
  ['a key constructor', '{"constructor":{"prototype":{"polluted":true}}}'],
  ['a key prototype', '{"a":{"prototype":1}}'],
  ['an escaped NUL', '["\\u0000"]'],
  ['an escaped NUL in a key', '{"a\\u0000":1}'],
  ['a lone high surrogate', '["\\ud800"]'],
  ['a lone low surrogate', '["x\\udc00y"]'],
  ['surrogates the wrong way round', '["\\udc00\\ud800"]'],
  ['a number beyond all numbers', '[1e999]'],
  ['a negative one', '{"a":-1E400}'],
];

describe('R51: JSON of strangers', () => {
  test.each(MALFORMED)('%s is malformed', (_what, text) => {
    expect(readStrictJson(text)).toMatchObject({ ok: false, error: { code: 'MALFORMED', where: 'body' } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([
    ['depth', nest(32), nest(33)],
    [
      'objects inside arrays',
      `${'[{"a":'.repeat(16)}1${'}]'.repeat(16)}`,
      `${'[{"a":'.repeat(17)}1${'}]'.repeat(17)}`,
    ],
    ['keys', keys(2_000), keys(2_001)],
    ['keys over several objects', `[${keys(1_000)},${keys(1_000)}]`, `[${keys(1_000)},${keys(1_001)}]`],
    ['items', items(1_000), items(1_001)],
  ])('the limit of %s is met exactly', (_what, largest, tooLarge) => {
    expect(readStrictJson(largest)).toEqual({ ok: true, value: JSON.parse(largest) });
    expect(readStrictJson(tooLarge)).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } });
  });

  test('a million open brackets are refused, and the process lives', () => {
    expect(readStrictJson(nest(1_000_000))).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } });
  });

  test('brackets, commas, colons and quotes inside texts are texts', () => {
    const text = '{"a{[,:]}\\"":"}],{[\\\\","b":["\\\\\\"",[],{}]}';
    expect(readStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('everything else is read as JSON.parse reads it', () => {
    const dangerous = /__proto__|constructor|prototype|\\u0000|\\ud[89a-f]/i;
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        fc.pre(!dangerous.test(text));
        expect(readStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { numRuns: 500 },
    );
  });
});
