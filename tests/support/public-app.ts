/** The public pages alone on a database, as any reader without a login meets them. */
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { MIGRATIONS_FOLDER, readMigrations } from '../../server/db/migrate.ts';
import type { Database } from '../../server/db/sql.ts';
import { watchDatabase } from '../../server/db/state.ts';
import type { Deps } from '../../server/deps.ts';
import { problemOf, problemResponse } from '../../server/http/errors.ts';
import { strictHeaders } from '../../server/http/headers.ts';
import { publicPages } from '../../server/public/page-routes.tsx';
import { silentLog } from './database.ts';

export interface PublicApp {
  readonly database: Database;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** The page as text. */
  page(path: string): Promise<string>;
  /** Lets the next request ask the database again. */
  later(): void;
  close(): Promise<void>;
}

export const TEST_STYLES = ['/assets/public.css'];

export async function openPublicApp(open: () => Promise<Database>): Promise<PublicApp> {
  const database = await open();
  const state = watchDatabase(database, silentLog, {
    migrations: readMigrations(MIGRATIONS_FOLDER),
    mustBeDurable: false,
    retryAfterMs: 10,
  });
  await state.prepare();
  let time = Date.parse('2027-01-12T05:00:00Z');
  const deps = {
    sql: database.sql,
    now: () => new Date(time),
    log: silentLog,
    database: state,
  } as unknown as Deps;
  const app = new Hono<{ Variables: { deps: Deps } }>()
    .use(async (c, next) => {
      c.set('deps', deps);
      await next();
    })
    .use(strictHeaders)
    .route(
      '/',
      publicPages(deps, {
        styles: TEST_STYLES,
        notice: () => null,
        origin: 'https://vote.example.cn',
        readFont: async (name) => readFileSync(`server/public/fonts/${name}`),
      }) as never,
    );
  app.onError((error) => problemResponse(problemOf(error)));
  const request = async (path: string, init?: RequestInit) => app.request(path, init);
  return {
    database,
    request,
    page: async (path) => (await request(path)).text(),
    later: () => {
      time += 2_000;
    },
    close: () => database.close(2_000),
  };
}
