/**
 * A client that keeps to the format and to nothing else: it encrypts any numbers, proves what it can, signs whatever it
 * likes. For attacks; the honest client is `encryptBallot`.
 */
import { signBallotText, writeUnsignedBallot } from '../../tally/belenios/ballot.ts';
import { ballotPrefix } from '../../tally/belenios/check-ballot.ts';
import type { HomomorphicQuestion } from '../../tally/belenios/election.ts';
import { encryptAll, type HomomorphicAnswer } from '../../tally/belenios/homomorphic-answer.ts';
import {
  type Ciphertext,
  multiplyCiphertexts,
  type OpenedCiphertext,
  proveDisjunction,
  proveSchnorr,
} from '../../tally/belenios/proofs.ts';
import { drawScalar, type Proof, reduce } from '../../tally/belenios/scalar.ts';
import type { Group } from '../../tally/groups/group.ts';
import type { TestElection } from './election.ts';

export interface HostileTricks {
  /** Replaces every ciphertext after encryption and before anything is proved about its text. */
  readonly disguise?: (ciphertext: Ciphertext, column: number) => Ciphertext;
  /** What the hashes of the proofs begin with in place of fingerprint and credential. */
  readonly prefix?: string;
  /** Values the overall proof claims, in place of the question's min…max. */
  readonly overallValues?: readonly number[];
}

export function textOf(group: Group, { alpha, beta }: Ciphertext): string {
  return `${group.text(alpha)},${group.text(beta)}`;
}

/**
 * An answer to a question without blank, holding any integers. Where a value is none of those a proof claims, all its
 * branches are simulated with challenges that do not add up: the best there is without breaking discrete logarithms.
 */
export function encryptAnything(
  election: TestElection,
  voter: number,
  { min, max }: HomomorphicQuestion,
  values: readonly number[],
  tricks: HostileTricks = {},
): HomomorphicAnswer {
  const { open, random } = election;
  const { group, publicKey } = open;
  const credential = election.voters[voter]?.publicKey ?? '';
  const prefix = tricks.prefix ?? `${ballotPrefix(open.election.fingerprint, credential)}|`;
  const opened = values.map(
    (value): OpenedCiphertext => ({
      randomness: drawScalar(group, random),
      plaintext: reduce(group, BigInt(value)),
    }),
  );
  const choices = encryptAll(group, publicKey, opened).map(tricks.disguise ?? ((ciphertext) => ciphertext));
  const sum = multiplyCiphertexts(group, choices);
  const openedSum = opened.reduce(
    (total, { randomness, plaintext }) => ({
      randomness: reduce(group, total.randomness + randomness),
      plaintext: reduce(group, total.plaintext + plaintext),
    }),
    { randomness: 0n, plaintext: 0n },
  );
  const prove = (text: string, claimed: OpenedCiphertext, claims: readonly number[]): Proof[] => {
    const branches = claims.map((value) => ({ ciphertext: claimed, value }));
    const truth = claims.findIndex((value) => BigInt(value) === claimed.plaintext);
    return proveDisjunction(group, publicKey, text, branches, truth, random);
  };
  const texts = choices.map((choice) => textOf(group, choice));
  const range = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  return {
    kind: 'homomorphic',
    choices,
    individualProofs: opened.map((each, i) => prove(`prove|${prefix}${texts[i]}|`, each, [0, 1])),
    overallProof: prove(
      `prove|${prefix}${texts.join(',')}|${textOf(group, sum)}|`,
      openedSum,
      tricks.overallValues ?? range,
    ),
  };
}

/** A whole ballot of these answers, signed by the voter as the format wants it. */
export function signAnswers(
  election: TestElection,
  voter: number,
  answers: readonly HomomorphicAnswer[],
): string {
  const { open, random, voters } = election;
  const { group } = open;
  const secret = voters[voter]?.secret ?? 0n;
  const unsigned = writeUnsignedBallot(group, {
    electionUuid: open.election.uuid,
    electionHash: open.election.fingerprint,
    credential: group.power(group.generator, secret),
    answers,
  });
  return signBallotText(unsigned, proveSchnorr(group, secret, `sig|${unsigned.hash}|`, random));
}
