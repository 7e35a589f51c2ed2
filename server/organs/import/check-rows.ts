/**
 * From the cells of a file to rows of a roll. Text is put into NFC and freed of the spaces that pad names in lists; bidirectional
 * and invisible characters are refused, not removed: nobody would see what was meant (R58). Every flaw is reported with its
 * line; a row with a flaw is left out of the rows.
 */
import { MAX_MEMBERS, MEMBER_LENGTHS, type RollRow } from '../shapes.ts';
import type { ColumnName, RollFile } from './read-roll-file.ts';

export interface RowFlaw {
  /** In the file, first line 1. */
  readonly line: number;
  readonly column: ColumnName;
  readonly flaw:
    | 'MISSING'
    | 'TOO_LONG'
    /** A control, bidirectional or invisible character, or one without a meaning. */
    | 'INVISIBLE'
    /** A date, a fraction or a truth value where text belongs. */
    | 'NOT_TEXT'
    /** The number stands in an earlier line too: `other`. */
    | 'DUPLICATE'
    | 'TOO_MANY';
  readonly other?: number;
}

const MAX_FLAWS = 200;
const COLUMNS = ['number', 'name', 'delegation', 'category'] as const;
const REQUIRED: ReadonlySet<ColumnName> = new Set(['number', 'name']);
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const CELL_LIMIT = 2_000;

/** @returns rows without a flaw, the flaws (at most 200) and how many there are */
export function checkRows({ lines }: RollFile): {
  readonly rows: readonly RollRow[];
  readonly flaws: readonly RowFlaw[];
  readonly flawCount: number;
} {
  const flaws: RowFlaw[] = [];
  let flawCount = 0;
  const report = (flaw: RowFlaw) => {
    flawCount += 1;
    if (flaws.length < MAX_FLAWS) flaws.push(flaw);
  };
  const lineOfNumber = new Map<string, number>();
  const rows: RollRow[] = [];
  for (const { line, cells } of lines) {
    const row = { number: '', name: '', delegation: '', category: '' };
    let isSound = true;
    for (const column of COLUMNS) {
      const judged = judgeCell(cells[column], column);
      if ('flaw' in judged) {
        report({ line, column, flaw: judged.flaw });
        isSound = false;
      } else row[column] = judged.text;
    }
    const earlier = lineOfNumber.get(row.number);
    if (row.number !== '' && earlier !== undefined) {
      report({ line, column: 'number', flaw: 'DUPLICATE', other: earlier });
      isSound = false;
    }
    if (isSound && rows.length === MAX_MEMBERS) {
      report({ line, column: 'number', flaw: 'TOO_MANY' });
      isSound = false;
    }
    if (earlier === undefined) lineOfNumber.set(row.number, line);
    if (isSound) rows.push(row);
  }
  return { rows, flaws, flawCount };
}

function judgeCell(
  cell: string | null,
  column: ColumnName,
): { readonly text: string } | { readonly flaw: RowFlaw['flaw'] } {
  if (cell === null) return { flaw: 'NOT_TEXT' };
  if (cell.length > CELL_LIMIT) return { flaw: 'TOO_LONG' };
  const text = tidy(cell);
  if (text === '') return REQUIRED.has(column) ? { flaw: 'MISSING' } : { text };
  if (UNSEEN.test(text)) return { flaw: 'INVISIBLE' };
  return text.length > MEMBER_LENGTHS[column] ? { flaw: 'TOO_LONG' } : { text };
}

/**
 * 王　芳 is 王芳 spread out to the width of three characters; a space between two Chinese characters means nothing else. An
 * apostrophe before a sign that begins a formula is how our own files, and Excel, keep a text a text.
 */
function tidy(cell: string): string {
  return cell
    .normalize('NFC')
    .replace(/^'(?=[=+\-@＝＋－＠])/u, '')
    .replace(/(?<=\p{Script=Han})[\p{Zs}\t]+(?=\p{Script=Han})/gu, '')
    .replace(/[\p{Zs}\t\r\n]+/gu, ' ')
    .trim();
}
