/**
 * Zero-knowledge proofs over ElGamal ciphertexts and their ballots' signatures (Belenios protocol version 1, sections
 * 1.4 and 7): proving with injected randomness, and checking through a `PowerBatch`. One disjunctive proof serves the
 * individual, overall and blank proofs, and the cap proofs of `caps/`: "for some branch j, ciphertext_j encrypts
 * value_j", Fiat-Shamir over everything the caller puts into the prefix.
 */
import type { Element, Group } from '../groups/group.ts';
import { challengeOf } from './hash.ts';
import type { PendingCheck, PowerBatch } from './power-batch.ts';
import { drawScalar, type Proof, type Random, reduce } from './scalar.ts';

/** alpha = g^r, beta = y^r · g^m. */
export interface Ciphertext {
  readonly alpha: Element;
  readonly beta: Element;
}

/** A ciphertext whose parts stand in a batch under these indexes. */
export interface BatchedCiphertext {
  readonly alpha: number;
  readonly beta: number;
}

/** One branch of a disjunction: the claim that `ciphertext` encrypts `value`. */
export interface Branch<C> {
  readonly ciphertext: C;
  readonly value: number;
}

/** What the prover knows of a branch's ciphertext: its randomness and plaintext, so nothing but g and y is raised. */
export interface OpenedCiphertext {
  readonly randomness: bigint;
  readonly plaintext: bigint;
}

export function multiplyCiphertexts(group: Group, list: readonly Ciphertext[]): Ciphertext {
  return list.reduce(
    (product, next) => ({
      alpha: group.multiply(product.alpha, next.alpha),
      beta: group.multiply(product.beta, next.beta),
    }),
    { alpha: group.identity, beta: group.identity },
  );
}

/**
 * Registers the check of a disjunctive proof: A_j = g^response · alpha^challenge, B_j = y^response ·
 * (beta / g^value)^challenge, and the challenges add up to the hash of prefix and commitments modulo q.
 *
 * @param prefix the complete text before the commitments, with its last bar
 * @param where  place of the proof, for the refusal
 */
export function expectDisjunction(
  batch: PowerBatch,
  publicKey: number,
  prefix: string,
  branches: readonly Branch<BatchedCiphertext>[],
  proofs: readonly Proof[],
  where: string,
): PendingCheck {
  const { group, generator } = batch;
  if (proofs.length !== branches.length) {
    const message = `expected ${branches.length} proof entries, found ${proofs.length}`;
    return () => ({ code: 'MALFORMED', where, message });
  }
  const commitments = branches.flatMap(({ ciphertext, value }, j) => {
    const { challenge, response } = proofs[j] ?? { challenge: 0n, response: 0n };
    const shift = reduce(group, -BigInt(value) * challenge);
    return [
      batch.product([
        [generator, response],
        [ciphertext.alpha, challenge],
      ]),
      batch.product([
        [publicKey, response],
        [ciphertext.beta, challenge],
        ...(shift === 0n ? [] : ([[generator, shift]] as const)),
      ]),
    ];
  });
  const sum = proofs.reduce((total, { challenge }) => total + challenge, 0n) % group.order;
  return () => {
    const expected = challengeOf(
      group,
      prefix,
      commitments.map((commitment) => commitment()),
    );
    return sum === expected
      ? undefined
      : { code: 'BAD_PROOF', where, message: 'the challenges do not add up to the hash of the commitments' };
  };
}

/**
 * Proves that branch `truth` holds, for ciphertexts the prover made. Every branch costs powers of prepared bases only: two
 * where the branch's value is the plaintext, else three.
 */
export function proveDisjunction(
  group: Group,
  publicKey: Element,
  prefix: string,
  branches: readonly Branch<OpenedCiphertext>[],
  truth: number,
  random: Random,
): Proof[] {
  const draws = branches.map(() => ({
    challenge: drawScalar(group, random),
    response: drawScalar(group, random),
  }));
  const rows = branches.flatMap(({ ciphertext, value }, j) => {
    const { challenge, response } = draws[j] ?? { challenge: 0n, response: 0n };
    // The real branch commits to a fresh exponent; a simulated one to response + challenge · r, shifted by m - value.
    const exponent = j === truth ? response : reduce(group, response + challenge * ciphertext.randomness);
    const shift = j === truth ? 0n : reduce(group, (ciphertext.plaintext - BigInt(value)) * challenge);
    return [[[0, exponent] as const], [[1, exponent] as const, [0, shift] as const]];
  });
  const commitments = group.productsOfPowers([group.generator, publicKey], rows);
  const simulated = draws.reduce((sum, { challenge }, j) => (j === truth ? sum : sum + challenge), 0n);
  const challenge = reduce(group, challengeOf(group, prefix, commitments) - simulated);
  return draws.map((draw, j) =>
    j === truth
      ? {
          challenge,
          response: reduce(group, draw.response - challenge * (branches[j]?.ciphertext.randomness ?? 0n)),
        }
      : draw,
  );
}

/** Registers a Schnorr proof: commitment g^response · X^challenge, hashed after `prefix`, gives the challenge. */
export function expectSchnorr(
  batch: PowerBatch,
  publicKey: number,
  prefix: string,
  { challenge, response }: Proof,
  judge: (holds: boolean) => ReturnType<PendingCheck>,
): PendingCheck {
  const commitment = batch.product([
    [batch.generator, response],
    [publicKey, challenge],
  ]);
  return () => judge(challengeOf(batch.group, prefix, [commitment()]) === challenge);
}

/** Schnorr proof of knowledge of `secret`, with `prefix` in the hash. */
export function proveSchnorr(group: Group, secret: bigint, prefix: string, random: Random): Proof {
  const commitment = drawScalar(group, random);
  const challenge = challengeOf(group, prefix, [group.power(group.generator, commitment)]);
  return { challenge, response: reduce(group, commitment - secret * challenge) };
}
