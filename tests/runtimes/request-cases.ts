/** Requests that every runtime must answer alike (requirement R49): each entry is tested with this same list. */
import { TOTP } from 'otpauth';
import { expect } from 'vitest';

export const CASES_ORIGIN = 'http://localhost:8080';

export interface Runtime {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** A link that makes the first administrator; fresh, and unused. */
  readonly administratorLink: () => Promise<string>;
}

export interface RequestCase {
  readonly name: string;
  readonly run: (runtime: Runtime) => Promise<void>;
}

const JSON_HEADERS = { 'content-type': 'application/json', origin: CASES_ORIGIN };

function post(path: string, body: unknown, headers: Record<string, string> = {}): [string, RequestInit] {
  return [path, { method: 'POST', headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) }];
}

async function refusal(answer: Response): Promise<readonly [number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

export const REQUEST_CASES: readonly RequestCase[] = [
  {
    name: 'is alive, and ready with the schema in place',
    run: async ({ ask }) => {
      expect(await (await ask('/healthz')).json()).toEqual({ status: 'alive' });
      const ready = await ask('/readyz');
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    },
  },
  {
    name: 'R57: every answer has the strict headers',
    run: async ({ ask }) => {
      for (const path of ['/healthz', '/api/me', '/nothing']) {
        const { headers } = await ask(path);
        expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
        expect(headers.get('x-content-type-options'), path).toBe('nosniff');
        expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      }
    },
  },
  {
    name: 'serves the application’s page, and its script compressed or not, kept for good',
    run: async ({ ask }) => {
      const page = await ask('/app/anything');
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
      const asset = await ask(script);
      expect([asset.status, asset.headers.get('content-type')]).toEqual([
        200,
        'text/javascript; charset=utf-8',
      ]);
      expect(asset.headers.get('cache-control')).toContain('immutable');
      expect((await asset.text()).length).toBeGreaterThan(10_000);
      expect((await ask('/assets/nothing.js')).status).toBe(404);
    },
  },
  {
    name: 'renders the public home page without a login',
    run: async ({ ask }) => {
      const home = await ask('/');
      expect(home.status).toBe(200);
      expect(await home.text()).toContain('民意');
    },
  },
  {
    name: 'R6: refuses a change that does not come from a page of this server',
    run: async ({ ask }) => {
      const [path, init] = post(
        '/api/logins',
        { loginName: 'a', password: 'b' },
        { origin: 'https://evil.example' },
      );
      expect(await refusal(await ask(path, init))).toEqual([403, 'FOREIGN_ORIGIN']);
    },
  },
  {
    name: 'R50, R51: refuses a body that is too long, or no strict JSON',
    run: async ({ ask }) => {
      const long = { loginName: 'a', password: 'x'.repeat(70_000) };
      expect(await refusal(await ask(...post('/api/logins', long)))).toEqual([413, 'TOO_LARGE']);
      const twice = { method: 'POST', headers: JSON_HEADERS, body: '{"loginName":"a","loginName":"b"}' };
      expect(await refusal(await ask('/api/logins', twice))).toEqual([400, 'MALFORMED']);
    },
  },
  {
    name: 'R12: nobody in particular is nobody, and a wrong password says no more than that',
    run: async ({ ask }) => {
      expect(await refusal(await ask('/api/me'))).toEqual([401, 'UNAUTHENTICATED']);
      const wrong = await ask(...post('/api/logins', { loginName: 'nobody', password: 'wrong password' }));
      expect(await refusal(wrong)).toEqual([401, 'WRONG_LOGIN']);
    },
  },
  {
    name: 'takes an administrator from the first link over password and second factor to an organ in the database',
    run: async ({ ask, administratorLink }) => {
      const token = new URL(await administratorLink()).hash.slice(1);
      const accepted = await ask(
        ...post('/api/invitations/accept', { token, password: '清晨的柳塘边飞来了三只白鹭' }),
      );
      expect(accepted.status).toBe(201);
      let cookie = cookieOf(accepted);
      const again = await ask(
        ...post('/api/invitations/accept', { token, password: '清晨的柳塘边飞来了三只白鹭' }),
      );
      expect(again.status).toBe(410);

      const started = await ask(...post('/api/me/second-factor', {}, { cookie }));
      const { address } = (await started.json()) as { address: string };
      const secret = new URL(address).searchParams.get('secret') ?? '';
      const code = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate();
      const confirmed = await ask('/api/me/second-factor', {
        method: 'PUT',
        headers: { ...JSON_HEADERS, cookie },
        body: JSON.stringify({ code }),
      });
      expect(confirmed.status).toBe(200);
      cookie = cookieOf(confirmed);

      const organ = {
        kind: 'congress',
        nameZh: '青禾区人民代表大会',
        nameEn: 'People’s Congress of Qinghe District',
        regionZh: '青禾区',
        regionEn: 'Qinghe District',
        seatQuota: 205,
        termFrom: null,
        termUntil: null,
      };
      const made = await ask(...post('/api/organs', organ, { cookie }));
      expect(made.status).toBe(201);
      const listed = await ask('/api/organs', { headers: { cookie } });
      const { organs } = (await listed.json()) as { organs: readonly object[] };
      expect(organs).toEqual([expect.objectContaining({ nameZh: organ.nameZh, inOffice: 0 })]);
    },
  },
];

function cookieOf(answer: Response): string {
  const cookie = answer.headers.getSetCookie().at(-1)?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^(?:__Host-)?minyi-login=./);
  return cookie;
}
