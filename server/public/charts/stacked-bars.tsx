/**
 * One bar an item, cut into what was marked, on a common base: all members where the rules ask for a majority of all of them,
 * so that those who are absent are seen as the rest of the bar, and the line to be passed stands where it falls.
 */
import { drawnPercent, fitLabel } from './fit-label.ts';
import { fillOf, Legend, PatternFills, type Series } from './pattern-fills.tsx';

export interface BarRow {
  readonly key: string;
  readonly label: string;
  /** At the right end, such as the approvals. */
  readonly figure: string;
  /** Counts in the order of the series. */
  readonly parts: readonly number[];
}

export interface StackedBarsProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly series: readonly Series[];
  readonly rows: readonly BarRow[];
  /** The count that fills a whole bar. */
  readonly base: number;
  /** The least count that passes, and how the line is named. */
  readonly threshold?: { readonly votes: number; readonly label: string };
}

const ROW_EM = 3;
const LABEL_HALVES = 42;

export function StackedBars({ id, title, description, series, rows, base, threshold }: StackedBarsProps) {
  const top = threshold === undefined ? 0.2 : 1.9;
  const height = top + rows.length * ROW_EM;
  const line = threshold && `${drawnPercent(threshold.votes, base)}%`;
  const isLineFar = threshold !== undefined && threshold.votes * 2 > base * 1.2;
  return (
    <figure className="chart">
      <svg role="img" aria-labelledby={`${id}-title ${id}-desc`} width="100%" height={`${height}em`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        <PatternFills chart={id} tones={series.map(({ tone }) => tone)} />
        {rows.map(({ key, label, figure, parts }, row) => (
          <g key={key}>
            <text x="0" y={`${top + row * ROW_EM + 1}em`}>
              {fitLabel(label, LABEL_HALVES)}
            </text>
            <text x="100%" y={`${top + row * ROW_EM + 1}em`} textAnchor="end" className="figure">
              {figure}
            </text>
            <rect x="0" y={`${top + row * ROW_EM + 1.35}em`} width="100%" height="1.1em" className="track" />
            {parts.map((part, i) => {
              const before = parts.slice(0, i).reduce((sum, count) => sum + count, 0);
              const tone = series[i]?.tone ?? 'rest';
              return part === 0 ? null : (
                <rect
                  key={tone}
                  x={`${drawnPercent(before, base)}%`}
                  y={`${top + row * ROW_EM + 1.35}em`}
                  width={`${drawnPercent(part, base)}%`}
                  height="1.1em"
                  fill={fillOf(id, tone)}
                  className="edge"
                />
              );
            })}
          </g>
        ))}
        {threshold === undefined ? null : (
          <g className="threshold">
            <text x={line} y="1em" textAnchor={isLineFar ? 'end' : 'middle'}>
              {threshold.label}
            </text>
            {rows.map(({ key }, row) => {
              const ends = {
                x1: line,
                x2: line,
                y1: `${top + row * ROW_EM + 1.2}em`,
                y2: `${top + row * ROW_EM + 2.6}em`,
              };
              return (
                <g key={key}>
                  <line className="halo" {...ends} />
                  <line {...ends} />
                </g>
              );
            })}
          </g>
        )}
      </svg>
      <Legend chart={id} series={series} />
      <figcaption>{description}</figcaption>
    </figure>
  );
}
