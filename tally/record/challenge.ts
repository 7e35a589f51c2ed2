/**
 * `challenge/1` (docs/formats/challenge.md): a ballot opened for a test instead of being cast (design 5; Benaloh). It holds
 * what the voter marked and the randomness of every ciphertext, so anyone can encrypt the marks again and see whether
 * the device had encrypted them and nothing else. A ballot so opened can never be cast. The randomness of proofs and
 * signature is not in it: that would give away the card's secret.
 */
import { readBallot } from '../belenios/ballot.ts';
import { checkBallot } from '../belenios/check-ballot.ts';
import type { MadeBallot } from '../belenios/encrypt-ballot.ts';
import { encryptAll } from '../belenios/homomorphic-answer.ts';
import { bigIntToBytes, bytesToBigInt, hex, readHex } from '../encoding/bytes.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import { array, hash256, object, oneOf, readCanonical, string } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import { shortCode } from './receipt-code.ts';
import { openSealedSession, type SealedSession, type SealedSessionTexts } from './sealed-session.ts';

export type Challenge = {
  readonly v: 'challenge/1';
  readonly poll: string;
  /** The sealed texts the ballot was made for. */
  readonly sealed: {
    readonly setup: string;
    readonly rulePack: string;
    readonly form: string;
    readonly election: string;
  };
  /** The text of the ballot; its SHA-256 is the tracker that was on screen before the voter chose to test. */
  readonly ballot: string;
  readonly tracker: string;
  /** Per question, 0 or 1 an answer. */
  readonly choices: readonly (readonly number[])[];
  /** Per question, the exponent of each ciphertext, 64 hex digits. */
  readonly randomness: readonly (readonly string[])[];
};

const MAX_LENGTH = 8_000_000;
const MAX_QUESTIONS = 500;
const sealedText = string(4_000_000);

const reader = object({
  v: oneOf('challenge/1'),
  poll: string(64),
  sealed: object({ setup: sealedText, rulePack: sealedText, form: sealedText, election: sealedText }),
  ballot: sealedText,
  tracker: hash256,
  choices: array(array(oneOf(0, 1), MAX_QUESTIONS), MAX_QUESTIONS),
  randomness: array(array(hash256, MAX_QUESTIONS), MAX_QUESTIONS),
});

/** The challenge of a ballot just made. From here on the ballot must not be cast. */
export function writeChallenge(
  poll: string,
  sealed: SealedSessionTexts,
  made: MadeBallot,
  choices: readonly (readonly number[])[],
): string {
  const { setup, rulePack, form, election } = sealed;
  return canonicalJson({
    v: 'challenge/1',
    poll,
    sealed: { setup, rulePack, form, election },
    ballot: made.text,
    tracker: sha256Hex(made.text),
    choices,
    randomness: made.randomness.map((row) => row.map((exponent) => hex(bigIntToBytes(exponent, 32)))),
  });
}

export function readChallenge(text: string, where: string): Result<Challenge> {
  return readCanonical(text, where, MAX_LENGTH, reader);
}

/** What a test shows: the session, the code that was on screen, and every way in which the ballot is not the marks. */
export interface TestedBallot {
  readonly session: SealedSession;
  readonly tracker: string;
  readonly code: string;
  readonly choices: readonly (readonly number[])[];
  /** Empty: the ballot encrypts exactly these choices. */
  readonly findings: readonly Refusal[];
}

/**
 * Encrypts the choices again with the randomness given and compares every ciphertext; checks proofs and signature too.
 *
 * @returns a refusal only where the sealed texts or the ballot cannot be read at all
 */
export function checkChallenge(group: Group, challenge: Challenge): Result<TestedBallot> {
  const opened = openSealedSession(challenge.poll, challenge.sealed, group);
  if (!opened.ok) return opened;
  const { open } = opened.value;
  const ballot = readBallot(challenge.ballot, open, 'ballot');
  if (!ballot.ok) return ballot;
  const findings: Refusal[] = [];
  const tracker = sha256Hex(challenge.ballot);
  if (tracker !== challenge.tracker) {
    findings.push(inconsistent('tracker', `the ballot's tracker is ${tracker}, found ${challenge.tracker}`));
  }
  for (const [i, answer] of ballot.value.answers.entries()) {
    const where = `answers[${i}]`;
    const choices = challenge.choices[i] ?? [];
    const exponents = (challenge.randomness[i] ?? []).map(exponentOf);
    const found = answer.kind === 'homomorphic' ? answer.choices : [];
    if (choices.length !== found.length || exponents.length !== found.length) {
      findings.push(inconsistent(where, `expected ${found.length} choices with as many exponents`));
      continue;
    }
    if (exponents.some((exponent) => exponent >= group.order)) {
      findings.push(inconsistent(where, 'an exponent is not below the group order'));
      continue;
    }
    const again = encryptAll(
      group,
      open.publicKey,
      choices.map((choice, j) => ({ plaintext: BigInt(choice), randomness: exponents[j] ?? 0n })),
    );
    again.forEach(({ alpha, beta }, j) => {
      const cast = found[j];
      if (cast === undefined || !group.equals(alpha, cast.alpha) || !group.equals(beta, cast.beta)) {
        findings.push(inconsistent(`${where}.choices[${j}]`, 'the ballot encrypts something else'));
      }
    });
  }
  if (challenge.choices.length !== ballot.value.answers.length) {
    findings.push(inconsistent('choices', `expected ${ballot.value.answers.length} questions`));
  }
  findings.push(...checkBallot(open, ballot.value, 'ballot'));
  return ok({
    session: opened.value,
    tracker,
    code: shortCode(tracker),
    choices: challenge.choices,
    findings,
  });
}

function exponentOf(text: string): bigint {
  return bytesToBigInt(readHex(text, 32) ?? new Uint8Array());
}

function inconsistent(where: string, message: string): Refusal {
  return refuse('INCONSISTENT', where, message).error;
}
