/** The result of a satisfaction evaluation: grades by majority, the marks, rates and scores, roll-ups (domain reference, section 6). */
import { findScale, type TallyReport } from '#tally';
import { DivergingBars } from '../charts/diverging-bars.tsx';
import { TONES } from '../charts/pattern-fills.tsx';
import type { ListOrder, ResultModel } from '../result-model.ts';
import { orderTotals } from '../result-model.ts';
import { commonWords } from '../text/common.ts';
import { evaluationWords } from '../text/evaluation.ts';
import { gradeName, titleIn } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { baseName, roundingName } from '../text/shares.ts';
import { choose, joinSentences, type Language } from '../text/words.ts';
import { type Column, DataTable, numericColumn } from './data-table.tsx';
import { OrderSwitch } from './order-switch.tsx';
import { Rollups } from './rollups.tsx';
import { WholeWords } from './whole-words.tsx';

export type EvaluationSection = Extract<NonNullable<TallyReport['result']>, { kind: 'evaluation' }>;

interface EvaluationProps {
  readonly model: ResultModel;
  readonly result: EvaluationSection;
  readonly language: Language;
  readonly order: ListOrder;
}

/** Each item's grade, and what must be rectified. */
export function Grades({ model, result, language }: EvaluationProps) {
  const w = evaluationWords(language);
  const r = resultWords(language);
  const { majority } = result;
  const { pack } = model;
  const best = pack.kind === 'evaluation' ? pack.evaluation.grades[0] : undefined;
  return (
    <section className="outcome" aria-labelledby="outcome">
      <h2 id="outcome">{w.grades}</h2>
      {best === undefined ? null : (
        <p className="help">
          {w.gradesHelp(
            gradeName(language, best),
            majority.minVotes,
            choose(language, majority.textZh, majority.textEn),
          )}
        </p>
      )}
      <ol className="items">
        {result.items.map(({ no, grade, isFailing }) => {
          const item = model.report.items.find((candidate) => candidate.no === no);
          return (
            <li key={no}>
              <span className="no">{no}</span>
              <span className="title">
                <WholeWords text={titleIn(language, item)} />
              </span>
              <span className="unit">{item?.leadUnit}</span>
              <span className={isFailing ? 'badge outcome-failing' : 'badge outcome-elected'}>
                {gradeName(language, grade)}
              </span>
            </li>
          );
        })}
      </ol>
      {result.mustRectify.length === 0 ? null : (
        <>
          <h3>{w.mustRectify}</h3>
          <p>
            {result.mustRectify
              .map(
                (no) =>
                  `${no}. ${titleIn(
                    language,
                    model.report.items.find((item) => item.no === no),
                  )}`,
              )
              .join(commonWords(language).semicolon)}
          </p>
        </>
      )}
      {model.report.counts === null ? <p>{r.countsHidden}</p> : null}
    </section>
  );
}

/** Chart, marks, rates and scores. */
export function Figures({ model, result, language, order }: EvaluationProps) {
  const w = evaluationWords(language);
  const { report, pack, poll } = model;
  const { counts } = report;
  if (counts === null || pack.kind !== 'evaluation') return null;
  const rules = pack.evaluation;
  const expressed = rules.grades.slice(0, rules.expressed);
  const totals = orderTotals(report, order);
  const series = expressed.map((grade, i) => ({
    name: gradeName(language, grade),
    tone: TONES[i] ?? 'rest',
  }));
  return (
    <section aria-labelledby="votes">
      <div className="section-head">
        <h2 id="votes">{w.figures}</h2>
        <OrderSwitch poll={poll.id} model={model} order={order} language={language} />
      </div>
      <DivergingBars
        id="grades-chart"
        title={w.chartTitle}
        description={w.chartText}
        series={series}
        favourable={findScale(rules.grades)?.favourable ?? 1}
        rows={totals.map(({ no, marks }) => ({
          key: String(no),
          label: `${no}. ${titleIn(
            language,
            report.items.find((item) => item.no === no),
          )}`,
          figure: percent(result.items.find((item) => item.no === no)?.rates.favourable),
          parts: marks.slice(0, rules.expressed),
        }))}
      />
      <FigureTables model={model} result={result} language={language} order={order} />
      <p className="under">
        {joinSentences(language, [
          w.rateBase(
            rules.rateBase === 'expressed' ? w.expressedBase : baseName(language, rules.rateBase),
            roundingName(language, report.rounding),
          ),
          w.scores(
            expressed
              .map((grade, i) => `${gradeName(language, grade)} ${rules.weights[i]}`)
              .join(commonWords(language).comma),
          ),
          w.rankTie,
        ])}
      </p>
      <Rollups result={result} rules={rules} language={language} rounding={report.rounding} />
    </section>
  );
}

