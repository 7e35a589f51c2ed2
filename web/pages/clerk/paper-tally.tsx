/** One column of paper ballots as tellers write it on their sheet: an item a row, a mark a column. */
import { type Column, type Item, markNames, type RulePack } from '#tally';
import { markWord } from '../../parts/mark-words.ts';
import { paperText } from '../../text/paper.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Table } from '../../ui/table.tsx';
import { cellValue } from './paper-cells.ts';

export function PaperTally({
  pack,
  items,
  column,
}: {
  readonly pack: RulePack;
  readonly items: readonly Item[];
  readonly column: Column;
}) {
  const t = useText(paperText);
  const language = useLanguage();
  const of = (kind: 'returned' | 'OVERVOTE' | 'ILLEGIBLE' | 'pending') =>
    cellValue(column, { key: kind, kind });
  return (
    <>
      <FigureRow>
        <Figure label={t.returned} value={of('returned')} />
        <Figure label={t.OVERVOTE} value={of('OVERVOTE')} />
        <Figure label={t.pending} value={of('pending')} />
      </FigureRow>
      <Table
        caption={t.soFar}
        isCaptionHidden
        rows={items}
        rowKey={({ no }) => String(no)}
        columns={[
          {
            key: 'item',
            header: t.item,
            cell: ({ no, titleZh, titleEn }) => `${no}. ${choose(language, titleZh, titleEn)}`,
          },
          ...markNames(pack).map((name, mark) => ({
            key: name,
            header: markWord(name, language),
            isNumeric: true,
            cell: ({ no }: Item) => cellValue(column, { key: name, kind: 'mark', no, mark }),
          })),
          {
            key: 'void',
            header: t.itemVoid,
            isNumeric: true,
            cell: ({ no }) => cellValue(column, { key: 'void', kind: 'itemVoid', no }),
          },
        ]}
      />
    </>
  );
}
