/**
 * A whole application for a test: one database, migrated once, a clock and randomness that the test holds, and browsers
 * with their own cookies. `const world = await openWorld(); const clerk = await world.account('clerk', organId);`
 * Accounts made here skip the invitation and the password (hashing takes its time); logins are real.
 */
import type { Hono } from 'hono';
import { createApp } from '../../server/app.ts';
import { argon2Here } from '../../server/auth/argon2.ts';
import { startLogin } from '../../server/auth/logins.ts';
import type { Role } from '../../server/auth/permissions.ts';
import { openCasting } from '../../server/ballots/cast.ts';
import { createLocalCheckers } from '../../server/ballots/checkers.ts';
import { MIGRATIONS_FOLDER, readMigrations } from '../../server/db/migrate.ts';
import type { Database, Sql } from '../../server/db/sql.ts';
import { watchDatabase } from '../../server/db/state.ts';
import type { Deps } from '../../server/deps.ts';
import { createLimits } from '../../server/http/limits.ts';
import { createMemoryHeads } from '../../server/ledger/head-store.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { createPages, NOT_BUILT } from '../../server/pages/pages.ts';
import { bothDatabases, keptLog, silentLog } from './database.ts';
import { LOG_KEY } from './ledger.ts';
import { seededRandom } from './random.ts';

export const ORIGIN = 'http://localhost:8080';
const START = new Date('2026-03-02T01:00:00Z');

/** What JSON.parse gives: tests assert on it. */
type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; the text of any other content type. */
  readonly body: Json;
}

