/**
 * The roll as a file. Workbooks hold text only, so nothing in them is ever a formula; in CSV for Excel a cell that would
 * begin one is prefixed by an apostrophe; the data file is raw and says so in its name (R59).
 */
import { stringify } from 'csv-stringify/sync';
import writeExcelFile from 'write-excel-file/universal';
import type { Member } from './shapes.ts';

const HEADINGS = ['代表编号', '姓名', '代表团', '类别'] as const;

export interface RollDownload {
  readonly type: string;
  /** Ends of the name; the organ's name comes before. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A text that a spreadsheet does not take for a formula. */
export function formulaSafe(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}

/** Members in office, or headings alone where the file is a template. */
export async function writeRollFile(
  members: readonly Member[],
  as: 'xlsx' | 'csv' | 'data',
): Promise<RollDownload> {
  const rows = members.map(({ number, name, delegation, category }) => [number, name, delegation, category]);
  if (as === 'xlsx') {
    const cell = (value: string) => ({ value, type: String });
    const heading = (value: string) => ({ value, type: String, fontWeight: 'bold' as const });
    const blob = await writeExcelFile([HEADINGS.map(heading), ...rows.map((row) => row.map(cell))], {
      sheet: '名册',
      columns: [{ width: 12 }, { width: 16 }, { width: 20 }, { width: 20 }],
      stickyRowsCount: 1,
    }).toBlob();
    return {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      name: 'roll.xlsx',
      bytes: new Uint8Array(await blob.arrayBuffer()),
    };
  }
  const isForExcel = as === 'csv';
  const text = stringify(
    [HEADINGS, ...rows].map((row) => row.map((cell) => (isForExcel ? formulaSafe(cell) : cell))),
    { bom: isForExcel, record_delimiter: '\r\n' },
  );
  return {
    type: 'text/csv; charset=utf-8',
    name: isForExcel ? 'roll.csv' : 'roll-data.csv',
    bytes: new TextEncoder().encode(text),
  };
}
