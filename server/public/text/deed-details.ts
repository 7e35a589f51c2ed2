/**
 * What an action was done to, in the reader's language. The log holds one text an action, as the server wrote it; texts
 * made of figures are read here and said again, while hashes, ids and the reasons people gave stand as they are.
 */
import type { Action } from '#tally';
import { chooseOf, type Language } from './words.ts';

interface Form {
  readonly pattern: RegExp;
  readonly say: (...values: string[]) => { readonly zh: string; readonly en: string };
}

const FORMS: Readonly<Partial<Record<Action['did'], Form>>> = {
  keys_begun: {
    pattern: /^(\d+)\/(\d+), (\d+)$/,
    say: (threshold, size, attempt) => ({
      zh: `监票人 ${size} 名，计票时至少 ${threshold} 名到场，第 ${attempt} 次制作`,
      en: `${size} scrutineers, at least ${threshold} needed for the count, attempt ${attempt}`,
    }),
  },
  cards_made: {
    pattern: /^(\d+) cards, (\d+) spare$/,
    say: (regular, spare) => ({
      zh: `票卡 ${regular} 张，备用卡 ${spare} 张`,
      en: `${regular} cards, ${spare} spare`,
    }),
  },
  roll_certified: {
    pattern: /^(\d+) of (\d+), quorum (\d+)$/,
    say: (present, inOffice, quorum) => ({
      zh: `应到 ${inOffice} 人，实到 ${present} 人，法定人数 ${quorum} 人`,
      en: `${present} of ${inOffice} present, quorum ${quorum}`,
    }),
  },
  paper_entered: {
    pattern: /^batch (\d+)$/,
    say: (batch) => ({ zh: `第 ${batch} 批`, en: `batch ${batch}` }),
  },
  adjudicated: {
    pattern: /^batch (\d+): (.*)$/s,
    say: (batch, reason) => ({ zh: `第 ${batch} 批：${reason}`, en: `batch ${batch}: ${reason}` }),
  },
  reconciled: {
    pattern: /^issued (\d+), returned (\d+)(, POLL_INVALID)?$/,
    say: (issued, returned, invalid) => ({
      zh: `发出 ${issued} 张，收回 ${returned} 张${invalid === undefined ? '' : '，本次票决无效'}`,
      en: `issued ${issued}, returned ${returned}${invalid === undefined ? '' : '; the vote is invalid'}`,
    }),
  },
  revote_ordered: {
    pattern: /^(\d+(?:, \d+)*)$/,
    say: (numbers = '') => ({ zh: `第 ${numbers.replaceAll(', ', '、')} 项`, en: `items ${numbers}` }),
  },
  published: {
    pattern: /^record \S+, version (\d+)$/,
    say: (version) => ({ zh: `第 ${version} 版`, en: `version ${version}` }),
  },
  corrected: {
    pattern: /^(\d+): (.*)$/s,
    say: (version, reason) => ({ zh: `第 ${version} 版：${reason}`, en: `version ${version}: ${reason}` }),
  },
  intervened: {
    pattern: /^密钥分片不符 share does not fit: (.*)$/s,
    say: (name) => ({ zh: `密钥分片不符：${name}`, en: `a share of the key does not fit: ${name}` }),
  },
};

/** Of a form not known here the text as it stands. */
export function deedDetail(language: Language, { did, what }: Pick<Action, 'did' | 'what'>): string {
  const form = FORMS[did];
  const values = form?.pattern.exec(what)?.slice(1);
  return form === undefined || values === undefined ? what : chooseOf(language, form.say(...values));
}
