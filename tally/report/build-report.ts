/**
 * Builds the tally report from its input: counts, decides or evaluates, writes the texts. The one way a report comes to be,
 * for the server that makes it and for the verifier that makes it again.
 */

import { type Counted, countPoll, decide, type Stopped } from '../count/count.ts';
import { placesOf } from '../count/places.ts';
import { type ItemMarks, markNames, type Poll } from '../count/poll.ts';
import type { Threshold } from '../count/threshold.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { err, ok, type Result, refuse } from '../result.ts';
import { type BasedShare, rulePackHash } from '../rules/rule-pack.ts';
import { announce } from './announcement.ts';
import type { Organ, ReportInput } from './input.ts';
import { REPORT_FORMAT } from './read-report.ts';
import type { DecisionSection, Notice, ReportBody, ReportedThreshold, TallyReport } from './tally-report.ts';
import { nameShare } from './wording.ts';

/**
 * Counts and reports.
 *
 * @returns the report of a poll that was held (COUNTED or POLL_INVALID). Refused with QUORUM_NOT_MET,
 *          ISSUED_EXCEEDS_PRESENT or ADJUDICATION_PENDING while there is nothing to sign, INCONSISTENT or MALFORMED when
 *          the input cannot come from one poll.
 */
export function buildTallyReport(input: ReportInput): Result<TallyReport> {
  const { poll } = input;
  const counted = countPoll(poll);
  if (!counted.ok) return counted;
  if (counted.value.code !== 'COUNTED' && counted.value.code !== 'POLL_INVALID') {
    return refuseStopped(poll, counted.value);
  }
  const found = counted.value.code === 'COUNTED' ? findResult(input, counted.value) : ok(NO_RESULT);
  if (!found.ok) return err(found.error);
  const body = writeBody(input, counted.value, found.value);
  return ok({ ...body, announcement: announce(body, poll.pack) });
}

function refuseStopped({ attendance }: Poll, { code, quorum, ballots }: Stopped): Result<never> {
  if (code === 'QUORUM_NOT_MET') {
    return refuse(
      code,
      'attendance.present',
      `${attendance.present} are present, the quorum is ${quorum.needed}`,
    );
  }
  if (code === 'ADJUDICATION_PENDING') {
    return refuse(code, 'columns', `${ballots.pending} doubtful ballots wait for the chief scrutineer`);
  }
  return code === 'ISSUED_EXCEEDS_PRESENT'
    ? refuse(
        code,
        'attendance.issued',
        `${attendance.issued} ballots issued to ${attendance.present} present`,
      )
    : refuse('INCONSISTENT', 'columns', 'the poll is invalid');
}

type Found = {
  readonly result: TallyReport['result'];
  readonly items: readonly ItemMarks[];
  readonly notices: readonly Notice[];
};

const NO_RESULT: Found = { result: null, items: [], notices: [] };

function findResult({ poll, organ }: ReportInput, counted: Counted): Result<Found> {
  const { items } = counted;
  const { pack } = poll;
  if (pack.kind === 'evaluation') {
    const evaluation = evaluate(poll, pack, counted);
    const { majority, rateBase } = pack.evaluation;
    const reported = reportThreshold(majority, evaluation.majority, organ);
    return ok({
      result: { kind: 'evaluation', ...evaluation, majority: reported, rateBase },
      items,
      notices: [],
    });
  }
  const decided = decide(poll, counted);
  if (!decided.ok) return decided;
  const { isDifferentialLow, passing, threshold, ...decision } = decided.value;
  const { outcomes, tie, shortfall } = decision;
  const result: DecisionSection = {
    kind: 'decision',
    ...decision,
    threshold: threshold && reportThreshold(pack.threshold, threshold, organ),
    places: placesOf(poll),
    budgetFen: budgetOf(poll),
    passing: passing.length,
    passedNotElected: outcomes.filter(({ outcome }) => outcome === 'passed_not_elected').map(({ no }) => no),
  };
  const notices: Notice[] = [];
  if (tie !== null) notices.push(tie.code);
  if (shortfall !== null) notices.push('SHORTFALL');
  if (isDifferentialLow) notices.push('DIFFERENTIAL_LOW');
  return ok({ result, items, notices });
}

function reportThreshold(share: BasedShare, threshold: Threshold, organ: Organ): ReportedThreshold {
  const { zh, en } = nameShare(share, organ);
  return { ...share, ...threshold, textZh: zh, textEn: en };
}

function budgetOf({ pack, round }: Poll): number | null {
  if (pack.kind !== 'projects' || pack.selection.method !== 'greedy_budget') return null;
  return 'leftFen' in round ? round.leftFen : pack.selection.budgetFen;
}

function writeBody(input: ReportInput, counted: Counted | Stopped, found: Found): ReportBody {
  const { organ, meeting, subject, chainHead, poll } = input;
  const { pack, attendance } = poll;
  const { kind, id, version, titleZh, titleEn } = pack;
  const isCounted = counted.code === 'COUNTED';
  const isPublic = isCounted && pack.publish.counts;
  return {
    format: REPORT_FORMAT,
    organ,
    meeting,
    subject,
    round: poll.round,
    rulePack: { kind, id, version, titleZh, titleEn, hash: rulePackHash(pack) },
    attendance: {
      entitled: attendance.inOffice,
      present: attendance.present,
      absent: attendance.inOffice - attendance.present,
      quorum: { ...pack.quorum, needed: counted.quorum.needed, met: true },
    },
    ballots: counted.ballots,
    outcome: isCounted ? 'COUNTED' : 'POLL_INVALID',
    items: poll.items,
    rounding: pack.rounding,
    counts: isPublic
      ? { marks: markNames(pack, poll.columns[0]?.source), columns: poll.columns, totals: found.items }
      : null,
    result: isPublic ? found.result : withoutVotes(found.result),
    revotes: poll.revotes.map((revote) => ({ ...revote, items: isPublic ? revote.items : null })),
    notices: found.notices,
    chainHead,
  };
}

/** The result where counts are not published: how many votes a tie is at is one of them. */
function withoutVotes(result: TallyReport['result']): TallyReport['result'] {
  if (result?.kind !== 'decision' || result.tie === null) return result;
  return { ...result, tie: { ...result.tie, votes: null } };
}
