/** What the ledger reads from the database, and the one row it writes there itself: a signed head. */
import type { Sql } from '../db/sql.ts';

const PAGE = 20_000;

/** Leaves in the log now. */
export async function loadSize(sql: Sql): Promise<number> {
  const [row] = await sql<{ size: number }[]>`select size::float8 as size from ledger.size`;
  return row?.size ?? 0;
}

/** The RFC 6962 hashes of the leaves from `from` on, at most some thousands at once. */
export async function loadHashes(sql: Sql, from: number): Promise<readonly Uint8Array[]> {
  const rows = await sql<{ hash: Uint8Array }[]>`
    select hash from ledger.leaves where index >= ${from} order by index limit ${PAGE}`;
  return rows.map(({ hash }) => new Uint8Array(hash));
}

/** The texts of the leaves from `from` on, in order. */
export async function loadLeaves(sql: Sql, from: number, count: number): Promise<readonly string[]> {
  const rows = await sql<{ leaf: string }[]>`
    select leaf from ledger.leaves where index >= ${from} order by index limit ${count}`;
  return rows.map(({ leaf }) => leaf);
}

export interface PollLeaf {
  readonly index: number;
  readonly leaf: string;
}

/** Every leaf about a ballot session in order: events of its archive, actions, votes by name. */
export async function loadPollLeaves(sql: Sql, poll: string): Promise<readonly PollLeaf[]> {
  return await sql<(PollLeaf & Record<string, unknown>)[]>`
    select leaves.index::float8 as index, leaves.leaf
    from ledger.leaves
    where leaves.index in (
      select leaf_index from box.events where poll = ${poll}
      union all select index from ledger.actions where poll = ${poll}
      union all select leaf_index from roll.recorded_votes where poll = ${poll})
    order by leaves.index`;
}

/** The actions about a session, meeting, organ or the installation, in order: canonical JSON each. */
export async function loadActions(sql: Sql, poll: string): Promise<readonly string[]> {
  const rows = await sql<{ action: string }[]>`
    select action from ledger.actions where poll = ${poll} order by index`;
  return rows.map(({ action }) => action);
}

/** Keeps a signed head; the same head again changes nothing. */
export async function saveHead(sql: Sql, size: number, checkpoint: string): Promise<void> {
  await sql`
    insert into ledger.heads (size, checkpoint) values (${size}, ${checkpoint}) on conflict do nothing`;
}
