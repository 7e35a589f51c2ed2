/**
 * Rates of one item or of several pooled (domain reference, section 6.2): each grade on the base the rules name, the
 * favourable grades together (综合满意率), and the share of 不了解 for itself. A rate is a text for readers; it carries its
 * base, and no decision is taken from it.
 */

import type { Attendance } from '../count/poll.ts';
import { type Reconciliation, sum } from '../count/reconcile.ts';
import { countBase } from '../count/threshold.ts';
import { formatPercent, formatShares, type Rounding } from '../rounding.ts';
import { findScale } from '../rules/grades.ts';
import type { EvaluationRules } from '../rules/rule-pack.ts';

/** Percent texts; null on a base of 0. `unknown` is the share of 不了解 in all legible marks, null where not on the ballot. */
export type Rates = {
  /** What the rates are taken of, as a number. */
  readonly base: number;
  /** One for each expressed grade, best first. */
  readonly grades: readonly (string | null)[];
  readonly favourable: string | null;
  readonly unknown: string | null;
};

/** Marks that express a judgement: all but `unknown`. */
export function countExpressed(marks: readonly number[], rules: Pick<EvaluationRules, 'expressed'>): number {
  return sum(marks.slice(0, rules.expressed));
}

/** The number rates of one item are taken of. */
export function countRateBase(
  marks: readonly number[],
  rules: EvaluationRules,
  attendance: Attendance,
  ballots: Reconciliation,
): number {
  return rules.rateBase === 'expressed'
    ? countExpressed(marks, rules)
    : countBase(rules.rateBase, attendance, ballots);
}

/** @param base the item's base, or the sum of the bases when `marks` are pooled */
export function computeRates(
  marks: readonly number[],
  base: number,
  rules: EvaluationRules,
  rounding: Rounding,
): Rates {
  const expressed = marks.slice(0, rules.expressed);
  const favourable = sum(expressed.slice(0, findScale(rules.grades)?.favourable ?? 1));
  const unknown = marks[rules.expressed];
  return {
    base,
    grades: formatShares(expressed, base, rounding),
    favourable: formatPercent(favourable, base, rounding),
    unknown: unknown === undefined ? null : formatPercent(unknown, sum(marks), rounding),
  };
}
