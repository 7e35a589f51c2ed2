/**
 * One card, two server processes on one database, two different ballots at the same moment, again and again: exactly one is
 * in the box each time, whichever server is first, and the other is told ALREADY_CAST (R21, F10). Nothing is decided in a
 * process; the key of box.cast_once and the lock of the box decide.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCasting } from '../../server/ballots/cast.ts';
import { createLocalCheckers } from '../../server/ballots/checkers.ts';
import { createMemoryHeads } from '../../server/ledger/head-store.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { must } from '../support/ceremony.ts';
import { bothDatabases, silentLog } from '../support/database.ts';
import { LOG_KEY } from '../support/ledger.ts';
import { preset } from '../support/poll.ts';
import { openWorld, type World } from '../support/world.ts';

const CARDS = 6;

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`two servers on ${name}`, () => {
    let world: World;
    let box: OpenBox;
    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      box = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: CARDS,
        seed: 'twice',
      });
    });
    afterAll(() => world?.close());

    test('R21: the same card on both at once: one success, one ALREADY_CAST; the same ballot on both: one receipt', async () => {
      const heads = createMemoryHeads();
      const servers = [1, 2].map(() => {
        const ledger = openLedger({ sql: world.sql, signer: LOG_KEY, heads, log: silentLog });
        return openCasting({ sql: world.sql, ledger, checkers: createLocalCheckers() });
      });
      for (let i = 0; i < CARDS; i += 1) {
        const card = { meetingId: box.meetingId, serial: box.cards[i]?.serial ?? '' };
        const ballots = [box.make(i, [0]), box.make(i, [1])];
        const answers = await Promise.all(
          servers.map(async (server, s) => {
            const given = ballots[i % 2 === 0 ? s : 0] ?? { ballot: '', caps: [] };
            return server.cast(must(await server.find(box.poll, card)), card, given);
          }),
        );
        const cast = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
        if (i % 2 === 0) {
          expect(cast.length).toBe(1);
          expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'ALREADY_CAST' } });
        } else {
          expect(cast.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
          expect(cast[0]?.receipt).toBe(cast[1]?.receipt);
        }
      }
      const [count] = await world.sql`
        select count(*)::int as ballots, count(distinct credential)::int as cards from box.ballots where poll = ${box.poll}`;
      expect(count).toEqual({ ballots: CARDS, cards: CARDS });
    });
  });
}
