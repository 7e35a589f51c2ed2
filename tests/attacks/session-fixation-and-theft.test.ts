/**
 * Login ids planted before a login, read from a stolen database, kept after the end, or moved from one cookie to the other: none
 * of them lets anybody in (R1, R2).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { startLogin } from '../../server/auth/logins.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { totpCode } from '../support/totp.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const PASSWORD = 'four unrelated 青禾 words';
const COOKIE = 'minyi-login';
let world: World;
let victim: AccountClient;

beforeAll(async () => {
  world = await openWorld();
  victim = await world.account('teller', await world.organ());
  await givePassword(victim.accountId);
});
afterAll(() => world?.close());

const givePassword = async (accountId: string) => {
  const hashed = await hashPassword(world.deps, PASSWORD);
  if (!hashed.ok) throw new Error('no hash');
  await world.sql`update accounts set password_hash = ${hashed.value} where id = ${accountId}`;
};
const signIn = (browser = world.browser()) =>
  browser.post('/api/logins', { loginName: victim.loginName, password: PASSWORD });
const epochOf = async (accountId: string) => {
  const [row] = await world.sql<{ epoch: number }[]>`select epoch from accounts where id = ${accountId}`;
  return row?.epoch ?? null;
};
const withCookie = async (value: string, name = COOKIE) => {
  const browser = world.browser();
  browser.cookies.set(name, value);
  return (await browser.get('/api/me')).status;
};

describe('a login id', () => {
  test('R1: planted in a browser is replaced at login and worth nothing after', async () => {
    const attacker = await world.account('teller', await world.organ());
    for (const planted of ['planted-by-the-attacker', attacker.cookies.get(COOKIE) ?? '']) {
      const browser = world.browser();
      browser.cookies.set(COOKIE, planted);
      expect((await signIn(browser)).status).toBe(201);
      expect(browser.cookies.get(COOKIE)).not.toBe(planted);
      expect((await browser.get('/api/me')).body.accountId).toBe(victim.accountId);
      expect(await withCookie(planted)).toBe(401);
    }
  });

  test('R1: is replaced when the second factor is given', async () => {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const browser = await world.login(victim.accountId, { isHalf: true });
    const before = browser.cookies.get(COOKIE) ?? '';
    const code = totpCode(secret, world.clock.now());
    expect((await browser.post('/api/logins/current/second-factor', { code })).status).toBe(200);
    expect(browser.cookies.get(COOKIE)).not.toBe(before);
    expect(await withCookie(before)).toBe(401);
    expect(await withCookie(browser.cookies.get(COOKIE) ?? '')).toBe(200);
  });

  test('R1: is not in the database, in any form that lets in', async () => {
    const rows = await world.sql<{ hash: Uint8Array }[]>`select id_hash as hash from logins`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { hash } of rows) {
      const bytes = Buffer.from(hash);
      for (const form of [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]) {
        expect(await withCookie(encodeURIComponent(form))).toBe(401);
      }
    }
    const id = victim.cookies.get(COOKIE) ?? '';
    expect(rows.some(({ hash }) => Buffer.from(hash).includes(Buffer.from(id, 'base64url')))).toBe(false);
  });

  test('R1: has at least 128 bits, and no two are alike', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      const browser = await world.login(victim.accountId);
      ids.add(browser.cookies.get(COOKIE) ?? '');
    }
    expect(ids.size).toBe(20);
    for (const id of ids) expect(Buffer.from(id, 'base64url').length).toBeGreaterThanOrEqual(16);
  });

  test('R1: travels in a cookie that only this host over https can set and no script can read', async () => {
    const deps = { ...world.deps, origins: ['https://vote.example.cn'] };
    const set = await startLogin(deps, 'account', victim.accountId, {
      epoch: await epochOf(victim.accountId),
    });
    const [pair = '', ...attributes] = set.split('; ');
    expect(pair).toMatch(/^__Host-minyi-login=[\w-]{43}$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=7200', 'Path=/', 'SameSite=Lax', 'Secure']);

    const id = pair.split('=')[1];
    const app = createApp(deps);
    const ask = (cookie: string) => app.request('/api/me', { headers: { cookie } });
    expect((await ask(`__Host-minyi-login=${id}`)).status).toBe(200);
    // A subdomain or a page over http could have set this one.
    expect((await ask(`minyi-login=${id}`)).status).toBe(401);
  });

  test('R2: of a card is none of an account, and the other way round', async () => {
    const meeting = await world.sql<{ id: string }[]>`
      with o as (select id from organs limit 1)
      insert into meetings (organ_id, number, title_zh, title_en, held_on)
      select id, 9, '会', 'm', '2026-03-02' from o returning id`;
    const [card] = await world.sql<{ id: string }[]>`
      insert into box.cards (meeting_id, serial, login_hash, is_spare)
      values (${meeting[0]?.id ?? ''}, 'A-0001', sha256('x'::bytea), false) returning id`;
    const holder = await world.card(card?.id ?? '');
    const id = holder.cookies.get('minyi-card') ?? '';
    expect(id).not.toBe('');
    expect(await withCookie(id)).toBe(401);
    expect((await holder.get('/api/me')).status).toBe(401);
    await world.sql`update box.cards set state = 'voided' where id = ${card?.id ?? ''}`;
    expect((await holder.get('/api/card-logins/current')).status).toBe(401);
  });

  test('R2: is dead after its end, whatever ended it', async () => {
    const ended = await world.login(victim.accountId);
    const id = ended.cookies.get(COOKIE) ?? '';
    expect(await withCookie(id)).toBe(200);
    await ended.delete('/api/logins/current');
    expect(await withCookie(id)).toBe(401);
    const idle = (await world.login(victim.accountId)).cookies.get(COOKIE) ?? '';
    world.clock.advance(2 * 3_600_000 + 1);
    expect(await withCookie(idle)).toBe(401);
  });

  test.each([
    ['is reset', (id: string) => world.sql`update accounts set password_hash = null where id = ${id}`],
    ['is closed', (id: string) => world.sql`update accounts set disabled_at = now() where id = ${id}`],
    [
      'gets a second factor',
      (id: string) =>
        world.sql`update accounts set totp_secret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU' where id = ${id}`,
    ],
  ])('R2: is none when the account %s while its password is still being judged', async (_, change) => {
    const robbed = await world.account('teller', await world.organ());
    await givePassword(robbed.accountId);
    const app = createApp({
      ...world.deps,
      // Between reading the hash and starting the login, another administrator is faster.
      argon2: async (...given) => {
        const judged = await world.deps.argon2(...given);
        await change(robbed.accountId);
        return judged;
      },
    });
    const response = await app.request('/api/logins', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.deps.origins[0] ?? '' },
      body: JSON.stringify({ loginName: robbed.loginName, password: PASSWORD }),
    });
    const set = response.headers.get('set-cookie') ?? '';
    const [id = ''] = set.slice(`${COOKIE}=`.length).split(';');
    expect([response.status, id.length > 0]).toEqual([201, true]);
    // Open or closed again since: the login was of an earlier epoch.
    await world.sql`update accounts set disabled_at = null where id = ${robbed.accountId}`;
    expect(await withCookie(id)).toBe(401);
  });
});
