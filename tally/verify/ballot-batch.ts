/**
 * The part of verification that costs time, cut into pieces that a worker can do alone: check some ballots and sum their
 * ciphertexts; test some credentials for membership. Jobs and reports are plain texts and numbers, so they cross
 * threads; whoever distributes them sees the same findings in the same order as one thread would.
 */
import { type Ballot, readBallot } from '../belenios/ballot.ts';
import { checkBallot } from '../belenios/check-ballot.ts';
import { checkCredentialMembership } from '../belenios/credential-list.ts';
import type { OpenElection } from '../belenios/election.ts';
import {
  emptyTally,
  mergeTallies,
  readEncryptedTally,
  tallyOfBallot,
  writeEncryptedTally,
} from '../belenios/tally.ts';
import { checkCaps } from '../caps/cap-proof.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import { readCapProofs } from '../caps/caps-file.ts';
import { assertOk, type Refusal, type RefusalCode } from '../result.ts';
import type { CheckId } from './checks.ts';
import { errorFinding, type Finding } from './finding.ts';

export interface BallotJob {
  readonly text: string;
  /** Weight of the credential, decimal. */
  readonly weight: string;
  readonly where: string;
  /** The ballot's cap proofs as JSON, where the record has cap rules. */
  readonly caps?: unknown;
}

/** What every job of one election needs; plain, so that a worker can open it again. */
export interface BallotRules {
  readonly open: OpenElection;
  /** Empty for an election of somebody else. */
  readonly caps: readonly CapRule[];
}

export interface BallotBatchReport {
  readonly findings: readonly Finding[];
  /** Ballots that could not be read and so are not in the sum. */
  readonly unreadable: number;
  /** Encrypted tally, as its canonical text, of the readable ballots of the batch. */
  readonly tally: string;
}

/** Does jobs, here or elsewhere. Each instance belongs to one election. */
export interface BallotChecker {
  /** How many batches it can usefully be given at once. */
  readonly concurrency: number;
  checkBallots(jobs: readonly BallotJob[]): Promise<BallotBatchReport>;
  /** Findings 08.2 about public keys that are not in the group; `first` is the index of the first. */
  checkCredentials(publicKeys: readonly string[], first: number): Promise<readonly Finding[]>;
  /** Ends threads, if any. */
  close(): Promise<void>;
}

const CHECK_OF_CODE: Partial<Record<RefusalCode, CheckId>> = {
  NOT_IN_GROUP: '10.4',
  BAD_PROOF: '10.5',
  BAD_SIGNATURE: '10.6',
  INCONSISTENT: '10.2',
};

function ballotFinding(refusal: Refusal): Finding {
  return errorFinding(CHECK_OF_CODE[refusal.code] ?? '10.1', refusal);
}

export function checkBallotBatch(
  { open, caps: rules }: BallotRules,
  jobs: readonly BallotJob[],
): BallotBatchReport {
  const { group, election } = open;
  const findings: Finding[] = [];
  let unreadable = 0;
  let tally = emptyTally(group, election.questions);
  for (const { text, weight, where, caps } of jobs) {
    const read = readBallot(text, open, where);
    if (!read.ok) {
      unreadable++;
      findings.push(errorFinding('10.1', read.error));
      continue;
    }
    findings.push(...checkBallot(open, read.value, where).map(ballotFinding), ...spellingFinding(read.value));
    if (rules.length > 0) findings.push(...capFindings(open, rules, read.value, caps, where));
    const own = tallyOfBallot(group, read.value.answers, BigInt(weight));
    tally = mergeTallies(group, election.questions, tally, own);
  }
  return { findings, unreadable, tally: writeEncryptedTally(group, tally) };
}

function capFindings(
  open: OpenElection,
  rules: readonly CapRule[],
  ballot: Ballot,
  caps: unknown,
  where: string,
): Finding[] {
  const place = `${where} caps`;
  const proofs = readCapProofs(open.group, caps, place);
  const refusals = proofs.ok ? checkCaps(open, rules, ballot, proofs.value, place) : [proofs.error];
  return refusals.map((refusal) => errorFinding('10.8', refusal));
}

/** Someone else's election is not refuted because a voter spelled their own, signed answer in an unusual way. */
function spellingFinding({ oddity }: Ballot): Finding[] {
  return oddity === undefined
    ? []
    : [{ check: '10.7', severity: 'warning', where: oddity.where, message: oddity.message }];
}

export function checkCredentialBatch(
  { group }: OpenElection,
  publicKeys: readonly string[],
  first: number,
): readonly Finding[] {
  const list = publicKeys.map((publicKey) => ({ publicKey }));
  return checkCredentialMembership(group, list, 'credentials').map((refusal) => {
    const where = refusal.where.replace(/\[(\d+)\]/, (_, index: string) => `[${Number(index) + first}]`);
    return errorFinding('08.2', { ...refusal, where });
  });
}

/** Checks in this thread, one batch after another. */
export function createLocalChecker(rules: BallotRules): BallotChecker {
  return {
    concurrency: 1,
    checkBallots: async (jobs) => checkBallotBatch(rules, jobs),
    checkCredentials: async (publicKeys, first) => checkCredentialBatch(rules.open, publicKeys, first),
    close: async () => {},
  };
}

/** The tally text of a report back as elements. */
export function tallyOfReport({ group }: OpenElection, report: BallotBatchReport) {
  return assertOk(readEncryptedTally(group, report.tally, 'batch'));
}
