/**
 * Judging one ballot that somebody sent, by the functions the verifier uses: read strictly, every proof, the signature,
 * membership of every element, and the caps across questions. Pure, so that threads, Workers and tests run the same.
 */
import {
  acceptBallot,
  type CapRule,
  capProofsJson,
  checkCaps,
  emptyTally,
  mergeTallies,
  type OpenElection,
  ok,
  openElection,
  type Result,
  readBallot,
  readCapProofs,
  readElection,
  refuse,
  sha256Hex,
  tallyOfBallot,
  writeEncryptedTally,
} from '#tally';
import { electionGroup } from './engine.ts';

/** What is sealed about a session's ballots; `key` names it, the same always for the same rules. */
export interface BallotRuleTexts {
  readonly key: string;
  readonly election: string;
  readonly caps: readonly CapRule[];
}

export interface GivenBallot {
  readonly ballot: string;
  /** Cap proofs as JSON; nothing, or an empty list, where there are no caps. */
  readonly caps: unknown;
}

export interface CheckedBallot {
  /** Public credential the ballot is signed with. */
  readonly credential: string;
  /** SHA-256 of the ballot's text, hex. */
  readonly tracker: string;
  /** Canonical JSON of its cap proofs, `[]` without. */
  readonly caps: string;
}

export interface OpenRules {
  readonly open: OpenElection;
  readonly caps: readonly CapRule[];
}

/** @throws when the texts are not those of a sealed session */
export function openRules({ election, caps }: BallotRuleTexts): OpenRules {
  const read = readElection(election);
  if (!read.ok) throw new Error('broken promise: a sealed election can be read');
  const open = openElection(read.value, electionGroup());
  if (!open.ok) throw new Error('broken promise: a sealed election can be opened');
  return { open: open.value, caps };
}

export function checkGiven({ open, caps: rules }: OpenRules, given: GivenBallot): Result<CheckedBallot> {
  const ballot = acceptBallot(open, given.ballot);
  if (!ballot.ok) return ballot;
  const checked = {
    credential: open.group.text(ballot.value.credential),
    tracker: sha256Hex(given.ballot),
  };
  if (rules.length === 0) {
    const isNone = given.caps === null || (Array.isArray(given.caps) && given.caps.length === 0);
    return isNone
      ? ok({ ...checked, caps: '[]' })
      : refuse('MALFORMED', 'caps', 'the rules of this session need no cap proofs');
  }
  const proofs = readCapProofs(open.group, given.caps, 'caps');
  if (!proofs.ok) return proofs;
  const [first] = checkCaps(open, rules, ballot.value, proofs.value, 'caps');
  return first === undefined
    ? ok({ ...checked, caps: JSON.stringify(capProofsJson(proofs.value)) })
    : refuse(first.code, first.where, first.message);
}

/** The encrypted tally, as its text, of ballots that were checked when they were cast. */
export function sumBallots({ open }: OpenRules, ballots: readonly string[]): string {
  const { group, election } = open;
  let tally = emptyTally(group, election.questions);
  for (const text of ballots) {
    const read = readBallot(text, open, 'ballot');
    if (!read.ok) throw new Error('broken promise: a ballot in the box can be read');
    tally = mergeTallies(group, election.questions, tally, tallyOfBallot(group, read.value.answers, 1n));
  }
  return writeEncryptedTally(group, tally);
}
