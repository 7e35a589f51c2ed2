/**
 * The grade an item gets by majority (domain reference, section 6.2): the best grade that, together with all better
 * ones, meets the threshold; the worst if none does. Decided on counts, never on a rounded rate.
 */

import { meets, type Share } from '../fraction.ts';
import { findScale, type Grade } from '../rules/grades.ts';
import type { EvaluationRules } from '../rules/rule-pack.ts';

export type MajorityGrade = {
  readonly grade: Grade;
  /** Whether the item failed and must be rectified (整改). */
  readonly isFailing: boolean;
};

/**
 * @param marks counts of the rules' grades, best first; `unknown` is not looked at
 * @param baseCount the number the majority is taken of
 */
export function computeMajorityGrade(
  marks: readonly number[],
  baseCount: number,
  rules: Pick<EvaluationRules, 'grades' | 'expressed'>,
  share: Share,
): MajorityGrade {
  const last = rules.expressed - 1;
  let favourable = 0;
  let index = 0;
  for (; index < last; index++) {
    favourable += marks[index] ?? 0;
    if (meets(favourable, baseCount, share)) break;
  }
  const failing = findScale(rules.grades)?.failing ?? 1;
  return { grade: rules.grades[index] ?? 'unknown', isFailing: index > last - failing };
}
