/** Numbers that a hall looks at, and how far something has come. */
import type { ReactNode } from 'react';

/** Figures beside each other. */
export function FigureRow({ children }: { readonly children: ReactNode }) {
  return <dl className="figure-row">{children}</dl>;
}

/** A big number with its label; inside a FigureRow. */
export function Figure({
  label,
  value,
  note,
}: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className="figure">
      <dt className="figure-label">{label}</dt>
      <dd className="figure-value">{value}</dd>
      {note && <dd className="figure-note">{note}</dd>}
    </div>
  );
}

/** @param value undefined while nobody knows how long it takes */
export function Progress({
  label,
  value,
  max,
  note,
}: {
  readonly label: string;
  readonly value?: number | undefined;
  readonly max: number;
  readonly note?: ReactNode;
}) {
  return (
    <div className="progress">
      <span className="row row-apart">
        <span>{label}</span>
        <span className="muted">{note ?? (value === undefined ? null : `${value} / ${max}`)}</span>
      </span>
      <progress aria-label={label} {...(value === undefined ? {} : { value })} max={max} />
    </div>
  );
}
