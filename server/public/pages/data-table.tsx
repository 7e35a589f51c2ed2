/**
 * A table under its heading. On a narrow screen each row stands as a block, every value with the name of its column; the
 * roles are written out because such a layout makes browsers forget that it is a table.
 */
// biome-ignore-all lint/a11y/noRedundantRoles: see above
import type { ReactNode } from 'react';
import { capitalise } from '../text/words.ts';
import { ScrollFrame } from './scroll-frame.tsx';
import { WholeWords } from './whole-words.tsx';

export interface Column {
  readonly name: string;
  /** The number of the row, what names it, a figure, or characters to compare; plain text without. */
  readonly kind?: 'no' | 'title' | 'numeric' | 'hash';
}

export const numericColumn = (name: string): Column => ({ name, kind: 'numeric' });

export interface Row {
  readonly key: string | number;
  readonly cells: readonly ReactNode[];
  readonly className?: string;
}

interface DataTableProps {
  readonly labelledBy: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The cells of a last row that sums up; null without. */
  readonly foot?: readonly ReactNode[] | null;
  readonly className?: string;
}

export function DataTable({ labelledBy, columns, rows, foot = null, className = 'table' }: DataTableProps) {
  return (
    <ScrollFrame labelledBy={labelledBy}>
      <table className={`${className} table-stacking`} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, kind }) => (
              <th
                key={name}
                scope="col"
                role="columnheader"
                className={kind === 'numeric' ? kind : undefined}
              >
                {capitalise(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <TableRow key={row.key} columns={columns} row={row} />
          ))}
        </tbody>
        {foot === null ? null : (
          <tfoot role="rowgroup">
            <TableRow columns={columns} row={{ key: 'foot', cells: foot }} />
          </tfoot>
        )}
      </table>
    </ScrollFrame>
  );
}

function TableRow({ columns, row: { cells, className } }: { columns: readonly Column[]; row: Row }) {
  return (
    <tr role="row" className={className}>
      {columns.map(({ name, kind }, i) =>
        kind === 'title' ? (
          <th key={name} scope="row" role="rowheader" className="title">
            {whole(cells[i])}
          </th>
        ) : (
          <td key={name} role="cell" className={kind} data-label={capitalise(name)}>
            {whole(cells[i])}
          </td>
        ),
      )}
    </tr>
  );
}

function whole(cell: ReactNode): ReactNode {
  return typeof cell === 'string' && cell !== '' ? <WholeWords text={cell} /> : cell;
}
