/** Roll-ups of an evaluation: by lead unit, by supporting unit (for themselves, so that nobody is averaged twice), by project. */
import type { EvaluationPack, Rollup, Rounding } from '#tally';
import { commonWords } from '../text/common.ts';
import { evaluationWords } from '../text/evaluation.ts';
import { gradeName } from '../text/names.ts';
import { roundingSentence } from '../text/shares.ts';
import { joinSentences, type Language } from '../text/words.ts';
import { DataTable, numericColumn } from './data-table.tsx';
import type { EvaluationSection } from './evaluation.tsx';

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
          {joinSentences(language, [w.rollupHelp, roundingSentence(language, rounding)])}
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
  const c = commonWords(language);
  return (
    <DataTable
      labelledBy={id}
      columns={[
        { name: w.unit, kind: 'title' },
        { name: w.items },
        ...rules.grades.map((grade) => numericColumn(gradeName(language, grade))),
        { name: w.gradeCounts },
        numericColumn(w.meanScore),
      ]}
      rows={rollups.map(({ name, items, marks, gradeCounts, meanScore }) => ({
        key: name,
        cells: [
          name,
          items.join(c.join),
          ...marks,
          gradeCounts
            .flatMap((count, i) => {
              const grade = rules.grades[i];
              return count === 0 || grade === undefined ? [] : [`${gradeName(language, grade)} ${count}`];
            })
            .join(c.comma),
          meanScore ?? '–',
        ],
      }))}
    />
  );
}
