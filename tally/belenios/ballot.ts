/**
 * A ballot as text (Belenios protocol version 1, section 7): its shape, the one canonical text, the hash its signature
 * covers and its tracker. What makes a ballot valid is `check-ballot.ts`; making one is `encrypt-ballot.ts`.
 */
import { object, type Reader, readJson, string } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import type { OpenElection, Question } from './election.ts';
import { fingerprintOf } from './hash.ts';
import {
  type HomomorphicAnswer,
  homomorphicAnswerJson,
  homomorphicAnswerReader,
} from './homomorphic-answer.ts';
import { type RankedAnswer, rankedAnswerJson, rankedAnswerReader } from './ranked-answer.ts';
import { type Proof, proofJson, proofReader } from './scalar.ts';

export type Answer = HomomorphicAnswer | RankedAnswer;

export interface UnsignedBallot {
  readonly electionUuid: string;
  /** Fingerprint of the election the voter saw. */
  readonly electionHash: string;
  readonly credential: Element;
  /** One a question, in order. */
  readonly answers: readonly Answer[];
}

export interface Ballot extends UnsignedBallot {
  readonly signature: { readonly hash: string; readonly proof: Proof };
  /** The hash the signature must cover: of this ballot's own text without the signature. */
  readonly signedHash: string;
  /** Smart ballot tracker: standard Base64 without padding of the SHA-256 of the text. */
  readonly tracker: string;
  /** Set if a voter wrote their own answers in an unusual but unambiguous way (tolerated when verifying, not when casting). */
  readonly oddity?: Refusal;
}

/** Longest ballot that is read, in characters: far above 100 questions of 4 grades. */
export const MAX_BALLOT_LENGTH = 4_000_000;

const FINGERPRINT = /^[A-Za-z0-9+/]{43}$/;

export function answerJson(group: Group, answer: Answer): object {
  return answer.kind === 'ranked' ? rankedAnswerJson(group, answer) : homomorphicAnswerJson(group, answer);
}

function answerReader(group: Group, question: Question): Reader<Answer> {
  return question.kind === 'ranked' ? rankedAnswerReader(group) : homomorphicAnswerReader(group, question);
}

function answersReader({ group, election }: OpenElection): Reader<readonly Answer[]> {
  const readers = election.questions.map((question) => answerReader(group, question));
  return (value, where) => {
    if (!Array.isArray(value) || value.length !== readers.length) {
      return refuse('MALFORMED', where, `expected an array of ${readers.length} answers, one a question`);
    }
    const answers: Answer[] = [];
    for (const [i, reader] of readers.entries()) {
      const read = reader(value[i], `${where}[${i}]`);
      if (!read.ok) return read;
      answers.push(read.value);
    }
    return ok(answers);
  };
}

const anything: Reader<unknown> = (value) => ok(value);

/** The text a signature covers: the ballot without its signature. `answers` is already JSON. */
function unsignedText(
  ballot: { electionUuid: string; electionHash: string; credential: string },
  answers: unknown,
): string {
  return JSON.stringify({
    election_uuid: ballot.electionUuid,
    election_hash: ballot.electionHash,
    credential: ballot.credential,
    answers,
  });
}

/** The canonical text without signature, and its hash (standard Base64 without padding), which the voter signs. */
export function writeUnsignedBallot(group: Group, ballot: UnsignedBallot): { text: string; hash: string } {
  const text = unsignedText(
    { ...ballot, credential: group.text(ballot.credential) },
    ballot.answers.map((answer) => answerJson(group, answer)),
  );
  return { text, hash: fingerprintOf(text) };
}

/** The complete ballot text: the unsigned text with the signature as its last member. */
export function signBallotText(unsigned: { text: string; hash: string }, proof: Proof): string {
  const signature = JSON.stringify({ hash: unsigned.hash, proof: proofJson(proof) });
  return `${unsigned.text.slice(0, -1)},"signature":${signature}}`;
}

/**
 * Reads a ballot for `open`. Outside `answers` the text must be canonical. Inside, a voter's own unusual spelling
 * (another field order, an unknown field, a number in hexadecimal or with leading zeros) is kept as an `oddity` when it
 * has one meaning; a duplicate key never has.
 */
export function readBallot(text: string, open: OpenElection, where: string): Result<Ballot> {
  const { group } = open;
  const parsed = readJson(text, where, MAX_BALLOT_LENGTH);
  if (!parsed.ok) return parsed;
  const outer = object({
    election_uuid: string(64),
    election_hash: string(43, FINGERPRINT, 'an election fingerprint'),
    credential: string(1000),
    answers: anything,
    signature: object({ hash: string(43, FINGERPRINT, 'a hash in Base64'), proof: proofReader(group) }),
  })(parsed.value, where);
  if (!outer.ok) return outer;
  const { election_uuid, election_hash, credential, answers, signature } = outer.value;
  const unsigned = unsignedText(
    { electionUuid: election_uuid, electionHash: election_hash, credential },
    answers,
  );
  const signedHash = fingerprintOf(unsigned);
  if (signBallotText({ text: unsigned, hash: signature.hash }, signature.proof) !== text) {
    return refuse(
      'NON_CANONICAL',
      where,
      'fields, white space or keys of the ballot are not as a canonical writer gives',
    );
  }
  const key = group.read(credential, `${where}.credential`);
  if (!key.ok) return key;
  const readAnswers = answersReader(open);
  const strict = readAnswers(answers, `${where}.answers`);
  const oddity = strict.ok ? unusualOrder(group, strict.value, answers, where) : strict.error;
  const read = strict.ok
    ? strict
    : readAnswers(normalised(answers, group.name !== 'Ed25519'), `${where}.answers`);
  if (!read.ok) return strict.ok ? read : strict;
  return ok({
    electionUuid: election_uuid,
    electionHash: election_hash,
    credential: key.value,
    answers: read.value,
    signature,
    signedHash,
    tracker: fingerprintOf(text),
    ...(oddity === undefined ? {} : { oddity }),
  });
}

function unusualOrder(
  group: Group,
  answers: readonly Answer[],
  given: unknown,
  where: string,
): Refusal | undefined {
  const canonical = JSON.stringify(answers.map((answer) => answerJson(group, answer)));
  if (canonical === JSON.stringify(given)) return undefined;
  return { code: 'NON_CANONICAL', where: `${where}.answers`, message: 'the fields are in an unusual order' };
}

const ANSWER_FIELDS = new Set([
  'choices',
  'individual_proofs',
  'overall_proof',
  'blank_proof',
  'proof',
  'alpha',
  'beta',
  'challenge',
  'response',
]);

/** Unknown fields go, and (where elements are decimal) numbers in hexadecimal or with leading zeros become canonical. */
function normalised(value: unknown, hasDecimals: boolean): unknown {
  if (typeof value === 'string') {
    return hasDecimals && /^(?:0x[0-9a-f]{1,2000}|[0-9]{1,2000})$/i.test(value)
      ? BigInt(value).toString()
      : value;
  }
  if (Array.isArray(value)) return value.map((item) => normalised(item, hasDecimals));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => ANSWER_FIELDS.has(key))
      .map(([key, member]) => [key, normalised(member, hasDecimals)]),
  );
}
