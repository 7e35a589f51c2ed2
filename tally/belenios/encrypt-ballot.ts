/**
 * Making a ballot (Belenios protocol version 1, section 7): encrypt the choices, prove them well-formed, sign. Runs in
 * the voter's browser; the randomness it returns proves what was encrypted, so it is for testing a ballot that will
 * never be cast, and must otherwise be dropped at once.
 */
import type { Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { signBallotText, type UnsignedBallot, writeUnsignedBallot } from './ballot.ts';
import { ballotPrefix } from './check-ballot.ts';
import type { OpenElection } from './election.ts';
import { fingerprintOf } from './hash.ts';
import {
  checkChoices,
  type EncryptedAnswer,
  encryptHomomorphicAnswer,
  type HomomorphicAnswer,
} from './homomorphic-answer.ts';
import { proveSchnorr } from './proofs.ts';
import type { Random } from './scalar.ts';

export interface MadeBallot {
  readonly text: string;
  /** Smart ballot tracker: standard Base64 without padding of the SHA-256 of the text. */
  readonly tracker: string;
  readonly ballot: UnsignedBallot;
  /** Per question, per ciphertext. */
  readonly randomness: readonly (readonly bigint[])[];
}

/**
 * @param choices one array a question: 0 or 1 for every answer, the blank flag first where blank is allowed
 * @param secret  the private credential's scalar, in [0, order)
 * @returns MALFORMED or INCONSISTENT if the choices break a question's rule, UNSUPPORTED for a ranked question
 */
export function encryptBallot(
  open: OpenElection,
  choices: readonly (readonly number[])[],
  secret: bigint,
  random: Random,
): Result<MadeBallot> {
  const { election, group } = open;
  if (choices.length !== election.questions.length) {
    const message = `expected choices for ${election.questions.length} questions, found ${choices.length}`;
    return refuse('MALFORMED', 'choices', message);
  }
  const credential = group.power(group.generator, secret);
  const prefix = ballotPrefix(election.fingerprint, group.text(credential));
  const encrypted: EncryptedAnswer<HomomorphicAnswer>[] = [];
  for (const [i, question] of election.questions.entries()) {
    const where = `choices[${i}]`;
    if (question.kind === 'ranked') {
      return refuse('UNSUPPORTED', where, 'ranked questions are verified, but not answered, by this program');
    }
    const checked = checkChoices(question, choices[i] ?? [], where);
    if (!checked.ok) return checked;
    encrypted.push(encryptHomomorphicAnswer(group, open.publicKey, prefix, question, checked.value, random));
  }
  const ballot: UnsignedBallot = {
    electionUuid: election.uuid,
    electionHash: election.fingerprint,
    credential,
    answers: encrypted.map(({ answer }) => answer),
  };
  const text = signBallot(group, ballot, secret, random);
  return ok({
    text,
    tracker: fingerprintOf(text),
    ballot,
    randomness: encrypted.map(({ randomness }) => randomness),
  });
}

function signBallot(group: Group, ballot: UnsignedBallot, secret: bigint, random: Random): string {
  const unsigned = writeUnsignedBallot(group, ballot);
  return signBallotText(unsigned, proveSchnorr(group, secret, `sig|${unsigned.hash}|`, random));
}
