/**
 * R59: names and titles that a spreadsheet would run as formulas, through every file that is handed out for one: the roll as
 * workbook, as CSV for Excel and as data, the templates, the votes of a result. Each sign that begins a formula, also full
 * width and behind a tab or line break, ends as text; and what was exported comes back as it was.
 */
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formulaSafe, writeRollFile } from '../../server/organs/export.ts';
import { quoteCell } from '../../server/public/votes-csv.ts';
import { insertSession } from '../support/published.ts';
import { qingheBallot } from '../support/report.ts';
import { must } from '../support/scrutineers.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const COMMAND = "cmd|' /C calc'!A0";
const STARTS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'] as const;
/** What a person cannot send (R58), but what an older row may hold. */
const HIDDEN = ['\t=', '\r=', '\n=', '\t', '\r'] as const;
const BEGINS_A_FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

const bytesOf = async (client: AccountClient, path: string): Promise<Uint8Array> => {
  const response = await client.request(path, {});
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
};
const cellsOf = (text: string): readonly string[] =>
  (parse(text, { bom: true, relax_column_count: true }) as string[][]).flat();

describe('names that are formulas', () => {
  let world: World;
  let clerk: AccountClient;
  let organ: string;

  beforeAll(async () => {
    world = await openWorld();
    organ = await world.organ();
    clerk = await world.account('clerk', organ);
    for (const [i, start] of STARTS.entries()) {
      const { rollHash } = must(await clerk.get(`/api/organs/${organ}/members`));
      const text = `${start}${COMMAND}`;
      const member = {
        number: `${start}${i}`,
        name: text,
        delegation: text,
        category: `${start}1`,
        rollHash,
      };
      must(await clerk.post(`/api/organs/${organ}/members`, member), 201);
    }
  });
  afterAll(() => world?.close());

  test('the roll as CSV for Excel has no cell that begins one, and loses nothing', async () => {
    const path = `/api/organs/${organ}/roll-file?as=csv`;
    const cells = cellsOf(Buffer.from(await bytesOf(clerk, path)).toString('utf8'));
    expect(cells.filter((cell) => BEGINS_A_FORMULA.test(cell))).toEqual([]);
    for (const start of STARTS) expect(cells).toContain(`'${start}${COMMAND}`);
    const preview = await clerk.upload(
      `/api/organs/${organ}/roll-preview?name=a.csv`,
      await bytesOf(clerk, path),
    );
    expect([preview.status, preview.body.differences, preview.body.unchanged]).toEqual([
      200,
      [],
      STARTS.length,
    ]);
  });

  test('the roll as a workbook holds texts and not one formula', async () => {
    const parts = unzipSync(await bytesOf(clerk, `/api/organs/${organ}/roll-file?as=xlsx`));
    const xml = Object.entries(parts).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
    const formulas = xml.filter(([, text]) =>
      /<(?:\w+:)?f[\s>/]|<definedName\s|externalLink|ddeLink/.test(text),
    );
    expect(formulas.map(([name]) => name)).toEqual([]);
    const sheet = parts['xl/worksheets/sheet1.xml'];
    const cells = strFromU8(sheet ?? new Uint8Array()).match(/<c\s[^>]*>/g) ?? [];
    expect(cells.length).toBe((STARTS.length + 1) * 4);
    expect(cells.filter((cell) => !/ t="(?:s|inlineStr|str)"/.test(cell))).toEqual([]);
    expect(xml.some(([, text]) => text.includes('=cmd|'))).toBe(true);
  });

  test('the templates hold no formula, and the raw data says in its name that it is raw', async () => {
    for (const as of ['csv', 'data', 'xlsx']) {
      const response = await clerk.request(`/api/organs/${organ}/roll-file?as=${as}&empty=yes`, {});
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = as === 'xlsx' ? '' : Buffer.from(bytes).toString('utf8');
      expect(cellsOf(text).filter((cell) => BEGINS_A_FORMULA.test(cell))).toEqual([]);
    }
    const raw = await clerk.request(`/api/organs/${organ}/roll-file?as=data`, {});
    expect(raw.headers.get('content-disposition')).toContain('roll-data.csv');
  });

  test('the votes of a result, whose items and units are formulas', async () => {
    const plain = qingheBallot();
    const items = plain.poll.items.map((item, i) => {
      const text = `${STARTS[i % STARTS.length]}${COMMAND}","${item.no}`;
      return { ...item, titleZh: text, titleEn: text, leadUnit: text };
    });
    const { poll } = await insertSession(world.sql, { input: qingheBallot({ items }) });
    const response = await world.browser().request(`/api/public/polls/${poll}/votes.csv`, {});
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const cells = cellsOf(bytes.toString('utf8'));
    expect(cells.filter((cell) => BEGINS_A_FORMULA.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes(COMMAND))).toHaveLength(items.length * 3);
  });

  test('what the door refuses is made harmless as well where it stands in an older row', async () => {
    const rows = [...STARTS, ...HIDDEN].map((start, i) => ({
      id: String(i),
      number: String(i),
      name: `${start}${COMMAND}`,
      delegation: '',
      category: '',
      inOffice: true,
      leftReason: '',
    }));
    const { bytes } = await writeRollFile(rows, 'csv');
    const cells = cellsOf(Buffer.from(bytes).toString('utf8'));
    expect(cells.filter((cell) => BEGINS_A_FORMULA.test(cell))).toEqual([]);
    for (const { name } of rows) {
      expect(formulaSafe(name)).toBe(`'${name}`);
      expect(quoteCell(name)).toBe(`"'${name}"`);
    }
    const { rollHash } = must(await clerk.get(`/api/organs/${organ}/members`));
    for (const start of HIDDEN) {
      const member = { number: '99', name: `${start}${COMMAND}`, delegation: '', category: '', rollHash };
      expect((await clerk.post(`/api/organs/${organ}/members`, member)).status).toBe(400);
    }
  });
});
