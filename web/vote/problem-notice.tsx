/** A problem in words: this page's own sentence where it has one, else the one common to all pages. */
import { type FailureCode, sentenceFor } from '../text/errors.ts';
import { useLanguage } from '../text/settings.ts';
import type { Language } from '../text/texts.ts';
import { PROBLEMS } from '../text/vote.ts';
import { Notice } from '../ui/notice.tsx';
import type { Problem } from './machine.ts';

export function sentenceOf(problem: Problem, language: Language): string {
  const own = PROBLEMS[problem];
  return own?.[language === 'zh' ? 0 : 1] ?? sentenceFor(problem as FailureCode, language);
}

/** Nothing while there is no problem. */
export function ProblemNotice({ problem }: { readonly problem: Problem | null }) {
  const language = useLanguage();
  return problem === null ? null : <Notice tone="error" title={sentenceOf(problem, language)} />;
}
