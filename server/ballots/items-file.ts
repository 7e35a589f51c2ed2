/** A list of candidate projects from a workbook or CSV file, as plain cells: the page shows them, and a person takes them over. */
import { ok, type Result, refuse } from '#tally';
import { readCsv } from '../organs/import/csv.ts';
import { readWorkbook } from '../organs/import/workbook.ts';

const MAX_ROWS = 300;
const MAX_COLUMNS = 12;
const MAX_CELL = 2_000;
const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

export async function readItemsFile(
  bytes: Uint8Array,
): Promise<Result<{ readonly rows: readonly (readonly string[])[] }>> {
  const read = isZip(bytes) ? await readWorkbook(bytes) : rowsOf(readCsv(bytes));
  if (!read.ok) return read;
  if (read.value.length > MAX_ROWS) {
    return refuse('TOO_LARGE', 'file', `expected at most ${MAX_ROWS} rows, found ${read.value.length}`);
  }
  return ok({
    rows: read.value.map(({ cells }) =>
      cells.slice(0, MAX_COLUMNS).map((cell) => (cell ?? '').slice(0, MAX_CELL).trim()),
    ),
  });
}

function rowsOf<T>(read: Result<{ readonly rows: T }>): Result<T> {
  return read.ok ? ok(read.value.rows) : read;
}
