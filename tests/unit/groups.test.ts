import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element, Group } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { createBigIntEngine } from '../../tally/groups/mod-p.ts';
import { assertOk } from '../../tally/result.ts';

const belenios = assertOk(openGroup('BELENIOS-2048'));
const rfc = assertOk(openGroup('RFC-3526-2048'));
const edwards = assertOk(openGroup('Ed25519'));
const groups: [string, Group][] = [belenios, rfc, edwards].map((group) => [group.name, group]);

const P25519 = 2n ** 255n - 19n;
const hex64 = (number: bigint) => number.toString(16).padStart(64, '0');

test('a group is opened once a name and arithmetic, and an unknown name is refused', () => {
  expect(assertOk(openGroup('Ed25519'))).toBe(edwards);
  expect(assertOk(openGroup('BELENIOS-2048', createBigIntEngine))).not.toBe(belenios);
  expect(assertOk(openGroup('BELENIOS-2048', createBigIntEngine))).toBe(
    assertOk(openGroup('BELENIOS-2048', createBigIntEngine)),
  );
  for (const name of ['ed25519', '', 'constructor', 'toString', '__proto__']) {
    expect(openGroup(name)).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED' } });
  }
});

test.each(groups)('%s keeps the laws of powers, with prepared and with new bases', (_, group) => {
  const same = (a: Element, b: Element) => expect(group.text(a)).toBe(group.text(b));
  const { order, generator, identity } = group;
  same(group.power(generator, 0n), identity);
  same(group.power(generator, 1n), generator);
  same(group.power(generator, order), identity);
  same(group.power(identity, 12345n), identity);
  same(group.multiply(generator, group.invert(generator)), identity);
  const base = group.power(generator, 123456789n);
  fc.assert(
    fc.property(fc.bigInt(0n, order - 1n), fc.bigInt(0n, order - 1n), (a, b) => {
      same(group.power(base, a), group.power(generator, (123456789n * a) % order));
      const [product] = group.productsOfPowers(
        [generator, base],
        [
          [
            [0, a],
            [1, b],
          ],
        ],
      );
      same(product ?? identity, group.power(generator, (a + 123456789n * b) % order));
    }),
    { numRuns: 8 },
  );
  group.prepare(base);
  same(group.power(base, order - 1n), group.invert(base));
  expect(group.isMember(base) && group.isMember(identity)).toBe(true);
});

test.each(groups)('%s reads the text of an element and nothing that merely resembles it', (_, group) => {
  const element = group.power(group.generator, 31n);
  const text = group.text(element);
  expect(group.equals(assertOk(group.read(text, 'x')), element)).toBe(true);
  for (const other of [`0${text}`, ` ${text}`, `+${text}`, `0x${text}`, text.slice(1, -1), '', 'ff']) {
    const read = group.read(other, 'here');
    const isOther = read.ok && group.text(read.value) === other && !group.equals(read.value, element);
    expect(isOther || (!read.ok && read.error.where === 'here')).toBe(true);
  }
});

test('an Ed25519 element is written big-endian, with the sign of x in the highest bit', () => {
  // The base point has y = 4/5 and an even x (RFC 7748).
  const base = `${'6'.repeat(62)}58`;
  expect(edwards.text(edwards.generator)).toBe(base);
  expect(edwards.text(edwards.invert(edwards.generator))).toBe(`e${base.slice(1)}`);
  expect(edwards.text(edwards.identity)).toBe(hex64(1n));
  expect(edwards.read(`E${base.slice(1)}`, 'x')).toMatchObject({ error: { code: 'NON_CANONICAL' } });
});

