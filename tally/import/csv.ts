/**
 * Rows of separated values as RFC 4180 quotes them, for any separator: a cell that begins with `"` ends at the next
 * single `"`, doubled ones stand for themselves, and only then may it hold separators and line ends. Lines end with LF
 * or CRLF. One pass over the text; every row knows the line it begins on.
 */
import { isWellFormed } from '../encoding/bytes.ts';
import { ok, type Result, refuse } from '../result.ts';

/** Cells without their quotes and without white space around them; `line` counts from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvLimits {
  /** UTF-16 units of one cell. */
  readonly cellLength: number;
  readonly cells: number;
}

/** Finds a cell of a row by the name of its column; undefined when there is no such column. */
export type CellOf = (row: CsvRow, column: string) => string | undefined;

/** Gives the next row that is not blank, or undefined after the last one. */
export type CsvReader = () => Result<CsvRow | undefined>;

/**
 * Opens a text for reading row by row. Refused: NUL, lone surrogates, a carriage return that ends no line, a quote
 * that is never closed or is followed by more than a separator, cells and rows beyond the limits.
 */
export function openCsv(text: string, separator: string, limits: CsvLimits): Result<CsvReader> {
  if (text.includes('\0') || !isWellFormed(text)) {
    return refuse('MALFORMED', 'text', 'the text holds a NUL character or a lone surrogate');
  }
  // A byte order mark is how some spreadsheets say UTF-8; it is no part of the first cell.
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;

  function readCell(row: CsvRow): Result<string> {
    const where = `line ${line}`;
    let end = at;
    let cell = '';
    if (text[at] === '"') {
      end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) return refuse('MALFORMED', where, 'a quoted cell is never closed');
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      end += 1;
      const after = text[end];
      if (after !== undefined && after !== separator && !isLineEnd(text, end)) {
        return refuse(
          'MALFORMED',
          where,
          `a closing quote is followed by more text in cell ${row.cells.length + 1}`,
        );
      }
      line += cell.split('\n').length - 1;
    } else {
      while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
      if (text[end] === '\r' && !isLineEnd(text, end)) {
        return refuse('MALFORMED', where, 'a carriage return without a line feed');
      }
      cell = text.slice(at, end);
    }
    if (cell.length > limits.cellLength) return tooLong(where);
    at = end;
    return ok(cell.trim());
  }

  function tooLong(where: string): Result<never> {
    return refuse('TOO_LARGE', where, `a cell has more than ${limits.cellLength} characters`);
  }

  function readRow(): Result<CsvRow> {
    const cells: string[] = [];
    const row: CsvRow = { line, cells };
    for (;;) {
      const cell = readCell(row);
      if (!cell.ok) return cell;
      cells.push(cell.value);
      if (text[at] !== separator) break;
      if (cells.length === limits.cells) {
        return refuse('TOO_LARGE', `line ${row.line}`, `a row has more than ${limits.cells} cells`);
      }
      at += 1;
    }
    if (at < text.length) at += text[at] === '\r' ? 2 : 1;
    line += 1;
    return ok(row);
  }

  return ok(() => {
    while (at < text.length) {
      const row = readRow();
      if (!row.ok || row.value.cells.length > 1 || row.value.cells[0] !== '') return row;
    }
    return ok(undefined);
  });
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}
