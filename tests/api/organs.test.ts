/** Bodies and their rolls: members added, edited, leaving and coming back; lists imported, previewed and certified. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rollHash } from '../../server/organs/roll-hash.ts';
import { bothDatabases } from '../support/database.ts';
import { makeWorkbook } from '../support/workbook.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const ORGAN = {
  kind: 'congress',
  nameZh: '青禾区人民代表大会',
  nameEn: 'People’s Congress of Qinghe District',
  regionZh: '青禾区',
  regionEn: 'Qinghe District',
  seatQuota: 205,
  termFrom: '2022-01-01',
  termUntil: '2026-12-31',
};
const HEADINGS = ['代表编号', '姓名', '代表团', '类别'];
const csv = (...rows: readonly (readonly string[])[]) =>
  new TextEncoder().encode(rows.map((row) => row.join(',')).join('\n'));

for (const { name, skipped } of bothDatabases) {
  const kind = name === 'PostgreSQL' ? 'postgres' : 'embedded';
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let world: World;
    let administrator: AccountClient;
    let clerk: AccountClient;
    let organ: string;

    beforeAll(async () => {
      world = await openWorld(kind);
      administrator = await world.account('administrator', null);
      organ = (await administrator.post('/api/organs', ORGAN)).body.id;
      clerk = await world.account('clerk', organ);
    });
    afterAll(() => world?.close());

    const members = async (query = '') => (await clerk.get(`/api/organs/${organ}/members${query}`)).body;
    const preview = (bytes: Uint8Array, file = '名册.csv') =>
      clerk.upload(`/api/organs/${organ}/roll-preview?name=${encodeURIComponent(file)}`, bytes);
    const certify = async (rows: readonly object[], absent = 'leave', from?: string) =>
      clerk.post(`/api/organs/${organ}/roll`, {
        rows,
        absent,
        rollHash: from ?? (await members()).rollHash,
      });

    test('an administrator creates a body; a clerk of it sees it, and of others nothing', async () => {
      const other = (await administrator.post('/api/organs', { ...ORGAN, nameZh: '他区人大' })).body.id;
      expect((await administrator.get('/api/organs')).body.organs).toHaveLength(2);
      expect((await clerk.get('/api/organs')).body.organs).toMatchObject([
        { id: organ, nameZh: ORGAN.nameZh, inOffice: 0, vacant: 205, rollHash: rollHash([]) },
      ]);
      expect((await clerk.get(`/api/organs/${other}`)).status).toBe(404);
      expect((await clerk.post('/api/organs', ORGAN)).status).toBe(403);
    });

    test('a term that ends before it begins is refused, and a quota that is no number of seats', async () => {
      const backward = { ...ORGAN, termFrom: '2026-01-01', termUntil: '2022-01-01' };
      expect((await administrator.post('/api/organs', backward)).status).toBe(422);
      expect((await administrator.post('/api/organs', { ...ORGAN, seatQuota: 0 })).status).toBe(400);
    });

    test('a workbook becomes the roll in two steps, and the ledger names it by its hash', async () => {
      const file = await makeWorkbook([
        ['青禾区第七届人大代表名册'],
        HEADINGS,
        ['001', '代表　001', '城东代表团', '基层代表'],
        ['002', '王　芳', '城东代表团', ''],
        [3, '代表003', '城西代表团', '干部'],
      ]);
      const shown = await preview(file, '名册.xlsx');
      expect(shown.body).toMatchObject({ format: 'xlsx', encoding: null, flaws: [], unchanged: 0 });
      expect(shown.body.inOffice).toEqual({ before: 0, afterLeaving: 3, afterStaying: 3 });
      // Spaces that only spread a name out are gone; one between a Chinese and a Latin character stays one space.
      expect(shown.body.rows.map((row: { name: string }) => row.name)).toEqual([
        '代表 001',
        '王芳',
        '代表003',
      ]);
      expect((await members()).members).toEqual([]);
      const applied = await certify(shown.body.rows, 'leave', shown.body.rollHash);
      expect(applied.body).toMatchObject({ inOffice: 3 });
      const [logged] = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${organ} order by index desc limit 1`;
      expect(JSON.parse(logged?.action ?? '')).toMatchObject({
        did: 'roll_certified',
        role: 'clerk',
        what: applied.body.rollHash,
      });
      const stored = (await members('?who=all')).members.map(
        ({ id: _, ...member }: { id: string }) => member,
      );
      expect(rollHash(stored)).toBe(applied.body.rollHash);
    });

    test('a second list is shown as a difference: added, changed, left, unchanged', async () => {
      const shown = await preview(
        csv(
          HEADINGS,
          ['001', '代表 001', '城东代表团', '基层代表'],
          ['002', '王芳', '城西代表团', ''],
          ['004', '代表004', '城西代表团', ''],
        ),
      );
      expect(shown.body.unchanged).toBe(1);
      expect(
        shown.body.differences.map(
          (one: { kind: string; row?: { number: string }; before?: { number: string } }) => [
            one.kind,
            one.row?.number ?? one.before?.number,
          ],
        ),
      ).toEqual([
        ['changed', '002'],
        ['added', '004'],
        ['left', '3'],
      ]);
      expect(shown.body.inOffice).toEqual({ before: 3, afterLeaving: 3, afterStaying: 4 });
      await certify(shown.body.rows, 'stay');
      expect((await members()).inOffice).toBe(4);
      await certify(shown.body.rows, 'leave');
      expect((await members('?who=left')).members).toMatchObject([{ number: '3', leftReason: '名册更新' }]);
      expect((await preview(csv(HEADINGS, ['3', '代表003', '', '']))).body.differences).toMatchObject([
        { kind: 'returned' },
        { kind: 'left' },
        { kind: 'left' },
        { kind: 'left' },
      ]);
    });

    test('a preview that the roll has overtaken is not applied', async () => {
      const shown = (await preview(csv(HEADINGS, ['005', '代表005', '', '']))).body;
      const { rollHash: hash } = await members();
      const added = {
        number: '006',
        name: '代表006',
        delegation: '城东代表团',
        category: '',
        rollHash: hash,
      };
      expect((await clerk.post(`/api/organs/${organ}/members`, added)).status).toBe(201);
      const late = await certify(shown.rows, 'leave', shown.rollHash);
      expect([late.status, late.body.code]).toEqual([409, 'STALE']);
      expect((await members('?search=005')).members).toEqual([]);
    });

    test('two clerks changing one roll at once: one change, one STALE, never a mixture', async () => {
      const { rollHash: hash } = await members();
      const add = (number: string) =>
        clerk.post(`/api/organs/${organ}/members`, {
          number,
          name: '代表',
          delegation: '',
          category: '',
          rollHash: hash,
        });
      const statuses = (await Promise.all(['0071', '0072', '0073'].map(add))).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409, 409]);
      expect((await members('?search=007')).members).toHaveLength(1);
    });

    test('a number belongs to one member; a member leaves with a reason and may come back', async () => {
      const before = await members();
      const [first, second] = before.members;
      const base = `/api/organs/${organ}/members`;
      const { id: _, inOffice: __, leftReason: ___, ...row } = second;
      const taken = await clerk.patch(`${base}/${second.id}`, {
        ...row,
        number: first.number,
        rollHash: before.rollHash,
      });
      expect([taken.status, taken.body.code]).toEqual([409, 'ALREADY_EXISTS']);
      const left = await clerk.post(`${base}/${second.id}/vacate`, {
        reason: '调离',
        rollHash: before.rollHash,
      });
      expect(left.body.inOffice).toBe(before.inOffice - 1);
      const back = await clerk.post(`${base}/${second.id}/return`, { rollHash: left.body.rollHash });
      expect(back.body.inOffice).toBe(before.inOffice);
      expect(back.body.rollHash).toBe(before.rollHash);
    });

    test('a member of another body cannot be reached through this one', async () => {
      const elsewhere = await world.organ('street_assembly');
      const [row] = await world.sql<{ id: string }[]>`
        insert into members (organ_id, number, name) values (${elsewhere}, '01', '议政代表01') returning id`;
      const { rollHash: hash } = await members();
      const given = { reason: '越权', rollHash: hash };
      expect((await clerk.post(`/api/organs/${organ}/members/${row?.id}/vacate`, given)).status).toBe(404);
      expect((await clerk.get(`/api/organs/${elsewhere}/members`)).status).toBe(404);
    });

    test('who is in office is sealed with a session: until it ends nobody joins or leaves, but a name may be mended', async () => {
      const { rollHash: hash, members: seated } = await members();
      const [meeting] = await world.sql<{ id: string }[]>`
        insert into meetings (organ_id, number, title_zh, title_en, held_on)
        values (${organ}, 1, '第一次会议', 'First meeting', '2026-03-02') returning id`;
      const poll = '1111111111111111111111';
      await world.sql`insert into poll_ids (uuid, meeting_id, position) values (${poll}, ${meeting?.id ?? ''}, 1)`;
      await world.sql`
        insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round)
        values (${poll}, ${meeting?.id ?? ''}, 'sealed', 'projects', 2026, '票决', 'Ballot', '{}', '[]', '{}')`;
      const base = `/api/organs/${organ}/members`;
      const left = await clerk.post(`${base}/${seated[0].id}/vacate`, { reason: '调离', rollHash: hash });
      expect([left.status, left.body.code]).toEqual([409, 'RULES_SEALED']);
      const { id, inOffice: _, leftReason: __, ...row } = seated[0];
      const mended = await clerk.patch(`${base}/${id}`, { ...row, category: '基层代表二', rollHash: hash });
      expect(mended.status).toBe(200);
      await world.sql`update ballot_sessions set state = 'published' where id = ${poll}`;
    });

    test('R58: rows with invisible or bidirectional characters, missing and double numbers are refused by line', async () => {
      const shown = await preview(
        csv(
          HEADINGS,
          ['010', '代表\u202e010', '', ''],
          ['011', '代表\u200b011', '', ''],
          ['', '无号', '', ''],
          ['012', '', '', ''],
          ['013', '代表013', '', ''],
          ['013', '代表013又', '', ''],
          ['014', '名'.repeat(61), '', ''],
          ['015', 'e\u0301', '', ''],
        ),
      );
      expect(shown.body.flaws).toEqual([
        { line: 2, column: 'name', flaw: 'INVISIBLE' },
        { line: 3, column: 'name', flaw: 'INVISIBLE' },
        { line: 4, column: 'number', flaw: 'MISSING' },
        { line: 5, column: 'name', flaw: 'MISSING' },
        { line: 7, column: 'number', flaw: 'DUPLICATE', other: 6 },
        { line: 8, column: 'name', flaw: 'TOO_LONG' },
      ]);
      expect(shown.body.rows.map((row: { name: string }) => row.name)).toEqual(['代表013', '\u00e9']);
    });

    test('what was exported comes back as the same roll, from a workbook and from both kinds of CSV', async () => {
      for (const as of ['xlsx', 'csv', 'data']) {
        const file = await clerk.request(`/api/organs/${organ}/roll-file?as=${as}`, {});
        expect(file.headers.get('content-disposition')).toContain('attachment');
        const shown = await preview(new Uint8Array(await file.arrayBuffer()), `roll.${as}`);
        expect([as, shown.body.differences, shown.body.flaws]).toEqual([as, [], []]);
      }
      const template = await clerk.request(`/api/organs/${organ}/roll-file?as=csv&empty=yes`, {});
      expect(await template.text()).toBe(`${HEADINGS.join(',')}\r\n`);
    });

    test('unknown keys and rows out of shape are refused whole', async () => {
      const row = { number: '1', name: 'x', delegation: '', category: '', isAdministrator: true };
      expect((await certify([row])).status).toBe(400);
      expect((await certify([{ number: '1', name: 'x\u202e', delegation: '', category: '' }])).status).toBe(
        400,
      );
      expect((await certify([])).status).toBe(400);
      const twice = { number: '1', name: 'x', delegation: '', category: '' };
      expect((await certify([twice, twice])).status).toBe(422);
    });
  });
}
