/**
 * The tally report (计票结果报告单): everything domain reference, section 5.2 asks for, as canonical JSON, built from plain
 * figures only. Anyone with the published record builds the same report byte for byte; three people sign its hash
 * (certificate.ts). Reading is in read-report.ts, the texts read aloud in announcement.ts.
 */

import type { Decision } from '../count/count.ts';
import type { Column, Item, ItemMarks, MarkName, RevoteRecord, Round } from '../count/poll.ts';
import type { Reconciliation } from '../count/reconcile.ts';
import type { OpenTie } from '../count/selection.ts';
import type { Threshold } from '../count/threshold.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import type { Evaluation } from '../evaluate/evaluate.ts';
import type { Rounding } from '../rounding.ts';
import type { BasedShare, EvaluationRules, RulePack } from '../rules/rule-pack.ts';
import type { Meeting, Organ, ReportInput, Subject } from './input.ts';
import type { REPORT_FORMAT } from './read-report.ts';

export type Notice = 'TIE_AT_BOUNDARY' | 'TIE_UNRESOLVED' | 'SHORTFALL' | 'DIFFERENTIAL_LOW';

/** A condition as the rules state it, in words, and what it comes to in this poll. */
export type ReportedThreshold = BasedShare & Threshold & { readonly textZh: string; readonly textEn: string };

/** An open tie; `votes` is null where counts are not published. */
export type ReportedTie = Omit<OpenTie, 'votes'> & {
  readonly code: 'TIE_AT_BOUNDARY' | 'TIE_UNRESOLVED';
  readonly votes: number | null;
};

/** A decision with the places or budget it filled. `passedNotElected` as domain reference, section 5, step 8. */
export type DecisionSection = Omit<Decision, 'isDifferentialLow' | 'passing' | 'threshold' | 'tie'> & {
  readonly kind: 'decision';
  /** Null in a re-vote. */
  readonly threshold: ReportedThreshold | null;
  readonly tie: ReportedTie | null;
  readonly places: number | null;
  readonly budgetFen: number | null;
  readonly passing: number;
  readonly passedNotElected: readonly number[];
};

export type EvaluationSection = Omit<Evaluation, 'majority'> & {
  readonly kind: 'evaluation';
  readonly majority: ReportedThreshold;
  readonly rateBase: EvaluationRules['rateBase'];
};

/**
 * `counts` is null where the rules do not publish counts, and with POLL_INVALID, where `result` is null too. `revotes`
 * lists the child sessions whose votes decided ties; their votes are null where counts are not published.
 */
export type TallyReport = {
  readonly format: typeof REPORT_FORMAT;
  readonly organ: Organ;
  readonly meeting: Meeting;
  readonly subject: Subject;
  readonly round: Round;
  readonly rulePack: Pick<RulePack, 'kind' | 'id' | 'version' | 'titleZh' | 'titleEn'> & {
    readonly hash: string;
  };
  readonly attendance: {
    readonly entitled: number;
    readonly present: number;
    readonly absent: number;
    readonly quorum: RulePack['quorum'] & { readonly needed: number; readonly met: true };
  };
  readonly ballots: Reconciliation;
  readonly outcome: 'COUNTED' | 'POLL_INVALID';
  readonly items: readonly Item[];
  /** How the figures of an evaluation are rounded; printed under every table. */
  readonly rounding: Rounding;
  readonly counts: {
    readonly marks: readonly MarkName[];
    readonly columns: readonly Column[];
    readonly totals: readonly ItemMarks[];
  } | null;
  readonly result: DecisionSection | EvaluationSection | null;
  readonly revotes: readonly (Omit<RevoteRecord, 'items'> & {
    readonly items: RevoteRecord['items'] | null;
  })[];
  readonly notices: readonly Notice[];
  readonly announcement: { readonly zh: readonly string[]; readonly en: readonly string[] };
  readonly chainHead: string | null;
};

/** A report whose texts are still to be written. */
export type ReportBody = Omit<TallyReport, 'announcement'>;

/** The canonical JSON text that is hashed, signed and published. */
export function writeTallyReport(report: TallyReport): string {
  return canonicalJson(report);
}

/** SHA-256 of the canonical text in hex: what the certificate's signatures cover. */
export function tallyReportHash(report: TallyReport): string {
  return sha256Hex(writeTallyReport(report));
}

/** What a parent session needs of the report of its re-vote; null when that report holds no counts. */
export function revoteRecordOf(child: TallyReport): RevoteRecord | null {
  if (child.counts === null) return null;
  return {
    sessionUuid: child.subject.uuid,
    reportHash: tallyReportHash(child),
    items: child.counts.totals.map(({ no, marks }) => ({ no, for: marks[0] ?? 0 })),
  };
}

/**
 * The input a published report says it was built from: rebuild from it, with verified columns in place of the stated
 * ones, and compare bytes. Null when the report holds no counts to rebuild from.
 */
export function inputOfReport(report: TallyReport, pack: RulePack): ReportInput | null {
  const { organ, meeting, subject, chainHead, attendance, ballots } = report;
  const revotes: RevoteRecord[] = [];
  for (const { items, ...session } of report.revotes) {
    if (items === null) return null;
    revotes.push({ ...session, items });
  }
  if (report.counts === null) return null;
  return {
    organ,
    meeting,
    subject,
    chainHead,
    poll: {
      pack,
      items: report.items,
      round: report.round,
      attendance: { inOffice: attendance.entitled, present: attendance.present, issued: ballots.issued },
      columns: report.counts.columns,
      revotes,
    },
  };
}
