/**
 * Elements outside the prime-order group: multiplied by -1 (order 2) or by a cube root of 1 (order 3), a ciphertext, key or
 * factor can pass every proof, because a challenge that is a multiple of 2 or 3 hides the stray part, and an attacker just
 * tries until it is. A vote then cannot be decrypted, or a trustee can spoil the count at will. Every element is
 * therefore tested for membership (08.2, 09.2, 10.4, 16.2).
 */
import { describe, expect, test } from 'vitest';
import { readBallot } from '../../tally/belenios/ballot.ts';
import { acceptBallot, checkBallot } from '../../tally/belenios/check-ballot.ts';
import { checkDecryption, type PartialDecryption } from '../../tally/belenios/decryption.ts';
import { type HomomorphicQuestion, openElection, readElection } from '../../tally/belenios/election.ts';
import { challengeOf } from '../../tally/belenios/hash.ts';
import type { Ciphertext } from '../../tally/belenios/proofs.ts';
import { drawScalar, reduce } from '../../tally/belenios/scalar.ts';
import { electionKeyOf } from '../../tally/belenios/trustee.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import type { Element } from '../../tally/groups/group.ts';
import { assertOk } from '../../tally/result.ts';
import { playElection, refutedBy, setUpElection, setupEvent } from '../support/election.ts';
import { encryptAnything, signAnswers } from '../support/hostile-client.ts';

const YES: HomomorphicQuestion = { kind: 'homomorphic', answers: ['赞成'], min: 0, max: 1, question: '?' };
const played = playElection({ questions: [YES], votes: [[0, [[1]]]] });
const { election, tallied } = played;
const { open, random } = election;
const { group } = open;
const { p } = BELENIOS_2048;
const minusOne = assertOk(group.read((p - 1n).toString(), 'x'));
const cubeRoot = cubeRootOfOne();

test('-1 has order 2 and the cube root order 3, and neither is a member', () => {
  const times = (element: Element, count: number) =>
    Array.from({ length: count }, () => element).reduce((a, b) => group.multiply(a, b));
  expect(group.text(times(minusOne, 2))).toBe('1');
  expect(group.text(times(cubeRoot, 3))).toBe('1');
  expect([minusOne, cubeRoot].map((element) => group.isMember(element))).toEqual([false, false]);
});

describe.each([
  ['-1', minusOne],
  ['a cube root of 1', cubeRoot],
] as const)('multiplied by %s', (_, stray) => {
  test.each<['alpha' | 'beta']>([['alpha'], ['beta']])(
    'the %s of a vote is refused, whatever the proofs',
    (part) => {
      const disguise = (ciphertext: Ciphertext) => ({
        ...ciphertext,
        [part]: group.multiply(ciphertext[part], stray),
      });
      const answer = encryptAnything(election, 0, YES, [1], { disguise });
      const accepted = acceptBallot(open, signAnswers(election, 0, [answer]));
      expect(accepted).toMatchObject({ error: { code: 'NOT_IN_GROUP' } });
    },
  );

  test('the election key is refused before any ballot is made', () => {
    const key = group.multiply(open.publicKey, stray);
    const text = election.texts.election.replace(open.election.publicKey, group.text(key));
    expect(openElection(assertOk(readElection(text)), group)).toMatchObject({
      error: { code: 'NOT_IN_GROUP' },
    });
  });

  test('a credential on the list is refuted', async () => {
    const [voter] = election.voters;
    const strange = group.text(group.multiply(assertOk(group.read(voter?.publicKey ?? '', 'x')), stray));
    const credentials = election.texts.credentials.replace(voter?.publicKey ?? '', strange);
    const texts = { ...election.texts, credentials };
    expect(await refutedBy([setupEvent({ ...election, texts })])).toEqual(['08.2']);
  });

  test('a factor of a decryption is refused even when its proof was ground until it verified', () => {
    const own = played.decryptions.get(1) as PartialDecryption;
    const [[factor = group.identity] = []] = own.factors;
    const strange = group.multiply(factor, stray);
    const [[ciphertext] = []] = tallied.tally;
    const alpha = ciphertext?.alpha ?? group.identity;
    const secret = election.trusteeSecrets[0] ?? 0n;
    const key = electionKeyOf(group, election.trustees);
    const prefix = `decrypt|${open.election.fingerprint}|${group.text(key)}|`;
    let refusals: readonly string[] = ['BAD_PROOF'];
    for (let attempt = 0; refusals.includes('BAD_PROOF') && attempt < 60; attempt++) {
      const w = drawScalar(group, random);
      const challenge = challengeOf(group, prefix, [group.power(group.generator, w), group.power(alpha, w)]);
      const response = reduce(group, w - secret * challenge);
      const made = { factors: [[strange]], proofs: [[{ challenge, response }]] };
      refusals = checkDecryption(group, open.election.fingerprint, tallied.tally, key, made, 'd').map(
        ({ code }) => code,
      );
    }
    expect(refusals).toEqual(['NOT_IN_GROUP']);
  });
});

test('R28: proofs of a negated vote do hold in one of sixteen attempts, and membership alone refuses it', () => {
  const negated = (ciphertext: Ciphertext) => ({
    ...ciphertext,
    alpha: group.multiply(ciphertext.alpha, minusOne),
  });
  const lone = setUpElection({ questions: [YES], seed: 'grinding' });
  const codes = new Set<string>();
  for (let attempt = 0; !codes.has('NOT_IN_GROUP') || !codes.has('BAD_PROOF'); attempt++) {
    if (attempt > 200) throw new Error('sixteen attempts are the mean');
    const text = signAnswers(lone, 0, [encryptAnything(lone, 0, YES, [1], { disguise: negated })]);
    const found = findingsOf(lone, text);
    codes.add(found.includes('BAD_PROOF') ? 'BAD_PROOF' : found.join());
  }
  expect([...codes].sort()).toEqual(['BAD_PROOF', 'NOT_IN_GROUP']);
});

function findingsOf({ open: given }: typeof election, text: string): readonly string[] {
  const ballot = assertOk(readBallot(text, given, 'ballot'));
  return checkBallot(given, ballot, 'ballot').map(({ code }) => code);
}

/** x^((p-1)/3) for the first x whose power is not 1. */
function cubeRootOfOne(): Element {
  for (let x = 2n; ; x++) {
    let [power, base] = [1n, x];
    for (let exponent = (p - 1n) / 3n; exponent > 0n; exponent >>= 1n) {
      if (exponent % 2n === 1n) power = (power * base) % p;
      base = (base * base) % p;
    }
    if (power !== 1n) return assertOk(group.read(power.toString(), 'x'));
  }
}