test('Ed25519 elements are ordered by the bytes of RFC 8032, not by their text', () => {
  const bytes = (element: Element) => edwards.text(element).match(/../g)?.reverse().join('') ?? '';
  const elements = [1n, 2n, 3n, 4n, 5n].map((k) => edwards.power(edwards.generator, k));
  const byKey = elements.toSorted((a, b) => (edwards.sortKey(a) < edwards.sortKey(b) ? -1 : 1));
  const byBytes = elements.toSorted((a, b) => (bytes(a) < bytes(b) ? -1 : 1));
  expect(byKey.map(bytes)).toEqual(byBytes.map(bytes));
});

test.each([
  ['y = p, which is 0 again', P25519],
  ['y = p + 1, which is 1 again', P25519 + 1n],
  ['the largest 255-bit number', 2n ** 255n - 1n],
  ['the identity with a sign', 2n ** 255n + 1n],
  ['y = -1 with a sign', 2n ** 255n + P25519 - 1n],
  ['a y that is on no point', 2n],
])('a second spelling of an Ed25519 point is refused: %s', (_, number) => {
  expect(edwards.read(hex64(number), 'x')).toMatchObject({ error: { code: 'NOT_IN_GROUP' } });
});

/** One point of order 2, two of order 4, one of order 8. */
const SMALL_ORDER = [
  hex64(P25519 - 1n),
  hex64(0n),
  hex64(2n ** 255n),
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
];

test.each(SMALL_ORDER)('an Ed25519 point of small order, alone or added, is no member: %s', (text) => {
  const point = assertOk(edwards.read(text, 'x'));
  let multiple = point;
  for (let doubled = 0; doubled < 3; doubled++) multiple = edwards.multiply(multiple, multiple);
  expect(edwards.equals(multiple, edwards.identity)).toBe(true);
  const dirty = edwards.multiply(point, edwards.generator);
  for (const element of [point, dirty]) {
    expect(edwards.isMember(element)).toBe(false);
    const [toOrder] = edwards.productsOfPowers([element], [[[0, edwards.order]]]);
    expect(edwards.equals(toOrder ?? edwards.identity, edwards.identity)).toBe(false);
    expect(edwards.equals(edwards.power(element, edwards.order), toOrder ?? edwards.identity)).toBe(true);
  }
});

test('a quadratic non-residue and zero are no members of RFC-3526-2048', () => {
  const minusOne = rfc.read((rfc.order * 2n).toString(), 'x');
  expect(rfc.isMember(assertOk(minusOne))).toBe(false);
  expect(rfc.read('0', 'x')).toMatchObject({ error: { code: 'NOT_IN_GROUP' } });
  expect(rfc.read((rfc.order * 2n + 1n).toString(), 'x')).toMatchObject({ error: { code: 'NOT_IN_GROUP' } });
});

test.each(groups.slice(1))('%s gives back the integers it embeds', (_, group) => {
  const { embedding } = group;
  fc.assert(
    fc.property(fc.array(fc.nat(255), { maxLength: 12 }), (integers) => {
      const element = embedding?.encode(integers) ?? group.identity;
      expect(group.isMember(element)).toBe(true);
      expect(embedding?.decode(element, integers.length)).toEqual(integers);
      const [first = 0] = integers;
      if (first > 0) expect(embedding?.decode(element, integers.length - 1)).toBe(undefined);
    }),
    { numRuns: 10 },
  );
  expect(embedding?.decode(group.power(group.generator, group.order - 5n), 3)).toBe(undefined);
  expect(() => embedding?.encode(new Array(300).fill(1))).toThrow('too many');
});

test('BELENIOS-2048 embeds nothing', () => {
  expect(belenios.embedding).toBe(undefined);
});

test.each(groups)('shuffle generators of %s are members, all different', (_, group) => {
  const generators = [-1, 0, 1, 2, 3].map((index) => group.shuffleGenerator(index));
  expect(generators.every((generator) => group.isMember(generator))).toBe(true);
  expect(new Set(generators.map((generator) => group.text(generator))).size).toBe(5);
  expect(group.text(group.shuffleGenerator(3))).toBe(group.text(generators[4] ?? group.identity));
});
