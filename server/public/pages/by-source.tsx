/** The votes of each way of voting beside each other (design 3.5), where none of them is a small cell (requirement R16). */
import { MARK_NAMES } from '#tally';
import { hasSmallColumn, type ResultModel, shownColumns } from '../result-model.ts';
import { titleIn } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { chooseOf, type Language } from '../text/words.ts';
import { TableFrame } from './table-frame.tsx';

export function BySource({ model, language }: { model: ResultModel; language: Language }) {
  const w = resultWords(language);
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
      <TableFrame labelledBy="by-source">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {w.no}
              </th>
              <th scope="col" rowSpan={2}>
                {w.item}
              </th>
              {columns.map(({ source }) => (
                <th key={source} scope="colgroup" colSpan={marks.length}>
                  {names[source]}
                </th>
              ))}
            </tr>
            <tr>
              {columns.flatMap(({ source }) =>
                marks.map((mark) => (
                  <th key={`${source} ${mark}`} scope="col" className="numeric">
                    {chooseOf(language, MARK_NAMES[mark])}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {report.items.map((item, row) => (
              <tr key={item.no}>
                <td className="no">{item.no}</td>
                <th scope="row">{titleIn(language, item)}</th>
                {columns.flatMap(({ source, items }) =>
                  (items[row]?.marks ?? []).map((count, i) => (
                    <td key={`${source} ${marks[i]}`} className="numeric">
                      {count}
                    </td>
                  )),
                )}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{w.sourceReturned}</th>
              {columns.map(({ source, returned }) => (
                <td key={source} colSpan={marks.length} className="numeric">
                  {returned}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </TableFrame>
      <p className="under">{w.roundingCounts}</p>
    </section>
  );
}
