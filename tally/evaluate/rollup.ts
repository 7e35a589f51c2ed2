/**
 * Roll-ups of an evaluation (domain reference, section 6.3): by lead unit, by supporting unit (shown for themselves, so
 * that nobody is averaged twice unseen) and by project where items are its parts. The mean is of exact scores, each item
 * counting once.
 */

import type { Item } from '../count/poll.ts';
import { sum } from '../count/reconcile.ts';
import { formatRatio, type Rounding } from '../rounding.ts';
import type { EvaluationRules } from '../rules/rule-pack.ts';
import type { ScoredItem } from './evaluate.ts';
import { computeMeanScore } from './score.ts';

/** `name` of the unit, or the project's number; `gradeCounts` = how many items got each expressed grade. */
export type Rollup = {
  readonly name: string;
  readonly items: readonly number[];
  readonly marks: readonly number[];
  readonly gradeCounts: readonly number[];
  readonly meanScore: string | null;
};

type Rollups = {
  readonly leadUnits: readonly Rollup[];
  readonly supportUnits: readonly Rollup[];
  readonly projects: readonly Rollup[];
};

/** Groups in the order of their first item. @param scored in the order of `items` */
export function computeRollups(
  items: readonly Item[],
  scored: readonly ScoredItem[],
  rules: EvaluationRules,
  rounding: Rounding,
): Rollups {
  const roll = (namesOf: (item: Item) => readonly string[]): readonly Rollup[] => {
    const groups = new Map<string, ScoredItem[]>();
    items.forEach((item, i) => {
      const entry = scored[i];
      if (entry === undefined) return;
      for (const name of namesOf(item)) groups.set(name, [...(groups.get(name) ?? []), entry]);
    });
    return [...groups].map(([name, members]) => rollUp(name, members, rules, rounding));
  };
  return {
    leadUnits: roll((item) => [item.leadUnit]),
    supportUnits: roll((item) => item.supportUnits ?? []),
    projects: roll((item) => (item.projectNo === undefined ? [] : [String(item.projectNo)])),
  };
}

function rollUp(
  name: string,
  members: readonly ScoredItem[],
  rules: EvaluationRules,
  rounding: Rounding,
): Rollup {
  const mean = computeMeanScore(members.map(({ score }) => score));
  return {
    name,
    items: members.map(({ no }) => no),
    marks: rules.grades.map((_, i) => sum(members.map(({ marks }) => marks[i] ?? 0))),
    gradeCounts: rules.grades
      .slice(0, rules.expressed)
      .map((grade) => members.filter((member) => member.grade === grade).length),
    meanScore: mean && formatRatio(mean, rounding),
  };
}
