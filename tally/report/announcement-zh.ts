/**
 * The Chinese sentences of domain reference, section 5.1, slot by slot; a street assembly's say 票选 and 推荐. Sentences
 * for votes that section does not spell out (budget, item-by-item vote, resolution, evaluation) follow its form.
 */

import type { RulePack } from '../rules/rule-pack.ts';
import type { Organ } from './input.ts';
import { listNumbers, listTotals, MARK_NAMES, titleOf } from './listing.ts';
import type { DecisionSection, EvaluationSection, ReportBody, ReportedTie } from './tally-report.ts';
import { type Act, actOf, CHAIRING_BODY, MEMBERS, nameMoney, numeralZh } from './wording.ts';

/** The attendance sentence, also of a meeting without a quorum, for which no report exists. */
export function announceAttendanceZh(
  organ: Pick<Organ, 'kind'>,
  pack: RulePack,
  { entitled, present }: { readonly entitled: number; readonly present: number },
  isQuorum: boolean,
): string {
  const vote = actOf(pack).vote.zh;
  const verdict = isQuorum ? `符合法定人数，可以进行${vote}` : `不符合法定人数，不能进行${vote}`;
  const members = MEMBERS[organ.kind].zh;
  return `本次会议应到${members}${entitled}名，实到${present}名，缺席${entitled - present}名，${verdict}。`;
}

export function announceZh(body: ReportBody, pack: RulePack): readonly string[] {
  const { attendance, organ, result } = body;
  const act = actOf(pack);
  const opening = [announceAttendanceZh(organ, pack, attendance, true), announceBallots(body, act)];
  if (result === null) return opening;
  const counts = announceCounts(body, pack, act);
  if (result.kind === 'evaluation') return [...opening, counts, ...announceEvaluation(body, result)];
  return [...opening, counts, ...announceRevotes(body), ...announceDecision(body, pack, result)];
}

function announceBallots({ ballots }: ReportBody, { vote, ballot }: Act): string {
  const { issued, returned } = ballots;
  const head = `本次${vote.zh}共发出${ballot.zh}${issued}张，收回${returned}张。收回的${ballot.zh}数`;
  if (returned > issued) return `${head}多于发出的${ballot.zh}数，本次${vote.zh}无效，应当重新投票。`;
  return `${head}${returned === issued ? '等于' : '少于'}发出的${ballot.zh}数，本次${vote.zh}有效。`;
}

function announceCounts(body: ReportBody, pack: RulePack, { ballot }: Act): string {
  const head = `收回的${ballot.zh}中，有效票${body.ballots.valid}张，无效票${body.ballots.void}张。`;
  const names = body.counts?.marks ?? [];
  if (names.length === 0) return head;
  const listed = listTotals(body, pack).map(({ no, marks }) => {
    const figures = names.map((name, i) => `${MARK_NAMES[name].zh}${marks[i] ?? 0}票`);
    return `${no}. ${titleOf(body, no).zh}，${figures.join('，')}`;
  });
  const subject =
    pack.kind === 'projects'
      ? '各候选项目得票情况'
      : pack.kind === 'resolution'
        ? '得票情况'
        : '各项目测评情况';
  return `${head}经计票，${subject}：${listed.join('；')}。`;
}

function announceRevotes(body: ReportBody): readonly string[] {
  return body.revotes.flatMap(({ items }) => {
    if (items === null) return [];
    const listed = items.map((item) => `${item.no}. ${titleOf(body, item.no).zh}，赞成${item.for}票`);
    return [`就得票相等的项目再次投票，得票情况：${listed.join('；')}。`];
  });
}

function announceDecision(body: ReportBody, pack: RulePack, result: DecisionSection): readonly string[] {
  if (pack.kind === 'resolution') return [announceResolution(body, result)];
  const lines = [announceResult(body, pack, result)];
  if (result.tie !== null) lines.push(announceTie(body, result.tie, actOf(pack)));
  if (result.shortfall !== null) lines.push(announceShortfall(result, pack));
  return lines;
}

