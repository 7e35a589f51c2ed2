/**
 * Weighted scores, their bands and their dense ranking (domain reference, section 6.2). A score is an exact ratio until
 * it is written; means and ranks are taken of exact scores, so that 95.2548 is not averaged from rounded parts.
 */

import { addRatios, compareRatios, meanRatio, multiplyRatios, type Ratio, ratio } from '../fraction.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Band, EvaluationRules } from '../rules/rule-pack.ts';
import { countExpressed } from './rates.ts';

/** Mean points of the expressed marks, or null when there are none. */
export function computeScore(marks: readonly number[], rules: EvaluationRules): Ratio | null {
  const expressed = countExpressed(marks, rules);
  if (expressed === 0) return null;
  const points = rules.weights.reduce(
    (total, weight, i) => total + BigInt(weight) * BigInt(marks[i] ?? 0),
    0n,
  );
  return ratio(points, expressed);
}

/** The mean of the scores there are, or null when there is none. */
export function computeMeanScore(scores: readonly (Ratio | null)[]): Ratio | null {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? null : meanRatio(known);
}

/** The first band whose floor the exact score reaches. */
export function computeBand(score: Ratio, bands: EvaluationRules['bands']): Band | null {
  return bands.find(([floor]) => compareRatios(score, ratio(floor, 1)) >= 0)?.[1] ?? null;
}

/** Dense ranks, 1 the best: 1, 1, 2, 3 (并列第一, then 第二). An item without a score has rank null. */
export function computeRanks(scores: readonly (Ratio | null)[]): readonly (number | null)[] {
  return scores.map((score) => {
    if (score === null) return null;
    const better = scores.filter((other) => other !== null && compareRatios(other, score) > 0);
    const distinct = better.filter((other, i) => better.findIndex((first) => isEqual(first, other)) === i);
    return distinct.length + 1;
  });
}

function isEqual(a: Ratio | null, b: Ratio | null): boolean {
  return a !== null && b !== null && compareRatios(a, b) === 0;
}

/**
 * The composite of several voter groups, Σ weight × score.
 *
 * @param groups each with its exact score and its weight; the weights sum to exactly 1
 * @returns the composite; INCONSISTENT when the weights do not sum to 1
 */
export function computeComposite(
  groups: readonly { readonly score: Ratio; readonly weight: Ratio }[],
): Result<Ratio> {
  const total = groups.reduce((sum, group) => addRatios(sum, group.weight), ratio(0, 1));
  if (compareRatios(total, ratio(1, 1)) !== 0) {
    return refuse('INCONSISTENT', 'groups', `the weights sum to ${total.num}/${total.den}, not to 1`);
  }
  return ok(
    groups.reduce((sum, { score, weight }) => addRatios(sum, multiplyRatios(score, weight)), ratio(0, 1)),
  );
}
