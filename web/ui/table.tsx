/**
 * A real table with caption, headings that sort, and a sentence where it is empty. On a narrow screen each row stands as a
 * small list; the roles are written out because such a layout makes browsers forget that it is a table.
 */
// biome-ignore-all lint/a11y/noRedundantRoles: see above
import { type ReactNode, useState } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { whole } from './whole-words.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the end of the line. */
  readonly isNumeric?: boolean;
  /** The cell that names the row; the first column unless another says so. */
  readonly isRowHeader?: boolean;
  /** Makes the heading a button that sorts by this. */
  readonly sortBy?: (row: Row) => string | number;
}

export function Table<Row>({
  caption,
  isCaptionHidden = false,
  columns,
  rows,
  rowKey,
  empty,
}: {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly empty?: ReactNode;
}) {
  const t = useText(uiText);
  const [order, setOrder] = useState<{ readonly key: string; readonly isRising: boolean } | null>(null);
  const sortColumn = columns.find((column) => column.key === order?.key);
  const sorted = sortRows(rows, sortColumn?.sortBy, order?.isRising ?? true);
  const headerKey = (columns.find((column) => column.isRowHeader) ?? columns[0])?.key;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable with the keyboard
    <section className="table-frame" aria-label={caption} tabIndex={0}>
      <table className="table table-stacking" role="table">
        <caption className={isCaptionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                className={column.isNumeric ? 'numeric' : undefined}
                aria-sort={
                  order?.key === column.key ? (order.isRising ? 'ascending' : 'descending') : undefined
                }
              >
                {column.sortBy === undefined ? (
                  column.header
                ) : (
                  <button
                    type="button"
                    className="table-sort"
                    onClick={() =>
                      setOrder({
                        key: column.key,
                        isRising: order?.key === column.key ? !order.isRising : true,
                      })
                    }
                  >
                    {column.header}
                    <span aria-hidden="true">
                      {order?.key === column.key ? (order.isRising ? '▲' : '▼') : '↕'}
                    </span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sorted.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) =>
                column.key === headerKey ? (
                  <th key={column.key} scope="row" role="rowheader" data-label={column.header}>
                    <span>{whole(column.cell(row))}</span>
                  </th>
                ) : (
                  <td
                    key={column.key}
                    role="cell"
                    data-label={column.header}
                    className={column.isNumeric ? 'numeric' : undefined}
                  >
                    <span>{whole(column.cell(row))}</span>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <div className="table-none">{empty ?? t.nothingYet}</div>}
      {order !== null && sortColumn !== undefined && (
        <span className="visually-hidden" role="status">
          {t.sorted(sortColumn.header, order.isRising)}
        </span>
      )}
    </section>
  );
}

function sortRows<Row>(
  rows: readonly Row[],
  sortBy: ((row: Row) => string | number) | undefined,
  isRising: boolean,
): readonly Row[] {
  if (sortBy === undefined) return rows;
  const direction = isRising ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [x, y] = [sortBy(a), sortBy(b)];
    if (typeof x === 'number' && typeof y === 'number') return (x - y) * direction;
    return String(x).localeCompare(String(y), 'zh-CN', { numeric: true }) * direction;
  });
}
