/**
 * The database is put back to an older backup, by mistake or to make ballots vanish that were acknowledged (R24). The last
 * signed head is kept outside the database: the server sees that the log no longer continues it, signs nothing, and takes no
 * ballot; no second head of a smaller or equal size ever exists. Also when the old log has grown past that size again.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openCasting } from '../../server/ballots/cast.ts';
import { createLocalCheckers } from '../../server/ballots/checkers.ts';
import { MIGRATIONS_FOLDER, migrate, readMigrations } from '../../server/db/migrate.ts';
import { openEmbedded } from '../../server/db/pglite.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import type { Database, Sql } from '../../server/db/sql.ts';
import { openHeadFile } from '../../server/ledger/head-file.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { must } from '../support/ceremony.ts';
import { asOwner, createPostgresDatabase, keptLog, postgresUrl, silentLog } from '../support/database.ts';
import { LOG_KEY } from '../support/ledger.ts';
import { preset } from '../support/poll.ts';

const folder = mkdtempSync(join(tmpdir(), 'minyi-backup-'));
const files: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(files.map((file) => file.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** A server on a database, with the file of heads at `path`. */
async function serve(sql: Sql, path: string) {
  const { log, lines } = keptLog();
  const heads = await openHeadFile(path);
  files.push(heads);
  const ledger = openLedger({ sql, signer: LOG_KEY, heads, log });
  const casting = openCasting({ sql, ledger, checkers: createLocalCheckers() });
  const cast = async (box: OpenBox, i: number) => {
    const card = { meetingId: box.meetingId, serial: box.cards[i]?.serial ?? '' };
    return casting.cast(must(await casting.find(box.poll, card)), card, box.make(i, [0]));
  };
  return { ledger, heads, cast, lines };
}

async function attack(
  name: string,
  open: (copy: 'now' | 'backup') => Promise<Database>,
  backUp: () => Promise<void>,
) {
  const path = join(folder, `${name}-heads`);
  let database = await open('now');
  await migrate(database, readMigrations(MIGRATIONS_FOLDER));
  const pack = preset('resolution-default');
  const box = await openBox(database.sql, { pack, items: 1, cards: 4, seed: `backup ${name}` });
  const before = await serve(database.sql, path);
  expect((await before.cast(box, 0)).ok).toBe(true);
  await database.close(2_000);
  await backUp();

  database = await open('now');
  const during = await serve(database.sql, path);
  expect((await during.cast(box, 1)).ok).toBe(true);
  const signed = must(await during.ledger.head()).checkpoint;
  await database.close(2_000);

  database = await open('backup');
  try {
    const after = await serve(database.sql, path);
    const count = () => database.sql`select count(*)::int as n from box.ballots where poll = ${box.poll}`;
    const kept = await count();
    const incident = { ok: false, error: { code: 'INCIDENT' } };
    expect(await after.cast(box, 1)).toMatchObject(incident);
    expect(await after.cast(box, 2)).toMatchObject(incident);
    expect(await after.ledger.head()).toMatchObject(incident);
    expect(await after.ledger.head(1)).toMatchObject(incident);
    expect(await count()).toEqual(kept);
    expect(after.lines.filter((line) => line.includes('ledger incident')).length).toBe(1);
    // Other actions go on and make the log longer than it was: it is still another log.
    for (let i = 0; i < 5; i += 1) await database.sql`select ledger.append(array[${`action/1\n${i}\n`}])`;
    const later = await serve(database.sql, path);
    expect(await later.ledger.head()).toMatchObject(incident);
    expect(await later.cast(box, 3)).toMatchObject(incident);
    expect(await later.heads.read()).toMatchObject({ size: signed.size });
  } finally {
    await database.close(2_000);
  }
}

describe('an older backup', () => {
  test('R24: of the embedded database stops signing and casting', async () => {
    const now = join(folder, 'now');
    const backup = join(folder, 'backup');
    await attack(
      'embedded',
      (copy) => openEmbedded(copy === 'now' ? now : backup, silentLog),
      async () => cpSync(now, backup, { recursive: true }),
    );
  }, 180_000);

  test.skipIf(postgresUrl === undefined)(
    'R24: of a PostgreSQL server stops signing and casting',
    async () => {
      const now = await createPostgresDatabase();
      const name = `${now.name}_backup`;
      const backup = new URL(now.url);
      backup.pathname = `/${name}`;
      try {
        await attack(
          'postgres',
          async (copy) => openPostgres(copy === 'now' ? now.url : backup.href, silentLog, { connections: 4 }),
          () => asOwner((owner) => owner.unsafe(`create database ${name} template ${now.name}`)),
        );
      } finally {
        await now.drop();
        await asOwner((owner) => owner.unsafe(`drop database if exists ${name} with (force)`));
      }
    },
    180_000,
  );
});
