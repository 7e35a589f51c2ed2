/** The same statements on both databases: what `server/db` promises must hold on each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDurability } from '../../server/db/durability.ts';
import { MIGRATIONS_FOLDER, migrate, readMigrations } from '../../server/db/migrate.ts';
import type { Database } from '../../server/db/sql.ts';
import { bothDatabases, withFolder } from '../support/database.ts';

for (const { name, skipped, open } of bothDatabases) {
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close(2_000));

    test('the schema is made once, by whichever of several starting servers comes first', async () => {
      const migrations = readMigrations(MIGRATIONS_FOLDER);
      const runs = await Promise.all([migrate(database, migrations), migrate(database, migrations)]);
      expect(runs.flat().sort()).toEqual(migrations.map(({ number }) => number));
      expect(await migrate(database, migrations)).toEqual([]);
      const rows = await database.sql`select count(*)::int as "count" from installation`;
      expect([...rows]).toEqual([{ count: 1 }]);
    });

    test('the row of the installation cannot be changed, deleted or doubled', async () => {
      const { sql } = database;
      await expect(sql`update installation set id = gen_random_uuid()`).rejects.toMatchObject({
        code: '23000',
      });
      await expect(sql`delete from installation`).rejects.toMatchObject({ code: '23000' });
      await expect(sql`truncate installation`).rejects.toMatchObject({ code: '23000' });
      await expect(sql`insert into installation default values`).rejects.toMatchObject({ code: '23505' });
    });

    test('a migration changed after it was applied stops the start, and so does one of a newer version', async () => {
      const migrations = readMigrations(MIGRATIONS_FOLDER);
      const changed = migrations.map((each) => ({ ...each, sha256: '0'.repeat(64) }));
      await expect(migrate(database, changed)).rejects.toThrow('migration 1 (installation) was changed');
      await expect(migrate(database, [])).rejects.toThrow('does not know');
    });

    test('a migration that fails half way leaves nothing behind, and can be repaired', async () => {
      const released = readMigrations(MIGRATIONS_FOLDER);
      await withFolder(async (folder) => {
        const write = (text: string) => {
          for (const { number, name, text } of released) {
            writeFileSync(join(folder, `${String(number).padStart(4, '0')}-${name}.sql`), text);
          }
          const next = String(released.length + 1).padStart(4, '0');
          writeFileSync(join(folder, `${next}-half.sql`), text);
          return readMigrations(folder);
        };
        const half = write('create table half (n int); insert into half values (1); select 1 / 0;');
        await expect(migrate(database, half)).rejects.toMatchObject({ code: '22012' });
        expect([...(await database.sql`select to_regclass('half') is null as "absent"`)]).toEqual([
          { absent: true },
        ]);
        expect(await migrate(database, write('create table half (n int);'))).toEqual([released.length + 1]);
      });
    });

    test('migrations are numbered from 1 without a gap', async () => {
      await withFolder(async (folder) => {
        mkdirSync(join(folder, 'x'));
        writeFileSync(join(folder, 'x', '0002-late.sql'), '');
        expect(() => readMigrations(join(folder, 'x'))).toThrow('expected a name like 0001-');
      });
    });

    test('values come back as they went in', async () => {
      const { sql } = database;
      const at = new Date('2026-03-01T08:00:00.123Z');
      const given = { text: '票决 “制”', list: ['a', 'b'], json: { a: [1, null, '\u4e00'] } };
      const [row] = await sql`
        select ${given.text}::text as "text", ${sql.array(given.list)}::text[] as "list",
               ${sql.json(given.json)}::jsonb as "json", ${at}::timestamptz as "at", ${null}::int as "nothing",
               ${Buffer.from([0, 255])}::bytea as "bytes"`;
      expect(row).toEqual({ ...given, at, nothing: null, bytes: Buffer.from([0, 255]) });
    });

    test('an answer larger than any buffer, and a parameter as large, arrive whole', async () => {
      const { sql } = database;
      const large = 'é'.repeat(1_500_000);
      const [row] = await sql`select ${large}::text as "echo", repeat('x', 3000000) as "long"`;
      expect(row?.echo === large).toBe(true);
      expect(String(row?.long).length).toBe(3_000_000);
    });

    test('a refused statement leaves the statements queued around it untouched', async () => {
      const { sql } = database;
      await sql`create table queued (n int primary key)`;
      const outcomes = await Promise.allSettled(
        [1, 2, 2, 3, 3, 4].map(async (n) => void (await sql`insert into queued values (${n})`)),
      );
      // Which of two equal rows comes first is open where a pool has several connections.
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(4);
      expect([...(await sql`select array_agg(n order by n) as "all" from queued`)]).toEqual([
        { all: [1, 2, 3, 4] },
      ]);
    });

    test('F10: of sixteen concurrent inserts under one key exactly one is accepted', async () => {
      const { sql } = database;
      await sql`create table once (credential text primary key, n int)`;
      const accepted = await Promise.all(
        Array.from(
          { length: 16 },
          (_, n) => sql`insert into once values ('c', ${n}) on conflict do nothing returning n`,
        ),
      );
      expect(accepted.filter((rows) => rows.length === 1).length).toBe(1);
    });

    test('F1–F3: the port offers one statement and nothing interactive', () => {
      expect(Object.keys(database.sql).sort()).toEqual(['array', 'json']);
      for (const name of ['begin', 'unsafe', 'reserve', 'listen', 'end'])
        expect(name in database.sql).toBe(false);
    });

    test('R37: a session that does not wait for the disk is found', async () => {
      // In memory there is no disk to wait for, and the check says so.
      const expected = database.kind === 'embedded' ? ['fsync'] : [];
      expect((await checkDurability(database.sql)).map((unsafe) => unsafe.name)).toEqual(expected);
    });
  });
}