export interface Client {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, json?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly put: (path: string, json?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly patch: (path: string, json?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly delete: (path: string, json?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** `PUT` with a file's bytes. */
  readonly upload: (path: string, bytes: Uint8Array) => Promise<Answer>;
  /** Any request, with this browser's cookies. */
  readonly request: (path: string, init: RequestInit) => Promise<Response>;
  /** By name. A test may read them and put others in. */
  readonly cookies: Map<string, string>;
}

export interface AccountClient extends Client {
  readonly accountId: string;
  readonly loginName: string;
  readonly name: string;
}

export interface World {
  readonly kind: Database['kind'];
  readonly sql: Sql;
  readonly deps: Deps;
  readonly app: Hono;
  readonly clock: { now: () => Date; set: (time: Date) => void; advance: (ms: number) => void };
  /** Lines the application has logged. */
  readonly log: readonly string[];
  /** A browser that is logged in with nothing. */
  readonly browser: () => Client;
  /** A browser of a new person in a role (or several), logged in, second factor just given. */
  readonly account: (roles: Role | readonly Role[], organId: string | null) => Promise<AccountClient>;
  /** A further browser of an account, logged in; without the second factor where `isHalf`. */
  readonly login: (accountId: string, given?: { readonly isHalf?: boolean }) => Promise<Client>;
  /** A browser logged in with a card that is registered. */
  readonly card: (cardId: string) => Promise<Client>;
  /** A body that decides, as a row. */
  readonly organ: (kind?: 'congress' | 'standing_committee' | 'street_assembly') => Promise<string>;
  readonly close: () => Promise<void>;
}

/** TEST_WORLD=postgres (with TEST_DATABASE_URL) runs on PostgreSQL what does not ask for a database. */
const STANDARD = process.env.TEST_WORLD === 'postgres' ? 'postgres' : 'embedded';

export async function openWorld(kind: 'embedded' | 'postgres' = STANDARD): Promise<World> {
  const [embedded, postgres] = bothDatabases;
  const opened = kind === 'embedded' ? embedded : postgres;
  if (opened === undefined) throw new Error(`no database ${kind}`);
  const database = await opened.open();
  const state = watchDatabase(database, silentLog, {
    migrations: readMigrations(MIGRATIONS_FOLDER),
    mustBeDurable: false,
    retryAfterMs: 10,
  });
  await state.prepare();

  let time = START;
  const { log, lines } = keptLog();
  const random = seededRandom('world');
  const ledger = openLedger({ sql: database.sql, signer: LOG_KEY, heads: createMemoryHeads(), log });
  const checkers = createLocalCheckers();
  const deps: Deps = {
    sql: database.sql,
    now: () => time,
    random,
    log,
    database: state,
    origins: [ORIGIN],
    addressOf: (c) => c.req.header('x-test-address') ?? 'test',
    ledger,
    checkers,
    casting: openCasting({ sql: database.sql, ledger, checkers }),
    pages: createPages(NOT_BUILT, ORIGIN, async () => null),
    isDemo: false,
    limits: createLimits(() => time),
    argon2: argon2Here,
  };
  const app = createApp(deps) as unknown as Hono;
  const { sql } = database;
  let people = 0;

  const enter = async (
    kindOfLogin: 'account' | 'card',
    subjectId: string,
    secondFactorAt?: Date,
  ): Promise<Client> => {
    const client = openClient(app);
    const [account] = await sql<
      { epoch: number }[]
    >`select epoch from accounts where id::text = ${subjectId}`;
    const given = {
      epoch: account?.epoch ?? null,
      ...(secondFactorAt === undefined ? {} : { secondFactorAt }),
    };
    keepCookie(client.cookies, await startLogin(deps, kindOfLogin, subjectId, given));
    return client;
  };

  return {
    kind: database.kind,
    sql,
    deps,
    app,
    clock: {
      now: () => time,
      set: (next) => {
        time = next;
      },
      advance: (ms) => {
        time = new Date(time.getTime() + ms);
      },
    },
    log: lines,
    browser: () => openClient(app),
    account: async (roles, organId) => {
      people += 1;
      const list = typeof roles === 'string' ? [roles] : roles;
      const loginName = `${String(list[0] ?? 'person').toLowerCase()}-${people}`;
      const name = `${NAMES[list[0] ?? ''] ?? '工作人员'} ${people}`;
      const [row] = await sql<{ id: string }[]>`
        with made as (
          insert into accounts (login_name, name, totp_secret, totp_confirmed_at)
          values (${loginName}, ${name}, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', ${time}) returning id
        ), granted as (
          insert into role_grants (account_id, role, organ_id)
          select made.id, role, case when role = 'administrator' then null else ${organId}::uuid end
          from made, unnest(${sql.array([...list])}::text[]) as role
        )
        select id from made`;
      if (row === undefined) throw new Error('no account was made');
      return { ...(await enter('account', row.id, time)), accountId: row.id, loginName, name };
    },
    login: (accountId, { isHalf = false } = {}) => enter('account', accountId, isHalf ? undefined : time),
    card: (cardId) => enter('card', cardId),
    organ: async (organKind = 'congress') => {
      const [row] = await sql<{ id: string }[]>`
        insert into organs (kind, name_zh, name_en, region_zh, region_en, seat_quota)
        values (${organKind}, '青禾区人民代表大会', 'Qinghe District People''s Congress', '青禾区', 'Qinghe District', 210)
        returning id`;
      if (row === undefined) throw new Error('no organ was made');
      return row.id;
    },
    close: () => database.close(2_000),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  administrator: '管理员',
  clerk: '工作人员',
  presidium: '主席团成员',
  presidingChair: '主持人',
  chiefScrutineer: '总监票人',
  scrutineer: '监票人',
  teller: '计票人',
  auditor: '审计人',
};

let browsers = 0;

function openClient(app: Hono): Client {
  browsers += 1;
  const address = `test-${browsers}`;
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has('x-test-address')) headers.set('x-test-address', address);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await app.request(path, { ...init, headers });
    for (const set of response.headers.getSetCookie()) keepCookie(cookies, set);
    return response;
  };
  const send =
    (method: string) =>
    async (path: string, json: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> =>
      readAnswer(
        await request(path, {
          method,
          headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
          body: JSON.stringify(json),
        }),
      );
  return {
    get: async (path, headers = {}) => readAnswer(await request(path, { headers })),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
    upload: async (path, bytes) =>
      readAnswer(
        await request(path, {
          method: 'PUT',
          headers: { origin: ORIGIN, 'content-type': 'application/octet-stream' },
          body: bytes as Uint8Array<ArrayBuffer>,
        }),
      ),
    request,
    cookies,
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

function keepCookie(cookies: Map<string, string>, set: string): void {
  const [pair = ''] = set.split(';');
  const [name = '', value = ''] = pair.split('=');
  if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
  else cookies.set(name, value);
}