function announceResolution(body: ReportBody, { threshold, elected }: DecisionSection): string {
  const title = titleOf(body, body.items[0]?.no ?? 0).zh;
  const condition = `${threshold?.textZh}（${threshold?.minVotes}票）`;
  return elected.length > 0
    ? `《${title}》获得${condition}赞成，予以通过。`
    : `《${title}》赞成票未达到${condition}，未获通过。`;
}

/** 结果: who is chosen, and why that many. */
function announceResult(body: ReportBody, pack: RulePack, result: DecisionSection): string {
  const { elected, passing, places, budgetFen, threshold } = result;
  const act = actOf(pack).choose.zh;
  const titles = listNumbers(body, pack, elected).map(
    (no, i) => `${numeralZh(i + 1)}、${titleOf(body, no).zh}`,
  );
  const chosen =
    elected.length === 0
      ? `尚不能${act}任何项目`
      : `${act}下列${elected.length}项为${body.subject.year}年度民生实事项目：${titles.join('；')}`;
  const passed = `获得${threshold?.textZh}（${threshold?.minVotes}票）赞成的候选项目${passing}项`;
  if (threshold === null) return `按再次投票得票多少，${chosen}。`;
  if (passing === 0) return `没有候选项目获得${threshold.textZh}（${threshold.minVotes}票）赞成。`;
  if (budgetFen !== null) {
    return `${passed}，按赞成票多少，在资金总额${nameMoney(budgetFen).zh}以内，${chosen}。`;
  }
  if (places === null) return `${passed}，${chosen}。`;
  if (passing > places) return `${passed}，多于应${act}的${places}项，按赞成票多少，${chosen}。`;
  return passing === places ? `${passed}，等于应${act}的${places}项，${chosen}。` : `${passed}，${chosen}。`;
}

/** 平票: between which items, and what a re-vote decides. */
function announceTie(body: ReportBody, tie: ReportedTie, { choose }: Act): string {
  const titles = tie.tied.map((no) => titleOf(body, no).zh).join('、');
  if (tie.code === 'TIE_UNRESOLVED') {
    const open = tie.places === null ? '仍不能确定先后' : `尚有${tie.places}项不能${choose.zh}`;
    return `${titles} 再次投票后得票仍然相等，${open}，是否就上述${tie.tied.length}项再次投票由${CHAIRING_BODY[body.organ.kind].zh}决定。`;
  }
  const level = tie.votes === null ? '' : `（均为${tie.votes}票）`;
  const head = `${titles} 获得的赞成票数相等${level}，不能${choose.zh}，应当就上述${tie.tied.length}项再次投票，`;
  return tie.leftFen === null
    ? `${head}从中${choose.zh}${tie.places}项，以得票多的${choose.zh}。`
    : `${head}以得票多的为先，在剩余资金${nameMoney(tie.leftFen).zh}以内${choose.zh}。`;
}

/** 不足: how many places stay open. */
function announceShortfall(
  { threshold, passing, places, shortfall }: DecisionSection,
  pack: RulePack,
): string {
  const { vote, choose } = actOf(pack);
  return `获得${threshold?.textZh}赞成的候选项目为${passing}项，少于应${choose.zh}的${places}项，不足的${shortfall?.places}项按照${vote.zh}办法的规定处理。`;
}

function announceEvaluation(body: ReportBody, result: EvaluationSection): readonly string[] {
  const graded = result.items.map(
    ({ no, grade }) => `${no}. ${titleOf(body, no).zh}，测评结果为${MARK_NAMES[grade].zh}`,
  );
  const { textZh, minVotes } = result.majority;
  const lines = [`按${textZh}（${minVotes}票）评定等次：${graded.join('；')}。`];
  if (result.mustRectify.length > 0) {
    const titles = result.mustRectify.map((no) => titleOf(body, no).zh).join('、');
    lines.push(`${titles} 未通过满意度测评，责任单位应当整改并接受再次测评。`);
  }
  return lines;
}
