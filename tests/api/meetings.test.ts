/** The sitting: planned, begun, closed; who is there; quorum at the edge; what desk and hall are told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bothDatabases } from '../support/database.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const MEETING = { number: 5, titleZh: '第五次会议', titleEn: 'Fifth meeting', heldOn: '2026-03-02' };

for (const { name, skipped } of bothDatabases) {
  const kind = name === 'PostgreSQL' ? 'postgres' : 'embedded';
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(kind);
    });
    afterAll(() => world?.close());

    /** A body of so many members, a meeting of it that is on, and a clerk. */
    async function sitting(
      kindOfOrgan: 'congress' | 'standing_committee' | 'street_assembly',
      size: number,
    ): Promise<{ clerk: AccountClient; organ: string; meeting: string; members: readonly string[] }> {
      const organ = await world.organ(kindOfOrgan);
      const clerk = await world.account('clerk', organ);
      const members = await world.sql<{ id: string }[]>`
        insert into members (organ_id, number, name, delegation)
        select ${organ}, n::text, '成员' || n, '第一组' from generate_series(1, ${size}) n returning id`;
      const meeting = (await clerk.post(`/api/organs/${organ}/meetings`, MEETING)).body.id;
      expect((await clerk.post(`/api/meetings/${meeting}/state`, { to: 'sitting' })).status).toBe(200);
      return { clerk, organ, meeting, members: members.map(({ id }) => id) };
    }

    const signIn = (clerk: AccountClient, meeting: string, number: number, hand = 'nothing') =>
      clerk.post(`/api/meetings/${meeting}/arrivals`, { who: { number: String(number) }, hand });
    const figures = async (clerk: AccountClient, meeting: string) =>
      (await clerk.get(`/api/meetings/${meeting}/figures`)).body;

    /** Signs the first so many in, straight into the roll. */
    const present = (meeting: string, members: readonly string[], count: number) => world.sql`
      insert into roll.attendance (meeting_id, member_id)
      select ${meeting}, id from unnest(${world.sql.array(members.slice(0, count))}::uuid[]) id on conflict do nothing`;

    test('a 40th member does not make a quorum of more than two thirds of 60', async () => {
      const { clerk, meeting, members } = await sitting('street_assembly', 60);
      await present(meeting, members, 39);
      expect((await signIn(clerk, meeting, 40)).status).toBe(200);
      expect(await figures(clerk, meeting)).toMatchObject({
        inOffice: 60,
        present: 40,
        quorums: [{ of: null, num: 2, den: 3, op: 'gt', needed: 41, met: false, missing: 1, isAtEdge: true }],
      });
      await signIn(clerk, meeting, 41);
      expect((await figures(clerk, meeting)).quorums).toMatchObject([
        { needed: 41, met: true, missing: 0, isAtEdge: false },
      ]);
    });

    test.each([
      ['congress', 232, 203, 155],
      ['congress', 327, 314, 218],
      ['congress', 195, 189, 130],
      ['congress', 200, 133, 134],
      ['congress', 200, 134, 134],
      ['standing_committee', 41, 20, 21],
      ['standing_committee', 41, 21, 21],
      ['street_assembly', 57, 38, 39],
    ] as const)('of a %s of %i, %i are present and %i are needed', async (organKind, size, count, needed) => {
      const { clerk, meeting, members } = await sitting(organKind, size);
      await present(meeting, members, count);
      const shown = await figures(clerk, meeting);
      expect(shown).toMatchObject({ inOffice: size, present: count, absent: size - count });
      expect(shown.quorums[0]).toMatchObject({ needed, met: count >= needed });
    });

    test('a member who goes no longer counts, and comes back in; entitled are those in office, never the seats', async () => {
      const { clerk, meeting } = await sitting('congress', 10);
      await signIn(clerk, meeting, 1);
      await signIn(clerk, meeting, 2);
      const left = await clerk.post(`/api/meetings/${meeting}/departures`, { who: { number: '2' } });
      expect(left.status).toBe(200);
      expect(await figures(clerk, meeting)).toMatchObject({ inOffice: 10, present: 1, absent: 9, left: 1 });
      const again = await clerk.post(`/api/meetings/${meeting}/departures`, { who: { number: '2' } });
      expect([again.status, again.body.code]).toEqual([422, 'NOT_PRESENT']);
      expect((await signIn(clerk, meeting, 2)).body.attendance).toBe('back');
      expect(await figures(clerk, meeting)).toMatchObject({ present: 2, left: 0 });
    });

    test('a sign-in is taken back, but not once a paper ballot was handed over', async () => {
      const { clerk, meeting, members } = await sitting('congress', 5);
      await signIn(clerk, meeting, 1);
      await signIn(clerk, meeting, 2, 'paper');
      const undo = (member: string | undefined) =>
        clerk.delete(`/api/meetings/${meeting}/attendance/${member}`);
      expect((await undo(members[0])).body.present).toBe(1);
      expect((await undo(members[0])).body.code).toBe('NOT_PRESENT');
      expect((await undo(members[1])).body.code).toBe('ALREADY_ISSUED');
      expect((await undo('nobody')).status).toBe(404);
      expect((await figures(clerk, meeting)).issued).toEqual({ electronic: 0, paper: 1 });
    });

    test('one paper ballot a member, however often the desk presses', async () => {
      const { clerk, meeting } = await sitting('congress', 5);
      const pressed = await Promise.all([1, 2, 3].map(() => signIn(clerk, meeting, 1, 'paper')));
      expect(pressed.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect((await figures(clerk, meeting)).issued).toEqual({ electronic: 0, paper: 1 });
    });

    test('nobody signs in before the sitting begins, after it is closed, or from another body', async () => {
      const { clerk, organ, meeting } = await sitting('congress', 5);
      const planned = (await clerk.post(`/api/organs/${organ}/meetings`, MEETING)).body.id;
      expect((await signIn(clerk, planned, 1)).body.code).toBe('WRONG_STATE');
      expect((await signIn(clerk, meeting, 6)).body.code).toBe('NOT_FOUND');
      expect((await clerk.post(`/api/meetings/${meeting}/state`, { to: 'closed' })).status).toBe(200);
      expect((await signIn(clerk, meeting, 1)).body.code).toBe('WRONG_STATE');
      expect((await clerk.post(`/api/meetings/${meeting}/state`, { to: 'sitting' })).body.code).toBe(
        'WRONG_STATE',
      );
      const stranger = await world.account('clerk', await world.organ());
      expect((await stranger.get(`/api/meetings/${meeting}/figures`)).status).toBe(404);
    });

    test('who left office cannot be signed in, and who is signed in cannot leave office', async () => {
      const { clerk, organ, meeting, members } = await sitting('congress', 5);
      const roll = async () => (await clerk.get(`/api/organs/${organ}/members`)).body.rollHash;
      const vacate = async (member: string | undefined) =>
        clerk.post(`/api/organs/${organ}/members/${member}/vacate`, {
          reason: '调离',
          rollHash: await roll(),
        });
      await signIn(clerk, meeting, 1);
      expect((await vacate(members[0])).body.code).toBe('WRONG_STATE');
      expect((await vacate(members[1])).status).toBe(200);
      expect((await signIn(clerk, meeting, 2)).body.code).toBe('NOT_FOUND');
    });

    test('attendees are counted apart and are in no base', async () => {
      const { clerk, meeting } = await sitting('congress', 5);
      await clerk.post(`/api/meetings/${meeting}/attendees`, { attendees: 12 });
      expect(await figures(clerk, meeting)).toMatchObject({
        meeting: { attendees: 12 },
        inOffice: 5,
        present: 0,
      });
    });

    test('the desk lists every member in office with the times of today; the hall’s figures hold no name', async () => {
      const { clerk, organ, meeting } = await sitting('congress', 3);
      await signIn(clerk, meeting, 3, 'paper');
      const { members } = (await clerk.get(`/api/meetings/${meeting}/desk`)).body;
      expect(
        members.map((row: { number: string; medium: string | null }) => [row.number, row.medium]),
      ).toEqual([
        ['1', null],
        ['2', null],
        ['3', 'paper'],
      ]);
      const chair = await world.account('presidingChair', organ);
      expect(JSON.stringify(await figures(chair, meeting))).not.toContain('成员');
      expect((await chair.get(`/api/meetings/${meeting}/desk`)).status).toBe(403);
    });

    test('title and date change until a session is sealed with them; each change is logged', async () => {
      const { clerk, meeting } = await sitting('congress', 3);
      const changed = await clerk.patch(`/api/meetings/${meeting}`, {
        ...MEETING,
        titleZh: '第五次会议（续）',
      });
      expect(changed.body.titleZh).toBe('第五次会议（续）');
      const deeds = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${meeting} order by index`;
      expect(deeds.map(({ action }) => JSON.parse(action).did)).toEqual(Array(3).fill('meeting_changed'));
      expect(
        (await clerk.patch(`/api/meetings/${meeting}`, { ...MEETING, heldOn: '2026-02-30' })).status,
      ).toBe(400);
    });
  });
}
