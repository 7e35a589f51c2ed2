/**
 * A cap rule: at most `max` of some answers of a ballot may be chosen, across questions. It follows from the rule pack
 * (`ternary_capped`: the "for" of every item; `maxPerGrade`: that grade of every item) and so is never published.
 */

/** Position of a ciphertext in a ballot: question, then choice, both from 0. */
export type Column = readonly [question: number, choice: number];

export interface CapRule {
  /** 0 <= max <= number of columns; a cap of all columns needs no proof and is no rule. */
  readonly max: number;
  /** Distinct, in ascending order. */
  readonly columns: readonly Column[];
}
