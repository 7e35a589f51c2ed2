/**
 * How items stand in public lists and texts: their order (ballot number or votes, as the rules say), their titles, and
 * the names of what can be marked.
 */

import type { ItemMarks, MarkName } from '../count/poll.ts';
import { GRADE_NAMES } from '../rules/grades.ts';
import type { RulePack } from '../rules/rule-pack.ts';
import type { ReportBody } from './tally-report.ts';
import type { BothLanguages } from './wording.ts';

export const MARK_NAMES: { readonly [mark in MarkName]: BothLanguages } = {
  for: { zh: '赞成', en: 'for' },
  against: { zh: '反对', en: 'against' },
  abstain: { zh: '弃权', en: 'abstained' },
  notPressed: { zh: '未按表决器', en: 'not pressed' },
  ...GRADE_NAMES,
};

/** The published counts in the order of public lists; none where counts are not published. */
export function listTotals(body: ReportBody, pack: RulePack): readonly ItemMarks[] {
  const totals = body.counts?.totals ?? [];
  if (pack.publish.order === 'ballot_no') return totals;
  return [...totals].sort((a, b) => (b.marks[0] ?? 0) - (a.marks[0] ?? 0) || a.no - b.no);
}

/** These items' numbers in the order of public lists. */
export function listNumbers(body: ReportBody, pack: RulePack, numbers: readonly number[]): readonly number[] {
  const order = listTotals(body, pack).map(({ no }) => no);
  return order.length === 0 ? numbers : order.filter((no) => numbers.includes(no));
}

export function titleOf(body: Pick<ReportBody, 'items'>, no: number): BothLanguages {
  const item = body.items.find((candidate) => candidate.no === no);
  return { zh: item?.titleZh ?? '', en: item?.titleEn ?? '' };
}
