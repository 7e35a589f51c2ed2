/**
 * The encrypted answer to a homomorphic question (Belenios protocol version 1, sections 7.1–7.3): one ciphertext an
 * answer (and first, where blank is allowed, one for the blank flag), each proved to hold 0 or 1, and the sum proved
 * to lie between the question's min and max, or the vote to be blank.
 */
import { array, object, optional, type Reader, refine } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { HomomorphicQuestion } from './election.ts';
import { expectMember, type PendingCheck, type PowerBatch } from './power-batch.ts';
import {
  type BatchedCiphertext,
  type Branch,
  type Ciphertext,
  expectDisjunction,
  multiplyCiphertexts,
  type OpenedCiphertext,
  proveDisjunction,
} from './proofs.ts';
import {
  drawScalar,
  elementReader,
  type Proof,
  proofJson,
  proofReader,
  type Random,
  reduce,
} from './scalar.ts';

export interface HomomorphicAnswer {
  readonly kind: 'homomorphic';
  /** With blank allowed, the blank flag first. */
  readonly choices: readonly Ciphertext[];
  readonly individualProofs: readonly (readonly Proof[])[];
  readonly overallProof: readonly Proof[];
  /** Present exactly when the question allows blank. */
  readonly blankProof?: readonly Proof[];
}

/** Number of ciphertexts of an answer to `question`. */
export function columnsOf(question: HomomorphicQuestion): number {
  return question.answers.length + (question.blank === true ? 1 : 0);
}

export function ciphertextReader(group: Group): Reader<Ciphertext> {
  const element = elementReader(group);
  return object({ alpha: element, beta: element });
}

export function ciphertextJson(group: Group, { alpha, beta }: Ciphertext): { alpha: string; beta: string } {
  return { alpha: group.text(alpha), beta: group.text(beta) };
}

export function homomorphicAnswerReader(
  group: Group,
  question: HomomorphicQuestion,
): Reader<HomomorphicAnswer> {
  const columns = columnsOf(question);
  const proof = proofReader(group);
  const entries = question.max - question.min + 1;
  const shape = object({
    choices: array(ciphertextReader(group), columns, columns),
    individual_proofs: array(array(proof, 2, 2), columns, columns),
    overall_proof:
      question.blank === true ? array(proof, entries + 1, entries + 1) : array(proof, entries, entries),
    blank_proof: optional(array(proof, 2, 2)),
  });
  const exact = refine(shape, ({ blank_proof }) =>
    (blank_proof !== undefined) === (question.blank === true)
      ? undefined
      : 'blank_proof must be present exactly when the question allows a blank vote',
  );
  return (value, where) => {
    const read = exact(value, where);
    if (!read.ok) return read;
    const { choices, individual_proofs, overall_proof, blank_proof } = read.value;
    return ok({
      kind: 'homomorphic',
      choices,
      individualProofs: individual_proofs,
      overallProof: overall_proof,
      ...(blank_proof === undefined ? {} : { blankProof: blank_proof }),
    });
  };
}

export function homomorphicAnswerJson(group: Group, answer: HomomorphicAnswer): object {
  return {
    choices: answer.choices.map((choice) => ciphertextJson(group, choice)),
    individual_proofs: answer.individualProofs.map((proofs) => proofs.map(proofJson)),
    overall_proof: answer.overallProof.map(proofJson),
    blank_proof: answer.blankProof?.map(proofJson),
  };
}

/** The prefixes of an answer's proofs, before the commitments; `prefix` is S0 = fingerprint|credential. */
function prefixesOf(group: Group, prefix: string, choices: readonly Ciphertext[], sum: Ciphertext) {
  const textOf = ({ alpha, beta }: Ciphertext) => `${group.text(alpha)},${group.text(beta)}`;
  const texts = choices.map(textOf);
  const all = `${prefix}|${texts.join(',')}`;
  return {
    individual: texts.map((text) => `prove|${prefix}|${text}|`),
    overall: `prove|${all}|${textOf(sum)}|`,
    blank: `bproof0|${all}|`,
    overallWithBlank: `bproof1|${all}|`,
  };
}

const BIT_VALUES = [0, 1] as const;

