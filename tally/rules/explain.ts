/**
 * A rule pack in plain words, Chinese and English, for those who choose, approve and vote under it: one sentence a rule, and a
 * worked example that the counting code itself computes (worked-example.ts). The pack remains what counts.
 */
import type { Organ } from '../report/input.ts';
import { MARK_NAMES } from '../report/listing.ts';
import { actOf, type BothLanguages, CHAIRING_BODY, nameMoney, nameShare } from '../report/wording.ts';
import type { ChoiceBallot, EvaluationPack, ProjectsPack, RulePack } from './rule-pack.ts';
import { type ExampleBody, workExample } from './worked-example.ts';

export type RuleTopic =
  | 'quorum'
  | 'secrecy'
  | 'ballot'
  | 'paper'
  | 'validity'
  | 'threshold'
  | 'selection'
  | 'tie'
  | 'shortfall'
  | 'publication';

export interface RuleSentence extends BothLanguages {
  readonly topic: RuleTopic;
}

export interface Explanation {
  readonly sentences: readonly RuleSentence[];
  readonly example: readonly BothLanguages[];
}

/** @param body of the example: the real body's figures, or 200 and 192 */
export function explainRules(pack: RulePack, body: ExampleBody): Explanation {
  const organ = { kind: body.organKind };
  return {
    sentences: [
      explainQuorum(pack, organ),
      explainSecrecy(pack),
      ...(pack.kind === 'evaluation' ? explainGrades(pack) : explainMarks(pack, pack.ballot)),
      {
        topic: 'validity',
        zh: '收回的票多于发出的票，整次作废，重新投票；少于发出的票，不影响有效。',
        en: 'More ballots returned than issued: the whole vote is void and held again. Fewer: it stands.',
      },
      ...(pack.kind === 'evaluation' ? explainMajority(pack, organ) : explainThreshold(pack, organ)),
      ...(pack.kind === 'projects' ? explainSelection(pack, organ) : []),
      explainPublication(pack),
    ],
    example: workExample(pack, body),
  };
}

type Body = Pick<Organ, 'kind'>;

function chosenEn({ effect }: Pick<RulePack, 'effect'>): string {
  return effect === 'recommend' ? 'recommended' : 'chosen';
}

function explainQuorum({ quorum }: RulePack, organ: Body): RuleSentence {
  const share = nameShare({ ...quorum, base: 'all_members' }, organ);
  return {
    topic: 'quorum',
    zh: `${share.zh}到会方可进行，列席人员不计。`,
    en: `${share.en.charAt(0).toUpperCase()}${share.en.slice(1)} must be present; attendees without a vote do not count.`,
  };
}

function explainSecrecy({ secrecy, revoting }: RulePack): RuleSentence {
  const again: BothLanguages = revoting
    ? { zh: '可以重新投票，以最后一次为准。', en: 'A voter may vote again; the last ballot counts.' }
    : { zh: '投出后不能更改。', en: 'A ballot cast is final.' };
  return secrecy === 'secret'
    ? {
        topic: 'secrecy',
        zh: `无记名：任何人都看不到谁投了什么，公布前没有中间结果。${again.zh}`,
        en: `Secret: nobody sees who voted how, and there are no interim results. ${again.en}`,
      }
    : {
        topic: 'secrecy',
        zh: `记名：每个人的表决公开。${again.zh}`,
        en: `Recorded: everyone’s vote is published. ${again.en}`,
      };
}

