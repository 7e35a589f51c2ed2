/**
 * Fills of charts: a colour and a pattern each, so that no series is told by colour alone, on paper or on a screen. Colours
 * come from the style sheet by class; positions are in em and percent, so that a chart grows with the reader's text.
 */
export type Tone = 'first' | 'second' | 'third' | 'fourth' | 'fifth' | 'rest';

export const TONES: readonly Tone[] = ['first', 'second', 'third', 'fourth', 'fifth', 'rest'];

const LINES: Readonly<Record<Tone, string>> = {
  first: '',
  second: 'M0 8 8 0M-2 2 2-2M6 10 10 6',
  third: 'M2 2h2v2h-2zM6 6h2v2h-2z',
  fourth: 'M0 2h8M0 6h8',
  fifth: 'M2 0v8M6 0v8',
  rest: '',
};

export function fillOf(chart: string, tone: Tone): string {
  return `url(#${chart}-${tone})`;
}

/** The definitions a chart refers to; `chart` is the id of the chart, unique on the page. */
export function PatternFills({ chart, tones }: { chart: string; tones: readonly Tone[] }) {
  return (
    <defs>
      {tones.map((tone) => (
        <pattern key={tone} id={`${chart}-${tone}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" className={`ground ${tone}`} />
          {LINES[tone] === '' ? null : <path d={LINES[tone]} className={`lines ${tone}`} />}
        </pattern>
      ))}
    </defs>
  );
}

export interface Series {
  readonly name: string;
  readonly tone: Tone;
}

/** What each fill stands for. */
export function Legend({ chart, series }: { chart: string; series: readonly Series[] }) {
  return (
    <ul className="legend">
      {series.map(({ name, tone }) => (
        <li key={tone}>
          <svg className="swatch" width="18" height="14" aria-hidden="true">
            <rect width="18" height="14" fill={fillOf(chart, tone)} className="edge" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
