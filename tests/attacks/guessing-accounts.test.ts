/** A stranger guesses names, passwords and codes: learns nothing about who has an account (R5), and slows down nobody else (R7). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import type { Deps } from '../../server/deps.ts';
import { type AccountClient, ORIGIN, openWorld, type World } from '../support/world.ts';

const PASSWORD = 'four unrelated 青禾 words';
let world: World;
let owner: AccountClient;
/** The application with a stretching that is counted and cheap: what it costs is tested elsewhere. */
let app: ReturnType<typeof createApp>;
const stretched: string[] = [];

beforeAll(async () => {
  world = await openWorld();
  const deps: Deps = {
    ...world.deps,
    argon2: async (password, salt, cost) => {
      stretched.push(`${salt.length} ${cost.memoryKib} ${cost.passes} ${cost.lanes}`);
      const text = new TextEncoder().encode(`${password}|${salt.join()}`);
      return new Uint8Array(await crypto.subtle.digest('SHA-256', text));
    },
  };
  app = createApp(deps);
  owner = await world.account('teller', await world.organ());
  const disabled = await world.account('teller', await world.organ());
  const invited = await world.account('teller', await world.organ());
  const hashed = await hashPassword(deps, PASSWORD);
  if (!hashed.ok) throw new Error('no hash');
  await world.sql`
    update accounts set password_hash = ${hashed.value} where id in (${owner.accountId}, ${disabled.accountId})`;
  await world.sql`
    update accounts set login_name = 'disabled', disabled_at = now() where id = ${disabled.accountId}`;
  await world.sql`update accounts set login_name = 'invited' where id = ${invited.accountId}`;
});
afterAll(() => world?.close());

const attempt = (loginName: string, password: string, address: string) =>
  app.request('/api/logins', {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json', 'x-test-address': address },
    body: JSON.stringify({ loginName, password }),
  });

describe('guessing', () => {
  test('R5: who has no account, a disabled one, none yet, or mistyped gets the same answer for the same work', async () => {
    const answers = new Set<string>();
    stretched.length = 0;
    for (const [i, name] of [
      'nobody',
      'disabled',
      'invited',
      owner.loginName,
      '不是一个名字',
      '..',
    ].entries()) {
      const answer = await attempt(name, 'not the password', `same-${i}`);
      const headers = [...answer.headers].filter(([header]) => header !== 'date').join('\n');
      answers.add(`${answer.status}\n${headers}\n${await answer.text()}`);
    }
    expect(answers.size).toBe(1);
    expect(stretched).toHaveLength(6);
    expect(new Set(stretched)).toEqual(new Set(['16 19456 2 1']));
  });

  test('R5: a disabled account says nothing even to who knows its password', async () => {
    const known = await attempt('disabled', PASSWORD, 'known');
    const unknown = await attempt('nobody', PASSWORD, 'unknown');
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
  });

  test('R7: failures from one address slow down more and more, and the owner elsewhere signs in meanwhile', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const answer = await attempt(owner.loginName, `guess ${i}`, 'attacker');
      if (answer.status === 429) {
        const seconds = Number(answer.headers.get('retry-after'));
        waits.push(seconds);
        world.clock.advance(seconds * 1_000);
        i -= 1;
        if (waits.length > 6) break;
      }
    }
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
    expect((await attempt(owner.loginName, 'right or wrong', 'attacker')).status).not.toBe(201);
    expect((await attempt(owner.loginName, PASSWORD, 'home')).status).toBe(201);
  });

  test('R7: a hundred guesses at once are a hundred, not one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => attempt('nobody.at.all', `guess ${i}`, 'flood')),
    );
    const judged = answers.filter(({ status }) => status === 401).length;
    expect(judged).toBe(4);
  });

  test('R7: guesses from a thousand addresses hold the owner up for seconds at most', async () => {
    for (let i = 0; i < 40; i += 1) {
      await attempt(owner.loginName, `guess ${i}`, `botnet-${i}`);
      world.clock.advance(1_000);
    }
    const first = await attempt(owner.loginName, PASSWORD, 'home');
    if (first.status === 429) {
      const seconds = Number(first.headers.get('retry-after'));
      expect(seconds).toBeLessThanOrEqual(4);
      world.clock.advance(seconds * 1_000);
      expect((await attempt(owner.loginName, PASSWORD, 'home')).status).toBe(201);
    } else {
      expect(first.status).toBe(201);
    }
  });

  test('R7: who knows the password still guesses codes only ever more slowly', async () => {
    const thief = await world.login(owner.accountId, { isHalf: true });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await thief.post('/api/logins/current/second-factor', { code: `00000${i}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });

  test('R5: links are spent, replaced, too long, or of no account: one answer', async () => {
    const answers = new Set<string>();
    for (const token of ['x', 'A'.repeat(43), 'B'.repeat(100), '!'.repeat(43)]) {
      const answer = await world.browser().post('/api/invitations/read', { token });
      answers.add(JSON.stringify([answer.status, answer.body]));
    }
    expect(answers.size).toBe(1);
  });
});
