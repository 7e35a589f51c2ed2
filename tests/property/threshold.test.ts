/**
 * Laws of threshold keys: any t of n members have the key, fewer have nothing; what a writer writes a reader reads.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decryptCcm, encryptCcm } from '../../tally/belenios/ccm.ts';
import { checkTrustees } from '../../tally/belenios/check-trustees.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import { lagrangeCoefficients } from '../../tally/belenios/threshold.ts';
import { restoreMember } from '../../tally/belenios/threshold-key.ts';
import { electionKeyOf, readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import { drawTrustee } from '../../tally/belenios/trustee-key.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { playCeremony } from '../support/ceremony.ts';

const group = assertOk(openGroup('Ed25519'));

/** Bytes that follow from a seed, so that a failing case can be run again. */
function seededRandom(seed: number): Random {
  let counter = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < byteLength; length += 32) {
      blocks.push(createHash('sha256').update(`${seed}|${counter++}`).digest());
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, byteLength));
  };
}

const sizes = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    threshold: fc.integer({ min: 1, max: size }),
    order: fc.shuffledSubarray(
      Array.from({ length: size }, (_, i) => i),
      { minLength: size, maxLength: size },
    ),
    seed: fc.nat(),
  }),
);

test('any t of n members together have the key, any t - 1 do not', () => {
  fc.assert(
    fc.property(sizes, ({ size, threshold, order, seed }) => {
      const { seeds, keys, outputs } = playCeremony(group, size, threshold, seededRandom(seed));
      const members = seeds.map((text, i) =>
        assertOk(restoreMember(group, text, outputs[i]?.decryptionKey ?? '', keys, 'dkey')),
      );
      const whole = electionKeyOf(group, [{ kind: 'Pedersen', keys }]);
      const keyOf = (count: number) => {
        const chosen = order.slice(0, count).flatMap((i) => members[i] ?? []);
        const lambdas = lagrangeCoefficients(
          group,
          chosen.map(({ position }) => position),
        );
        const sum = chosen.reduce(
          (total, { decryptionKey }, i) => total + decryptionKey * (lambdas[i] ?? 0n),
          0n,
        );
        return group.power(group.generator, sum % group.order);
      };
      for (let count = threshold; count <= size; count++)
        expect(group.equals(keyOf(count), whole)).toBe(true);
      expect(group.equals(keyOf(threshold - 1), whole)).toBe(false);
    }),
    { numRuns: 15 },
  );
});

test('Lagrange coefficients give back the constant of any polynomial with no more coefficients than positions', () => {
  const scalar = fc.bigInt({ min: 0n, max: group.order - 1n });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 }),
      fc.array(scalar, { minLength: 1, maxLength: 12 }),
      (positions, drawn) => {
        const coefficients = drawn.slice(0, positions.length);
        const lambdas = lagrangeCoefficients(group, positions);
        const constant = positions.reduce((sum, x, i) => {
          const value = coefficients.reduceRight((f, a) => f * BigInt(x) + a, 0n);
          return sum + value * (lambdas[i] ?? 0n);
        }, 0n);
        expect(constant % group.order).toBe(coefficients[0]);
      },
    ),
  );
});

test('any one character changed in trustees.json is found', () => {
  const own = assertOk(openGroup('BELENIOS-2048'));
  const random = seededRandom(1);
  const { keys } = playCeremony(own, 2, 2, random);
  const text = writeTrustees(own, [
    { kind: 'Single', key: drawTrustee(own, random).key },
    { kind: 'Pedersen', keys },
  ]);
  expect(checkTrustees(own, assertOk(readTrustees(own, text, 'trustees')))).toEqual([]);
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.constantFrom(...'0123456789"\\,:[]{} abfghxG\u0000\ud800'),
      (at, character) => {
        fc.pre(text[at] !== character);
        const altered = readTrustees(own, text.slice(0, at) + character + text.slice(at + 1), 'trustees');
        expect(altered.ok && checkTrustees(own, altered.value).length === 0).toBe(false);
      },
    ),
    { numRuns: 120 },
  );
});

test('whatever is sealed with AES-CCM opens again', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 7, maxLength: 13 }),
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 50 }),
      fc.integer({ min: 2, max: 8 }),
      (key, nonce, plaintext, associated, half) => {
        const options = { key, nonce, associated, tagLength: 2 * half };
        expect(decryptCcm(options, encryptCcm(options, plaintext))).toEqual(plaintext);
      },
    ),
  );
});
