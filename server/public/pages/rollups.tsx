/** Roll-ups of an evaluation: by lead unit, by supporting unit (for themselves, so that nobody is averaged twice), by project. */
import type { EvaluationPack, Rollup, Rounding } from '#tally';
import { evaluationWords } from '../text/evaluation.ts';
import { gradeName } from '../text/names.ts';
import { roundingName } from '../text/shares.ts';
import type { Language } from '../text/words.ts';
import type { EvaluationSection } from './evaluation.tsx';
import { TableFrame } from './table-frame.tsx';

interface RollupsProps {
  readonly result: EvaluationSection;
  readonly rules: EvaluationPack['evaluation'];
  readonly rounding: Rounding;
  readonly language: Language;
}

export function Rollups({ result, rules, rounding, language }: RollupsProps) {
  const w = evaluationWords(language);
  const tables = [
    ['by-lead', w.byLead, result.leadUnits],
    ['by-support', w.bySupport, result.supportUnits],
    ['by-project', w.byProject, result.projects],
  ] as const;
  return tables.map(([id, title, rollups]) =>
    rollups.length === 0 ? null : (
      <section key={id} aria-labelledby={id}>
        <h3 id={id}>{title}</h3>
        <RollupTable id={id} rollups={rollups} rules={rules} language={language} />
        <p className="under">
          {w.rollupHelp} {roundingName(language, rounding)}
          {language === 'zh' ? '。' : '.'}
        </p>
      </section>
    ),
  );
}

function RollupTable({
  id,
  rollups,
  rules,
  language,
}: {
  id: string;
  rollups: readonly Rollup[];
  rules: EvaluationPack['evaluation'];
  language: Language;
}) {
  const w = evaluationWords(language);
  return (
    <TableFrame labelledBy={id}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{w.unit}</th>
            <th scope="col">{w.items}</th>
            {rules.grades.map((grade) => (
              <th scope="col" className="numeric" key={grade}>
                {gradeName(language, grade)}
              </th>
            ))}
            <th scope="col">{w.gradeCounts}</th>
            <th scope="col" className="numeric">
              {w.meanScore}
            </th>
          </tr>
        </thead>
        <tbody>
          {rollups.map(({ name, items, marks, gradeCounts, meanScore }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{items.join(language === 'zh' ? '、' : ', ')}</td>
              {marks.map((count, i) => (
                <td className="numeric" key={rules.grades[i]}>
                  {count}
                </td>
              ))}
              <td>
                {gradeCounts
                  .flatMap((count, i) => {
                    const grade = rules.grades[i];
                    return count === 0 || grade === undefined
                      ? []
                      : [`${gradeName(language, grade)} ${count}`];
                  })
                  .join('，')}
              </td>
              <td className="numeric">{meanScore ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
