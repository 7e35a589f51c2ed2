/**
 * Grades around a middle line: the favourable ones to the right, the others to the left, so that satisfaction is compared at
 * a glance. Shares are of the marks that express a judgement.
 */
import { fitLabel } from './fit-label.ts';
import { fillOf, Legend, PatternFills, type Series } from './pattern-fills.tsx';

export interface DivergingRow {
  readonly key: string;
  readonly label: string;
  readonly figure: string;
  /** Counts of the expressed grades, best first. */
  readonly parts: readonly number[];
}

export interface DivergingBarsProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The grades, best first, and how many of them are favourable. */
  readonly series: readonly Series[];
  readonly favourable: number;
  readonly rows: readonly DivergingRow[];
}

const ROW_EM = 3;

export function DivergingBars({ id, title, description, series, favourable, rows }: DivergingBarsProps) {
  const shares = rows.map(({ parts }) => {
    const total = parts.reduce((sum, count) => sum + count, 0);
    return parts.map((count) => (total === 0 ? 0 : count / total));
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const left = Math.max(0.1, ...shares.map((row) => sum(row.slice(favourable))));
  const right = Math.max(0.1, ...shares.map((row) => sum(row.slice(0, favourable))));
  const percent = (value: number) => `${Math.round((10_000 * value) / (left + right)) / 100}%`;
  const height = rows.length * ROW_EM + 0.2;
  return (
    <figure className="chart">
      <svg role="img" aria-labelledby={`${id}-title ${id}-desc`} width="100%" height={`${height}em`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        <PatternFills chart={id} tones={series.map(({ tone }) => tone)} />
        {rows.map(({ key, label, figure }, row) => (
          <g key={key}>
            <text x="0" y={`${row * ROW_EM + 1}em`}>
              {fitLabel(label, 42)}
            </text>
            <text x="100%" y={`${row * ROW_EM + 1}em`} textAnchor="end" className="figure">
              {figure}
            </text>
            {(shares[row] ?? []).map((share, grade) => {
              const own = shares[row] ?? [];
              const tone = series[grade]?.tone ?? 'rest';
              // The mildest grade of each side lies next to the middle line.
              const start =
                grade < favourable
                  ? left + sum(own.slice(grade + 1, favourable))
                  : left - sum(own.slice(favourable, grade + 1));
              return share === 0 ? null : (
                <rect
                  key={tone}
                  x={percent(start)}
                  y={`${row * ROW_EM + 1.35}em`}
                  width={percent(share)}
                  height="1.1em"
                  fill={fillOf(id, tone)}
                  className="edge"
                />
              );
            })}
            <line
              x1={percent(left)}
              x2={percent(left)}
              y1={`${row * ROW_EM + 1.2}em`}
              y2={`${row * ROW_EM + 2.6}em`}
              className="middle"
            />
          </g>
        ))}
      </svg>
      <Legend chart={id} series={series} />
      <figcaption>{description}</figcaption>
    </figure>
  );
}
