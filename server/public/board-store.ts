/** The board of a session and the archive as far as it is public: SQL and nothing else. */
import type { Sql } from '../db/sql.ts';

export type BoardRow = {
  readonly no: number;
  readonly height: number;
  readonly tracker: string;
  readonly code: string;
  readonly isSuperseded: boolean;
};

export type BoardHead = {
  /** `sealed`, `open` or `closed`. */
  readonly state: string;
  readonly height: number;
  readonly head: string;
  readonly fingerprint: string;
  readonly count: number;
};

/** Null for a session that has no board: voided, not sealed, or by name. */
export async function loadBoardHead(sql: Sql, poll: string): Promise<BoardHead | null> {
  const [row] = await sql<BoardHead[]>`
    select p.state, p.height, p.head, p.fingerprint,
      (select count(*)::int from box.ballots b where b.poll = p.poll) as count
    from box.polls p where p.poll = ${poll} and not p.is_recorded and p.state <> 'voided'`;
  return row ?? null;
}

/** In the order of casting. */
export async function loadBoardRows(
  sql: Sql,
  poll: string,
  offset: number,
  limit: number,
): Promise<readonly BoardRow[]> {
  return sql<BoardRow[]>`
    select (${offset}::int + row_number() over (order by b.height))::int as no, b.height, b.tracker, b.code,
      exists (select from box.ballots later where later.poll = b.poll and later.credential = b.credential
        and later.height > b.height) as "isSuperseded"
    from (select * from box.ballots where poll = ${poll} order by height offset ${offset} limit ${limit}) b
    order by b.height`;
}

/** Rows whose code or tracker begins with what was typed. @param prefix letters and digits of a code or of a tracker in hex */
export async function searchBoard(
  sql: Sql,
  poll: string,
  prefix: { readonly code: string; readonly tracker: string },
  limit: number,
): Promise<readonly BoardRow[]> {
  return sql<BoardRow[]>`
    select b.no::int, b.height, b.tracker, b.code,
      exists (select from box.ballots later where later.poll = ${poll} and later.credential = b.credential
        and later.height > b.height) as "isSuperseded"
    from (select row_number() over (order by height) as no, * from box.ballots where poll = ${poll}) b
    where (${prefix.code} <> '' and starts_with(replace(b.code, '-', ''), ${prefix.code}))
      or (${prefix.tracker} <> '' and starts_with(b.tracker, ${prefix.tracker}))
    order by b.height limit ${limit}`;
}

export type PublicArchive = {
  readonly archiveSeconds: number;
  /** The last event that is public. */
  readonly height: number;
};

/**
 * How much of an archive anyone may have: nothing while ballots come in, all ballots once the box is closed, and what the
 * count adds with the publication of its result, for the last event of the count is the result (requirement R15).
 */
export async function loadPublicArchive(sql: Sql, poll: string): Promise<PublicArchive | null> {
  const [row] = await sql<PublicArchive[]>`
    select p.archive_seconds::float8 as "archiveSeconds",
      case when exists (select from publications where poll = p.poll) then p.height else e.height end as height
    from box.polls p join box.events e on e.poll = p.poll and e.type = 'EndBallots'
    where p.poll = ${poll} and p.state = 'closed' and not p.is_recorded`;
  return row ?? null;
}
