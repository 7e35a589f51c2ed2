/**
 * How large a cast may be (requirements R50, R51): computed from the questions of the session, so that no ballot has more
 * room than its own numbers at their longest, each with the escapes it has inside a JSON string.
 */
import type { CapRule, Election } from '#tally';
import type { BodyLimits } from '../http/input.ts';

/** Decimal digits of the largest element and the largest scalar of BELENIOS-2048. */
const ELEMENT = 617;
const SCALAR = 78;
/** `{\"alpha\":\"…\",\"beta\":\"…\"},` and `{\"challenge\":\"…\",\"response\":\"…\"},` with every quote escaped. */
const CIPHERTEXT = 2 * ELEMENT + 32;
const PROOF = 2 * SCALAR + 40;
/** Names of fields around the numbers of one question. */
const QUESTION = 160;
/** Uuid, fingerprint, credential, signature, and the object around. */
const FRAME = ELEMENT + 1_500;
export const MOST_BYTES = 1 << 20;

export function ballotLimits(
  { questions }: Pick<Election, 'questions'>,
  caps: readonly CapRule[],
): BodyLimits {
  let bytes = FRAME;
  for (const question of questions) {
    if (question.kind !== 'homomorphic') throw new Error('our elections have homomorphic questions only');
    const choices = question.answers.length + (question.blank === true ? 1 : 0);
    // Every choice is a ciphertext and a proof of 0 or 1; the overall proof has an entry for each possible sum.
    const overall = question.max - question.min + 2;
    const blank = question.blank === true ? 2 : 0;
    bytes += choices * (CIPHERTEXT + 2 * PROOF + 4) + (overall + blank) * PROOF + QUESTION;
  }
  const entries = caps.reduce((sum, { max }) => sum + max + 1, 0);
  bytes += entries * PROOF;
  return {
    bytes: Math.min(bytes, MOST_BYTES),
    json: {
      depth: 4,
      keys: 2 + 2 * entries,
      items: Math.max(1, caps.length, ...caps.map(({ max }) => max + 1)),
    },
  };
}
