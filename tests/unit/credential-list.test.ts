/**
 * Lists of credentials (Belenios protocol version 1, section 3): those of every fixture read and written back, the
 * peer's fingerprint of them, and each way a list can be wrong.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveSecret, publicCredentialOf } from '../../tally/belenios/credential.ts';
import {
  checkCredentialMembership,
  readAssignedCredentials,
  readPrivateCredentials,
  readPublicCredentials,
  sortCredentials,
  weightOf,
  writeAssignedCredentials,
  writePrivateCredentials,
  writePublicCredentials,
} from '../../tally/belenios/credential-list.ts';
import { fingerprintOf } from '../../tally/belenios/hash.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const element = (exponent: number) => group.text(group.power(group.generator, BigInt(exponent)));
const [a, b, c] = [element(11), element(12), element(13)];

describe.skipIf(!hasFixtures)('lists made by belenios-tool', () => {
  const read = (...path: string[]) => readFileSync(fixture('belenios', ...path), 'utf8').trimEnd();
  const folders = !hasFixtures
    ? []
    : readdirSync(fixture('belenios')).filter((name) =>
        existsSync(fixture('belenios', name, 'setup', 'public_creds.json')),
      );

  test('there are seventeen folders of them', () => {
    expect(folders).toHaveLength(17);
  });

  test.each(folders)('%s: read, written back, all in the group, with the published fingerprint', (name) => {
    const election = JSON.parse(read(name, 'setup', 'election.json')) as { group: string; uuid: string };
    const own = assertOk(openGroup(election.group));
    const text = read(name, 'setup', 'public_creds.json');
    const assigned = assertOk(readAssignedCredentials(own, text, 'credentials'));
    expect(writeAssignedCredentials(assigned)).toBe(text);
    const archived = writePublicCredentials(assigned);
    const list = assertOk(readPublicCredentials(own, archived, 'credentials'));
    expect(list.map(({ publicKey, weight }) => [publicKey, weight])).toEqual(
      assigned.map(({ publicKey, weight }) => [publicKey, weight]),
    );
    expect(writePublicCredentials(list)).toBe(archived);
    expect(checkCredentialMembership(own, list, 'credentials')).toEqual([]);
    expect(read(name, 'setup', 'generate-credentials.out')).toContain(fingerprintOf(archived));
    // 3.0 sorts Ed25519 by other bytes; nobody checks the order.
    if (own.name !== 'Ed25519') expect(sortCredentials(own, list)).toEqual(list);
  });

  test.each(folders.filter((name) => existsSync(fixture('belenios', name, 'setup', 'private_creds.txt'))))(
    '%s: every private credential gives one public credential of the list, under its login',
    (name) => {
      const election = JSON.parse(read(name, 'setup', 'election.json')) as { group: string; uuid: string };
      const own = assertOk(openGroup(election.group));
      const text = `${read(name, 'setup', 'private_creds.txt')}\n`;
      const issued = assertOk(readPrivateCredentials(text, 'cards'));
      expect(writePrivateCredentials(issued)).toBe(text);
      const assigned = assertOk(
        readAssignedCredentials(own, read(name, 'setup', 'public_creds.json'), 'credentials'),
      );
      expect(issued).toHaveLength(assigned.length);
      for (const { identity, credential } of issued) {
        const key = own.text(publicCredentialOf(own, deriveSecret(own, election.uuid, credential)));
        // An empty or missing login stands for the address.
        const [address = '', login = ''] = identity.split(',');
        expect(assigned.find(({ publicKey }) => publicKey === key)?.login).toBe(login || address);
      }
    },
  );
});

test('weights are stated for some, and the others count 1', () => {
  const list = assertOk(
    readPublicCredentials(group, JSON.stringify([a, `${b},0`, `${c},90000000000`]), 'list'),
  );
  expect(list.map(weightOf)).toEqual([1n, 0n, 90_000_000_000n]);
});

const [d, e] = [(BigInt(a) + BELENIOS_2048.p).toString(), `0x${BigInt(b).toString(16)}`];

test.each([
  ['a weight with a leading zero', [`${a},03`], 'NON_CANONICAL', 'list[0]'],
  ['a weight in hexadecimal', [`${a},0x3`], 'NON_CANONICAL', 'list[0]'],
  ['a negative weight', [`${a},-1`], 'NON_CANONICAL', 'list[0]'],
  ['an empty weight', [`${a},`], 'NON_CANONICAL', 'list[0]'],
  ['a weight nobody could mean', [`${a},${'9'.repeat(19)}`], 'NON_CANONICAL', 'list[0]'],
  ['a login in an archive', [`${a},1,login`], 'MALFORMED', 'list[0]'],
  ['the same credential twice', [a, b, a], 'INCONSISTENT', 'list[2]'],
  ['the same credential twice with two weights', [a, `${a},2`], 'INCONSISTENT', 'list[1]'],
  ['an element with a leading zero', [`0${a}`], 'NON_CANONICAL', 'list[0]'],
  ['an element in hexadecimal', [e], 'NON_CANONICAL', 'list[0]'],
  ['an element above the modulus', [d], 'NOT_IN_GROUP', 'list[0]'],
  ['a number instead of a text', [1], 'MALFORMED', 'list[0]'],
  ['a text without end', ['9'.repeat(5000)], 'TOO_LARGE', 'list[0]'],
  ['an object', { a }, 'MALFORMED', 'list'],
])('%s is refused', (_, value, code, where) => {
  expect(readPublicCredentials(group, JSON.stringify(value), 'list')).toMatchObject({
    error: { code, where },
  });
});

test('white space is refused, and so is what is no JSON', () => {
  expect(readPublicCredentials(group, `["${a}", "${b}"]`, 'list')).toMatchObject({
    error: { code: 'NON_CANONICAL' },
  });
  expect(readPublicCredentials(group, `["${a}"`, 'list')).toMatchObject({ error: { code: 'MALFORMED' } });
});

test('credentials outside the group are found in whichever chunk they are', () => {
  const negated = (text: string) => (BELENIOS_2048.p - BigInt(text)).toString();
  const list = assertOk(readPublicCredentials(group, JSON.stringify([a, negated(b), c, negated(c)]), 'list'));
  const places = (from: number, to?: number) =>
    checkCredentialMembership(group, list, 'list', from, to).map(({ code, where }) => `${code} ${where}`);
  expect(places(0)).toEqual(['NOT_IN_GROUP list[1]', 'NOT_IN_GROUP list[3]']);
  expect(places(0, 2)).toEqual(['NOT_IN_GROUP list[1]']);
  expect(places(2, 4)).toEqual(['NOT_IN_GROUP list[3]']);
  expect(places(2, 3)).toEqual([]);
});

test('our lists are sorted as numbers', () => {
  const list = Array.from({ length: 40 }, (_, i) => ({ publicKey: element(100 + i) }));
  const sorted = sortCredentials(group, list).map(({ publicKey }) => BigInt(publicKey));
  expect(sorted.every((value, i) => i === 0 || (sorted[i - 1] ?? 0n) < value)).toBe(true);
  expect(new Set(sorted).size).toBe(40);
});

test('a list with logins keeps commas and any script in a login', () => {
  const list = [
    { publicKey: a, login: '代表,甲 "x"' },
    { publicKey: b, weight: 5n, login: '' },
  ];
  const text = writeAssignedCredentials(list);
  expect(readAssignedCredentials(group, text, 'list')).toEqual({ ok: true, value: list });
  expect(readAssignedCredentials(group, JSON.stringify([a]), 'list')).toMatchObject({
    error: { code: 'MALFORMED' },
  });
});

test('what is written is read again, whatever the weights and order', () => {
  const entries = fc.uniqueArray(
    fc.record({ exponent: fc.nat(50), weight: fc.option(fc.bigInt(0n, 10n ** 18n - 1n)) }),
    {
      selector: ({ exponent }) => exponent,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(entries, (drawn) => {
      const list = drawn.map(({ exponent, weight }) => ({
        publicKey: element(exponent),
        ...(weight === null ? {} : { weight }),
      }));
      expect(readPublicCredentials(group, writePublicCredentials(list), 'list')).toEqual({
        ok: true,
        value: list,
      });
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['a b', 'a line that does not end'],
  ['nobody\n', 'a line without a credential'],
  ['somebody \n', 'an empty credential'],
  ['somebody abc-0OI\n', 'a credential with strange characters'],
])('a private file saying %j is refused: %s', (text) => {
  expect(readPrivateCredentials(text, 'cards')).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
});

test('an identity may hold spaces', () => {
  expect(readPrivateCredentials('王 小明,login 7 nqC-2JH-UV4-uFT-KWD\n', 'cards')).toEqual({
    ok: true,
    value: [{ identity: '王 小明,login 7', credential: 'nqC-2JH-UV4-uFT-KWD' }],
  });
});
