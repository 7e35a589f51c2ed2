/**
 * Comma-separated text, read strictly: a quote or a row that does not fit is refused with its line. UTF-8 with or without
 * mark; what older Excel and WPS write (GB18030, UTF-16) is recognised and said.
 */
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse/sync';
import { type Result, refuse } from '#tally';
import { MAX_CELLS, type RawRow, type RollFile } from './read-roll-file.ts';

type Encoding = NonNullable<RollFile['encoding']>;

export function readCsv(
  bytes: Uint8Array,
): Result<{ readonly rows: readonly RawRow[]; readonly encoding: Encoding }> {
  const decoded = decode(bytes);
  if (decoded === null) {
    return refuse('UNSUPPORTED', 'file.text', 'neither a workbook nor text in UTF-8 or GB18030');
  }
  const { text, encoding } = decoded;
  // Bytes that are no text at all, such as a picture, decode to control characters.
  const stranger =
    [...text.slice(0, 2_000)].some((char) => /[^\P{Cc}\t\r\n]/u.test(char)) || text.includes('\0');
  if (stranger) return refuse('UNSUPPORTED', 'file.text', 'neither a workbook nor text');
  const delimiter = delimiterOf(text);
  let cells = 1;
  for (const char of text) if (char === delimiter || char === '\n') cells += 1;
  if (cells > MAX_CELLS) return refuse('TOO_LARGE', 'file.cells', `expected at most ${MAX_CELLS} cells`);
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count: false,
      max_record_size: 100_000,
    }) as unknown as readonly { info: { lines: number }; record: string[] }[];
    return {
      ok: true,
      value: { encoding, rows: records.map(({ info, record }) => ({ line: info.lines, cells: record })) },
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 0;
    return refuse(
      'MALFORMED',
      `file.line-${line}`,
      CSV_FLAWS[error.code] ?? 'the row does not follow the format',
    );
  }
}

const CSV_FLAWS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'the row has more or fewer cells than the first',
  CSV_RECORD_INCONSISTENT_COLUMNS: 'the row has more or fewer cells than the first',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'after a closing quotation mark the cell goes on',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a cell without quotes',
  CSV_MAX_RECORD_SIZE: 'the row is too long',
};

/** Excel writes a tab or a semicolon in some countries; whichever occurs most in the first line separates. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const first = text.slice(0, Math.min(end < 0 ? text.length : end, 10_000));
  const count = (char: string) => first.split(char).length;
  return [',', '\t', ';'].reduce((best, char) => (count(char) > count(best) ? char : best));
}

function decode(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  }
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      // Without ignoreBOM a mark at the beginning is left out.
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // Not in this encoding: try the next.
    }
  }
  return null;
}