function range(min: number, max: number): number[] {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

/** The overall proof's branches: blank flag is 1 (if allowed), or the sum is one of min…max. */
function overallBranches<C>(question: HomomorphicQuestion, blankFlag: C | undefined, sum: C): Branch<C>[] {
  const counted = range(question.min, question.max).map((value) => ({ ciphertext: sum, value }));
  return blankFlag === undefined ? counted : [{ ciphertext: blankFlag, value: 1 }, ...counted];
}

/** Registers membership of every ciphertext and every proof of an answer. Codes NOT_IN_GROUP, BAD_PROOF. */
export function expectHomomorphicAnswer(
  batch: PowerBatch,
  publicKey: number,
  prefix: string,
  question: HomomorphicQuestion,
  answer: HomomorphicAnswer,
  where: string,
): PendingCheck[] {
  const { group } = batch;
  const place = ({ alpha, beta }: Ciphertext): BatchedCiphertext => ({
    alpha: batch.base(alpha),
    beta: batch.base(beta),
  });
  const counted = question.blank === true ? answer.choices.slice(1) : answer.choices;
  const sum = multiplyCiphertexts(group, counted);
  const prefixes = prefixesOf(group, prefix, answer.choices, sum);
  const checks: PendingCheck[] = [];
  const placed = answer.choices.map((choice, i) => {
    const at = place(choice);
    checks.push(
      expectMember(batch, at.alpha, `${where}.choices[${i}].alpha`),
      expectMember(batch, at.beta, `${where}.choices[${i}].beta`),
      expectDisjunction(
        batch,
        publicKey,
        prefixes.individual[i] ?? '',
        BIT_VALUES.map((value) => ({ ciphertext: at, value })),
        answer.individualProofs[i] ?? [],
        `${where}.individual_proofs[${i}]`,
      ),
    );
    return at;
  });
  const placedSum = place(sum);
  const blankFlag = question.blank === true ? placed[0] : undefined;
  checks.push(
    expectDisjunction(
      batch,
      publicKey,
      blankFlag === undefined ? prefixes.overall : prefixes.overallWithBlank,
      overallBranches(question, blankFlag, placedSum),
      answer.overallProof,
      `${where}.overall_proof`,
    ),
  );
  if (blankFlag !== undefined) {
    checks.push(
      expectDisjunction(
        batch,
        publicKey,
        prefixes.blank,
        [blankFlag, placedSum].map((ciphertext) => ({ ciphertext, value: 0 })),
        answer.blankProof ?? [],
        `${where}.blank_proof`,
      ),
    );
  }
  return checks;
}

/** The plaintext of an answer: 0 or 1 for every column, the blank flag first where blank is allowed. */
export function checkChoices(
  question: HomomorphicQuestion,
  choices: readonly number[],
  where: string,
): Result<readonly number[]> {
  if (choices.length !== columnsOf(question) || choices.some((choice) => choice !== 0 && choice !== 1)) {
    return refuse('MALFORMED', where, `expected ${columnsOf(question)} numbers, each 0 or 1`);
  }
  const sum = choices.reduce((total, choice) => total + choice, 0);
  const isBlank = question.blank === true && choices[0] === 1;
  if (isBlank ? sum !== 1 : sum < question.min || sum > question.max) {
    const message = isBlank
      ? 'a blank vote cannot choose an answer as well'
      : `between ${question.min} and ${question.max} answers must be chosen, found ${sum}`;
    return refuse('INCONSISTENT', where, message);
  }
  return ok(choices);
}

export interface EncryptedAnswer<A> {
  readonly answer: A;
  /** The randomness of each ciphertext, in order: proves what was encrypted, so it must not outlive the casting. */
  readonly randomness: readonly bigint[];
}

/** Encrypts `choices` (already checked by `checkChoices`) and proves everything the question demands. */
export function encryptHomomorphicAnswer(
  group: Group,
  publicKey: Element,
  prefix: string,
  question: HomomorphicQuestion,
  choices: readonly number[],
  random: Random,
): EncryptedAnswer<HomomorphicAnswer> {
  const opened: OpenedCiphertext[] = choices.map((choice) => ({
    randomness: drawScalar(group, random),
    plaintext: BigInt(choice),
  }));
  const encrypted = encryptAll(group, publicKey, opened);
  const hasBlank = question.blank === true;
  const sum = multiplyCiphertexts(group, hasBlank ? encrypted.slice(1) : encrypted);
  const prefixes = prefixesOf(group, prefix, encrypted, sum);
  const openedSum = (hasBlank ? opened.slice(1) : opened).reduce(
    (total, { randomness, plaintext }) => ({
      randomness: reduce(group, total.randomness + randomness),
      plaintext: total.plaintext + plaintext,
    }),
    { randomness: 0n, plaintext: 0n },
  );
  const prove = (text: string, branches: readonly Branch<OpenedCiphertext>[]) => {
    const truth = branches.findIndex(({ ciphertext, value }) => ciphertext.plaintext === BigInt(value));
    return proveDisjunction(group, publicKey, text, branches, truth, random);
  };
  const blankFlag = hasBlank ? opened[0] : undefined;
  return {
    answer: {
      kind: 'homomorphic',
      choices: encrypted,
      individualProofs: opened.map((ciphertext, i) =>
        prove(
          prefixes.individual[i] ?? '',
          BIT_VALUES.map((value) => ({ ciphertext, value })),
        ),
      ),
      overallProof: prove(
        blankFlag === undefined ? prefixes.overall : prefixes.overallWithBlank,
        overallBranches(question, blankFlag, openedSum),
      ),
      ...(blankFlag === undefined
        ? {}
        : {
            blankProof: prove(
              prefixes.blank,
              [blankFlag, openedSum].map((ciphertext) => ({ ciphertext, value: 0 })),
            ),
          }),
    },
    randomness: opened.map(({ randomness }) => randomness),
  };
}

/** ElGamal: alpha = g^r, beta = y^r · g^m for each. */
export function encryptAll(
  group: Group,
  publicKey: Element,
  opened: readonly OpenedCiphertext[],
): Ciphertext[] {
  const rows = opened.flatMap(({ randomness, plaintext }) => [
    [[0, randomness] as const],
    [[1, randomness] as const, [0, plaintext] as const],
  ]);
  const elements = group.productsOfPowers([group.generator, publicKey], rows);
  return opened.map((_, i) => ({
    alpha: elements[2 * i] ?? group.identity,
    beta: elements[2 * i + 1] ?? group.identity,
  }));
}
