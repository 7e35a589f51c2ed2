/**
 * Databases for tests: the embedded one, in memory or on a folder of its own, and PostgreSQL at TEST_DATABASE_URL (or, where
 * REQUIRE_POSTGRES=1 is set without it, on this machine), each time a new database, dropped at the end.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbedded } from '../../server/db/pglite.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import type { Database } from '../../server/db/sql.ts';
import { createLog, type Log } from '../../server/log.ts';

const LOCAL = 'postgres://127.0.0.1:5432/postgres';
const requirePostgres = process.env.REQUIRE_POSTGRES === '1';
export const postgresUrl = process.env.TEST_DATABASE_URL ?? (requirePostgres ? LOCAL : undefined);

export const silentLog: Log = createLog(
  () => {},
  () => new Date(),
);

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return {
    log: createLog(
      (line) => lines.push(line),
      () => new Date(0),
    ),
    lines,
  };
}

export interface TestDatabase {
  readonly name: string;
  /** Null where this driver is there; else why not. */
  readonly skipped: string | null;
  open(): Promise<Database>;
}

/** Both databases, for suites that must hold on each. */
export const bothDatabases: readonly TestDatabase[] = [
  { name: 'embedded PGlite', skipped: null, open: () => openEmbedded(null, silentLog) },
  {
    name: 'PostgreSQL',
    skipped: postgresUrl === undefined ? 'TEST_DATABASE_URL names no PostgreSQL server' : null,
    open: async () => {
      const created = await createPostgresDatabase();
      const database = openPostgres(created.url, silentLog, { connections: 4 });
      return {
        ...database,
        close: async (timeoutMs) => {
          await database.close(timeoutMs);
          await created.drop();
        },
      };
    },
  },
];

export async function createPostgresDatabase(): Promise<{
  url: string;
  name: string;
  drop(): Promise<void>;
}> {
  if (postgresUrl === undefined) throw new Error('TEST_DATABASE_URL names no PostgreSQL server');
  const name = `minyi_test_${randomBytes(6).toString('hex')}`;
  await asOwner((owner) => owner.unsafe(`create database ${name}`));
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => asOwner((owner) => owner.unsafe(`drop database if exists ${name} with (force)`)),
  };
}

/** Runs one thing on the server's own database, beside the one under test. */
export async function asOwner(run: (owner: postgres.Sql) => Promise<unknown>): Promise<void> {
  const owner = postgres(postgresUrl ?? LOCAL, { max: 1, onnotice: () => {} });
  try {
    await run(owner);
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** A folder that is deleted when `use` ends. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-db-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