/** Two tables of the same rows, so that neither is wider than a sheet of paper: the marks as counted, and what follows. */
function FigureTables({ model, result, language, order }: EvaluationProps) {
  const w = evaluationWords(language);
  const r = resultWords(language);
  const { report, pack } = model;
  if (pack.kind !== 'evaluation') return null;
  const { grades } = pack.evaluation;
  const expressed = grades.slice(0, pack.evaluation.expressed);
  const hasUnknown = grades.includes('unknown');
  const hasVoidMarks = report.counts?.totals.some(({ itemVoid }) => itemVoid > 0) ?? false;
  const bands = { excellent: w.excellent, good: w.good, fair: w.fair, poor: w.poor };
  const { pooled } = result;
  const rows = orderTotals(report, order).flatMap((total) => {
    const own = result.items.find(({ no }) => no === total.no);
    const item = report.items.find(({ no }) => no === total.no);
    return own === undefined || item === undefined ? [] : [{ total, own, item }];
  });
  const head: readonly Column[] = [
    { name: r.no, kind: 'no' },
    { name: r.item, kind: 'title' },
  ];
  return (
    <>
      <DataTable
        labelledBy="votes"
        columns={[
          ...head,
          { name: r.leadUnit },
          ...grades.map((grade) => numericColumn(gradeName(language, grade))),
          ...(hasVoidMarks ? [numericColumn(r.itemVoid)] : []),
          numericColumn(w.expressed),
          { name: w.grade },
        ]}
        rows={rows.map(({ total, own, item }) => ({
          key: item.no,
          cells: [
            item.no,
            titleIn(language, item),
            item.leadUnit,
            ...total.marks,
            ...(hasVoidMarks ? [total.itemVoid] : []),
            own.expressed,
            <span key="grade" className={own.isFailing ? 'badge outcome-failing' : 'badge outcome-elected'}>
              {gradeName(language, own.grade)}
            </span>,
          ],
        }))}
        foot={[
          null,
          w.pooled,
          null,
          ...pooled.marks,
          ...(hasVoidMarks ? [null] : []),
          pooled.marks.slice(0, expressed.length).reduce((sum, count) => sum + count, 0),
          null,
        ]}
      />
      <p className="under">{r.roundingCounts}</p>
      <h3 id="rates">{w.rates}</h3>
      <DataTable
        labelledBy="rates"
        columns={[
          ...head,
          ...expressed.map((grade) => numericColumn(`${gradeName(language, grade)} %`)),
          numericColumn(w.favourable),
          ...(hasUnknown ? [numericColumn(`${w.unknownShare} %`)] : []),
          numericColumn(w.score),
          { name: w.band },
          numericColumn(w.rank),
        ]}
        rows={rows.map(({ own, item }) => ({
          key: item.no,
          cells: [
            item.no,
            titleIn(language, item),
            ...own.rates.grades.map(orDash),
            percent(own.rates.favourable),
            ...(hasUnknown ? [orDash(own.rates.unknown)] : []),
            orDash(own.score),
            own.band === null ? '–' : bands[own.band],
            orDash(own.rank),
          ],
        }))}
        foot={[
          null,
          w.pooled,
          ...pooled.rates.grades.map(orDash),
          percent(pooled.rates.favourable),
          ...(hasUnknown ? [orDash(pooled.rates.unknown)] : []),
          orDash(pooled.score),
          null,
          null,
        ]}
      />
    </>
  );
}

function orDash<Value>(value: Value | null): Value | '–' {
  return value ?? '–';
}

function percent(rate: string | null | undefined): string {
  return rate === null || rate === undefined ? '–' : `${rate}%`;
}
