/** The result of a satisfaction evaluation: grades by majority, the marks, rates and scores, roll-ups (domain reference, section 6). */
import { findScale, type TallyReport } from '#tally';
import { DivergingBars } from '../charts/diverging-bars.tsx';
import { TONES } from '../charts/pattern-fills.tsx';
import type { ListOrder, ResultModel } from '../result-model.ts';
import { orderTotals } from '../result-model.ts';
import { evaluationWords } from '../text/evaluation.ts';
import { gradeName, titleIn } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import { baseName, roundingName } from '../text/shares.ts';
import { choose, type Language } from '../text/words.ts';
import { OrderSwitch } from './order-switch.tsx';
import { Rollups } from './rollups.tsx';
import { TableFrame } from './table-frame.tsx';

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
  return (
    <section className="outcome" aria-labelledby="outcome">
      <h2 id="outcome">{w.grades}</h2>
      <p className="help">
        {w.gradesHelp(choose(language, majority.textZh, majority.textEn), majority.minVotes)}
      </p>
      <ol className="items">
        {result.items.map(({ no, grade, isFailing }) => {
          const item = model.report.items.find((candidate) => candidate.no === no);
          return (
            <li key={no}>
              <span className="no">{no}</span>
              <span className="title">{titleIn(language, item)}</span>
              <span className="unit">{item?.leadUnit}</span>
              <span className={isFailing ? 'badge outcome-failed' : 'badge outcome-elected'}>
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
              .join('；')}
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
        {w.rateBase(
          rules.rateBase === 'expressed' ? w.expressedBase : baseName(language, rules.rateBase),
          roundingName(language, report.rounding),
        )}{' '}
        {w.scores(
          expressed.map((grade, i) => `${gradeName(language, grade)} ${rules.weights[i]}`).join('，'),
        )}{' '}
        {w.rankTie}
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
  const head = (
    <>
      <th scope="col">{r.no}</th>
      <th scope="col">{r.item}</th>
    </>
  );
  return (
    <>
      <TableFrame labelledBy="votes">
        <table className="table votes">
          <thead>
            <tr>
              {head}
              <th scope="col">{r.leadUnit}</th>
              {grades.map((grade) => (
                <th scope="col" className="numeric" key={grade}>
                  {gradeName(language, grade)}
                </th>
              ))}
              {hasVoidMarks ? (
                <th scope="col" className="numeric">
                  {r.itemVoid}
                </th>
              ) : null}
              <th scope="col" className="numeric">
                {w.expressed}
              </th>
              <th scope="col">{w.grade}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ total, own, item }) => (
              <tr key={item.no}>
                <td className="no">{item.no}</td>
                <th scope="row">{titleIn(language, item)}</th>
                <td>{item.leadUnit}</td>
                {total.marks.map((count, i) => (
                  <td className="numeric" key={grades[i]}>
                    {count}
                  </td>
                ))}
                {hasVoidMarks ? <td className="numeric">{total.itemVoid}</td> : null}
                <td className="numeric">{own.expressed}</td>
                <td>
                  <span className={own.isFailing ? 'badge outcome-failed' : 'badge outcome-elected'}>
                    {gradeName(language, own.grade)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{w.pooled}</th>
              <td />
              {pooled.marks.map((count, i) => (
                <td className="numeric" key={grades[i]}>
                  {count}
                </td>
              ))}
              {hasVoidMarks ? <td /> : null}
              <td className="numeric">
                {pooled.marks.slice(0, expressed.length).reduce((sum, count) => sum + count, 0)}
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </TableFrame>
      <p className="under">{r.roundingCounts}</p>
      <h3 id="rates">{w.rates}</h3>
      <TableFrame labelledBy="rates">
        <table className="table votes">
          <thead>
            <tr>
              {head}
              {expressed.map((grade) => (
                <th scope="col" className="numeric" key={grade}>
                  {gradeName(language, grade)} %
                </th>
              ))}
              <th scope="col" className="numeric">
                {w.favourable}
              </th>
              {hasUnknown ? (
                <th scope="col" className="numeric">
                  {w.unknownShare} %
                </th>
              ) : null}
              <th scope="col" className="numeric">
                {w.score}
              </th>
              <th scope="col">{w.band}</th>
              <th scope="col" className="numeric">
                {w.rank}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ own, item }) => (
              <tr key={item.no}>
                <td className="no">{item.no}</td>
                <th scope="row">{titleIn(language, item)}</th>
                {own.rates.grades.map((rate, i) => (
                  <td className="numeric" key={grades[i]}>
                    {rate ?? '–'}
                  </td>
                ))}
                <td className="numeric">{percent(own.rates.favourable)}</td>
                {hasUnknown ? <td className="numeric">{own.rates.unknown ?? '–'}</td> : null}
                <td className="numeric">{own.score ?? '–'}</td>
                <td>{own.band === null ? '–' : bands[own.band]}</td>
                <td className="numeric">{own.rank ?? '–'}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{w.pooled}</th>
              {pooled.rates.grades.map((rate, i) => (
                <td className="numeric" key={grades[i]}>
                  {rate ?? '–'}
                </td>
              ))}
              <td className="numeric">{percent(pooled.rates.favourable)}</td>
              {hasUnknown ? <td className="numeric">{pooled.rates.unknown ?? '–'}</td> : null}
              <td className="numeric">{pooled.score ?? '–'}</td>
              <td />
              <td />
            </tr>
          </tfoot>
        </table>
      </TableFrame>
    </>
  );
}

function percent(rate: string | null | undefined): string {
  return rate === null || rate === undefined ? '–' : `${rate}%`;
}
