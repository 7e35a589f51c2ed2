/**
 * A rate by strata (communities), weighted and not, with small cells suppressed (domain reference, sections 8.2 and
 * 13.6 S8). Where a total is shown, hidden cells are joined by the next smallest ones until no single hidden cell, and
 * no group of fewer than `k` answers, follows by subtraction. (A weighted and an unweighted total together are two
 * equations: with exactly two cells hidden, whoever knows n and N_h can still solve them. Show one total there.)
 */

import { sum } from '../count/reconcile.ts';
import { addRatios, multiplyRatios, ratio } from '../fraction.ts';
import { formatPercent, formatRatio, type Rounding } from '../rounding.ts';

/** `population` N_h (people aged 60+), `answers` n with a rating, `favourable` of them. */
export type Stratum = {
  readonly name: string;
  readonly population: number;
  readonly answers: number;
  readonly favourable: number;
};

/** `suppressed`: SMALL_CELL = fewer than k answers, COMPLEMENTARY = hidden so that the small one stays hidden. */
export type StratumRow = {
  readonly name: string;
  readonly answers: number;
  readonly rate: string | null;
  readonly suppressed: 'SMALL_CELL' | 'COMPLEMENTARY' | null;
};

/** `weighted` = Σ (N_h / ΣN_h) p_h over strata with answers; null when there are none. */
export type StrataTable = {
  readonly rows: readonly StratumRow[];
  readonly weighted: string | null;
  readonly unweighted: string | null;
};

/** @param k least answers of a published cell; @param showsTotal whether a total stands under the table */
export function computeStrata(
  strata: readonly Stratum[],
  k: number,
  rounding: Rounding,
  showsTotal: boolean,
): StrataTable {
  const small = strata.filter(({ answers }) => answers < k);
  const hidden = [...small];
  if (showsTotal && small.length > 0) {
    const others = strata.filter((stratum) => !small.includes(stratum)).sort((a, b) => a.answers - b.answers);
    for (const next of others) {
      if (hidden.length >= 2 && sum(hidden.map(({ answers }) => answers)) >= k) break;
      hidden.push(next);
    }
  }
  const rows = strata.map((stratum): StratumRow => {
    const suppressed = small.includes(stratum)
      ? 'SMALL_CELL'
      : hidden.includes(stratum)
        ? 'COMPLEMENTARY'
        : null;
    const rate = suppressed === null ? formatPercent(stratum.favourable, stratum.answers, rounding) : null;
    return { name: stratum.name, answers: stratum.answers, rate, suppressed };
  });
  return { rows, ...(showsTotal ? computeTotals(strata, rounding) : { weighted: null, unweighted: null }) };
}

function computeTotals(
  strata: readonly Stratum[],
  rounding: Rounding,
): Pick<StrataTable, 'weighted' | 'unweighted'> {
  const answered = strata.filter(({ answers }) => answers > 0);
  const population = sum(answered.map((stratum) => stratum.population));
  const unweighted = formatPercent(
    sum(answered.map(({ favourable }) => favourable)),
    sum(answered.map(({ answers }) => answers)),
    rounding,
  );
  if (population === 0) return { weighted: null, unweighted };
  const mean = answered
    .map(({ favourable, answers, population: people }) =>
      multiplyRatios(ratio(people, population), ratio(favourable, answers)),
    )
    .reduce(addRatios, ratio(0, 1));
  return { weighted: formatRatio(multiplyRatios(mean, ratio(100, 1)), rounding), unweighted };
}
