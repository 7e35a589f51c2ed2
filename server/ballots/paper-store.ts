/** Batches of paper ballots in the database: SQL and nothing else. */
import type { Column } from '#tally';
import type { Deps } from '../deps.ts';

type Storage = Pick<Deps, 'sql'>;

export interface BatchRow {
  readonly batch: number;
  readonly firstAccount: string;
  readonly firstTeller: string;
  readonly firstColumn: Column;
  readonly secondAccount: string | null;
  readonly secondTeller: string | null;
  readonly secondColumn: Column | null;
  readonly resolvedBy: string | null;
  readonly resolution: { readonly reason: string; readonly column: Column } | null;
}

export async function loadBatches({ sql }: Storage, poll: string): Promise<readonly BatchRow[]> {
  const rows = await sql<(BatchRow & Record<string, unknown>)[]>`
    select b.batch, b.first_account as "firstAccount", f.name as "firstTeller", b.first_column as "firstColumn",
      b.second_account as "secondAccount", s.name as "secondTeller", b.second_column as "secondColumn",
      r.name as "resolvedBy", b.resolution
    from paper_batches b
    join accounts f on f.id = b.first_account
    left join accounts s on s.id = b.second_account
    left join accounts r on r.id = b.resolved_by
    where b.poll = ${poll} order by b.batch`;
  return [...rows];
}

type EnterCode = 'FIRST' | 'SECOND' | 'NOT_FOUND' | 'WRONG_STATE' | 'ALREADY_EXISTS';

/** @param action logged if this is the second keying */
export async function enterBatch(
  { sql }: Storage,
  poll: string,
  batch: number,
  accountId: string,
  column: Column,
  action: string,
): Promise<EnterCode> {
  const [row] = await sql<{ code: EnterCode }[]>`
    select enter_paper(${poll}, ${batch}, ${accountId}, ${sql.json(column as never)}, ${action}) as code`;
  return row?.code ?? 'NOT_FOUND';
}

export async function resolveBatch(
  { sql }: Storage,
  poll: string,
  batch: number,
  accountId: string,
  ruling: { readonly reason: string; readonly column: Column },
  action: string,
): Promise<'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'SAME_PERSON'> {
  const [row] = await sql<{ code: 'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'SAME_PERSON' }[]>`
    select resolve_paper(${poll}, ${batch}, ${accountId}, ${sql.json(ruling as never)}, ${action}) as code`;
  return row?.code ?? 'NOT_FOUND';
}
