/**
 * The encrypted answer to a ranked ("non-homomorphic") question (Belenios protocol version 1, section 7.4): one
 * ciphertext of the whole vector, with a proof that its maker knows the randomness. Minyi reads and verifies these and
 * never writes them: a congress's questions are homomorphic.
 */
import { mapped, object, type Reader } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { ok } from '../result.ts';
import { ciphertextJson, ciphertextReader } from './homomorphic-answer.ts';
import { expectMember, type PendingCheck, type PowerBatch } from './power-batch.ts';
import { type Ciphertext, expectSchnorr } from './proofs.ts';
import { type Proof, proofJson, proofReader } from './scalar.ts';

export interface RankedAnswer {
  readonly kind: 'ranked';
  readonly choices: Ciphertext;
  readonly proof: Proof;
}

export function rankedAnswerReader(group: Group): Reader<RankedAnswer> {
  const shape = object({ choices: ciphertextReader(group), proof: proofReader(group) });
  return mapped(shape, (value) => ok({ kind: 'ranked', ...value }));
}

export function rankedAnswerJson(group: Group, { choices, proof }: RankedAnswer): object {
  return { choices: ciphertextJson(group, choices), proof: proofJson(proof) };
}

/** Registers membership of the ciphertext and its proof of knowledge; `prefix` is S0 = fingerprint|credential. */
export function expectRankedAnswer(
  batch: PowerBatch,
  publicKeyText: string,
  prefix: string,
  { choices, proof }: RankedAnswer,
  where: string,
): PendingCheck[] {
  const alpha = batch.base(choices.alpha);
  const beta = batch.base(choices.beta);
  const { group } = batch;
  const texts = [publicKeyText, group.text(choices.alpha), group.text(choices.beta)].join(',');
  return [
    expectMember(batch, alpha, `${where}.choices.alpha`),
    expectMember(batch, beta, `${where}.choices.beta`),
    expectSchnorr(batch, alpha, `raweg|${prefix}|${texts}|`, proof, (holds) =>
      holds
        ? undefined
        : { code: 'BAD_PROOF', where: `${where}.proof`, message: 'the proof of knowledge does not verify' },
    ),
  ];
}
