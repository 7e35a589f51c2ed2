/** The result of a vote on projects or on a resolution: what was chosen, the votes as chart and table, ties and re-votes. */
import { formatPercent, MARK_NAMES, type TallyReport } from '#tally';
import { TONES } from '../charts/pattern-fills.tsx';
import { type BarRow, StackedBars } from '../charts/stacked-bars.tsx';
import { type ListOrder, orderTotals, type ResultModel } from '../result-model.ts';
import { titleIn } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { baseName, money, roundingName } from '../text/shares.ts';
import { choose, chooseOf, joinSentences, type Language } from '../text/words.ts';
import { DataTable, numericColumn } from './data-table.tsx';
import { OrderSwitch } from './order-switch.tsx';
import { WholeWords } from './whole-words.tsx';

type Section = Extract<NonNullable<TallyReport['result']>, { kind: 'decision' }>;

interface DecisionProps {
  readonly model: ResultModel;
  readonly result: Section;
  readonly language: Language;
  readonly order: ListOrder;
}

/** What was decided, first of all. */
export function Outcome({ model, result, language, order }: DecisionProps) {
  const w = resultWords(language);
  const { report, pack } = model;
  if (pack.kind === 'resolution') {
    const isAdopted = result.elected.length > 0;
    return (
      <section className="outcome" aria-labelledby="outcome">
        <h2 id="outcome">{w.resultOfVote}</h2>
        <p className={isAdopted ? 'verdict' : 'verdict refused'}>{isAdopted ? w.adopted : w.notAdopted}</p>
        <p>{titleIn(language, report.items[0])}</p>
        <Condition result={result} language={language} />
      </section>
    );
  }
  const isRecommended = pack.kind === 'projects' && pack.effect === 'recommend';
  const listed = order === 'votes' ? orderTotals(report, 'votes').map(({ no }) => no) : null;
  const chosen = listed === null ? result.elected : listed.filter((no) => result.elected.includes(no));
  return (
    <section className="outcome" aria-labelledby="outcome">
      <h2 id="outcome">
        {result.elected.length === 0
          ? w.noneElected
          : isRecommended
            ? w.electedRecommend(result.elected.length)
            : w.electedDecide(result.elected.length)}
      </h2>
      <ItemList report={report} numbers={chosen} language={language} />
      <Condition result={result} language={language} />
      {result.passedNotElected.length === 0 ? null : (
        <>
          <h3>{w.passedNotElected}</h3>
          <p className="help">{w.passedNotElectedHelp}</p>
          <ItemList report={report} numbers={result.passedNotElected} language={language} />
        </>
      )}
      {result.tie === null ? null : (
        <>
          <h3>{w.openTie}</h3>
          <ItemList report={report} numbers={result.tie.tied} language={language} />
        </>
      )}
      {result.shortfall === null ? null : (
        <>
          <h3>{w.shortfall}</h3>
          <p>{w.shortfallText(result.shortfall.places)}</p>
        </>
      )}
    </section>
  );
}

