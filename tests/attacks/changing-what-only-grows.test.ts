/**
 * Somebody with the server's access to the database tries to change or delete what was written: events, ballots, leaves,
 * heads, actions, tested ballots, votes by name, which credential has cast (R23). Every table that must only grow refuses
 * update, delete and truncate, on both databases.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBox } from '../support/box.ts';
import { bothDatabases } from '../support/database.ts';
import { preset, presetWith } from '../support/poll.ts';
import { openWorld, type World } from '../support/world.ts';

const RESOLUTION = preset('resolution-default');

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`tables on ${name}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      const box = await openBox(world.sql, { pack: RESOLUTION, items: 1, cards: 1, seed: 'grow' });
      const client = await world.card(box.cards[0]?.cardId ?? '');
      const { ballot, caps } = box.make(0, [0]);
      await client.post(`/api/booth/${box.poll}/test`, { ballot: box.make(0, [1]).ballot });
      expect((await client.post(`/api/booth/${box.poll}/cast`, { ballot, caps })).status).toBe(201);
      const pack = presetWith('resolution-default', { secrecy: 'recorded' });
      const named = await openBox(world.sql, { pack, items: 1, cards: 1, seed: 'grown' });
      const voter = await world.card(named.cards[0]?.cardId ?? '');
      expect((await voter.post(`/api/booth/${named.poll}/vote`, { choices: [0] })).status).toBe(201);
      await world.sql`select ledger.append_action('x', '{}')`;
      await world.deps.ledger.head();
    });
    afterAll(() => world?.close());

    test('R23: update, delete and truncate are refused on each of them, and every row is still there', async () => {
      const { sql } = world;
      await expect.poll(() => sql`select 1 from ledger.heads`).not.toEqual([]);
      const tables = {
        'box.events': [
          sql`update box.events set event = ''`,
          sql`delete from box.events`,
          sql`truncate box.events cascade`,
        ],
        'box.ballots': [
          sql`update box.ballots set caps = '1'`,
          sql`delete from box.ballots`,
          sql`truncate box.ballots`,
        ],
        'box.cast_once': [
          sql`update box.cast_once set height = 9`,
          sql`delete from box.cast_once`,
          sql`truncate box.cast_once`,
        ],
        'box.tested': [
          sql`update box.tested set tracker = ''`,
          sql`delete from box.tested`,
          sql`truncate box.tested`,
        ],
        'roll.recorded_votes': [
          sql`update roll.recorded_votes set vote = ''`,
          sql`delete from roll.recorded_votes`,
          sql`truncate roll.recorded_votes`,
        ],
        'ledger.leaves': [
          sql`update ledger.leaves set leaf = ''`,
          sql`delete from ledger.leaves`,
          sql`truncate ledger.leaves cascade`,
        ],
        'ledger.heads': [
          sql`update ledger.heads set checkpoint = ''`,
          sql`delete from ledger.heads`,
          sql`truncate ledger.heads`,
        ],
        'ledger.actions': [
          sql`update ledger.actions set action = ''`,
          sql`delete from ledger.actions`,
          sql`truncate ledger.actions`,
        ],
      };
      const count = () => sql`
        select (select count(*) from box.events)::int as e, (select count(*) from box.ballots)::int as b,
          (select count(*) from box.cast_once)::int as c, (select count(*) from box.tested)::int as t,
          (select count(*) from roll.recorded_votes)::int as v, (select count(*) from ledger.leaves)::int as l,
          (select count(*) from ledger.heads)::int as h, (select count(*) from ledger.actions)::int as a`;
      const before = await count();
      expect(Object.values(before[0] ?? {}).every((n) => Number(n) > 0)).toBe(true);
      for (const [table, statements] of Object.entries(tables)) {
        for (const statement of statements) {
          await expect(statement, table).rejects.toMatchObject({ code: '23000' });
        }
      }
      // The signer may have written one more head meanwhile; everything else is as it was.
      const after = await count();
      expect(after[0]).toEqual({ ...before[0], h: after[0]?.h });
      expect(Number(after[0]?.h)).toBeGreaterThanOrEqual(Number(before[0]?.h));
    });
  });
}
