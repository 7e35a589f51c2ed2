/**
 * How a rule pack becomes Belenios questions, and a Belenios result becomes counts (design 3.1). The questions, the caps
 * and the ballot form of a session are functions of its rule pack, items and round, so a verifier makes them again
 * and compares.
 *
 * | method          | questions                                  | enforced inside the ballot                    |
 * |-----------------|--------------------------------------------|-----------------------------------------------|
 * | approve_up_to_n | one, an answer an item, min 0, max the cap | at most `cap` approvals                       |
 * | ternary_each    | one an item: for, against, abstain         | exactly one mark an item                      |
 * | ternary_capped  | as above                                   | and, by a cap proof, at most `cap` approvals  |
 * | grade_each      | one an item, an answer a grade             | exactly one grade, `maxPerGrade` by cap proof |
 */
import type { HomomorphicQuestion } from '../belenios/election.ts';
import type { ElectionResult } from '../belenios/result.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import { capOf } from '../count/places.ts';
import { type Column, type Item, type ItemMarks, markNames, type Poll } from '../count/poll.ts';
import { MARK_NAMES } from '../report/listing.ts';
import { assert } from '../result.ts';

/** What a session's questions follow from. `limits`: how many a ballot may approve, where the rules leave it open. */
export type Sheet = Pick<Poll, 'pack' | 'items' | 'round'> & {
  readonly limits?: { readonly min: number; readonly max: number };
};

function itemText({ no, titleZh }: Item): string {
  return `${no}. ${titleZh}`;
}

/** Approvals one ballot may hold: the cap or the limit, but never more than there are items. */
export function approvalsOf(sheet: Sheet): number {
  return Math.min(capOf(sheet) ?? sheet.limits?.max ?? sheet.items.length, sheet.items.length);
}

/** The questions of a session, in ballot order. */
export function questionsOf(sheet: Sheet): readonly HomomorphicQuestion[] {
  const { pack, items } = sheet;
  if (pack.ballot.method === 'approve_up_to_n') {
    const max = approvalsOf(sheet);
    return [
      {
        kind: 'homomorphic',
        answers: items.map(itemText),
        min: sheet.limits?.min ?? 0,
        max,
        question: `${pack.titleZh}（至多选${max}项）`,
      },
    ];
  }
  const answers = markNames(pack).map((mark) => MARK_NAMES[mark].zh);
  return items.map((item) => ({ kind: 'homomorphic', answers, min: 1, max: 1, question: itemText(item) }));
}

/** The caps across questions; a cap that cannot be exceeded is none. */
export function capsOf(sheet: Sheet): readonly CapRule[] {
  const { pack, items } = sheet;
  const columnsOf = (choice: number) => items.map((_, question) => [question, choice] as const);
  if (pack.kind === 'evaluation') {
    return (pack.evaluation.maxPerGrade ?? [])
      .filter(([, max]) => max < items.length)
      .map(([grade, max]) => ({ max, columns: columnsOf(pack.evaluation.grades.indexOf(grade)) }));
  }
  const max = approvalsOf(sheet);
  return pack.ballot.method === 'ternary_capped' && max < items.length
    ? [{ max, columns: columnsOf(0) }]
    : [];
}

/** One voter's marks, one an item in ballot order: the index into `markNames`, or for ticks whether the item is ticked. */
export type Marks = readonly (number | boolean)[];

/** The plaintext of a ballot: per question, 0 or 1 an answer. Whether the marks keep the caps is proved at encryption. */
export function choicesOf(sheet: Sheet, marks: Marks): readonly (readonly number[])[] {
  assert(marks.length === sheet.items.length, 'there is one mark an item');
  if (sheet.pack.ballot.method === 'approve_up_to_n') return [marks.map((mark) => (mark === true ? 1 : 0))];
  const names = markNames(sheet.pack);
  return marks.map((mark) => names.map((_, i) => (mark === i ? 1 : 0)));
}

/**
 * The electronic column of a poll from a verified result.
 *
 * @param returned ballots counted, one a credential
 */
export function electronicColumn(sheet: Sheet, result: ElectionResult, returned: number): Column {
  const counts = result.map((column) => column.map((count) => Number(count)));
  const items: ItemMarks[] = sheet.items.map(({ no }, i) => ({
    no,
    marks: sheet.pack.ballot.method === 'approve_up_to_n' ? [counts[0]?.[i] ?? 0] : (counts[i] ?? []),
    itemVoid: 0,
  }));
  return { source: 'electronic', returned, voids: [], pending: 0, items };
}
