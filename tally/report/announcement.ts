/**
 * The texts read aloud (domain reference, section 5.1), made from the report's figures so that nothing else can be
 * announced: attendance, ballots, counts, re-votes, then the result, tie or shortfall. The sentences are in
 * announcement-zh.ts and announcement-en.ts; 公告 and 公示 in proclamation.ts.
 */

import type { RulePack } from '../rules/rule-pack.ts';
import { announceEn } from './announcement-en.ts';
import { announceZh } from './announcement-zh.ts';
import type { ReportBody } from './tally-report.ts';

/** All sentences of a poll in the order they are read, in both languages. */
export function announce(
  body: ReportBody,
  pack: RulePack,
): { readonly zh: readonly string[]; readonly en: readonly string[] } {
  return { zh: announceZh(body, pack), en: announceEn(body, pack) };
}
