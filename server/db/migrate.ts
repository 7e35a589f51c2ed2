/**
 * Brings a database to the present schema: numbered files, forward only, each applied once. Each file runs as one message
 * together with the lock and the row that records it, so it is applied whole or not at all, whichever of several starting
 * servers does it. A file that was applied and has changed since, or is no longer there, stops the start.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from './sql.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/** Any number, the same in every server: the one lock of all migrations. */
const LOCK = 7_226_101;
const FILE_NAME = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/;
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** The files of a folder in order; numbers must run from 1 without a gap. */
export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .map((file, index) => {
      const [, digits, name] = FILE_NAME.exec(file) ?? [];
      if (digits === undefined || name === undefined || Number(digits) !== index + 1) {
        throw new MigrationRefused(
          `migration ${file}: expected a name like ${String(index + 1).padStart(4, '0')}-what-it-adds.sql`,
        );
      }
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      return { number: index + 1, name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

/** @returns the numbers applied now, none when the database was up to date */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<readonly number[]> {
  await database.runScript(`
    select pg_advisory_xact_lock(${LOCK});
    create table if not exists schema_migrations (
      number integer primary key check (number > 0),
      name text not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      applied_at timestamptz not null default now()
    );
    comment on table schema_migrations is 'One row a migration applied, written by server/db/migrate.ts only.';`);
  const applied: number[] = [];
  for (const migration of migrations.slice(await checkApplied(database, migrations))) {
    if (await apply(database, migration)) applied.push(migration.number);
  }
  await checkApplied(database, migrations);
  return applied;
}

/** How many are applied. @throws MigrationRefused when what is applied is not how `migrations` begins */
async function checkApplied({ sql }: Database, migrations: readonly Migration[]): Promise<number> {
  const rows = await sql<{ number: number; name: string; sha256: string }[]>`
    select number, name, sha256 from schema_migrations order by number`;
  rows.forEach((row, index) => {
    const known = migrations[index];
    if (known === undefined || row.number !== known.number) {
      throw new MigrationRefused(
        `the database has migration ${row.number} (${row.name}), which this version of the program does not know: start the version that wrote it, or a newer one`,
      );
    }
    if (row.sha256 !== known.sha256) {
      throw new MigrationRefused(
        `migration ${row.number} (${known.name}) was changed after it had been applied: restore the file as released`,
      );
    }
  });
  return rows.length;
}

/** @returns false when another server has applied it meanwhile */
async function apply(database: Database, migration: Migration): Promise<boolean> {
  try {
    // The row comes first: its key refuses a second run before anything is changed. Name and hash are checked above.
    await database.runScript(`
      select pg_advisory_xact_lock(${LOCK});
      insert into schema_migrations (number, name, sha256)
        values (${migration.number}, '${migration.name}', '${migration.sha256}');
      ${migration.text}`);
    return true;
  } catch (error) {
    const { code, constraint_name: constraint } = error as { code?: string; constraint_name?: string };
    if (code === '23505' && constraint === 'schema_migrations_pkey') return false;
    throw error;
  }
}