function explainMarks(
  pack: Exclude<RulePack, EvaluationPack>,
  ballot: ChoiceBallot,
): readonly RuleSentence[] {
  const { cap } = ballot;
  if (ballot.method === 'approve_up_to_n') {
    return [
      cap === undefined
        ? {
            topic: 'ballot',
            zh: '在赞成的项目上打勾，可以多选，也可以全选；不打勾就是不赞成，没有反对栏。',
            en: 'Tick the items you are for, as many as you like; an item without a tick is not supported. There is no column against.',
          }
        : {
            topic: 'ballot',
            zh: `在赞成的项目上打勾，至多${cap}项；不打勾就是不赞成，没有反对栏。`,
            en: `Tick the items you are for, at most ${cap}; an item without a tick is not supported. There is no column against.`,
          },
      explainPaper(cap),
    ];
  }
  const isOne = pack.kind === 'resolution';
  const each: BothLanguages = isOne
    ? { zh: '赞成、反对、弃权三者选一', en: 'Choose for, against or abstain' }
    : { zh: '每一项在赞成、反对、弃权中选一', en: 'For each item choose for, against or abstain' };
  const most: BothLanguages =
    ballot.method === 'ternary_capped' && cap !== undefined
      ? { zh: `，赞成的至多${cap}项`, en: `, for at most ${cap} of them` }
      : { zh: '', en: '' };
  return [
    {
      topic: 'ballot',
      zh: `${each.zh}${most.zh}。没有画的算弃权。`,
      en: `${each.en}${most.en}. An unmarked item is an abstention.`,
    },
    explainPaper(ballot.method === 'ternary_capped' ? cap : undefined),
  ];
}

function explainPaper(cap: number | undefined): RuleSentence {
  return cap === undefined
    ? {
        topic: 'paper',
        zh: '纸质票上一项画了两种的，只该项无效；空白票有效。电子票不会画错。',
        en: 'On paper an item marked twice is void for that item only; a blank ballot is valid. Electronic ballots cannot be marked wrongly.',
      }
    : {
        topic: 'paper',
        zh: `纸质票上赞成超过${cap}项的，整张无效；一项画了两种的，只该项无效；空白票有效。电子票不会超选。`,
        en: `On paper, more than ${cap} approvals void the ballot; an item marked twice is void for that item only; a blank ballot is valid. Electronic ballots cannot exceed it.`,
      };
}

function explainThreshold(pack: Exclude<RulePack, EvaluationPack>, organ: Body): readonly RuleSentence[] {
  const share = nameShare(pack.threshold, organ);
  const { choose } = actOf(pack);
  const isAll = pack.threshold.base === 'all_members';
  const verdict: BothLanguages =
    pack.kind === 'resolution'
      ? { zh: '赞成，即为通过', en: 'passes' }
      : { zh: `赞成的项目，才能${choose.zh}`, en: `can be ${chosenEn(pack)}` };
  return [
    {
      topic: 'threshold',
      zh: `获得${share.zh}${verdict.zh}。${isAll ? '没有到会、没有交票、无效和弃权，都等于没有赞成。' : ''}`,
      en: `An item with the votes of ${share.en} ${verdict.en}.${isAll ? ' Absence, an unreturned or void ballot and an abstention all act like “not for”.' : ''}`,
    },
  ];
}

function explainSelection(pack: ProjectsPack, organ: Body): readonly RuleSentence[] {
  const { choose } = actOf(pack);
  const { selection } = pack;
  if (selection.method === 'each') {
    return [
      {
        topic: 'selection',
        zh: `等额：达到的项目全部${choose.zh}，没有名额限制。`,
        en: `Non-competitive: every item that passes is ${chosenEn(pack)}; there is no number of places.`,
      },
    ];
  }
  const chair = CHAIRING_BODY[organ.kind];
  const tie: RuleSentence = {
    topic: 'tie',
    zh: `在最后${selection.method === 'top_n' ? '名额' : '资金'}处得票相等的，只就这几项再次投票，得票多的${choose.zh}，不再要求过半数；仍相等的由${chair.zh}决定。`,
    en: `Items level ${selection.method === 'top_n' ? 'at the last place' : 'where the money runs out'} are voted on again, they alone; the most votes win, without a threshold. If they stay level, ${chair.en} decides.`,
  };
  if (selection.method === 'greedy_budget') {
    const money = nameMoney(selection.budgetFen);
    return [
      {
        topic: 'selection',
        zh: `达到的项目按赞成票多少依次${choose.zh}，资金总额${money.zh}；放不下的跳过，后面放得下的仍可${choose.zh}。`,
        en: `Items that pass are ${chosenEn(pack)} in order of votes within ${money.en}; what no longer fits is skipped, and a later one that fits is taken.`,
      },
      tie,
    ];
  }
  const { seats = 0 } = pack.ballot;
  return [
    {
      topic: 'selection',
      zh: `应${choose.zh}${seats}项。达到的多于${seats}项时，赞成票多的${choose.zh}。`,
      en: `${seats} places. If more items pass, those with the most votes are ${chosenEn(pack)}.`,
    },
    tie,
    explainShortfall(selection.shortfall, chair),
  ];
}

