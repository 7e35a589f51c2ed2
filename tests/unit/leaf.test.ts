import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  base32,
  base32Number,
  checkCharacter,
  readBase32,
  readBase32Number,
} from '../../tally/encoding/base32.ts';
import { hex, readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { type Leaf, MAX_LEAF_BYTES, readLeaf, writeLeaf } from '../../tally/ledger/leaf.ts';
import { pollIdFromBase32, pollIdToBase32 } from '../../tally/ledger/poll-id.ts';
import { assertOk } from '../../tally/result.ts';

const POLL = 'gFs2YwPqKBuZrd7T5hNxEm';
const HASH = 'ab'.repeat(32);
const alphabet = [...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'];
const poll = fc
  .array(fc.constantFrom(...alphabet), { minLength: 22, maxLength: 22 })
  .map((letters) => letters.join(''));
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);
const anyLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({ kind: fc.constant('ballot-event' as const), poll, height: fc.maxSafeNat(), eventHex: hash }),
  fc.record({ kind: fc.constantFrom('action' as const, 'survey-commitment' as const), hashHex: hash }),
);

test('the bytes of a leaf are its tag and fields, a line each', () => {
  expect(readUtf8(writeLeaf({ kind: 'ballot-event', poll: POLL, height: 7, eventHex: HASH }))).toBe(
    `ballot-event/1\n${POLL}\n7\n${HASH}\n`,
  );
  expect(readUtf8(writeLeaf({ kind: 'action', hashHex: HASH }))).toBe(`action/1\n${HASH}\n`);
  expect(readUtf8(writeLeaf({ kind: 'survey-commitment', hashHex: HASH }))).toBe(
    `survey-commitment/1\n${HASH}\n`,
  );
});

test('what is written is read back, and what is read is written back', () => {
  fc.assert(
    fc.property(anyLeaf, (leaf) => {
      const bytes = writeLeaf(leaf);
      expect(bytes.length).toBeLessThanOrEqual(MAX_LEAF_BYTES);
      expect(assertOk(readLeaf(bytes, 'leaf'))).toEqual(leaf);
    }),
    { seed: 4 },
  );
});

test('a changed bit gives another leaf or none', () => {
  fc.assert(
    fc.property(anyLeaf, fc.nat(), (leaf, pick) => {
      const bytes = writeLeaf(leaf);
      const at = pick % (bytes.length * 8);
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
      const read = readLeaf(bytes, 'leaf');
      if (read.ok) expect(writeLeaf(read.value)).toEqual(bytes);
      if (read.ok) expect(read.value).not.toEqual(leaf);
    }),
    { seed: 5 },
  );
});

test.each([
  ['another tag', `ballot-event/2\n${POLL}\n7\n${HASH}\n`, 'UNSUPPORTED'],
  ['no line end at the end', `action/1\n${HASH}`, 'MALFORMED'],
  ['a line too many', `action/1\n${HASH}\n\n`, 'MALFORMED'],
  ['a line too few', `ballot-event/1\n${POLL}\n${HASH}\n`, 'MALFORMED'],
  ['a height with a leading zero', `ballot-event/1\n${POLL}\n07\n${HASH}\n`, 'MALFORMED'],
  ['a height beyond 2^53 - 1', `ballot-event/1\n${POLL}\n9007199254740992\n${HASH}\n`, 'MALFORMED'],
  ['a poll id of 14 characters', `ballot-event/1\ngFs2YwPqKBuZrd\n7\n${HASH}\n`, 'MALFORMED'],
  ['a letter outside the alphabet', `ballot-event/1\n${POLL.slice(0, 21)}l\n7\n${HASH}\n`, 'MALFORMED'],
  ['upper-case hex', `action/1\n${HASH.toUpperCase()}\n`, 'MALFORMED'],
  ['a carriage return', `action/1\r\n${HASH}\n`, 'UNSUPPORTED'],
  ['too many bytes', `action/1\n${'a'.repeat(200)}\n`, 'TOO_LARGE'],
])('a leaf with %s is refused', (_, text, code) => {
  expect(readLeaf(utf8(text), 'leaf')).toMatchObject({ ok: false, error: { code, where: 'leaf' } });
});

test('a poll id has exactly one spelling in 26 base32 digits', () => {
  fc.assert(
    fc.property(poll, (id) => {
      expect(pollIdToBase32(id)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(pollIdFromBase32(pollIdToBase32(id))).toBe(id);
    }),
    { seed: 6 },
  );
  expect(pollIdToBase32('1'.repeat(22))).toBe('0'.repeat(26));
  expect(pollIdFromBase32('Z'.repeat(26))).toBeUndefined(); // 2^130 - 1, beyond 58^22
  expect(pollIdFromBase32('0'.repeat(25))).toBeUndefined();
});

test('base32 keeps prefixes, and its last digit has no loose bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(readBase32(base32(bytes), bytes.length)).toEqual(bytes);
    }),
    { seed: 7 },
  );
  expect(base32(utf8('foobar'))).toBe('CSQPYRK1E8'); // RFC 4648's foobar, MZXW6YTBOI, in Crockford's letters
  expect(readBase32('ZZ', 1)).toBeUndefined();
  expect(readBase32('I0', 1)).toBeUndefined();
  expect(readBase32Number(base32Number(1234567890n, 12))).toBe(1234567890n);
  // 37 = one whole turn of the check alphabet; 36 has the last of its five extra symbols.
  expect([0n, 31n, 32n, 36n, 37n].map((n) => checkCharacter(base32Number(n, 12))).join('')).toBe('0Z*U0');
});
