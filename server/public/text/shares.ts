/** Bases and rounding in words, as they are printed under every table (domain reference, section 12). */
import type { Rounding, RulePack } from '#tally';
import { resultWords } from './result.ts';
import { capitalise, type Language } from './words.ts';

export type Base = Extract<RulePack, { kind: 'projects' }>['threshold']['base'];

export function baseName(language: Language, base: Base): string {
  const w = resultWords(language);
  const names: Readonly<Record<Base, string>> = {
    all_members: w.allMembers,
    present: w.presentMembers,
    issued: w.issuedBallots,
    returned: w.returnedBallots,
    valid: w.validBallots,
  };
  return names[base];
}

export function roundingName(language: Language, { mode, places }: Rounding): string {
  const w = resultWords(language);
  if (mode === 'truncate') return w.truncate(places);
  return mode === 'half_up' ? w.halfUp(places) : w.largestRemainder(places);
}

/** The same as a sentence of its own. */
export function roundingSentence(language: Language, rounding: Rounding): string {
  return `${capitalise(roundingName(language, rounding))}${language === 'zh' ? '。' : '.'}`;
}

/** Fen in 万元 with its unit, exact. */
export function money(language: Language, fen: number): string {
  const whole = (unit: number) => (fen / unit).toLocaleString('en', { maximumFractionDigits: 6 });
  return language === 'zh' ? `${whole(1_000_000)} 万元` : `${whole(100)} yuan`;
}
