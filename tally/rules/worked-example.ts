/**
 * A rule pack shown at work: small polls, counted by the real counting code, so that whoever chooses rules sees what they do at
 * their edges: a quorum just met, exactly half, a tie, money that does not suffice, a grade by majority. Nothing here is a
 * rule of its own.
 */
import { type Counted, countPoll, type Decision, decide } from '../count/count.ts';
import { type Attendance, type Column, type Item, markNames, type Poll } from '../count/poll.ts';
import { computeQuorum } from '../count/quorum.ts';
import { computeReconciliation } from '../count/reconcile.ts';
import { computeThreshold } from '../count/threshold.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { Organ } from '../report/input.ts';
import { MARK_NAMES } from '../report/listing.ts';
import { actOf, type BothLanguages, CHAIRING_BODY, MEMBERS, nameMoney } from '../report/wording.ts';
import { assertOk } from '../result.ts';
import type { EvaluationPack, ProjectsPack, RulePack } from './rule-pack.ts';

/** The body of the example: how many are in office, and how many came. */
export interface ExampleBody {
  readonly organKind: Organ['kind'];
  readonly inOffice: number;
  readonly present: number;
}

const UNIT = '—';
const NO_HASH = '0'.repeat(64);
const CHILD = '1'.repeat(22);

/** Sentences of the example; every figure in them was computed. */
export function workExample(pack: RulePack, body: ExampleBody): readonly BothLanguages[] {
  const quorum = computeQuorum(body.inOffice, body.present, pack.quorum);
  const members = MEMBERS[body.organKind];
  const opening: BothLanguages = {
    zh: `应到${members.zh}${body.inOffice}名，实到${body.present}名；法定人数${quorum.needed}名，${quorum.met ? '已达到' : '没有达到，不能进行'}。`,
    en: `${body.inOffice} ${members.en} in office, ${body.present} present; the quorum is ${quorum.needed}: ${quorum.met ? 'met' : 'not met, the vote cannot be held'}.`,
  };
  if (!quorum.met) return [opening];
  const rest =
    pack.kind === 'evaluation'
      ? workEvaluation(pack, body)
      : [...workThreshold(pack, body), ...(pack.kind === 'projects' ? workSelection(pack, body) : [])];
  return [opening, ...rest];
}

/** All present hold a ballot; two of them do not return it. */
function attendanceOf({ inOffice, present }: ExampleBody): Attendance & { readonly returned: number } {
  return { inOffice, present, issued: present, returned: Math.max(1, present - 2) };
}

function itemsOf(count: number, costsFen?: readonly number[]): readonly Item[] {
  return Array.from({ length: count }, (_, i): Item => {
    const costFen = costsFen?.[i];
    return {
      no: i + 1,
      titleZh: `${i + 1}`,
      titleEn: `${i + 1}`,
      leadUnit: UNIT,
      ...(costFen === undefined ? {} : { costFen }),
    };
  });
}

/** A poll in which item i gets `votes[i]`, everyone else against it (or not for it). */
function pollOf(
  pack: RulePack,
  body: ExampleBody,
  votes: readonly number[],
  costsFen?: readonly number[],
): Poll {
  const { returned, ...attendance } = attendanceOf(body);
  const isTicks = markNames(pack).length === 1;
  const items = itemsOf(votes.length, costsFen);
  const column: Column = {
    source: pack.secrecy === 'recorded' ? 'recorded' : 'electronic',
    returned,
    voids: [],
    pending: 0,
    items: votes.map((votesFor, i) => ({
      no: i + 1,
      marks: isTicks ? [votesFor] : [votesFor, returned - votesFor, 0],
      itemVoid: 0,
    })),
  };
  return { pack, items, round: { kind: 'first' }, attendance, columns: [column], revotes: [] };
}

/** The decision, or undefined where such a poll cannot exist (more approvals than the cap lets ballots hold). */
function decided(poll: Poll): Decision | undefined {
  const counted = countPoll(poll);
  if (!counted.ok || counted.value.code !== 'COUNTED') return undefined;
  return assertOk(decide(poll, counted.value));
}