function ItemList({
  report,
  numbers,
  language,
}: {
  report: TallyReport;
  numbers: readonly number[];
  language: Language;
}) {
  return (
    <ol className="items">
      {numbers.map((no) => {
        const item = report.items.find((candidate) => candidate.no === no);
        return (
          <li key={no}>
            <span className="no">{no}</span>
            <span className="title">
              <WholeWords text={titleIn(language, item)} />
            </span>
            <span className="unit">{item?.leadUnit}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Condition({ result, language }: { result: Section; language: Language }) {
  const w = resultWords(language);
  const { threshold, places, budgetFen } = result;
  return (
    <dl className="rows">
      {places === null ? null : (
        <div>
          <dt>{w.seats}</dt>
          <dd>{places}</dd>
        </div>
      )}
      {budgetFen === null ? null : (
        <div>
          <dt>{w.budget}</dt>
          <dd>{money(language, budgetFen)}</dd>
        </div>
      )}
      <div>
        <dt>{w.threshold}</dt>
        <dd>
          {threshold === null
            ? w.noThreshold
            : w.thresholdText(choose(language, threshold.textZh, threshold.textEn), threshold.minVotes)}
        </dd>
      </div>
    </dl>
  );
}

/** Chart and table of the votes. */
export function Votes({ model, result, language, order }: DecisionProps) {
  const w = resultWords(language);
  const { report, poll } = model;
  const { counts } = report;
  if (counts === null) {
    return (
      <section aria-labelledby="votes">
        <h2 id="votes">{w.counts}</h2>
        <p>{w.countsHidden}</p>
        <Table model={model} result={result} language={language} order="ballot_no" />
      </section>
    );
  }
  const { threshold } = result;
  const base = threshold?.baseCount ?? report.ballots.valid;
  const rows = orderTotals(report, order).map(({ no, marks }): BarRow => {
    const item = report.items.find((candidate) => candidate.no === no);
    return {
      key: String(no),
      label: `${no}. ${titleIn(language, item)}`,
      figure: String(marks[0] ?? 0),
      parts: marks,
    };
  });
  const series = counts.marks.map((name, i) => ({
    name: chooseOf(language, MARK_NAMES[name]),
    tone: TONES[i] ?? 'rest',
  }));
  return (
    <section aria-labelledby="votes">
      <div className="section-head">
        <h2 id="votes">{w.counts}</h2>
        {report.items.length > 1 ? (
          <OrderSwitch poll={poll.id} model={model} order={order} language={language} />
        ) : null}
      </div>
      <StackedBars
        id="votes-chart"
        title={w.chartTitle}
        description={
          threshold === null ? w.chartTextPlain(base) : w.chartText(base, baseName(language, threshold.base))
        }
        series={series}
        rows={rows}
        base={base}
        {...(threshold === null
          ? {}
          : { threshold: { votes: threshold.minVotes, label: w.chartLine(threshold.minVotes) } })}
      />
      <Table model={model} result={result} language={language} order={order} />
    </section>
  );
}

function Table({ model, result, language, order }: DecisionProps) {
  const w = resultWords(language);
  const { report } = model;
  const { counts, rounding } = report;
  const { threshold } = result;
  const marks = counts?.marks ?? [];
  const totals = orderTotals(report, order);
  const numbers = counts === null ? report.items.map(({ no }) => no) : totals.map(({ no }) => no);
  const hasCosts = report.items.some(({ costFen }) => costFen !== undefined);
  const hasVoidMarks = totals.some(({ itemVoid }) => itemVoid > 0);
  const hasShares = counts !== null && threshold !== null;
  return (
    <>
      <DataTable
        labelledBy="votes"
        columns={[
          { name: w.no, kind: 'no' },
          { name: w.item, kind: 'title' },
          { name: w.leadUnit },
          ...(hasCosts ? [numericColumn(w.cost)] : []),
          ...marks.map((name) => numericColumn(chooseOf(language, MARK_NAMES[name]))),
          ...(hasVoidMarks ? [numericColumn(w.itemVoid)] : []),
          ...(hasShares ? [numericColumn(w.share)] : []),
          { name: w.outcome },
        ]}
        rows={numbers.map((no) => {
          const item = report.items.find((candidate) => candidate.no === no);
          const total = totals.find((candidate) => candidate.no === no);
          const outcome = result.outcomes.find((candidate) => candidate.no === no)?.outcome;
          return {
            key: no,
            ...(outcome === 'elected' ? { className: 'elected' } : {}),
            cells: [
              no,
              titleIn(language, item),
              item?.leadUnit,
              ...(hasCosts ? [item?.costFen === undefined ? '' : money(language, item.costFen)] : []),
              ...(total?.marks ?? []),
              ...(hasVoidMarks ? [total?.itemVoid] : []),
              ...(hasShares
                ? [`${formatPercent(total?.marks[0] ?? 0, threshold.baseCount, rounding)}%`]
                : []),
              outcome === undefined ? null : (
                <span key="outcome" className={`badge outcome-${outcome}`}>
                  {outcomeName(outcome, model, language)}
                </span>
              ),
            ],
          };
        })}
      />
      {counts === null ? null : (
        <p className="under">
          {joinSentences(language, [
            hasShares
              ? w.roundingShare(
                  baseName(language, threshold.base),
                  threshold.baseCount,
                  roundingName(language, rounding),
                )
              : w.roundingCounts,
            order === 'votes' ? w.orderTie : '',
          ])}
        </p>
      )}
    </>
  );
}

function outcomeName(
  outcome: Section['outcomes'][number]['outcome'],
  { pack }: ResultModel,
  language: Language,
): string {
  const w = resultWords(language);
  if (pack.kind === 'resolution') return outcome === 'elected' ? w.adopted : w.notAdopted;
  const names = {
    elected: w.elected,
    passed_not_elected: w.notElected,
    failed: w.failed,
    tied: w.tied,
    waiting: w.waiting,
  };
  return names[outcome];
}
