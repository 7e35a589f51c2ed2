/** The list of a vote by name (记名): every member's vote on every item, as the rules publish it. */
import { MARK_NAMES, type RecordedVote, type TallyReport } from '#tally';
import { titleOfNo } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { chooseOf, type Language } from '../text/words.ts';
import { DataTable } from './data-table.tsx';

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
      <DataTable
        labelledBy="by-name"
        columns={[
          { name: w.person, kind: 'title' },
          ...report.items.map(({ no }) => ({ name: `${no}. ${titleOfNo(language, report, no)}` })),
        ]}
        rows={named.map(({ voter, choices }) => ({
          key: voter,
          cells: [voter, ...choices.map(({ mark }) => markName(language, mark))],
        }))}
      />
    </section>
  );
}

function markName(language: Language, mark: string): string {
  const known = Object.entries(MARK_NAMES).find(([name]) => name === mark)?.[1];
  return known === undefined ? '–' : chooseOf(language, known);
}
