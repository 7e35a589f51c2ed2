/** Guards and logins: who gets through to a route, and when a login ends. */
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppEnv } from '../../server/app.ts';
import { passwordAttempts, takeAttempt } from '../../server/auth/delays.ts';
import { guard, installation, requireAccount } from '../../server/auth/guard.ts';
import { at, organOfOrgan } from '../../server/auth/locate.ts';
import { endAllLoginsOf } from '../../server/auth/logins.ts';
import { forgetEnded } from '../../server/people/forget.ts';
import { bothDatabases } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

for (const [index, { name, skipped }] of bothDatabases.entries()) {
  describe.skipIf(skipped !== null)(`on ${name}`, () => {
    let world: World;
    let organId: string;
    let foreignOrganId: string;

    beforeAll(async () => {
      world = await openWorld(index === 0 ? 'embedded' : 'postgres');
      organId = await world.organ();
      foreignOrganId = await world.organ('street_assembly');
      const routes = new Hono<AppEnv>()
        .get('/organs/:id', guard('people.of-organ', at(organOfOrgan)), (c) => c.json(c.var.actor))
        .post('/fresh', guard('accounts.create', installation), (c) => c.json({}))
        .get('/own', requireAccount(), (c) => c.json({ name: c.var.login.name }));
      world.app.route('/guarded', routes as unknown as Hono);
    });
    afterAll(() => world?.close());

    test('R12: nobody logged in is 401, a foreign organ 404, another role 403, the right one gets through', async () => {
      const own = `/guarded/organs/${organId}`;
      expect((await world.browser().get(own)).status).toBe(401);
      expect((await (await world.account('clerk', foreignOrganId)).get(own)).status).toBe(404);
      expect((await (await world.account('teller', organId)).get(own)).status).toBe(403);
      const clerk = await world.account(['teller', 'clerk'], organId);
      const entered = await clerk.get(own);
      expect([entered.status, entered.body.roleHere, entered.body.name]).toEqual([200, 'clerk', clerk.name]);
      expect((await clerk.get('/guarded/organs/00000000-0000-4000-8000-000000000000')).status).toBe(404);
      expect((await clerk.get('/guarded/organs/nothing')).status).toBe(404);
    });

    test('R4: a clerk with a password alone is asked for the second factor', async () => {
      const clerk = await world.account('clerk', organId);
      const half = await world.login(clerk.accountId, { isHalf: true });
      const refused = await half.get(`/guarded/organs/${organId}`);
      expect([refused.status, refused.body.code]).toEqual([403, 'SECOND_FACTOR_NEEDED']);
      expect((await half.get('/guarded/own')).status).toBe(200);
    });

    test('R4: a fresh action needs the second factor of the last fifteen minutes', async () => {
      const administrator = await world.account('administrator', null);
      expect((await administrator.post('/guarded/fresh')).status).toBe(200);
      world.clock.advance(15 * 60_000 + 1);
      const stale = await administrator.post('/guarded/fresh');
      expect([stale.status, stale.body.code]).toEqual([403, 'SECOND_FACTOR_NEEDED']);
      expect((await administrator.get('/guarded/own')).status).toBe(200);
    });

    test('R2: a login ends after two idle hours, and after twelve whatever happens', async () => {
      const clerk = await world.account('clerk', organId);
      world.clock.advance(2 * 3_600_000 + 1);
      expect((await clerk.get('/guarded/own')).status).toBe(401);

      const busy = await world.login(clerk.accountId);
      for (let hours = 0; hours < 11; hours += 1) {
        world.clock.advance(3_600_000 + 1_000);
        expect((await busy.get('/guarded/own')).status).toBe(200);
      }
      world.clock.advance(3_600_000 + 1_000);
      expect((await busy.get('/guarded/own')).status).toBe(401);
    });

    test('what has ended by itself is deleted, what has not stays', async () => {
      const clerk = await world.account('clerk', organId);
      await takeAttempt(world.deps, passwordAttempts('somebody', 'somewhere'));
      await forgetEnded(world.deps);
      expect((await clerk.get('/guarded/own')).status).toBe(200);
      expect(await world.sql`select 1 from login_delays`).toHaveLength(2);
      world.clock.advance(25 * 3_600_000);
      await forgetEnded(world.deps);
      expect(await world.sql`select 1 from logins`).toHaveLength(0);
      expect(await world.sql`select 1 from login_delays`).toHaveLength(0);
    });

    test('R2: all logins of an account end at once', async () => {
      const clerk = await world.account('clerk', organId);
      const other = await world.login(clerk.accountId);
      await endAllLoginsOf(world.deps, 'account', clerk.accountId);
      expect((await clerk.get('/guarded/own')).status).toBe(401);
      expect((await other.get('/guarded/own')).status).toBe(401);
    });
  });
}
