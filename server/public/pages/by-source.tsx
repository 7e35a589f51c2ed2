/** The votes of each way of voting beside each other (design 3.5), where none of them is a small cell (requirement R16). */
import { MARK_NAMES } from '#tally';
import { hasSmallColumn, type ResultModel, shownColumns } from '../result-model.ts';
import { commonWords } from '../text/common.ts';
import { titleIn } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { chooseOf, joinSentences, type Language } from '../text/words.ts';
import { DataTable, numericColumn } from './data-table.tsx';

export function BySource({ model, language }: { model: ResultModel; language: Language }) {
  const w = resultWords(language);
  const c = commonWords(language);
  const { report, pack } = model;
  const columns = shownColumns(report, pack);
  if (columns.length === 0) {
    return hasSmallColumn(report, pack) ? (
      <p className="under">{w.smallCells(pack.publish.minGroup)}</p>
    ) : null;
  }
  const names = { electronic: w.electronic, paper: w.paper, keypad: w.keypad, recorded: w.recorded };
  const marks = report.counts?.marks ?? [];
  return (
    <section aria-labelledby="by-source">
      <h3 id="by-source">{w.bySource}</h3>
      <DataTable
        labelledBy="by-source"
        columns={[
          { name: w.no, kind: 'no' },
          { name: w.item, kind: 'title' },
          ...columns.flatMap(({ source }) =>
            marks.map((mark) => numericColumn(`${names[source]} ${chooseOf(language, MARK_NAMES[mark])}`)),
          ),
        ]}
        rows={report.items.map((item, row) => ({
          key: item.no,
          cells: [
            item.no,
            titleIn(language, item),
            ...columns.flatMap(({ items }) => items[row]?.marks ?? []),
          ],
        }))}
      />
      <p className="under">
        {joinSentences(language, [
          w.sourceReturned(
            columns.map(({ source, returned }) => `${names[source]} ${returned}`).join(c.comma),
          ),
          w.roundingCounts,
        ])}
      </p>
    </section>
  );
}
