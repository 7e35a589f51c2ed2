/**
 * Cap proofs, our one addition to the cryptography (docs/formats/caps.md, docs/decisions): the sum of some ciphertexts
 * of one ballot, say every "for", is a number from 0 to `max`. It is the disjunctive proof of Belenios' overall proof
 * on the product of those ciphertexts, under a tag of its own and bound to election, credential, ballot and rule.
 */
import type { Ballot, UnsignedBallot } from '../belenios/ballot.ts';
import type { OpenElection } from '../belenios/election.ts';
import type { MadeBallot } from '../belenios/encrypt-ballot.ts';
import { createPowerBatch, type PendingCheck, type PowerBatch } from '../belenios/power-batch.ts';
import {
  type Ciphertext,
  expectDisjunction,
  multiplyCiphertexts,
  proveDisjunction,
} from '../belenios/proofs.ts';
import { type Proof, type Random, reduce } from '../belenios/scalar.ts';
import { TAGS } from '../encoding/hash.ts';
import { assert, ok, type Refusal, type Result, refuse } from '../result.ts';
import type { CapRule } from './cap-rule.ts';

/** One proof a rule, each with max + 1 entries. */
export type CapProofs = readonly (readonly Proof[])[];

/** The ciphertexts a rule sums, or undefined where the ballot does not have all of them. */
function cappedCiphertexts(ballot: UnsignedBallot, rule: CapRule): readonly Ciphertext[] | undefined {
  const found = rule.columns.flatMap(([question, choice]) => {
    const answer = ballot.answers[question];
    return (answer?.kind === 'homomorphic' ? answer.choices[choice] : undefined) ?? [];
  });
  return found.length === rule.columns.length ? found : undefined;
}

/** Everything the challenge covers before the commitments. */
function capPrefix(
  { group, election }: OpenElection,
  ballot: UnsignedBallot,
  tracker: string,
  rule: CapRule,
  ciphertexts: readonly Ciphertext[],
): string {
  const texts = ciphertexts.map(({ alpha, beta }) => `${group.text(alpha)},${group.text(beta)}`);
  return [
    TAGS.capProof,
    election.fingerprint,
    group.text(ballot.credential),
    tracker,
    String(rule.max),
    rule.columns.map(([question, choice]) => `${question}.${choice}`).join(','),
    texts.join(','),
    '',
  ].join('|');
}

/** The claims to be proved: that the sum is 0, 1, … or max. */
function branchesOf<C>(ciphertext: C, rule: CapRule): { readonly ciphertext: C; readonly value: number }[] {
  return Array.from({ length: rule.max + 1 }, (_, value) => ({ ciphertext, value }));
}

/**
 * Proves every rule for a ballot just made.
 *
 * @param choices the plaintexts the ballot was made from
 * @returns INCONSISTENT naming the first rule the choices break
 */
export function proveCaps(
  open: OpenElection,
  rules: readonly CapRule[],
  made: MadeBallot,
  choices: readonly (readonly number[])[],
  random: Random,
): Result<CapProofs> {
  const { group } = open;
  const proofs: (readonly Proof[])[] = [];
  for (const [i, rule] of rules.entries()) {
    const sum = rule.columns.reduce(
      (total, [question, choice]) => total + (choices[question]?.[choice] ?? 0),
      0,
    );
    if (sum > rule.max) {
      return refuse(
        'INCONSISTENT',
        `caps[${i}]`,
        `${sum} answers are chosen where at most ${rule.max} may be`,
      );
    }
    const randomness = rule.columns.reduce(
      (total, [question, choice]) => reduce(group, total + (made.randomness[question]?.[choice] ?? 0n)),
      0n,
    );
    const ciphertexts = cappedCiphertexts(made.ballot, rule);
    assert(ciphertexts !== undefined, 'a ballot is made for the questions its cap rules follow from');
    const prefix = capPrefix(open, made.ballot, made.tracker, rule, ciphertexts);
    const branches = branchesOf({ randomness, plaintext: BigInt(sum) }, rule);
    proofs.push(proveDisjunction(group, open.publicKey, prefix, branches, sum, random));
  }
  return ok(proofs);
}

/**
 * Findings about the cap proofs of one ballot: one for every rule, each of the right length, each verifying. INCONSISTENT
 * where a rule names answers the ballot does not have: in a hostile record rule pack and election need not agree.
 */
export function checkCaps(
  open: OpenElection,
  rules: readonly CapRule[],
  ballot: Ballot,
  proofs: CapProofs,
  where: string,
): readonly Refusal[] {
  if (proofs.length !== rules.length) {
    const message = `expected ${rules.length} cap proofs, found ${proofs.length}`;
    return [{ code: 'MALFORMED', where, message }];
  }
  const batch = createPowerBatch(open.group);
  const publicKey = batch.base(open.publicKey);
  const checks = rules.map((rule, i) =>
    expectCap(batch, publicKey, open, rule, ballot, proofs[i] ?? [], `${where}[${i}]`),
  );
  batch.run();
  return checks.map((check) => check()).filter((refusal) => refusal !== undefined);
}

function expectCap(
  batch: PowerBatch,
  publicKey: number,
  open: OpenElection,
  rule: CapRule,
  ballot: Ballot,
  proofs: readonly Proof[],
  where: string,
): PendingCheck {
  const ciphertexts = cappedCiphertexts(ballot, rule);
  if (ciphertexts === undefined) {
    const message = 'the rule pack caps answers this ballot does not have';
    return () => ({ code: 'INCONSISTENT', where, message });
  }
  const sum = multiplyCiphertexts(open.group, ciphertexts);
  const placed = { alpha: batch.base(sum.alpha), beta: batch.base(sum.beta) };
  const prefix = capPrefix(open, ballot, ballot.tracker, rule, ciphertexts);
  return expectDisjunction(batch, publicKey, prefix, branchesOf(placed, rule), proofs, where);
}
