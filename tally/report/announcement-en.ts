/**
 * The English rendering of the texts read aloud: sentence for sentence the same figures as announcement-zh.ts, for the
 * English pages and for readers of a published report. The Chinese text is the one that is read out.
 */

import type { RulePack } from '../rules/rule-pack.ts';
import type { Organ } from './input.ts';
import { listNumbers, listTotals, MARK_NAMES, titleOf } from './listing.ts';
import type { DecisionSection, EvaluationSection, ReportBody, ReportedTie } from './tally-report.ts';
import { type Act, actOf, CHAIRING_BODY, MEMBERS, nameMoney } from './wording.ts';

export function announceAttendanceEn(
  organ: Pick<Organ, 'kind'>,
  pack: RulePack,
  { entitled, present }: { readonly entitled: number; readonly present: number },
  isQuorum: boolean,
): string {
  const vote = actOf(pack).vote.en;
  const verdict = isQuorum
    ? `there is a quorum and the ${vote} can be held`
    : `there is no quorum and the ${vote} cannot be held`;
  return `Of ${entitled} ${MEMBERS[organ.kind].en} entitled to attend, ${present} are present and ${entitled - present} absent; ${verdict}.`;
}

export function announceEn(body: ReportBody, pack: RulePack): readonly string[] {
  const { attendance, organ, result } = body;
  const act = actOf(pack);
  const opening = [announceAttendanceEn(organ, pack, attendance, true), announceBallots(body, act)];
  if (result === null) return opening;
  const counts = announceCounts(body, pack);
  if (result.kind === 'evaluation') return [...opening, counts, ...announceEvaluation(body, result)];
  return [...opening, counts, ...announceRevotes(body), ...announceDecision(body, pack, result)];
}

function announceBallots({ ballots }: ReportBody, { vote, ballot }: Act): string {
  const { issued, returned } = ballots;
  const head = `${issued} ${ballot.en} were issued and ${returned} returned.`;
  if (returned > issued)
    return `${head} More were returned than issued: this ${vote.en} is invalid and must be held again.`;
  const relation =
    returned === issued ? 'As many were returned as issued' : 'Fewer were returned than issued';
  return `${head} ${relation}: this ${vote.en} is valid.`;
}

function announceCounts(body: ReportBody, pack: RulePack): string {
  const head = `Of those returned, ${body.ballots.valid} are valid and ${body.ballots.void} void.`;
  const names = body.counts?.marks ?? [];
  if (names.length === 0) return head;
  const listed = listTotals(body, pack).map(({ no, marks }) => {
    const figures = names.map((name, i) => `${marks[i] ?? 0} ${MARK_NAMES[name].en}`);
    return `${no}. ${titleOf(body, no).en}: ${figures.join(', ')}`;
  });
  return `${head} The count: ${listed.join('; ')}.`;
}

function announceRevotes(body: ReportBody): readonly string[] {
  return body.revotes.flatMap(({ items }) => {
    if (items === null) return [];
    const listed = items.map((item) => `${item.no}. ${titleOf(body, item.no).en}: ${item.for} for`);
    return [`The re-vote among the tied items: ${listed.join('; ')}.`];
  });
}

function announceDecision(body: ReportBody, pack: RulePack, result: DecisionSection): readonly string[] {
  if (pack.kind === 'resolution') return [announceResolution(body, result)];
  const lines = [announceResult(body, pack, result)];
  if (result.tie !== null) lines.push(announceTie(body, result.tie));
  if (result.shortfall !== null) lines.push(announceShortfall(result, pack));
  return lines;
}

function announceResolution(body: ReportBody, { threshold, elected }: DecisionSection): string {
  const title = titleOf(body, body.items[0]?.no ?? 0).en;
  const condition = `the votes of ${threshold?.textEn} (${threshold?.minVotes})`;
  return elected.length > 0
    ? `“${title}” has ${condition} and is adopted.`
    : `“${title}” has not reached ${condition} and is not adopted.`;
}

function announceResult(body: ReportBody, pack: RulePack, result: DecisionSection): string {
  const { elected, passing, places, budgetFen, threshold } = result;
  const act = actOf(pack).choose.en;
  const titles = listNumbers(body, pack, elected).map((no, i) => `(${i + 1}) ${titleOf(body, no).en}`);
  const chosen =
    elected.length === 0
      ? `none can be ${act} yet`
      : `these ${elected.length} are ${act} as livelihood projects of ${body.subject.year}: ${titles.join('; ')}`;
  if (threshold === null) return `By the votes of the re-vote, ${chosen}.`;
  const condition = `the votes of ${threshold.textEn} (${threshold.minVotes})`;
  if (passing === 0) return `No candidate project has ${condition}.`;
  const passed = `${passing} candidate projects have ${condition}`;
  if (budgetFen !== null) return `${passed}; by votes and within ${nameMoney(budgetFen).en}, ${chosen}.`;
  if (places === null) return `${passed}; ${chosen}.`;
  if (passing > places) return `${passed}, more than the ${places} to be ${act}; by votes, ${chosen}.`;
  return passing === places
    ? `${passed}, as many as the ${places} to be ${act}; ${chosen}.`
    : `${passed}; ${chosen}.`;
}

function announceTie(body: ReportBody, tie: ReportedTie): string {
  const titles = tie.tied.map((no) => titleOf(body, no).en).join(', ');
  if (tie.code === 'TIE_UNRESOLVED') {
    const open =
      tie.places === null ? 'their order is still open' : `${tie.places} of them still to be decided`;
    return `After the re-vote ${titles} are level again, ${open}; ${CHAIRING_BODY[body.organ.kind].en} decides whether to vote again on these ${tie.tied.length}.`;
  }
  const level = tie.votes === null ? '' : ` (${tie.votes} each)`;
  const head = `${titles} have equal votes${level} and cannot be decided between; a re-vote is to be held on these ${tie.tied.length}`;
  return tie.leftFen === null
    ? `${head}, and the ${tie.places} with the most votes are chosen.`
    : `${head}; those with more votes come first, within the remaining ${nameMoney(tie.leftFen).en}.`;
}

function announceShortfall(
  { threshold, passing, places, shortfall }: DecisionSection,
  pack: RulePack,
): string {
  return `${passing} candidate projects have the votes of ${threshold?.textEn}, fewer than the ${places} to be ${actOf(pack).choose.en}; the rules say what happens to the missing ${shortfall?.places}.`;
}

function announceEvaluation(body: ReportBody, result: EvaluationSection): readonly string[] {
  const graded = result.items.map(
    ({ no, grade }) => `${no}. ${titleOf(body, no).en}: ${MARK_NAMES[grade].en}`,
  );
  const { textEn, minVotes } = result.majority;
  const lines = [`Graded by ${textEn} (${minVotes} votes): ${graded.join('; ')}.`];
  if (result.mustRectify.length > 0) {
    const titles = result.mustRectify.map((no) => titleOf(body, no).en).join(', ');
    lines.push(
      `${titles} failed the evaluation; the units responsible must rectify and are evaluated again.`,
    );
  }
  return lines;
}
