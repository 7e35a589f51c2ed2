/**
 * R14, F11: where cards are drawn, a superuser of the database tries to say who drew which: by the transaction that wrote a row
 * (xmin), its place (ctid) and the order of insertion, in the roll and in the box. The desk records both sides in batches,
 * each in a statement of its own and in no order; within a batch the attack does no better than chance.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCards } from '../support/cards.ts';
import { bothDatabases } from '../support/database.ts';
import { must } from '../support/scrutineers.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const BATCH = 40;
const BATCHES = 3;
/** Of a random matching one is right on average, with variance one; of the sum of the batches, three. */
const CHANCE = BATCHES + 5 * Math.sqrt(BATCHES);

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`drawn cards on ${name}`, () => {
    let world: World;
    let meetingId: string;
    /** Who drew which, as only those at the desk saw it. */
    const truth = new Map<string, string>();

    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      const organ = await world.organ();
      const [meeting] = await world.sql<{ id: string }[]>`
        insert into meetings (organ_id, number, title_zh, title_en, held_on, state)
        values (${organ}, 1, '第一次会议', 'First meeting', '2026-03-02', 'sitting') returning id`;
      meetingId = meeting?.id ?? '';
      const members = await world.sql<{ id: string }[]>`
        insert into members (organ_id, number, name)
        select ${organ}, n::text, '代表' || n from generate_series(1, ${BATCH * BATCHES}) as n returning id`;
      const clerk: AccountClient = await world.account('clerk', organ);
      const witness = await world.account('scrutineer', organ);
      const { cards, polls, finished } = await makeCards(clerk, meetingId, witness.accountId, {
        kind: 'drawn',
        spares: 0,
        reserves: 1,
        seed: 'linking',
      });
      expect(finished.status).toBe(200);
      const poll = polls[0] ?? '';
      await world.sql`
        insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round)
        values (${poll}, ${meetingId}, 'open', 'projects', 2026, '票决', 'Ballot', '{}', '[]', '{}')`;
      await world.sql`
        insert into box.polls (poll, meeting_id, state, revoting, archive_seconds, height, head, fingerprint, meeting_title,
          title, verifier, opened_at)
        values (${poll}, ${meetingId}, 'open', false, 0, 0, '', '', '', '', '', ${'2026-03-02T00:00:00Z'}::timestamptz)`;
      for (const { id } of members) {
        const arrival = { who: { memberId: id }, hand: 'nothing' };
        must(await clerk.post(`/api/meetings/${meetingId}/arrivals`, arrival));
      }
      // The first in line draws the first card of the pile: the worst case for those who draw.
      for (let from = 0; from < members.length; from += BATCH) {
        const some = members.slice(from, from + BATCH);
        const drawn = cards.slice(from, from + BATCH).map(({ serial }) => serial);
        for (const [i, { id }] of some.entries()) truth.set(id, drawn[i] ?? '');
        const memberIds = some.map(({ id }) => id);
        must(await clerk.post(`/api/meetings/${meetingId}/issues`, { members: memberIds }));
        must(await clerk.post(`/api/meetings/${meetingId}/activations`, { serials: drawn }));
      }
    }, 120_000);
    afterAll(() => world?.close());

    const issues = (by: 'place' | 'transaction') =>
      by === 'place'
        ? world.sql<{ key: string }[]>`select member_id as key from roll.issues order by ctid`
        : world.sql<
            { key: string }[]
          >`select member_id as key from roll.issues order by xmin::text::bigint, ctid`;
    const usable = (by: 'place' | 'transaction') =>
      by === 'place'
        ? world.sql<{ key: string }[]>`
            select c.serial as key from box.usable u join box.credentials c using (poll, credential) order by u.ctid`
        : world.sql<{ key: string }[]>`
            select c.serial as key from box.usable u join box.credentials c using (poll, credential)
            order by u.xmin::text::bigint, u.ctid`;
    const cards = () => world.sql<{ key: string }[]>`
      select serial as key from box.cards where meeting_id = ${meetingId} and state = 'activated'
      order by xmin::text::bigint, ctid`;
    const right = (people: readonly { key: string }[], drawn: readonly { key: string }[]) =>
      people.filter(({ key }, i) => truth.get(key) === drawn[i]?.key).length;

    test('the attack would succeed on rows that were written in the order of the line', () => {
      const line = [...truth].map(([member, serial]) => [{ key: member }, { key: serial }] as const);
      expect(
        right(
          line.map(([person]) => person),
          line.map(([, card]) => card),
        ),
      ).toBe(BATCH * BATCHES);
    });

    test('R14: rows in the order of their transactions and places match no better than chance', async () => {
      for (const by of ['place', 'transaction'] as const) {
        const people = await issues(by);
        expect(people).toHaveLength(BATCH * BATCHES);
        for (const drawn of [await usable(by), await cards()]) {
          expect(drawn).toHaveLength(BATCH * BATCHES);
          expect(right(people, drawn)).toBeLessThan(CHANCE);
          expect(right(people, [...drawn].reverse())).toBeLessThan(CHANCE);
        }
      }
    });

    test('R14: no transaction wrote on both sides, and none less than a batch', async () => {
      const both = await world.sql`
        select 1 from roll.issues i join box.usable u on i.xmin::text = u.xmin::text
        union all select 1 from roll.issues i join box.cards c on i.xmin::text = c.xmin::text`;
      expect(both).toHaveLength(0);
      const sizes = await world.sql<{ size: number }[]>`
        select count(*)::int as size from roll.issues group by xmin::text
        union all select count(*)::int from box.usable group by xmin::text
        union all select count(*)::int from box.cards group by xmin::text`;
      expect(Math.min(...sizes.map(({ size }) => size))).toBe(BATCH);
    });

    test('R14: neither side keeps a time, a number or a name of the other', async () => {
      const columns = await world.sql<{ column: string }[]>`
        select table_name || '.' || column_name as column from information_schema.columns
        where (table_schema, table_name) in (('roll', 'issues'), ('box', 'usable'), ('box', 'cards')) order by 1`;
      expect(columns.map(({ column }) => column)).toEqual([
        'cards.id',
        'cards.is_spare',
        'cards.login_hash',
        'cards.meeting_id',
        'cards.replaces',
        'cards.serial',
        'cards.state',
        'issues.medium',
        'issues.meeting_id',
        'issues.member_id',
        'usable.credential',
        'usable.is_voided',
        'usable.poll',
      ]);
      expect(await world.sql`select 1 from roll.card_holders where meeting_id = ${meetingId}`).toHaveLength(
        0,
      );
    });
  });
}
