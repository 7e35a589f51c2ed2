/**
 * Changes that must not pass each other, each held open by another server while the second arrives (F10): a member who joins
 * while a session is sealed, one who leaves while being signed in, a signer who changes keys under the seal. On PostgreSQL,
 * which alone has several connections; and one person who keyed paper may not rule on it as well.
 */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresUrl } from '../support/database.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf, openSitting, type Sitting } from '../support/sitting.ts';
import { openWorld, type World } from '../support/world.ts';

const HASH = 'a'.repeat(64);
/** Long enough for a request to come to the lock. */
const MEANWHILE_MS = 500;

describe.skipIf(postgresUrl === undefined)('two changes at once', () => {
  let world: World;
  let other: postgres.Sql;
  let sitting: Sitting;

  beforeAll(async () => {
    world = await openWorld('postgres');
    const [row] = await world.sql<{ name: string }[]>`select current_database() as name`;
    const url = new URL(postgresUrl ?? '');
    url.pathname = `/${row?.name}`;
    other = postgres(url.href, { max: 1, onnotice: () => {} });
    sitting = await openSitting(world, { members: 4, sessions: 3, seed: 'at once' });
  });
  afterAll(async () => {
    await other?.end({ timeout: 5 });
    await world?.close();
  });

  /** Sends a request while a change of another server is open, which then commits. */
  async function during<T>(
    change: (sql: postgres.TransactionSql) => Promise<unknown>,
    request: () => Promise<T>,
  ): Promise<T> {
    let answer: Promise<T> | undefined;
    await other.begin(async (sql) => {
      await change(sql);
      answer = request();
      await new Promise((resolve) => setTimeout(resolve, MEANWHILE_MS));
    });
    if (answer === undefined) throw new Error('nothing was sent');
    return await answer;
  }

  const rollHash = async () => {
    const [row] = await world.sql<{ hash: string }[]>`
      select roll_hash as hash from organs where id = ${sitting.organId}`;
    return row?.hash ?? '';
  };
  const member = async (number: string) => {
    const [row] = await world.sql<{ id: string }[]>`
      select id from members where organ_id = ${sitting.organId} and number = ${number}`;
    return row?.id ?? '';
  };
  const change = (id: string | null, number: string, inOffice: boolean) =>
    JSON.stringify([
      {
        id,
        number,
        name: '代表',
        delegation: '',
        category: '',
        inOffice,
        leftReason: inOffice ? '' : '调离',
      },
    ]);
  const prepare = async () => must(await sitting.create(draftOf(2)), 201).id as string;
  const stateOf = async (poll: string) => {
    const [row] = await world.sql<{ state: string }[]>`select state from ballot_sessions where id = ${poll}`;
    return row?.state;
  };

  test('a member who leaves while being signed in is not signed in, and one being signed in does not leave', async () => {
    const [leaver, comer] = [await member('1'), await member('2')];
    await world.sql`delete from roll.issues where member_id in (${leaver}, ${comer})`;
    await world.sql`delete from roll.attendance where member_id in (${leaver}, ${comer})`;
    const before = await rollHash();
    const refused = await during(
      (sql) =>
        sql`select apply_roll(${sitting.organId}, ${before}, ${HASH}, ${change(leaver, '1', false)}::text::jsonb, '{}')`,
      () =>
        sitting.clerk.post(`/api/meetings/${sitting.meetingId}/arrivals`, {
          who: { memberId: leaver },
          hand: 'nothing',
        }),
    );
    expect([refused.status, refused.body.code]).toEqual([404, 'NOT_FOUND']);

    const stays = await during(
      (sql) => sql`select roll.arrive(${sitting.meetingId}, ${comer}, null)`,
      () =>
        sitting.clerk.post(`/api/organs/${sitting.organId}/members/${comer}/vacate`, {
          reason: '调离',
          rollHash: HASH,
        }),
    );
    expect(stays.status).toBe(409);
    const [row] = await world.sql<{ office: boolean }[]>`
      select in_office as office from members where id = ${comer}`;
    expect(row?.office).toBe(true);
  });

  test('a signer who changes keys under the seal is not sealed with the old one', async () => {
    const poll = await prepare();
    const { accountId } = sitting.chief;
    const sealed = await during(
      (sql) => sql`select people.register_key(${accountId}, ${'c'.repeat(64)}, '{}')`,
      () => sitting.seal(poll),
    );
    expect([sealed.status, sealed.body.code]).toEqual([409, 'STALE']);
    expect(await stateOf(poll)).toBe('configured');
  });

  test('R31: nobody joins the roll while a session is sealed with its number in office', async () => {
    const poll = await prepare();
    const before = await rollHash();
    const sealed = await during(
      (sql) =>
        sql`select apply_roll(${sitting.organId}, ${before}, ${'b'.repeat(64)}, ${change(null, '77', true)}::text::jsonb, '{}')`,
      () => sitting.seal(poll),
    );
    expect([sealed.status, sealed.body.code]).toEqual([409, 'STALE']);
    expect(await stateOf(poll)).toBe('configured');
    must(await sitting.seal(poll));
    const [row] = await world.sql<{ sealed: number; now: number }[]>`
      select s.in_office as sealed, (select count(*)::int from members where organ_id = ${sitting.organId} and in_office) as now
      from ballot_sessions s where id = ${poll}`;
    expect(row?.sealed).toBe(row?.now);
  });
});

describe('one person in two roles', () => {
  test('R4: whoever keyed a batch of paper does not rule on it as chief scrutineer', async () => {
    const world = await openWorld();
    try {
      const sitting = await openSitting(world, { members: 4, seed: 'two roles' });
      const [first, second] = sitting.tellers;
      await world.sql`
        insert into role_grants (account_id, role, organ_id)
        values (${first.accountId}, 'chiefScrutineer', ${sitting.organId})`;
      const [card, paper] = await world.sql<{ id: string }[]>`
        select id from members where organ_id = ${sitting.organId} order by number limit 2`;
      await world.sql`
        update roll.issues set medium = 'paper' where member_id in (${card?.id ?? ''}, ${paper?.id ?? ''})`;
      const poll = await sitting.open(draftOf(2));
      must(await sitting.chief.post(`/api/ballot-sessions/${poll}/closing`));
      const column = (marks: readonly number[]) => ({
        column: {
          source: 'paper',
          returned: 1,
          voids: [],
          pending: 0,
          items: [marks, [0, 1, 0]].map((each, i) => ({ no: i + 1, marks: each, itemVoid: 0 })),
        },
      });
      const path = `/api/ballot-sessions/${poll}/paper/1`;
      must(await first.put(path, column([0, 0, 1])));
      must(await second.put(path, column([1, 0, 0])));
      const ruling = { ...column([0, 0, 1]), reason: '以本人录入为准' };
      const own = await first.post(`${path}/ruling`, ruling);
      expect(own.body.code).toBe('SAME_PERSON');
      must(await sitting.chief.post(`${path}/ruling`, ruling));
    } finally {
      await world.close();
    }
  });
});
