/**
 * The first sheet of an .xlsx workbook. Before anything of it is understood it is unpacked under limits (R60), by sizes
 * measured and not by sizes claimed; then the sheet's extent is measured, because two cells at opposite corners make a table of
 * seventeen thousand million. The reader is handed a workbook packed anew from what was checked, so it cannot see another.
 */
import { TextDecoder } from 'node:util';
import { zipSync } from 'fflate';
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/universal';
import { type Result, refuse } from '#tally';
import { MAX_CELLS, type RawRow } from './read-roll-file.ts';
import { unpackChecked } from './unpack.ts';

const PART = /\.xml$|\.xml\.rels$|^_rels\/\.rels$/;
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
/** The name of a row or cell, right after `<`. */
const PLACED = /(?:\w{1,20}:)?(row|c)(?=[\s/>])/y;
const PLACE = /\sr=["']([A-Z]{0,4})(\d{1,9})["']/;
/** A tag of a row or cell is never so long. */
const MAX_TAG = 2_000;

export async function readWorkbook(bytes: Uint8Array): Promise<Result<readonly RawRow[]>> {
  const unpacked = unpackChecked(bytes);
  if (!unpacked.ok) return unpacked;
  const parts = new Map([...unpacked.value].filter(([name]) => PART.test(name)));
  if (!parts.has('xl/workbook.xml')) {
    return refuse('UNSUPPORTED', 'file.zip', 'a zip file, but not an Excel workbook');
  }
  for (const [name, content] of parts) {
    const text = new TextDecoder().decode(content);
    // Workbooks have no document type; one that has means to define entities.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
      return refuse('MALFORMED', 'file.xml', 'a part of the workbook has a document type');
    }
    const extent = SHEET.test(name) ? checkExtent(text) : ({ ok: true } as const);
    if (!extent.ok) return extent;
  }
  const packed = zipSync(Object.fromEntries(parts), { level: 0 });
  try {
    const rows = await readSheet(packed.slice().buffer);
    return {
      ok: true,
      value: rows.map((cells, at) => ({ line: at + 1, cells: cells.map(textOf) })),
    };
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError) {
      return refuse('MALFORMED', 'file.workbook', 'the workbook is damaged; open it and save it again');
    }
    // The reader meets broken XML with errors of many kinds; none of them is ours.
    return refuse('MALFORMED', 'file.workbook', 'the workbook cannot be read; open it and save it again');
  }
}

/** Cells, and rows times columns of what they span, within the limit. Each character is looked at once. */
function checkExtent(text: string): Result<null> {
  let cells = 0;
  let row = 0;
  let lastRow = 0;
  let column = 0;
  let lastColumn = 1;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    PLACED.lastIndex = at + 1;
    const kind = PLACED.exec(text)?.[1];
    if (kind === undefined) continue;
    const end = text.indexOf('>', at);
    const tag = text.slice(at, Math.min(end < 0 ? text.length : end, at + MAX_TAG));
    // A quote left open means that the tag goes on behind a `>` in an attribute, and with it perhaps its place.
    if (tag.length === MAX_TAG || !/^[^"']*(?:"[^"]*"[^"']*|'[^']*'[^"']*)*$/.test(tag)) {
      return refuse('MALFORMED', 'file.xml', 'a row or cell of the sheet is written in a strange way');
    }
    const [, letters = '', digits = ''] = PLACE.exec(tag) ?? [];
    if (kind === 'row') {
      row = digits === '' ? row + 1 : Number(digits);
      column = 0;
    } else {
      cells += 1;
      column = letters === '' ? column + 1 : columnNumber(letters);
      if (digits !== '') row = Math.max(row, Number(digits));
    }
    lastRow = Math.max(lastRow, row);
    lastColumn = Math.max(lastColumn, column);
    if (cells > MAX_CELLS || lastRow * lastColumn > MAX_CELLS) {
      return refuse(
        'TOO_LARGE',
        'file.cells',
        `expected at most ${MAX_CELLS} cells, empty ones between included`,
      );
    }
  }
  return { ok: true, value: null };
}

/** A is 1, XFD 16,384. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

/** What a cell says. Numbers are written plainly when they are whole; a date, a truth value or a fraction is no text. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}