function neededOf(pack: Exclude<RulePack, EvaluationPack>, body: ExampleBody): number {
  const poll = pollOf(pack, body, [0]);
  const ballots = computeReconciliation(poll.attendance, poll.columns);
  return computeThreshold(pack.threshold, poll.attendance, ballots).minVotes;
}

function workThreshold(pack: Exclude<RulePack, EvaluationPack>, body: ExampleBody): readonly BothLanguages[] {
  const { returned } = attendanceOf(body);
  const needed = neededOf(pack, body);
  const { ballot } = actOf(pack);
  const opening: BothLanguages = {
    zh: `发出${ballot.zh}${body.present}张，收回${returned}张，都有效：赞成票须有${needed}张。`,
    en: `${body.present} ${ballot.en} issued, ${returned} returned, all valid: it takes ${needed} votes for.`,
  };
  if (needed > returned) {
    return [
      opening,
      { zh: '收回的票少于此数，任何项都不能通过。', en: 'Fewer were returned: nothing can pass.' },
    ];
  }
  const passes = (votes: number) => decided(costed(pack, pollOf(pack, body, [votes])))?.passing.length === 1;
  const verdict = (votes: number): BothLanguages =>
    passes(votes)
      ? { zh: `${votes}张通过`, en: `${votes} votes pass` }
      : { zh: `${votes}张不通过`, en: `${votes} do not` };
  const [enough, few] = [verdict(needed), verdict(needed - 1)];
  return [opening, { zh: `${enough.zh}，${few.zh}。`, en: `${enough.en}, ${few.en}.` }];
}

/** Under a budget an item needs a cost. */
function costed(pack: RulePack, poll: Poll): Poll {
  if (pack.kind !== 'projects' || pack.selection.method !== 'greedy_budget') return poll;
  return {
    ...poll,
    items: itemsOf(
      poll.items.length,
      poll.items.map(() => 0),
    ),
  };
}

function workSelection(pack: ProjectsPack, body: ExampleBody): readonly BothLanguages[] {
  if (pack.selection.method === 'top_n') return workTie(pack, body, pack.ballot.seats ?? 1);
  return pack.selection.method === 'greedy_budget' ? workBudget(pack, body, pack.selection.budgetFen) : [];
}

/** Two items level at the last place, and a re-vote between them. */
function workTie(pack: ProjectsPack, body: ExampleBody, seats: number): readonly BothLanguages[] {
  const { returned } = attendanceOf(body);
  const level = neededOf(pack, body) + 4;
  const above = Array.from({ length: seats - 1 }, () => level + 5);
  if (level + 5 > returned) return [];
  const poll = pollOf(pack, body, [...above, level, level]);
  const tie = decided(poll)?.tie;
  if (!tie) return [];
  const winner = Math.ceil((returned * 3) / 5);
  const [first = 0, second = 0] = tie.tied;
  const revote = {
    sessionUuid: CHILD,
    reportHash: NO_HASH,
    items: [
      { no: first, for: winner },
      { no: second, for: returned - winner },
    ],
  };
  const after = decided({ ...poll, revotes: [revote] });
  const { choose } = actOf(pack);
  const chosen = pack.effect === 'recommend' ? 'recommended' : 'chosen';
  const chair = CHAIRING_BODY[body.organKind];
  return [
    {
      zh: `应${choose.zh}${seats}项。若第${first}、${second}项同为${level}票，只剩${tie.places}个名额：不抽签、不比序号，只就这两项再次投票。`,
      en: `${seats} places. If items ${first} and ${second} both have ${level} votes and ${tie.places} place is left: no lot, no lower number; these two alone are voted on again.`,
    },
    {
      zh: `再次投票${winner}比${returned - winner}，${after?.elected.includes(first) ? `第${first}项${choose.zh}` : '仍不能确定'}，不再要求过半数；若仍相等，由${chair.zh}决定是否再投。`,
      en: `At ${winner} to ${returned - winner} ${after?.elected.includes(first) ? `item ${first} is ${chosen}` : 'it stays open'}, without a threshold; if they are level again, ${chair.en} decides whether to repeat it.`,
    },
  ];
}

