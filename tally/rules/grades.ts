/**
 * The grade scales of a satisfaction evaluation (domain reference, section 6.1): which grades belong together, from
 * best to worst, and how they are called. `unknown` (不了解, 弃权) may follow the expressed grades of any scale and is
 * in no base but its own share.
 */

export type Grade =
  | 'satisfied'
  | 'basic'
  | 'dissatisfied'
  | 'excellent'
  | 'good'
  | 'fairly_good'
  | 'fair'
  | 'poor'
  | 'very_satisfied'
  | 'fairly_satisfied'
  | 'neutral'
  | 'fairly_dissatisfied'
  | 'very_dissatisfied'
  | 'unknown';

/** `favourable` best grades make 综合满意率; an item whose majority grade is among the `failing` last ones must be rectified. */
export interface GradeScale {
  readonly id: 'grade3' | 'grade4' | 'grade4_good' | 'grade5';
  readonly grades: readonly Grade[];
  readonly favourable: number;
  readonly failing: number;
}

export const GRADE_SCALES: readonly GradeScale[] = [
  { id: 'grade3', grades: ['satisfied', 'basic', 'dissatisfied'], favourable: 2, failing: 1 },
  { id: 'grade4', grades: ['excellent', 'good', 'fair', 'poor'], favourable: 2, failing: 1 },
  { id: 'grade4_good', grades: ['good', 'fairly_good', 'fair', 'poor'], favourable: 2, failing: 1 },
  {
    id: 'grade5',
    grades: ['very_satisfied', 'fairly_satisfied', 'neutral', 'fairly_dissatisfied', 'very_dissatisfied'],
    favourable: 2,
    failing: 2,
  },
];

export const GRADES: readonly Grade[] = [
  ...new Set(GRADE_SCALES.flatMap((scale) => scale.grades)),
  'unknown',
];

/** The scale these grades are, `unknown` left aside; undefined when they are none. */
export function findScale(grades: readonly Grade[]): GradeScale | undefined {
  const expressed = grades.at(-1) === 'unknown' ? grades.slice(0, -1) : grades;
  return GRADE_SCALES.find(
    (scale) =>
      scale.grades.length === expressed.length && scale.grades.every((grade, i) => grade === expressed[i]),
  );
}

export const GRADE_NAMES: { readonly [grade in Grade]: { readonly zh: string; readonly en: string } } = {
  satisfied: { zh: '满意', en: 'satisfied' },
  basic: { zh: '基本满意', en: 'basically satisfied' },
  dissatisfied: { zh: '不满意', en: 'dissatisfied' },
  excellent: { zh: '优秀', en: 'excellent' },
  good: { zh: '良好', en: 'good' },
  fairly_good: { zh: '较好', en: 'fairly good' },
  fair: { zh: '一般', en: 'fair' },
  poor: { zh: '较差', en: 'poor' },
  very_satisfied: { zh: '很满意', en: 'very satisfied' },
  fairly_satisfied: { zh: '较满意', en: 'fairly satisfied' },
  neutral: { zh: '一般', en: 'neutral' },
  fairly_dissatisfied: { zh: '较不满意', en: 'fairly dissatisfied' },
  very_dissatisfied: { zh: '很不满意', en: 'very dissatisfied' },
  unknown: { zh: '不了解', en: 'unknown' },
};
