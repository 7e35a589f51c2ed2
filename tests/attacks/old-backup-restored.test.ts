/**
 * The database is put back to an older backup, by mistake or to make ballots vanish that were acknowledged (R24). The last
 * signed head is kept outside the database: the server sees that the log no longer continues it, signs nothing, and takes no
 * ballot; no second head of a smaller or equal size ever exists. Also when the old log has grown past that size again.
 * It is seen at the start, before anybody asks for a signature, and a running server goes on once the newer data are back.
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
import { watchDatabase } from '../../server/db/state.ts';
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

const migrations = readMigrations(MIGRATIONS_FOLDER);

/** A server on a database, with the file of heads at `path`. */
async function serve(database: Database, path: string) {
  const { sql } = database;
  const { log, lines } = keptLog();
  const heads = await openHeadFile(path);
  files.push(heads);
  const ledger = openLedger({ sql, signer: LOG_KEY, heads, log });
  const casting = openCasting({ sql, ledger, checkers: createLocalCheckers() });
  const cast = async (box: OpenBox, i: number) => {
    const card = { meetingId: box.meetingId, serial: box.cards[i]?.serial ?? '' };
    return casting.cast(must(await casting.find(box.poll, card)), card, box.make(i, [0]));
  };
  const state = watchDatabase(database, log, {
    migrations,
    mustBeDurable: false,
    retryAfterMs: 10,
    isIntact: async () => (await ledger.inspect()).ok,
  });
  return { ledger, heads, cast, lines, state };
}

/** A database under a running server that can be exchanged for another. */
function exchangeable(first: Database) {
  let current = first;
  const sql = Object.assign((...args: Parameters<Sql>) => current.sql(...args), {
    json: first.sql.json,
    array: first.sql.array,
  }) as Sql;
  return {
    database: { ...first, sql, runScript: (text: string) => current.runScript(text) },
    exchange: (next: Database) => {
      current = next;
    },
  };
}

async function attack(
  name: string,
  open: (copy: 'now' | 'backup') => Promise<Database>,
  backUp: () => Promise<void>,
) {
  const path = join(folder, `${name}-heads`);
  let database = await open('now');
  await migrate(database, migrations);
  const pack = preset('resolution-default');
  const box = await openBox(database.sql, { pack, items: 1, cards: 4, seed: `backup ${name}` });
  const before = await serve(database, path);
  expect((await before.cast(box, 0)).ok).toBe(true);
  await database.close(2_000);
  await backUp();

  database = await open('now');
  const during = await serve(database, path);
  expect((await during.cast(box, 1)).ok).toBe(true);
  await during.state.prepare();
  expect(await during.state.ask()).toEqual({ state: 'ready' });
  await database.close(2_000);

  database = await open('backup');
  const newest = await open('now');
  try {
    const under = exchangeable(database);
    const after = await serve(under.database, path);
    const incidents = () => after.lines.filter((line) => line.includes('ledger incident"'));
    await after.state.prepare();
    expect(incidents().map((line) => JSON.parse(line).level)).toEqual(['error']);
    expect(await after.state.ask()).toEqual({ state: 'incident' });
    const count = () => database.sql`select count(*)::int as n from box.ballots where poll = ${box.poll}`;
    const kept = await count();
    const incident = { ok: false, error: { code: 'INCIDENT' } };
    expect(await after.cast(box, 1)).toMatchObject(incident);
    expect(await after.cast(box, 2)).toMatchObject(incident);
    expect(await after.ledger.head()).toMatchObject(incident);
    expect(await after.ledger.head(1)).toMatchObject(incident);
    expect(await count()).toEqual(kept);
    expect(incidents().length).toBe(1);
    // The newer data are back: the server goes on by itself.
    under.exchange(newest);
    expect(await after.state.ask()).toEqual({ state: 'ready' });
    expect((await after.cast(box, 2)).ok).toBe(true);
    const signed = must(await after.ledger.head()).checkpoint;
    under.exchange(database);
    expect(await after.state.ask()).toEqual({ state: 'incident' });
    expect(await after.cast(box, 3)).toMatchObject(incident);
    expect(await count()).toEqual(kept);
    // Other actions go on and make the log longer than it was: it is still another log.
    for (let i = 0; i < 5; i += 1) await database.sql`select ledger.append(array[${`action/1\n${i}\n`}])`;
    const later = await serve(database, path);
    expect(await later.ledger.check()).toMatchObject(incident);
    expect(await later.state.prepare().then(later.state.ask)).toEqual({ state: 'incident' });
    expect(await later.ledger.head()).toMatchObject(incident);
    expect(await later.cast(box, 3)).toMatchObject(incident);
    expect(await later.heads.read()).toMatchObject({ size: signed.size });
  } finally {
    await database.close(2_000);
    await newest.close(2_000);
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
