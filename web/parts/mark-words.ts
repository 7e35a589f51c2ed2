/** The word of a mark on a ballot and on its review: 赞成, Against. */
import { MARK_NAMES, type MarkName } from '#tally/booth';
import type { Language } from '../text/texts.ts';

export function markWord(mark: MarkName, language: Language): string {
  if (language === 'zh') return MARK_NAMES[mark].zh;
  // In counts the English word is "abstained"; on a button it is what the voter does.
  const word = mark === 'abstain' ? 'abstain' : MARK_NAMES[mark].en;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