/** Three items that pass; the second does not fit what the first leaves, the third does. */
function workBudget(pack: ProjectsPack, body: ExampleBody, budgetFen: number): readonly BothLanguages[] {
  const { returned } = attendanceOf(body);
  const needed = neededOf(pack, body);
  const votes = [needed + 9, needed + 6, needed + 3];
  if (needed + 9 > returned || budgetFen < 100) return [];
  const tenth = Math.trunc(budgetFen / 10);
  const costs = [tenth * 5, tenth * 6, tenth * 4];
  const decision = decided(pollOf(pack, body, votes, costs));
  if (decision === undefined) return [];
  const { choose } = actOf(pack);
  const list = (language: 'zh' | 'en') =>
    votes.map(
      (v, i) => `${i + 1}. ${v}${language === 'zh' ? '票' : ' votes'}, ${nameMoney(costs[i] ?? 0)[language]}`,
    );
  const chosen = decision.elected;
  return [
    {
      zh: `资金${nameMoney(budgetFen).zh}。${list('zh').join('；').replaceAll(', ', '，')}：${choose.zh}第${chosen.join('、')}项；得票居前而资金不够的跳过。余${nameMoney(decision.leftFen ?? 0).zh}。`,
      en: `A budget of ${nameMoney(budgetFen).en}. ${list('en').join('; ')}: items ${chosen.join(', ')} are chosen; what no longer fits is skipped. ${nameMoney(decision.leftFen ?? 0).en} left.`,
    },
  ];
}

/** One item, about half of the marks the best grade. */
function workEvaluation(pack: EvaluationPack, body: ExampleBody): readonly BothLanguages[] {
  const { returned, ...attendance } = attendanceOf(body);
  const { grades, expressed } = pack.evaluation;
  const best = Math.trunc(returned / 2);
  const others = returned - best;
  const marks = grades.map((_, i) => {
    if (i === 0) return best;
    if (i === 1) return others - Math.trunc(others / 4) - (grades.length > expressed ? 1 : 0);
    if (i === expressed - 1) return Math.trunc(others / 4);
    return i === expressed ? 1 : 0;
  });
  const poll: Poll = {
    pack,
    items: itemsOf(1),
    round: { kind: 'first' },
    attendance,
    columns: [
      {
        source: pack.secrecy === 'recorded' ? 'recorded' : 'electronic',
        returned,
        voids: [],
        pending: 0,
        items: [{ no: 1, marks, itemVoid: 0 }],
      },
    ],
    revotes: [],
  };
  const counted = assertOk(countPoll(poll));
  if (counted.code !== 'COUNTED') return [];
  return describeGrade(pack, marks, evaluate(poll, pack, counted satisfies Counted));
}

function describeGrade(
  pack: EvaluationPack,
  marks: readonly number[],
  { items: [item], majority }: ReturnType<typeof evaluate>,
): readonly BothLanguages[] {
  if (item === undefined) return [];
  const { grades } = pack.evaluation;
  const list = (language: 'zh' | 'en') =>
    grades.flatMap((grade, i) =>
      (marks[i] ?? 0) === 0
        ? []
        : [`${MARK_NAMES[grade][language]}${language === 'zh' ? '' : ' '}${marks[i]}`],
    );
  const sums: string[] = [];
  let sum = 0;
  for (const [i, grade] of grades.slice(0, grades.indexOf(item.grade) + 1).entries()) {
    sum += marks[i] ?? 0;
    sums.push(`${MARK_NAMES[grade].zh}${i === 0 ? '' : '及以上'}${sum}`);
  }
  return [
    {
      zh: `某项：${list('zh').join('、')}。过线须${majority.minVotes}：${sums.join('，')}，定为“${MARK_NAMES[item.grade].zh}”，加权得分${item.score ?? '—'}。`,
      en: `An item: ${list('en').join(', ')}. A grade takes ${majority.minVotes}, counted from the best: it is “${MARK_NAMES[item.grade].en}”, its weighted score ${item.score ?? '—'}.`,
    },
  ];
}
