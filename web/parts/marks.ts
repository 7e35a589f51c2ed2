/**
 * A ballot while it is being marked: what each item bears so far, how far caps are used, and what is still missing. Pure;
 * what a mark means when it is counted, and that no cap is exceeded, is proved by `#tally` when the ballot is encrypted.
 */
import { approvalsOf, capsOf, type MarkName, type Marks, markNames, type Sheet } from '#tally/booth';

/** Per item in ballot order: the index into `markNames`, or null where nothing is marked. A tick is the mark 0. */
export type DraftMarks = readonly (number | null)[];

/** A mark that only so many items may bear: 已赞成 3 / 最多 10. */
export interface CapUse {
  readonly mark: number;
  readonly name: MarkName;
  readonly used: number;
  readonly max: number;
}

/** What counts for an item that bears no mark; `must`: the ballot cannot be cast before it does. */
export type UnmarkedRule = 'abstain' | 'not_for' | 'unknown' | 'must';

export function blankMarks(sheet: Sheet): DraftMarks {
  return sheet.items.map(() => null);
}

export function isTicks(sheet: Sheet): boolean {
  return sheet.pack.ballot.method === 'approve_up_to_n';
}

function countOf(marks: DraftMarks, mark: number): number {
  return marks.filter((own) => own === mark).length;
}

/** Every cap that can be reached; none where a ballot may mark all items alike. */
export function capUses(sheet: Sheet, marks: DraftMarks): readonly CapUse[] {
  const names = markNames(sheet.pack);
  const limits: readonly (readonly [number, number])[] = isTicks(sheet)
    ? [[0, approvalsOf(sheet)]]
    : capsOf(sheet).map(({ columns, max }) => [columns[0]?.[1] ?? 0, max]);
  return limits
    .filter(([, max]) => max < sheet.items.length)
    .map(([mark, max]) => ({ mark, name: names[mark] ?? 'for', used: countOf(marks, mark), max }));
}

/** The cap that forbids this mark here, if one does. */
export function capAgainst(sheet: Sheet, marks: DraftMarks, item: number, mark: number): CapUse | undefined {
  if (marks[item] === mark) return undefined;
  return capUses(sheet, marks).find((cap) => cap.mark === mark && cap.used >= cap.max);
}

/** The marks with one changed; the same object when a cap forbids it. */
export function withMark(sheet: Sheet, marks: DraftMarks, item: number, mark: number | null): DraftMarks {
  if (mark !== null && capAgainst(sheet, marks, item, mark) !== undefined) return marks;
  return marks.map((own, i) => (i === item ? mark : own));
}

export function unmarkedRule({ pack }: Sheet): UnmarkedRule {
  const { unmarked } = pack.ballot;
  return unmarked === 'void_item' ? 'must' : unmarked;
}

/** Numbers of the items that have no mark. */
export function unmarkedItems(sheet: Sheet, marks: DraftMarks): readonly number[] {
  return sheet.items.filter((_, i) => (marks[i] ?? null) === null).map(({ no }) => no);
}

/** How many more items must be ticked before the ballot can be cast. */
export function ticksMissing(sheet: Sheet, marks: DraftMarks): number {
  return isTicks(sheet) ? Math.max(0, (sheet.limits?.min ?? 0) - countOf(marks, 0)) : 0;
}

export function isCastable(sheet: Sheet, marks: DraftMarks): boolean {
  const isFull = unmarkedRule(sheet) !== 'must' || unmarkedItems(sheet, marks).length === 0;
  return isFull && ticksMissing(sheet, marks) === 0;
}

/** The mark an unmarked item counts as, as an index; null where it counts as none. */
function markOfUnmarked(sheet: Sheet): number | null {
  const names: readonly string[] = markNames(sheet.pack);
  const at = names.indexOf(unmarkedRule(sheet));
  return at < 0 ? null : at;
}

/** The marks as they are cast, an unmarked item by the rule of the pack; only of a castable ballot. */
export function marksToCast(sheet: Sheet, marks: DraftMarks): Marks {
  if (isTicks(sheet)) return marks.map((mark) => mark === 0);
  const unmarked = markOfUnmarked(sheet);
  return marks.map((mark) => mark ?? unmarked ?? false);
}

/** The same for showing: per item the name of its mark, undefined where the ballot says nothing about it. */
export function namesToCast(sheet: Sheet, marks: DraftMarks): readonly (MarkName | undefined)[] {
  const names = markNames(sheet.pack);
  const unmarked = isTicks(sheet) ? null : markOfUnmarked(sheet);
  return marks.map((mark) => names[mark ?? unmarked ?? -1]);
}
