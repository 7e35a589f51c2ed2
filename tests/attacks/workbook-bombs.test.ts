/**
 * R60: files sent in as a roll or as a list of projects that would take a server's memory or time: zip bombs, also with
 * sizes that lie; one shared string in a hundred thousand cells; two cells at opposite corners; thousands of parts;
 * entities that double; the old binary format. Each is refused soon, the process answers others meanwhile, nothing is kept.
 */
import { strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorkbook, workbookOf } from '../support/workbook.ts';
import { type AccountClient, type Answer, openWorld, type World } from '../support/world.ts';

const MIB = 1024 * 1024;
const SOON_MS = 5_000;

/** What deflate packs to a thousandth. */
const zeros = (mib: number) => new Uint8Array(mib * MIB);

/** The size that the central directory claims of each part, made a lie. */
function withClaimedSize(zip: Uint8Array, size: number): Uint8Array {
  const lying = zip.slice();
  const view = new DataView(lying.buffer);
  for (let at = 0; at + 46 <= lying.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return lying;
}

const sharedStrings = (text: string) => ({
  'xl/sharedStrings.xml': strToU8(
    `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${text}</t></si></sst>`,
  ),
});
const cellsOf = (count: number) =>
  `<sheetData>${Array.from({ length: count }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`).join('')}</sheetData>`;
/** Text that deflate cannot make a hundredth of. */
const noise = (length: number) =>
  Array.from({ length }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919 * (i % 977)) % 20_000))).join('');

const ATTACKS: readonly (readonly [string, () => Uint8Array, readonly string[]])[] = [
  ['a zip bomb', () => workbookOf('<sheetData/>', { 'xl/media/a.xml': zeros(64) }), ['TOO_LARGE']],
  [
    'a zip bomb whose directory claims a few bytes',
    () => withClaimedSize(workbookOf('<sheetData/>', { 'xl/media/a.xml': zeros(64) }), 100),
    ['TOO_LARGE', 'MALFORMED'],
  ],
  [
    'one long shared string in a hundred thousand cells',
    () => workbookOf(cellsOf(100_000), sharedStrings(noise(60_000))),
    ['TOO_LARGE', 'MALFORMED'],
  ],
  [
    'two cells at opposite corners, XFD1048576',
    () =>
      workbookOf(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
      ),
    ['TOO_LARGE'],
  ],
  [
    'three hundred thousand and one cells',
    () => workbookOf(`<sheetData><row r="1">${'<c/>'.repeat(300_001)}</row></sheetData>`),
    ['TOO_LARGE'],
  ],
  [
    'two thousand parts',
    () =>
      workbookOf(
        '<sheetData/>',
        Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`xl/p${i}.xml`, strToU8('<a/>')])),
      ),
    ['TOO_LARGE'],
  ],
  [
    'entities that double',
    () => {
      const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('');
      return workbookOf('<sheetData/>', {
        'xl/sharedStrings.xml': strToU8(
          `<!DOCTYPE s [<!ENTITY e0 "ha">${entities}]><sst><si><t>&e30;</t></si></sst>`,
        ),
      });
    },
    ['MALFORMED'],
  ],
  [
    'the old binary format',
    () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(4_096)]),
    ['UNSUPPORTED'],
  ],
  ['a file of more than ten MiB', () => zeros(11), ['TOO_LARGE']],
  ['a workbook cut in the middle', () => workbookOf(cellsOf(100)).slice(0, 700), ['MALFORMED']],
  [
    'a hundred thousand levels of XML',
    () => workbookOf(`<sheetData>${'<a>'.repeat(100_000)}${noise(50_000)}`),
    ['TOO_LARGE', 'MALFORMED'],
  ],
];

describe('files that are bombs', () => {
  let world: World;
  let clerk: AccountClient;
  let organ: string;
  let meeting: string;

  beforeAll(async () => {
    world = await openWorld();
    organ = await world.organ();
    clerk = await world.account('clerk', organ);
    const made = await clerk.post(`/api/organs/${organ}/meetings`, {
      number: 1,
      titleZh: '第一次会议',
      titleEn: 'First meeting',
      heldOn: '2026-03-02',
    });
    meeting = made.body.id;
  });
  afterAll(() => world?.close());

  const doors: readonly (readonly [string, (bytes: Uint8Array) => Promise<Answer>])[] = [
    ['as a roll', (bytes) => clerk.upload(`/api/organs/${organ}/roll-preview?name=a.xlsx`, bytes)],
    ['as a list of projects', (bytes) => clerk.upload(`/api/meetings/${meeting}/items-file`, bytes)],
  ];

  for (const [door, send] of doors) {
    test.each(ATTACKS)(`R60: ${door}: %s is refused soon`, async (_name, make, codes) => {
      const bytes = make();
      const started = performance.now();
      const before = process.memoryUsage.rss();
      const refused = await send(bytes);
      const spent = performance.now() - started;
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.status).toBeLessThan(500);
      expect(codes).toContain(refused.body.code);
      expect(spent).toBeLessThan(SOON_MS);
      expect(process.memoryUsage.rss() - before).toBeLessThan(400 * MIB);
      expect((await world.browser().get('/healthz')).status).toBe(200);
    });

    test(`an honest workbook is read ${door}`, async () => {
      const rows = [
        ['代表编号', '姓名'],
        ['001', '王芳'],
      ];
      expect((await send(await makeWorkbook(rows))).status).toBe(200);
    });
  }

  test('nothing of it is kept', async () => {
    expect(await world.sql`select 1 from members where organ_id = ${organ}`).toHaveLength(0);
  });
});
