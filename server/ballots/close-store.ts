/** What closing reads and writes: SQL and nothing else. */
import type { Sql } from '../db/sql.ts';

export interface Closed {
  readonly outcome: 'CLOSED' | 'NOT_FOUND' | 'WRONG_STATE';
  readonly height: number | null;
  readonly ballots: number | null;
}

/** One statement: box closed, EndBallots, figures of the roll frozen, action logged. */
export async function closeBox(sql: Sql, poll: string, action: string): Promise<Closed> {
  const [row] = await sql<(Closed & Record<string, unknown>)[]>`
    select outcome, height, ballots from box.close_box(${poll}, ${action})`;
  if (row === undefined) throw new Error('broken promise: closing has an outcome');
  return row;
}

/** The type of the last event of an archive and whether the session has one. */
export async function loadLastEvent(
  sql: Sql,
  poll: string,
): Promise<{ type: string; height: number } | null> {
  const [row] = await sql<{ type: string; height: number }[]>`
    select e.type, e.height from box.polls p join box.events e using (poll, height) where p.poll = ${poll}`;
  return row ?? null;
}

/** The ballots that count, the last of each credential, in pages by height. */
export async function loadCountedBallots(
  sql: Sql,
  poll: string,
  after: number,
  count: number,
): Promise<readonly { readonly height: number; readonly ballot: string }[]> {
  return await sql<{ height: number; ballot: string }[]>`
    select e.height, e.members[1] as ballot
    from box.ballots b join box.events e using (poll, height)
    where b.poll = ${poll} and b.height > ${after}
      and not exists (
        select from box.ballots l where l.poll = b.poll and l.credential = b.credential and l.height > b.height)
    order by e.height limit ${count}`;
}

/** Appends the encrypted tally if the archive has none yet; several servers may try at once. */
export async function appendTally(sql: Sql, poll: string, members: readonly string[]): Promise<void> {
  await sql`
    select height from box.append_event_after('EndBallots', ${poll}, 'EncryptedTally', ${sql.array([...members])}::text[])`;
}
