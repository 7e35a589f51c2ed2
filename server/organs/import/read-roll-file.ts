/**
 * A list of members as somebody sent it: an Excel workbook or comma-separated text, told apart by how the bytes begin, never
 * by the name. What comes out is text in cells; check-rows.ts judges it.
 */
import { type Result, refuse } from '#tally';
import { readCsv } from './csv.ts';
import { readWorkbook } from './workbook.ts';

/** Uploads of lists are at most this long (R60). */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Rows times columns of the part that holds anything (R60). */
export const MAX_CELLS = 300_000;

export interface RollFile {
  readonly format: 'xlsx' | 'csv';
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | null;
  /** The rows under the headings, each with its line in the file, first line 1. */
  readonly lines: readonly Line[];
  readonly ignored: readonly string[];
}

/** Cells by column. Null: a cell that holds no text, such as a date. */
export interface Line {
  readonly line: number;
  readonly cells: Readonly<Record<ColumnName, string | null>>;
}

export type ColumnName = 'number' | 'name' | 'delegation' | 'category';

/** A row of cells, with its line in the file. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b];

const beginsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, at) => bytes[at] === byte);

export async function readRollFile(bytes: Uint8Array, name: string): Promise<Result<RollFile>> {
  if (bytes.length === 0) return refuse('MALFORMED', 'file.empty', 'the file is empty');
  if (beginsWith(bytes, OLE)) {
    // The old binary format, or a workbook behind a password, which has the same container.
    const where = name.toLowerCase().endsWith('.xlsx') ? 'file.password' : 'file.xls';
    return refuse(
      'UNSUPPORTED',
      where,
      'an .xls workbook, or one behind a password: open it in Excel or WPS and save it as .xlsx without a password',
    );
  }
  if (beginsWith(bytes, ZIP)) {
    const rows = await readWorkbook(bytes);
    return rows.ok ? underHeadings(rows.value, 'xlsx', null) : rows;
  }
  const text = readCsv(bytes);
  return text.ok ? underHeadings(text.value.rows, 'csv', text.value.encoding) : text;
}

const HEADINGS: Readonly<Record<ColumnName, readonly string[]>> = {
  number: [
    '代表编号',
    '编号',
    '代表号',
    '代表证号',
    '代表证编号',
    '委员编号',
    '成员编号',
    '序号',
    'number',
    'no',
    'id',
    'membernumber',
    'deputynumber',
  ],
  name: ['姓名', '代表姓名', '委员姓名', '名字', 'name', 'fullname', 'membername'],
  delegation: ['代表团', '所在代表团', '代表团名称', '代表小组', '小组', '团组', 'delegation', 'group'],
  category: ['类别', '代表类别', '成员类别', '界别', 'category', 'sector'],
};
const COLUMNS = Object.keys(HEADINGS) as ColumnName[];
/** A list may begin with its title and a line about it. */
const MAX_LINES_ABOVE = 10;

/** 代表编号*, "Member No." and the like without their spaces and signs, in small letters. */
function plain(heading: string | null): string {
  return (heading ?? '')
    .slice(0, 100)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function columnOf(heading: string | null): ColumnName | undefined {
  const sought = plain(heading);
  return COLUMNS.find((column) => HEADINGS[column].includes(sought));
}

function underHeadings(
  rows: readonly RawRow[],
  format: RollFile['format'],
  encoding: RollFile['encoding'],
): Result<RollFile> {
  const at = rows.slice(0, MAX_LINES_ABOVE).findIndex(({ cells }) => {
    const found = cells.map(columnOf);
    return found.includes('number') && found.includes('name');
  });
  const headings = rows[at];
  if (headings === undefined) {
    return refuse(
      'MALFORMED',
      'file.headings',
      `no row of headings: expected 代表编号 (number) and 姓名 (name) in one of the first ${MAX_LINES_ABOVE} rows`,
    );
  }
  const places = new Map<ColumnName, number>();
  const ignored: string[] = [];
  for (const [place, heading] of headings.cells.entries()) {
    const column = columnOf(heading);
    if (column !== undefined && places.has(column)) {
      return refuse('MALFORMED', 'file.headings', `two columns are headed ${HEADINGS[column][0]}`);
    }
    if (column !== undefined) places.set(column, place);
    else if (plain(heading) !== '') ignored.push((heading ?? '').slice(0, 40));
  }
  const cellsOf = ({ cells }: RawRow) => {
    const cell = (column: ColumnName) => {
      const place = places.get(column);
      return place === undefined || cells[place] === undefined ? '' : cells[place];
    };
    return {
      number: cell('number'),
      name: cell('name'),
      delegation: cell('delegation'),
      category: cell('category'),
    };
  };
  const lines = rows
    .slice(at + 1)
    .filter(({ cells }) => cells.some((cell) => cell === null || cell.trim() !== ''))
    .map((row) => ({ line: row.line, cells: cellsOf(row) }));
  return lines.length === 0
    ? refuse('MALFORMED', 'file.rows', 'there is no row under the headings')
    : { ok: true, value: { format, encoding, lines, ignored: ignored.slice(0, 20) } };
}
