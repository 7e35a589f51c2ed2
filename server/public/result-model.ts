/**
 * Everything the page of a published result shows, read from the published texts themselves and from nothing else, so that
 * the page cannot say what the record does not (check 18). What counts as a small cell is decided here (requirement R16).
 */
import {
  type Action,
  type Certificate,
  type Column,
  type ItemMarks,
  type RulePack,
  readActions,
  readCertificate,
  readRulePackText,
  readSetup,
  readTallyReport,
  type Setup,
  type TallyReport,
} from '#tally';
import type { PollDetail, PollHead, Publication, VersionRow } from './store.ts';

export type ListOrder = 'ballot_no' | 'votes';

export interface ResultModel {
  readonly poll: PollDetail;
  readonly publication: Publication;
  readonly report: TallyReport;
  readonly pack: RulePack;
  readonly certificate: Certificate;
  readonly setup: Setup;
  readonly actions: readonly Action[];
  readonly versions: readonly VersionRow[];
  readonly children: readonly PollHead[];
  readonly parent: PollHead | null;
}

/** The model of a publication; null when a published text cannot be read, which only a broken database can bring about. */
export function readPublished(
  poll: PollDetail,
  publication: Publication,
  around: Pick<ResultModel, 'versions' | 'children' | 'parent'>,
): ResultModel | null {
  const { texts } = publication;
  const report = readTallyReport(texts['report.json']);
  const pack = readRulePackText(texts['rule-pack.json']);
  const certificate = readCertificate(texts['certificate.json']);
  const setup = readSetup(texts['setup.json'], 'setup.json');
  const actions = readActions(texts['ledger/actions.json'], 'ledger/actions.json');
  if (!(report.ok && pack.ok && certificate.ok && setup.ok && actions.ok)) return null;
  return {
    poll,
    publication,
    report: report.value,
    pack: pack.value,
    certificate: certificate.value,
    setup: setup.value,
    actions: actions.value,
    ...around,
  };
}

/** The published counts in the order asked for; equal votes stand in ballot order. */
export function orderTotals(report: TallyReport, order: ListOrder): readonly ItemMarks[] {
  const totals = report.counts?.totals ?? [];
  if (order === 'ballot_no') return totals;
  return [...totals].sort((a, b) => (b.marks[0] ?? 0) - (a.marks[0] ?? 0) || a.no - b.no);
}

/**
 * The columns shown one by one: those of several ways of voting, unless one of them has fewer than `minGroup` ballots. Then
 * none is shown, for with the sum and the others the small one could be worked out.
 */
export function shownColumns(report: TallyReport, pack: RulePack): readonly Column[] {
  const columns = report.counts?.columns ?? [];
  return columns.length > 1 && !hasSmallColumn(report, pack) ? columns : [];
}

/** Whether a way of voting was used by some, but by fewer than `minGroup`. */
export function hasSmallColumn(report: TallyReport, pack: RulePack): boolean {
  const columns = report.counts?.columns ?? [];
  return columns.length > 1 && columns.some(({ returned }) => returned < pack.publish.minGroup);
}