function explainShortfall(
  handling: 'leave' | 'second_round' | 'presidium',
  chair: BothLanguages,
): RuleSentence {
  const texts: Readonly<Record<typeof handling, BothLanguages>> = {
    leave: { zh: '缺的名额空着，在结果中写明。', en: 'the places left stay empty, and the result says so' },
    second_round: {
      zh: '未达到的项目按得票顺序另行票决，候选不超过缺额的两倍。',
      en: 'the others stand in a further round in order of votes, at most twice as many as places left',
    },
    presidium: { zh: `由${chair.zh}决定如何处理。`, en: `${chair.en} decides what follows` },
  };
  const { zh, en } = texts[handling];
  return {
    topic: 'shortfall',
    zh: `达到的项目不足应选数时，${zh}`,
    en: `If fewer items pass than there are places, ${en}.`,
  };
}

function explainGrades({ ballot, evaluation }: EvaluationPack): readonly RuleSentence[] {
  const names = (language: 'zh' | 'en') => evaluation.grades.map((grade) => MARK_NAMES[grade][language]);
  const limits = evaluation.maxPerGrade ?? [];
  const limited: BothLanguages = {
    zh: limits.map(([grade, max]) => `，“${MARK_NAMES[grade].zh}”至多${max}次`).join(''),
    en: limits.map(([grade, max]) => `, “${MARK_NAMES[grade].en}” at most ${max} times`).join(''),
  };
  const isStrict = ballot.unmarked === 'void_item';
  return [
    {
      topic: 'ballot',
      zh: `每一项从${names('zh').join('、')}中选一个${limited.zh}。`,
      en: `For each item choose one of ${names('en').join(', ')}${limited.en}.`,
    },
    {
      topic: 'paper',
      zh: `纸质票上一项画了两种${isStrict ? '或没有画' : ''}的，该项无效${isStrict ? '' : '；没有画的算不了解'}；其他项不受影响。`,
      en: `On paper an item marked twice${isStrict ? ' or not at all' : ''} is void for that item${isStrict ? '' : '; one left unmarked counts as unknown'}; the other items stand.`,
    },
  ];
}

function explainMajority({ evaluation }: EvaluationPack, organ: Body): readonly RuleSentence[] {
  const share = nameShare(evaluation.majority, organ);
  const [best = 'satisfied', second = 'basic'] = evaluation.grades;
  const worst = evaluation.grades[evaluation.expressed - 1] ?? 'dissatisfied';
  const name = (grade: typeof best) => MARK_NAMES[grade];
  return [
    {
      topic: 'threshold',
      zh: `“${name(best).zh}”达到${share.zh}的，定为${name(best).zh}；加上“${name(second).zh}”才达到的，定为${name(second).zh}，依次类推；都达不到的，定为${name(worst).zh}。`,
      en: `An item is “${name(best).en}” if ${share.en} say so; “${name(second).en}” if it takes both grades together, and so on down; “${name(worst).en}” if none suffices.`,
    },
    {
      topic: 'selection',
      zh: '末等的项目要整改，并再次测评。',
      en: 'Items of a failing grade must be put right and are evaluated again.',
    },
  ];
}

function explainPublication(pack: RulePack): RuleSentence {
  const { effect, publish } = pack;
  const kinds: Readonly<Record<typeof effect, BothLanguages>> = {
    decide: {
      zh: '结果是决定，以公告公布',
      en: 'The result is a decision, published as an official announcement',
    },
    recommend: { zh: '结果是推荐，以公示公布', en: 'The result is a recommendation, published as a notice' },
    supervise: { zh: '结果用于监督，予以公布', en: 'The result supervises and is published' },
  };
  const counts: BothLanguages = publish.counts
    ? { zh: '连同各项得票', en: 'with the counts of every item' }
    : { zh: '不公布得票数', en: 'without the counts' };
  return {
    topic: 'publication',
    zh: `${kinds[effect].zh}，${counts.zh}。`,
    en: `${kinds[effect].en}, ${counts.en}.`,
  };
}
