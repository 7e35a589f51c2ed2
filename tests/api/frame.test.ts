/** The frame every request goes through: headers, origin, limits, shapes, failures. */
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../server/app.ts';
import { argon2Here } from '../../server/auth/argon2.ts';
import { openCasting } from '../../server/ballots/cast.ts';
import { createLocalCheckers } from '../../server/ballots/checkers.ts';
import { MIGRATIONS_FOLDER, readMigrations } from '../../server/db/migrate.ts';
import type { Database } from '../../server/db/sql.ts';
import { type PreparedState, watchDatabase } from '../../server/db/state.ts';
import type { Deps } from '../../server/deps.ts';
import { answer } from '../../server/http/errors.ts';
import { input } from '../../server/http/input.ts';
import { createLimits } from '../../server/http/limits.ts';
import { createMemoryHeads } from '../../server/ledger/head-store.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { createPages, NOT_BUILT } from '../../server/pages/pages.ts';
import { bothDatabases, keptLog, silentLog } from '../support/database.ts';
import { LOG_KEY } from '../support/ledger.ts';

const OWN = 'http://localhost:8080';
const JSON_HEADERS = { origin: OWN, 'content-type': 'application/json' };
const CANARY = 'canary-91c2';

for (const { name, skipped, open } of bothDatabases) {
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let database: Database;
    let state: PreparedState;
    let app: Hono;
    const { log, lines } = keptLog();

    beforeAll(async () => {
      database = await open();
      state = watchDatabase(database, silentLog, {
        migrations: readMigrations(MIGRATIONS_FOLDER),
        mustBeDurable: false,
        retryAfterMs: 10,
      });
      const ledger = openLedger({
        sql: database.sql,
        signer: LOG_KEY,
        heads: createMemoryHeads(),
        log: silentLog,
      });
      const checkers = createLocalCheckers();
      const deps: Deps = {
        sql: database.sql,
        ledger,
        checkers,
        casting: openCasting({ sql: database.sql, ledger, checkers }),
        now: () => new Date(0),
        random: (byteLength) => new Uint8Array(byteLength),
        log,
        database: state,
        origins: [OWN],
        addressOf: () => 'test',
        pages: createPages(NOT_BUILT, 'http://localhost:8080', async () => null),
        isDemo: false,
        limits: createLimits(() => new Date(0)),
        argon2: argon2Here,
      };
      const routes = new Hono()
        .post('/echo', input('json', z.strictObject({ text: z.string().max(10) })), (c) =>
          c.json(c.req.valid('json')),
        )
        .get('/page', input('query', z.strictObject({ size: z.coerce.number().int() })), (c) =>
          c.json(c.req.valid('query')),
        )
        .put('/upload', (c) => c.json({}))
        .get('/refused', (c) =>
          answer(c, {
            ok: false,
            error: { code: 'RULES_SEALED', where: 'rules', message: 'the rules are sealed' },
          }),
        )
        .get('/broken', () => {
          throw new Error(`broken promise: ${CANARY}`);
        })
        .get('/sql', async (c) => c.json(await database.sql`select ${CANARY}::text::int`))
        .get('/full', () => {
          throw Object.assign(new Error('full'), { code: '53100' });
        })
        .get('/away', () => {
          throw Object.assign(new Error(CANARY), { code: 'CONNECTION_CLOSED' });
        });
      const whole = createApp(deps);
      whole.route('/api', routes);
      app = whole as unknown as Hono;
    });
    afterAll(() => database?.close(2_000));

    const post = (body: RequestInit['body'], headers: Record<string, string> = JSON_HEADERS) =>
      app.request('/api/echo', { method: 'POST', headers, body: body ?? null, ...{ duplex: 'half' } });

    test('before the schema is in place the server is alive, not ready, and serves nothing else', async () => {
      expect((await app.request('/healthz')).status).toBe(200);
      const ready = await app.request('/readyz');
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'starting' }]);
      const early = await app.request('/api/refused');
      expect(early.status).toBe(503);
      expect(early.headers.get('retry-after')).toBe('2');
      expect(await early.json()).toMatchObject({ code: 'DATABASE_AWAY' });
      await state.prepare();
      const later = await app.request('/readyz');
      expect([later.status, await later.json()]).toEqual([200, { status: 'ready' }]);
    });

    test('R57: every answer has the strict headers, a failure too', async () => {
      for (const path of ['/healthz', '/readyz', '/api/refused', '/api/broken', '/nowhere']) {
        const { headers } = await app.request(path);
        expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; base-uri 'none';/);
        expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
        expect(
          Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1]),
        ).toBeGreaterThanOrEqual(31_536_000);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('x-powered-by')).toBeNull();
      }
    });

    test.each([
      ['a foreign origin', { ...JSON_HEADERS, origin: 'https://evil.example' }],
      ['the origin null', { ...JSON_HEADERS, origin: 'null' }],
      ['an origin that only begins like ours', { ...JSON_HEADERS, origin: `${OWN}.evil.example` }],
      ['no origin', { 'content-type': 'application/json' }],
      ['a form', { ...JSON_HEADERS, 'content-type': 'application/x-www-form-urlencoded' }],
      ['a form with a file', { ...JSON_HEADERS, 'content-type': 'multipart/form-data; boundary=x' }],
      ['plain text', { ...JSON_HEADERS, 'content-type': 'text/plain' }],
      ['text that mentions JSON', { ...JSON_HEADERS, 'content-type': 'text/plain; application/json' }],
      ['no content type', { origin: OWN, 'content-type': '' }],
      ['bytes, which only PUT may carry', { ...JSON_HEADERS, 'content-type': 'application/octet-stream' }],
    ])('R6: a POST with %s is refused', async (_what, headers) => {
      const refused = await post('{"text":"x"}', headers);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ status: 403 });
    });

    test('R6: every unsafe method needs the origin, and PUT may carry bytes', async () => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        expect((await app.request('/api/echo', { method })).status).toBe(403);
      }
      const headers = { origin: OWN, 'content-type': 'application/octet-stream' };
      expect((await app.request('/api/upload', { method: 'PUT', headers, body: 'x' })).status).toBe(200);
    });

    test('R50: a body one byte too long is refused, whether its length is told or not', async () => {
      const body = (length: number) => `{"text":"x"${' '.repeat(length - 12)}}`;
      const limit = 64 * 1024;
      expect((await post(body(limit))).status).toBe(200);
      const told = await post(body(limit + 1), { ...JSON_HEADERS, 'content-length': String(limit + 1) });
      expect([told.status, await told.json()]).toMatchObject([413, { code: 'TOO_LARGE' }]);
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += 16_384;
          controller.enqueue(new Uint8Array(16_384).fill(0x20));
        },
      });
      expect((await post(endless)).status).toBe(413);
      expect(sent).toBeLessThan(limit * 3);
      const lying = new Blob([body(limit + 1)]).stream();
      expect((await post(lying, { ...JSON_HEADERS, 'content-length': '12' })).status).toBe(413);
    });

    test('a body that breaks off is the fault of the request, not of the database', async () => {
      const broken = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
      });
      const refused = await post(broken);
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { code: 'MALFORMED', where: 'body' },
      ]);
    });

    test('R51: bad JSON and bad UTF-8 are refused with their place', async () => {
      for (const body of [
        '{"text":"a","text":"b"}',
        '{"__proto__":1}',
        '{',
        new Uint8Array([0x22, 0xff, 0x22]),
      ]) {
        const refused = await post(body);
        expect([refused.status, refused.headers.get('content-type')]).toEqual([
          400,
          'application/problem+json',
        ]);
        expect(await refused.json()).toMatchObject({ type: 'about:blank', code: 'MALFORMED', where: 'body' });
      }
    });

    test('an unknown key and a wrong type are named, and what was given is not repeated', async () => {
      const refused = await post(`{"text":["${CANARY}"],"more":"${CANARY}"}`);
      expect(refused.status).toBe(400);
      const text = await refused.text();
      expect(text).not.toContain(CANARY);
      expect(JSON.parse(text).findings.map(({ where }: { where: string }) => where)).toEqual([
        'json.text',
        'json',
      ]);
    });

    test('a parameter given twice is refused, not guessed', async () => {
      expect(await (await app.request('/api/page?size=5')).json()).toEqual({ size: 5 });
      expect((await app.request('/api/page?size=5&size=6')).status).toBe(400);
      expect((await app.request('/api/page?size=5&x=6')).status).toBe(400);
    });

    test('what is not there is a page for who reads pages, and a problem for programs', async () => {
      const asked = (path: string, accept: string) => app.request(path, { headers: { accept } });
      const page = await asked('/nowhere', 'text/html,application/xhtml+xml,*/*;q=0.8');
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      const strange = await asked('http://localhost//other.example/?q=1', 'text/html');
      expect(strange.status).toBe(404);
      const links = (await strange.text()).match(/href="[^"]*"/g) ?? [];
      expect(links.length).toBeGreaterThan(2);
      expect(links.filter((link) => !/^href="(?:[?#]|\/(?!\/))/.test(link))).toEqual([]);
      for (const [path, accept] of [
        ['/nowhere', '*/*'],
        ['/api/nowhere', 'text/html'],
      ] as const) {
        const problem = await asked(path, accept);
        expect([problem.status, (await problem.json()).code]).toEqual([404, 'NOT_FOUND']);
      }
    });

    test('a refusal keeps its code; a failure says nothing of itself', async () => {
      const sealed = await app.request('/api/refused');
      expect([sealed.status, await sealed.json()]).toEqual([
        409,
        {
          type: 'about:blank',
          status: 409,
          code: 'RULES_SEALED',
          where: 'rules',
          detail: 'the rules are sealed',
        },
      ]);
      for (const [path, status, code] of [
        ['broken', 500, 'INTERNAL'],
        ['sql', 500, 'INTERNAL'],
        ['full', 503, 'STORAGE_FULL'],
        ['away', 503, 'DATABASE_AWAY'],
      ] as const) {
        const failed = await app.request(`/api/${path}`);
        const text = await failed.text();
        expect([failed.status, JSON.parse(text).code]).toEqual([status, code]);
        expect(text).not.toContain(CANARY);
      }
      expect((await app.request('/nowhere')).status).toBe(404);
    });

    test('R18: the log of requests has routes, not what was asked', async () => {
      await app.request(`/nowhere/${CANARY}?q=${CANARY}`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
      const requests = lines.filter((line) => line.includes('"event":"request"')).join('');
      expect(requests).toContain('"route":"/api/echo"');
      expect(requests).not.toContain(CANARY);
      expect(lines.join('')).not.toContain('203.0.113.9');
    });

    test('while it closes the server is not ready', async () => {
      state.startClosing();
      const closing = await app.request('/readyz');
      expect([closing.status, await closing.json()]).toEqual([503, { status: 'closing' }]);
    });
  });
}
