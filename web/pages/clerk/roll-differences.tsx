/** What a list would change of the roll, and what is wrong in it, line by line. */
import type { Difference, RowFlaw } from '#server/api';
import { importText, rollText } from '../../text/organs.ts';
import { useText } from '../../text/texts.ts';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Badge, type Tone } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';

const TONES: Readonly<Record<Difference['kind'], Tone>> = {
  added: 'success',
  changed: 'info',
  returned: 'success',
  left: 'warn',
};
const KINDS = ['added', 'changed', 'returned', 'left'] as const;

export function RollDifferences({
  differences,
  unchanged,
}: {
  readonly differences: readonly Difference[];
  readonly unchanged: number;
}) {
  const t = useText(importText);
  const roll = useText(rollText);
  return (
    <div className="stack">
      <FigureRow>
        {KINDS.map((kind) => (
          <Figure key={kind} label={t[kind]} value={differences.filter((one) => one.kind === kind).length} />
        ))}
        <Figure label={t.unchanged} value={unchanged} />
      </FigureRow>
      <Table
        caption={t.stepCheck}
        isCaptionHidden
        rows={differences}
        rowKey={(one) => `${one.kind} ${shown(one).number}`}
        columns={[
          {
            key: 'kind',
            header: t.change,
            sortBy: ({ kind }) => KINDS.indexOf(kind),
            cell: ({ kind }) => <Badge tone={TONES[kind]}>{t[kind]}</Badge>,
          },
          {
            key: 'number',
            header: roll.number,
            sortBy: (one) => shown(one).number,
            cell: (one) => shown(one).number,
          },
          {
            key: 'name',
            header: roll.name,
            isRowHeader: true,
            cell: (one) => <Changed one={one} of="name" />,
          },
          {
            key: 'delegation',
            header: roll.delegation,
            cell: (one) => <Changed one={one} of="delegation" />,
          },
          { key: 'category', header: roll.category, cell: (one) => <Changed one={one} of="category" /> },
        ]}
      />
    </div>
  );
}

function shown(one: Difference) {
  return one.kind === 'left' ? one.before : one.row;
}

function Changed({ one, of }: { readonly one: Difference; readonly of: 'name' | 'delegation' | 'category' }) {
  const t = useText(importText);
  const now = shown(one)[of];
  if (one.kind !== 'changed' || one.before[of] === now) return now;
  return (
    <span className="stack-tight">
      <strong>{now}</strong>
      <span className="muted small">{t.was(one.before[of])}</span>
    </span>
  );
}

export function FlawTable({ flaws, more }: { readonly flaws: readonly RowFlaw[]; readonly more: number }) {
  const t = useText(importText);
  const roll = useText(rollText);
  const problem = ({ flaw, other }: RowFlaw) =>
    flaw === 'DUPLICATE' ? t.duplicate(other ?? 0) : t[`flaw_${flaw}`];
  return (
    <>
      <Table
        caption={t.problem}
        isCaptionHidden
        rows={flaws}
        rowKey={({ line, column, flaw }) => `${line} ${column} ${flaw}`}
        columns={[
          { key: 'line', header: t.line, cell: ({ line }) => line },
          { key: 'column', header: t.column, cell: ({ column }) => roll[column] },
          { key: 'problem', header: t.problem, cell: problem },
        ]}
      />
      {more > 0 && <p className="muted">{t.more(more)}</p>}
    </>
  );
}
