/** The list of a vote by name (记名): every member's vote on every item, as the rules publish it. */
import { MARK_NAMES, type RecordedVote, type TallyReport } from '#tally';
import { titleOfNo } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { chooseOf, type Language } from '../text/words.ts';
import { TableFrame } from './table-frame.tsx';

export type NamedVotes = readonly RecordedVote[];

export function VotesByName({
  named,
  report,
  language,
}: {
  named: NamedVotes;
  report: TallyReport;
  language: Language;
}) {
  const w = resultWords(language);
  return (
    <section aria-labelledby="by-name">
      <h2 id="by-name">{w.recordedVotes}</h2>
      <p className="help">{w.recordedHelp}</p>
      <TableFrame labelledBy="by-name">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.person}</th>
              {report.items.map(({ no }) => (
                <th scope="col" key={no}>
                  {no}. {titleOfNo(language, report, no)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {named.map(({ voter, choices }) => (
              <tr key={voter}>
                <th scope="row">{voter}</th>
                {choices.map(({ item, mark }) => (
                  <td key={item}>{markName(language, mark)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

function markName(language: Language, mark: string): string {
  const known = Object.entries(MARK_NAMES).find(([name]) => name === mark)?.[1];
  return known === undefined ? '–' : chooseOf(language, known);
}
