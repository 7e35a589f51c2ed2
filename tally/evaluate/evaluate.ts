/**
 * The result of a satisfaction evaluation from its counts (domain reference, section 6): each item's grade by majority,
 * rates, score, band and rank, and the roll-ups. Steps 1 to 4 of the count come first (count/count.ts).
 */

import type { Counted } from '../count/count.ts';
import type { Poll } from '../count/poll.ts';
import { sum } from '../count/reconcile.ts';
import { countBase } from '../count/threshold.ts';
import { minVotes, type Ratio } from '../fraction.ts';
import { formatRatio } from '../rounding.ts';
import type { Grade } from '../rules/grades.ts';
import type { Band, EvaluationPack } from '../rules/rule-pack.ts';
import { computeMajorityGrade, type MajorityGrade } from './grades.ts';
import { computeRates, countExpressed, countRateBase, type Rates } from './rates.ts';
import { computeRollups, type Rollup } from './rollup.ts';
import { computeBand, computeRanks, computeScore } from './score.ts';

/** `score` in points of the rules' weights; score, band and rank are null when nobody expressed a judgement. */
export type GradedItem = {
  readonly no: number;
  readonly expressed: number;
  readonly grade: Grade;
  readonly isFailing: boolean;
  readonly rates: Rates;
  readonly score: string | null;
  readonly band: Band | null;
  readonly rank: number | null;
};

export type Evaluation = {
  /** The number majorities are taken of, and the least count that is one. */
  readonly majority: { readonly baseCount: number; readonly minVotes: number };
  readonly items: readonly GradedItem[];
  /** Items that failed and must be rectified, in ballot order. */
  readonly mustRectify: readonly number[];
  /** All items together: their marks summed, rates on the summed bases, the score of all marks. */
  readonly pooled: {
    readonly marks: readonly number[];
    readonly rates: Rates;
    readonly score: string | null;
  };
  readonly leadUnits: readonly Rollup[];
  readonly supportUnits: readonly Rollup[];
  readonly projects: readonly Rollup[];
};

/** An item with its exact score, as ranks and means need it. */
export type ScoredItem = MajorityGrade & {
  readonly no: number;
  readonly marks: readonly number[];
  readonly score: Ratio | null;
};

/** @param pack the poll's own rules */
export function evaluate(poll: Poll, pack: EvaluationPack, counted: Counted): Evaluation {
  const { evaluation: rules, rounding } = pack;
  const { attendance } = poll;
  const { ballots, items } = counted;
  const baseCount = countBase(rules.majority.base, attendance, ballots);
  const bases = items.map(({ marks }) => countRateBase(marks, rules, attendance, ballots));
  const scored: readonly ScoredItem[] = items.map(({ no, marks }) => ({
    ...computeMajorityGrade(marks, baseCount, rules, rules.majority),
    no,
    marks,
    score: computeScore(marks, rules),
  }));
  const ranks = computeRanks(scored.map(({ score }) => score));
  const graded = scored.map(({ no, marks, grade, isFailing, score }, i): GradedItem => {
    return {
      no,
      expressed: countExpressed(marks, rules),
      grade,
      isFailing,
      rates: computeRates(marks, bases[i] ?? 0, rules, rounding),
      score: score && formatRatio(score, rounding),
      band: score && computeBand(score, rules.bands),
      rank: ranks[i] ?? null,
    };
  });
  const marks = rules.grades.map((_, i) => sum(items.map((item) => item.marks[i] ?? 0)));
  const pooledScore = computeScore(marks, rules);
  return {
    majority: { baseCount, minVotes: minVotes(baseCount, rules.majority) },
    items: graded,
    mustRectify: graded.filter(({ isFailing }) => isFailing).map(({ no }) => no),
    pooled: {
      marks,
      rates: computeRates(marks, sum(bases), rules, rounding),
      score: pooledScore && formatRatio(pooledScore, rounding),
    },
    ...computeRollups(poll.items, scored, rules, rounding),
  };
}
