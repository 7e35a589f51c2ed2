/**
 * A PostgreSQL server, reached by DATABASE_URL with a pool. A lost connection rejects the statements on it and is opened
 * again for the next ones, within a second of the server's return; nothing here repeats a statement, because only its
 * caller knows whether that is safe (requirements F8).
 */
import postgres from 'postgres';
import type { Log } from '../log.ts';
import { type Database, narrow } from './sql.ts';

export interface PostgresOptions {
  readonly connections: number;
}

export function openPostgres(url: string, log: Log, options: PostgresOptions): Database {
  const client = postgres(url, {
    max: options.connections,
    connect_timeout: 5,
    idle_timeout: 300,
    backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
    // A statement that waits for ever would hold its connection for ever.
    connection: { application_name: 'minyi', statement_timeout: 25_000, lock_timeout: 10_000 },
    onnotice: (notice) => log.info('database notice', { code: notice.code ?? '' }),
  });
  return {
    kind: 'postgres',
    sql: narrow(client),
    runScript: async (text) => void (await client.unsafe(text).simple()),
    close: (timeoutMs) => client.end({ timeout: timeoutMs / 1000 }),
  };
}
