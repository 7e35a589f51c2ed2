/**
 * The steps of a count in their order (domain reference, section 5): quorum, reconciliation, counts of each item,
 * threshold, selection, re-votes, result. Input is plain counts; the same function serves the server, the command line
 * and the verifier. An evaluation takes the first steps only; its figures are made in evaluate/.
 */

import { checkAttendance, checkColumns, checkMarks } from '../lifecycle/identities.ts';
import { assert, err, ok, type Result } from '../result.ts';
import type { ProjectsPack } from '../rules/rule-pack.ts';
import { checkItems } from './check-items.ts';
import { sumItems } from './items.ts';
import { placesOf } from './places.ts';
import type { ItemMarks, Poll } from './poll.ts';
import { computeQuorum, type Quorum } from './quorum.ts';
import { computeReconciliation, type Reconciliation } from './reconcile.ts';
import { applyRevotes } from './revote.ts';
import { type Contender, type OpenTie, type Selected, selectTopN, selectWithinBudget } from './selection.ts';
import { computeShortfall, type Shortfall } from './shortfall.ts';
import { computeThreshold, passes, type Threshold } from './threshold.ts';

/** A poll without a result, by the code of domain reference, section 16; no figures of items exist. */
export type Stopped = {
  readonly code: 'QUORUM_NOT_MET' | 'ISSUED_EXCEEDS_PRESENT' | 'POLL_INVALID' | 'ADJUDICATION_PENDING';
  readonly quorum: Quorum;
  readonly ballots: Reconciliation;
};

/** Steps 1, 2 and 4 done: `items` in ballot order. */
export type Counted = {
  readonly code: 'COUNTED';
  readonly quorum: Quorum;
  readonly ballots: Reconciliation;
  readonly items: readonly ItemMarks[];
};

export type ItemOutcome = 'elected' | 'passed_not_elected' | 'failed' | 'tied' | 'waiting';

/**
 * What the counts decide. Lists are item numbers in ballot order. `code` of the tie is TIE_UNRESOLVED once a re-vote was
 * held. `waiting` outcomes exist under a budget only, while a tie above them is open.
 */
export type Decision = {
  readonly threshold: Threshold | null;
  readonly passing: readonly number[];
  readonly elected: readonly number[];
  readonly outcomes: readonly { readonly no: number; readonly outcome: ItemOutcome }[];
  readonly tie: (OpenTie & { readonly code: 'TIE_AT_BOUNDARY' | 'TIE_UNRESOLVED' }) | null;
  readonly shortfall: Shortfall | null;
  readonly leftFen: number | null;
  readonly isDifferentialLow: boolean;
};

/**
 * Steps 1 to 4. A stop is an outcome, in this order: QUORUM_NOT_MET, ISSUED_EXCEEDS_PRESENT, POLL_INVALID,
 * ADJUDICATION_PENDING; the marks of a stopped poll are not looked at.
 *
 * @returns the outcome, or INCONSISTENT when figures break an identity or do not fit the rules.
 */
export function countPoll(poll: Poll): Result<Stopped | Counted> {
  const flaw = [...checkItems(poll), ...checkAttendance(poll), ...checkColumns(poll)][0];
  if (flaw !== undefined) return err(flaw);
  const { attendance } = poll;
  const quorum = computeQuorum(attendance.inOffice, attendance.present, poll.pack.quorum);
  const ballots = computeReconciliation(attendance, poll.columns);
  const stop = (code: Stopped['code']): Result<Stopped> => ok({ code, quorum, ballots });
  if (!quorum.met) return stop('QUORUM_NOT_MET');
  if (attendance.issued > attendance.present) return stop('ISSUED_EXCEEDS_PRESENT');
  if (ballots.returned > ballots.issued) return stop('POLL_INVALID');
  if (ballots.pending > 0) return stop('ADJUDICATION_PENDING');
  const mismatch = checkMarks(poll)[0];
  if (mismatch !== undefined) return err(mismatch);
  return ok({ code: 'COUNTED', quorum, ballots, items: sumItems(poll) });
}

/**
 * Steps 5 to 8 of a projects or resolution poll.
 *
 * @param poll its pack is not an evaluation
 * @returns the decision, or INCONSISTENT when a re-vote does not belong to its tie
 */
export function decide(poll: Poll, counted: Counted): Result<Decision> {
  const { pack, round } = poll;
  assert(pack.kind !== 'evaluation', 'an evaluation decides no selection');
  const isRevote = round.kind === 'revote' || round.kind === 'revote_budget';
  const threshold = isRevote ? null : computeThreshold(pack.threshold, poll.attendance, counted.ballots);
  const contenders: readonly Contender[] = counted.items.map(({ no, marks }, i) => ({
    no,
    for: marks[0] ?? 0,
    revoteFor: 0n,
    costFen: poll.items[i]?.costFen ?? 0,
  }));
  const passing = contenders.filter(
    (item) => threshold === null || passes(item.for, pack.threshold, threshold),
  );
  const failed = contenders.filter((item) => !passing.includes(item));
  const selected = applyRevotes(passing, poll.revotes, (items) => select(poll, items));
  if (!selected.ok) return selected;
  const { elected, tie, leftFen } = selected.value;
  const seats = placesOf(poll);
  const missing = seats === null || isRevote ? 0 : Math.max(0, seats - passing.length);
  return ok({
    threshold,
    passing: passing.map(({ no }) => no),
    elected,
    outcomes: contenders.map(({ no }) => ({ no, outcome: outcomeOf(no, passing, selected.value) })),
    tie: tie && { ...tie, code: isRevote || poll.revotes.length > 0 ? 'TIE_UNRESOLVED' : 'TIE_AT_BOUNDARY' },
    shortfall: missing > 0 ? computeShortfall(failed, missing, handlingOf(poll)) : null,
    leftFen,
    isDifferentialLow: pack.kind === 'projects' && isDifferentialLow(pack, poll),
  });
}

function select(poll: Poll, contenders: readonly Contender[]): Selected {
  const { pack, round } = poll;
  const seats = placesOf(poll);
  if (seats !== null) return selectTopN(contenders, seats);
  if (pack.kind === 'projects' && pack.selection.method === 'greedy_budget') {
    return selectWithinBudget(contenders, 'leftFen' in round ? round.leftFen : pack.selection.budgetFen);
  }
  return { elected: contenders.map(({ no }) => no), tie: null, leftFen: null };
}

function outcomeOf(no: number, passing: readonly Contender[], { elected, tie }: Selected): ItemOutcome {
  if (elected.includes(no)) return 'elected';
  if (tie?.tied.includes(no)) return 'tied';
  if (tie?.waiting.includes(no)) return 'waiting';
  return passing.some((item) => item.no === no) ? 'passed_not_elected' : 'failed';
}

function handlingOf({ pack }: Poll): Shortfall['handling'] {
  return pack.kind === 'projects' && pack.selection.method === 'top_n' ? pack.selection.shortfall : 'leave';
}

/** (K − N) / N below the least differential, K candidates for N places, in the first round only. */
function isDifferentialLow(pack: ProjectsPack, poll: Poll): boolean {
  const seats = placesOf(poll);
  if (pack.differential === undefined || seats === null || poll.round.kind !== 'first') return false;
  return (poll.items.length - seats) * pack.differential.den < seats * pack.differential.num;
}
