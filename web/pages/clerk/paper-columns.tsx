/** Columns of counts side by side, cell by cell; what differs is said in words and marked. */
import type { ReactNode } from 'react';
import { type Column, type Item, markNames, type RulePack } from '#tally';
import { markWord } from '../../parts/mark-words.ts';
import { paperText } from '../../text/paper.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { type Cell, cellsOf, cellValue } from './paper-cells.ts';

export function PaperColumns({
  pack,
  items,
  columns,
  extra,
  isOnlyDiffering = false,
}: {
  readonly pack: RulePack;
  readonly items: readonly Item[];
  readonly columns: readonly { readonly header: string; readonly column: Column }[];
  /** Totals and differing cells only. */
  readonly isOnlyDiffering?: boolean;
  /** A last column, such as what the chief scrutineer rules. */
  readonly extra?: { readonly header: string; readonly cell: (cell: Cell, differs: boolean) => ReactNode };
}) {
  const t = useText(paperText);
  const name = useCellName(pack, items);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table must be scrollable with the keyboard
    <section className="table-frame" aria-label={t.sideBySide} tabIndex={0}>
      <table className="table paper-table">
        <thead>
          <tr>
            <th scope="col">{t.cell}</th>
            {columns.map(({ header }) => (
              <th key={header} scope="col" className="numeric">
                {header}
              </th>
            ))}
            {extra && (
              <th scope="col" className="numeric">
                {extra.header}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {cellsOf(pack, items).map((cell) => {
            const values = columns.slice(0, 2).map(({ column }) => cellValue(column, cell));
            const differs = values.length === 2 && values[0] !== values[1];
            if (isOnlyDiffering && !differs && cell.no !== undefined) return null;
            return (
              <tr key={cell.key} className={differs ? 'paper-differs' : undefined}>
                <th scope="row">
                  {name(cell)}
                  {differs && <span className="paper-sign"> ≠ {t.differs}</span>}
                </th>
                {columns.map(({ header, column }) => (
                  <td key={header} className="numeric">
                    {cellValue(column, cell)}
                  </td>
                ))}
                {extra && <td className="numeric">{extra.cell(cell, differs)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** 3. 助餐点 · 赞成 */
export function useCellName(pack: RulePack, items: readonly Item[]): (cell: Cell) => string {
  const t = useText(paperText);
  const language = useLanguage();
  const marks = markNames(pack);
  return ({ kind, no, mark }) => {
    if (kind !== 'mark' && kind !== 'itemVoid') return t[kind];
    const item = items.find((one) => one.no === no);
    const what = kind === 'itemVoid' ? t.itemVoid : markWord(marks[mark ?? 0] ?? 'for', language);
    return `${no}. ${choose(language, item?.titleZh ?? '', item?.titleEn)} · ${what}`;
  };
}
