/**
 * The words that change with the body and the effect of a vote (domain reference, sections 5.1 and 7): a congress 票决 and
 * 确定, a street assembly 票选 and 推荐 (never a decision, never 公告), an evaluation 测评. Also Chinese numerals, shares and
 * money in words.
 */

import type { Share } from '../fraction.ts';
import { ratio } from '../fraction.ts';
import { formatRatio } from '../rounding.ts';
import type { BasedShare, RulePack } from '../rules/rule-pack.ts';
import type { Organ } from './input.ts';

export type BothLanguages = { readonly zh: string; readonly en: string };

/** A member of the body: 代表, 常委会组成人员, 议政代表. */
export const MEMBERS: { readonly [kind in Organ['kind']]: BothLanguages } = {
  congress: { zh: '代表', en: 'deputies' },
  standing_committee: { zh: '常委会组成人员', en: 'committee members' },
  street_assembly: { zh: '议政代表', en: 'assembly members' },
};

/** Who decides when a re-vote leaves a tie. */
export const CHAIRING_BODY: { readonly [kind in Organ['kind']]: BothLanguages } = {
  congress: { zh: '主席团', en: 'the presidium' },
  standing_committee: { zh: '主任会议', en: 'the chairpersons’ meeting' },
  street_assembly: { zh: '人大街道工委', en: 'the street committee of the congress' },
};

/** The act of voting, its ballot paper, and what it does to a project. */
export type Act = {
  readonly vote: BothLanguages;
  readonly ballot: BothLanguages;
  readonly choose: BothLanguages;
};

export function actOf(pack: RulePack): Act {
  if (pack.kind === 'evaluation') {
    return {
      vote: { zh: '测评', en: 'evaluation' },
      ballot: { zh: '测评票', en: 'evaluation ballots' },
      choose: { zh: '评定', en: 'graded' },
    };
  }
  const choose =
    pack.effect === 'recommend' ? { zh: '推荐', en: 'recommended' } : { zh: '确定', en: 'decided' };
  if (pack.kind === 'resolution') {
    return { vote: { zh: '表决', en: 'vote' }, ballot: { zh: '表决票', en: 'ballots' }, choose };
  }
  return pack.effect === 'recommend'
    ? { vote: { zh: '票选', en: 'selection' }, ballot: { zh: '选票', en: 'ballots' }, choose }
    : { vote: { zh: '票决', en: 'ballot' }, ballot: { zh: '表决票', en: 'ballots' }, choose };
}

/** A condition in words: 全体代表过半数, more than half of all deputies. */
export function nameShare(share: BasedShare, organ: Pick<Organ, 'kind'>): BothLanguages {
  const members = MEMBERS[organ.kind];
  const bases: { readonly [base in BasedShare['base']]: BothLanguages } = {
    all_members: { zh: `全体${members.zh}`, en: `all ${members.en}` },
    present: { zh: `到会${members.zh}`, en: `the ${members.en} present` },
    issued: { zh: '发出票数', en: 'the ballots issued' },
    returned: { zh: '收回票数', en: 'the ballots returned' },
    valid: { zh: '有效票数', en: 'the valid ballots' },
  };
  const base = bases[share.base];
  return { zh: `${base.zh}${nameFractionZh(share)}`, en: `${nameFractionEn(share)} of ${base.en}` };
}

function nameFractionZh({ num, den, op }: Share): string {
  if (num === 1 && den === 2) return op === 'gt' ? '过半数' : '半数以上（含半数）';
  const fraction = num === den ? '全部' : `${numeralZh(den)}分之${numeralZh(num)}`;
  return op === 'gt' ? `超过${fraction}` : `${fraction}以上（含本数）`;
}

function nameFractionEn({ num, den, op }: Share): string {
  const fraction = num === 1 && den === 2 ? 'half' : `${num}/${den}`;
  return op === 'gt' ? `more than ${fraction}` : `at least ${fraction}`;
}

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** Chinese numeral of 1 to 999 (十, 二十三, 一百零五); other numbers in digits. */
export function numeralZh(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 999) return String(value);
  const hundreds = Math.trunc(value / 100);
  const tens = Math.trunc((value % 100) / 10);
  const ones = value % 10;
  const head = hundreds > 0 ? `${DIGITS[hundreds]}百` : '';
  const middle =
    tens > 0 ? `${tens === 1 && hundreds === 0 ? '' : DIGITS[tens]}十` : hundreds > 0 && ones > 0 ? '零' : '';
  return `${head}${middle}${ones > 0 ? DIGITS[ones] : ''}`;
}

/** Fen as 万元 and as yuan, exact, without trailing zeros. */
export function nameMoney(fen: number): BothLanguages {
  const exact = (unit: number, places: number): string =>
    formatRatio(ratio(fen, unit), { mode: 'truncate', places, trimZeros: true });
  return { zh: `${exact(1_000_000, 6)}万元`, en: `${exact(100, 2)} yuan` };
}
