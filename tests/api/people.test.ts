/** Accounts from the first administrator's link to the last role: invitations, second factor, roles, keys, and their ledger. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstAdministratorLink } from '../../server/people/accounts.ts';
import { drawSigningKey, proveSigningKey } from '../../tally/index.ts';
import { bothDatabases } from '../support/database.ts';
import { seededRandom } from '../support/random.ts';
import { totpCode } from '../support/totp.ts';
import { type Client, openWorld, type World } from '../support/world.ts';

const PASSWORD = 'four unrelated 青禾 words';
const tokenOf = (url: string) => new URL(url).hash.slice(1);

for (const [index, { name, skipped }] of bothDatabases.entries()) {
  describe.skipIf(skipped !== null)(`on ${name}`, () => {
    let world: World;
    let organId: string;
    let administrator: Client;
    let firstUrl: string;

    const actions = async () =>
      (await world.sql<{ action: string }[]>`select action from ledger.actions order by index`).map(
        ({ action }) => JSON.parse(action) as { did: string; what: string; who: string; poll: string },
      );
    const invite = async (loginName: string, roles: object[] = []) => {
      const made = await administrator.post('/api/accounts', { loginName, name: `人员 ${loginName}`, roles });
      expect(made.status).toBe(201);
      return { id: made.body.id as string, token: tokenOf(made.body.invitation.url) };
    };
    const join = async (loginName: string, roles: object[] = []) => {
      const { id, token } = await invite(loginName, roles);
      const browser = world.browser();
      const accepted = await browser.post('/api/invitations/accept', { token, password: PASSWORD });
      expect([accepted.status, (await browser.get('/api/me')).body.accountId]).toEqual([201, id]);
      return { id, browser };
    };
    const enrol = async (browser: Client) => {
      const { secret } = (await browser.post('/api/me/second-factor')).body;
      const code = totpCode(secret, world.clock.now());
      expect((await browser.put('/api/me/second-factor', { code })).status).toBe(200);
      return secret as string;
    };
    /** Makes the administrator's second factor fresh again. */
    const refresh = () =>
      world.sql`update logins set second_factor_at = ${world.clock.now()} where second_factor_at is not null`;

    beforeAll(async () => {
      world = await openWorld(index === 0 ? 'embedded' : 'postgres');
      organId = await world.organ();
      administrator = world.browser();
      firstUrl = (await firstAdministratorLink(world.deps)) ?? '';
    });
    afterAll(() => world?.close());

    test('an empty installation gives a link, a new one at each start until it is used, and then none', async () => {
      const second = (await firstAdministratorLink(world.deps)) ?? '';
      expect(second).toMatch(/^http:\/\/localhost:8080\/app\/invitation#[\w-]{43}$/);
      expect((await world.browser().post('/api/invitations/read', { token: tokenOf(firstUrl) })).status).toBe(
        410,
      );
      const read = await administrator.post('/api/invitations/read', { token: tokenOf(second) });
      expect(read.body).toEqual({ loginName: 'administrator', name: '管理员' });
      const token = tokenOf(second);
      const weak = await administrator.post('/api/invitations/accept', { token, password: 'password1234' });
      expect([weak.status, weak.body.code, weak.body.where]).toEqual([422, 'WEAK_PASSWORD', 'common']);
      const accepted = await administrator.post('/api/invitations/accept', { token, password: PASSWORD });
      expect(accepted.status).toBe(201);
      expect(await firstAdministratorLink(world.deps)).toBeNull();
      const again = await world.browser().post('/api/invitations/accept', { token, password: PASSWORD });
      expect([again.status, again.body.code]).toEqual([410, 'EXPIRED']);
    });

    test('R4: an administrator does nothing before the second factor is set up', async () => {
      const refused = await administrator.get('/api/accounts');
      expect([refused.status, refused.body.code]).toEqual([403, 'SECOND_FACTOR_NEEDED']);
      const before = [...administrator.cookies.values()];
      await enrol(administrator);
      expect([...administrator.cookies.values()]).not.toEqual(before);
      const list = await administrator.get('/api/accounts');
      expect(list.body.accounts).toMatchObject([
        {
          loginName: 'administrator',
          state: 'active',
          hasSecondFactor: true,
          roles: [{ role: 'administrator' }],
        },
      ]);
    });

    test('an invited clerk joins with roles in an organ, and the ledger says who made the account', async () => {
      const { browser } = await join('li.wei', [{ role: 'clerk', organId }]);
      const me = (await browser.get('/api/me')).body;
      expect(me).toMatchObject({
        loginName: 'li.wei',
        secondFactor: { isSetUp: false, isNeeded: true, isGiven: false, freshUntil: null },
        roles: [{ role: 'clerk', organ: { id: organId, nameZh: '青禾区人民代表大会' } }],
      });
      expect((await actions()).slice(-2)).toMatchObject([
        { did: 'account_changed', who: '管理员', what: 'created li.wei: clerk', poll: 'installation' },
        { did: 'account_changed', who: '人员 li.wei', what: 'invitation accepted by li.wei' },
      ]);
      const twice = await administrator.post('/api/accounts', { loginName: 'li.wei', name: '二', roles: [] });
      expect(twice.status).toBe(409);
    });

    test('an account in an organ that does not exist is not made', async () => {
      const roles = [{ role: 'clerk', organId: '00000000-0000-4000-8000-000000000000' }];
      const refused = await administrator.post('/api/accounts', { loginName: 'nobody', name: '无', roles });
      expect(refused.status).toBe(404);
      const odd = [{ role: 'clerk', organId: null }];
      expect(
        (await administrator.post('/api/accounts', { loginName: 'nobody', name: '无', roles: odd })).status,
      ).toBe(400);
      expect(await world.sql`select 1 from accounts where login_name = 'nobody'`).toHaveLength(0);
    });

    test('R58: a name with a bidirectional mark, or not in NFC, is refused', async () => {
      for (const odd of ['王\u202e五', 'e\u0301mile', ' 王五', '王\n五']) {
        const refused = await administrator.post('/api/accounts', { loginName: 'odd', name: odd, roles: [] });
        expect([odd, refused.status]).toEqual([odd, 400]);
      }
    });

    test('R2: a disabled account is out at once, in all browsers, and comes back only when enabled', async () => {
      const { id, browser } = await join('wang.fang', [{ role: 'teller', organId }]);
      const other = world.browser();
      const credentials = { loginName: 'wang.fang', password: PASSWORD };
      expect((await other.post('/api/logins', credentials)).status).toBe(201);
      expect((await administrator.post(`/api/accounts/${id}/disable`)).status).toBe(200);
      expect((await browser.get('/api/me')).status).toBe(401);
      expect((await other.get('/api/me')).status).toBe(401);
      expect((await other.post('/api/logins', credentials)).status).toBe(401);
      expect((await administrator.post(`/api/accounts/${id}/disable`)).status).toBe(409);
      expect((await administrator.post(`/api/accounts/${id}/enable`)).status).toBe(200);
      expect((await other.post('/api/logins', credentials)).status).toBe(201);
    });

    test('R2: a new password ends the logins of other browsers, and the old one no longer opens', async () => {
      const { browser } = await join('chen.jie');
      const other = world.browser();
      await other.post('/api/logins', { loginName: 'chen.jie', password: PASSWORD });
      const next = 'an even longer 青禾 sentence';
      const wrong = await browser.put('/api/me/password', { current: 'not it, sorry', next });
      expect(wrong.status).toBe(401);
      expect(
        (await browser.put('/api/me/password', { current: PASSWORD, next: 'chen.jie-2026' })).body,
      ).toMatchObject({ code: 'WEAK_PASSWORD', where: 'own_name' });
      expect((await browser.put('/api/me/password', { current: PASSWORD, next })).status).toBe(200);
      expect((await other.get('/api/me')).status).toBe(401);
      expect((await browser.get('/api/me')).status).toBe(200);
      expect((await other.post('/api/logins', { loginName: 'chen.jie', password: PASSWORD })).status).toBe(
        401,
      );
      expect((await other.post('/api/logins', { loginName: 'CHEN.JIE ', password: next })).status).toBe(201);
    });

    test('R2: signing out ends this login, signing out everywhere ends all', async () => {
      const { browser } = await join('zhao.min');
      const [one, two] = [world.browser(), world.browser()];
      for (const each of [one, two])
        await each.post('/api/logins', { loginName: 'zhao.min', password: PASSWORD });
      const kept = new Map(one.cookies);
      expect((await one.delete('/api/logins/current')).status).toBe(200);
      expect(one.cookies.size).toBe(0);
      for (const [cookie, value] of kept) one.cookies.set(cookie, value);
      expect((await one.get('/api/me')).status).toBe(401);
      expect((await two.get('/api/me')).status).toBe(200);
      expect((await browser.delete('/api/logins')).status).toBe(200);
      expect((await two.get('/api/me')).status).toBe(401);
    });

    test('R4: no code of the second factor works twice, nor an older one after it', async () => {
      const { id, browser } = await join('sun.li', [{ role: 'clerk', organId }]);
      const secret = await enrol(browser);
      const half = await world.login(id, { isHalf: true });
      const give = (code: string) => half.post('/api/logins/current/second-factor', { code });
      expect((await give(totpCode(secret, world.clock.now()))).status).toBe(401);
      world.clock.advance(60_000);
      const code = totpCode(secret, world.clock.now());
      expect((await half.get(`/api/organs/${organId}/people`)).body.code).toBe('SECOND_FACTOR_NEEDED');
      expect((await give(code)).status).toBe(200);
      expect((await half.get(`/api/organs/${organId}/people`)).status).toBe(200);
      expect((await give(code)).status).toBe(401);
      expect((await give(totpCode(secret, new Date(world.clock.now().getTime() - 30_000)))).status).toBe(401);
    });

    test('a reset takes password, second factor and logins away; its link lets in once', async () => {
      await refresh();
      const { id, browser } = await join('zhou.lei', [{ role: 'clerk', organId }]);
      await enrol(browser);
      const plain = await administrator.post(`/api/accounts/${id}/invitation`, { resets: false });
      expect([plain.status, plain.body.code]).toEqual([409, 'WRONG_STATE']);
      const reset = await administrator.post(`/api/accounts/${id}/invitation`, { resets: true });
      expect(reset.status).toBe(201);
      expect((await browser.get('/api/me')).status).toBe(401);
      const credentials = { loginName: 'zhou.lei', password: PASSWORD };
      expect((await browser.post('/api/logins', credentials)).status).toBe(401);
      const token = tokenOf(reset.body.invitation.url);
      expect((await browser.post('/api/invitations/accept', { token, password: PASSWORD })).status).toBe(201);
      expect((await browser.get('/api/me')).body.secondFactor.isSetUp).toBe(false);
    });

    test('a link too old is spent', async () => {
      const { token } = await invite('late');
      const now = world.clock.now();
      world.clock.advance(7 * 86_400_000);
      expect((await world.browser().post('/api/invitations/read', { token })).status).toBe(410);
      world.clock.set(now);
    });

    test('roles are given and taken at once, and the last administrator stays', async () => {
      const { id, browser } = await join('wu.qi');
      const role = { role: 'teller', organId };
      expect((await administrator.post(`/api/accounts/${id}/roles`, role)).status).toBe(201);
      expect((await administrator.post(`/api/accounts/${id}/roles`, role)).status).toBe(409);
      expect((await browser.get('/api/me')).body.roles).toMatchObject([{ role: 'teller' }]);
      expect((await administrator.delete(`/api/accounts/${id}/roles`, role)).status).toBe(200);
      expect((await administrator.delete(`/api/accounts/${id}/roles`, role)).status).toBe(404);
      expect((await browser.get('/api/me')).body.roles).toEqual([]);
      expect((await actions()).slice(-2)).toMatchObject([
        { did: 'role_changed', what: 'teller to wu.qi', poll: organId },
        { did: 'role_changed', what: 'teller from wu.qi', poll: organId },
      ]);
      const own = (await administrator.get('/api/me')).body.accountId;
      const last = { role: 'administrator', organId: null };
      expect((await administrator.delete(`/api/accounts/${own}/roles`, last)).status).toBe(409);
      expect((await administrator.post(`/api/accounts/${own}/disable`)).status).toBe(409);
    });

    test('colleagues in an organ are listed with roles and signing keys, without login names', async () => {
      const clerk = await world.account('clerk', organId);
      const { people } = (await clerk.get(`/api/organs/${organId}/people`)).body;
      expect(people).toContainEqual({
        accountId: clerk.accountId,
        name: clerk.name,
        roles: ['clerk'],
        signingKey: null,
      });
      expect(people.flatMap(Object.keys)).not.toContain('loginName');
    });

    test('a signing key is registered by who holds it, and stays while a sealed session names it', async () => {
      const teller = await world.account('teller', organId);
      const random = seededRandom('signing keys');
      const [first, second] = [drawSigningKey(random), drawSigningKey(random)];
      const given = proveSigningKey(teller.accountId, first.secretKey);
      expect((await teller.put('/api/me/signing-key', given)).status).toBe(200);
      const stranger = await world.account('teller', organId);
      const copied = await stranger.put('/api/me/signing-key', given);
      expect([copied.status, copied.body.code]).toEqual([422, 'BAD_SIGNATURE']);
      const same = await stranger.put(
        '/api/me/signing-key',
        proveSigningKey(stranger.accountId, first.secretKey),
      );
      expect(same.status).toBe(409);

      const poll = 'QingheSigningKey111111';
      await world.sql`
        with m as (
          insert into meetings (organ_id, number, title_zh, title_en, held_on)
          values (${organId}, 1, '会', 'm', '2026-03-02') returning id
        ), p as (insert into poll_ids select ${poll}, m.id, 1 from m returning uuid, meeting_id)
        insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round, setup)
        select p.uuid, p.meeting_id, 'sealed', 'projects', 2026, '票', 'p', '{}', '[]', '{}', ${`{"signers":"${first.publicKey}"}`}
        from p`;
      const next = proveSigningKey(teller.accountId, second.secretKey);
      expect((await teller.put('/api/me/signing-key', next)).body.code).toBe('WRONG_STATE');
      expect((await teller.get('/api/me')).body.isKeyInUse).toBe(true);
      await world.sql`update ballot_sessions set state = 'published' where id = ${poll}`;
      expect((await teller.get('/api/me')).body.isKeyInUse).toBe(false);
      expect((await teller.put('/api/me/signing-key', next)).body).toEqual({ signingKey: second.publicKey });
      expect((await actions()).at(-1)).toMatchObject({ did: 'key_registered', who: teller.name });
    });

    test('R12: an unknown property is refused', async () => {
      const odd = await world.browser().post('/api/logins', { loginName: 'a', password: 'b', role: 'clerk' });
      expect(odd.status).toBe(400);
    });
  });
}
