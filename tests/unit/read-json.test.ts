/** What JSON is not even parsed: see tests/attacks/exhausted-verifier.test.ts for its size. */
import { expect, test } from 'vitest';
import { readCanonical, readJson, string } from '../../tally/encoding/reader.ts';

test.each([
  ['the first half', '"\\ud83d"'],
  ['the second half', '"\\uDE00"'],
  ['the halves in the wrong order', '"\\ude00\\ud83d"'],
  ['two first halves', '"\\ud83d\\ud83d"'],
  ['a half after an escaped backslash', '"\\\\\\ud83d"'],
  ['a half in a key', '{"\\udc00":1}'],
  ['a half unescaped', '"\ud83d"'],
])('%s of a surrogate pair alone is refused', (_, text) => {
  expect(readJson(text, 'x', 100)).toMatchObject({ error: { code: 'MALFORMED', where: 'x' } });
  expect(readCanonical(text, 'x', 100, string(10))).toMatchObject({ ok: false });
});

test.each([
  ['an escaped pair', '"\\ud83d\\ude00"', '😀'],
  ['an escaped backslash before letters that look like one', '"\\\\ud83d"', '\\ud83d'],
  ['the last character before the surrogates', '"\\ud7ff"', '\ud7ff'],
])('%s is read', (_, text, value) => {
  expect(readJson(text, 'x', 100)).toEqual({ ok: true, value });
});
