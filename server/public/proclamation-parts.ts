/** The parts of a 公告 or 公示 as its sheet shows them: head line, title with its number, text, items, signature, day. */
import type { Proclamation } from '#tally';
import type { ResultModel } from './result-model.ts';
import { resultWords } from './text/result.ts';
import { capitalise, choose, type Language } from './text/words.ts';

export interface ProclamationParts {
  readonly issuer: string;
  readonly title: string;
  readonly opening: string;
  readonly items: readonly string[];
  readonly signature: string;
  readonly day: string;
}

export function splitProclamation(
  { poll }: ResultModel,
  { kind, zh, en }: Proclamation,
  language: Language,
): ProclamationParts {
  const r = resultWords(language);
  const [first = '', ...rest] = language === 'zh' ? zh : en;
  const items = rest.slice(0, -1);
  const last = rest.at(-1) ?? '';
  // The first sentence begins with the name of the document, the last line is signature and day.
  const mark = language === 'zh' ? '：' : ': ';
  const at = first.indexOf(mark);
  const number = /（第\d+号）|no\. \d+/.exec(first.slice(0, at))?.[0] ?? '';
  const gap = language === 'zh' ? ' ' : ', ';
  const end = last.lastIndexOf(gap);
  const name = kind === 'notice' ? r.notice : r.proclamation;
  return {
    issuer: choose(language, poll.meetingZh, poll.meetingEn),
    title: language === 'zh' ? `${name}${number}` : `${name} ${number}`.trim(),
    opening: capitalise(first.slice(at + mark.length)),
    items,
    signature: last.slice(0, end),
    day: last.slice(end + gap.length),
  };
}
