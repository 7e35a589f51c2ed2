/** What only a server does: unsafe settings, a backend that dies, a server that cannot be reached. */
import { describe, expect, test } from 'vitest';
import { checkDurability } from '../../server/db/durability.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { asOwner, createPostgresDatabase, postgresUrl, silentLog } from '../support/database.ts';

const why = postgresUrl === undefined ? ' (skipped: TEST_DATABASE_URL names no PostgreSQL server)' : '';

describe.skipIf(postgresUrl === undefined)(`PostgreSQL${why}`, () => {
  test('R37: a database with synchronous_commit off is refused by name', async () => {
    const created = await createPostgresDatabase();
    await asOwner((owner) => owner.unsafe(`alter database ${created.name} set synchronous_commit = off`));
    const database = openPostgres(created.url, silentLog, { connections: 1 });
    const [unsafe, ...others] = await checkDurability(database.sql);
    expect(unsafe).toMatchObject({ name: 'synchronous_commit', found: 'off' });
    expect(unsafe?.message).toContain('set synchronous_commit = on');
    expect(others).toEqual([]);
    await database.close(1_000);
    await created.drop();
  });

  test('F3: when every backend is killed, statements in flight fail, none is half done, and the pool goes on', async () => {
    const created = await createPostgresDatabase();
    const database = openPostgres(created.url, silentLog, { connections: 4 });
    const { sql } = database;
    await sql`create table ballot (n int primary key)`;
    await sql`create table participation (n int primary key)`;
    const cast = (n: number) => sql`
      with boxed as (insert into ballot values (${n}) returning n),
           slept as (select pg_sleep(0.02))
      insert into participation select n from boxed, slept`;
    const casts = Array.from({ length: 120 }, async (_, n) => void (await cast(n)));
    const settled = Promise.allSettled(casts);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await asOwner(
      (owner) =>
        owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${created.name}`,
    );
    const outcomes = await settled;
    const acknowledged = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(acknowledged.length).toBeLessThan(120);
    const [kept] = await sql<{ ballots: number[]; same: boolean }[]>`
      select array(select n from ballot order by n) as "ballots",
             not exists (select 1 from ballot full join participation using (n)
                         where ballot.n is null or participation.n is null) as "same"`;
    expect(kept?.same).toBe(true);
    expect(kept?.ballots).toEqual(expect.arrayContaining(acknowledged));
    await database.close(1_000);
    await created.drop();
  });

  test('an address where nothing listens fails the statement, and waits for no one', async () => {
    const database = openPostgres('postgres://127.0.0.1:1/none', silentLog, { connections: 1 });
    await expect(database.sql`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await database.close(1_000);
  });
});
