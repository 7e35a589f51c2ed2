/** Published versions of records and proposed corrections: SQL and nothing else. */
import type { SealedTexts } from '#tally';
import type { Deps } from '../deps.ts';

type Storage = Pick<Deps, 'sql'>;
type Rowed<T> = T & Record<string, unknown>;

export interface Publication {
  readonly version: number;
  readonly manifest: string;
  readonly texts: SealedTexts;
  /** Where the manifest's leaf is in the ledger. */
  readonly leafIndex: number;
  readonly reason: string;
}

export interface PublicationLine {
  readonly version: number;
  readonly publishedAt: string;
  readonly reason: string;
}

/** All versions, oldest first. */
export async function loadPublications({ sql }: Storage, poll: string): Promise<readonly PublicationLine[]> {
  const rows = await sql<{ version: number; publishedAt: Date; reason: string }[]>`
    select version, published_at as "publishedAt", reason from publications where poll = ${poll} order by version`;
  return rows.map(({ publishedAt, ...row }) => ({ ...row, publishedAt: publishedAt.toISOString() }));
}

/** @param version the newest without it */
export async function loadPublication(
  { sql }: Storage,
  poll: string,
  version: number | null,
): Promise<Publication | null> {
  const [row] = await sql<Rowed<Publication>[]>`
    select version, manifest, texts, leaf_index::float8 as "leafIndex", reason from publications
    where poll = ${poll} and (${version}::int is null or version = ${version}) order by version desc limit 1`;
  return row ?? null;
}

/** Cap proofs of the ballots in the order of the archive. */
export async function loadCaps(
  { sql }: Storage,
  poll: string,
): Promise<readonly { readonly ballot: string; readonly caps: unknown }[]> {
  return await sql<{ ballot: string; caps: unknown }[]>`
    select tracker as ballot, caps from box.ballots where poll = ${poll} order by height`;
}

export type PublishCode = 'saved' | 'exists' | 'wrong_state' | 'stale';

export async function savePublication(
  { sql }: Storage,
  poll: string,
  given: {
    readonly version: number;
    readonly texts: SealedTexts;
    readonly manifest: string;
    readonly reason: string;
    /** How many actions the record lists before the one that publishes it. */
    readonly actionsBefore: number;
    readonly action: string;
  },
): Promise<PublishCode> {
  const { version, texts, manifest, reason, actionsBefore, action } = given;
  const [row] = await sql<{ code: PublishCode }[]>`
    select publish_record(${poll}, ${version}, ${sql.json(texts as never)}, ${manifest}, ${reason}, ${actionsBefore},
      ${action}) as code`;
  return row?.code ?? 'wrong_state';
}

export interface Correction {
  readonly version: number;
  readonly reason: string;
  readonly accountId: string;
  readonly proposedBy: string;
}

/** The correction that waits to be agreed to. */
export async function loadCorrection({ sql }: Storage, poll: string): Promise<Correction | null> {
  const [row] = await sql<Rowed<Correction>[]>`
    select c.version, c.reason, c.account_id as "accountId", a.name as "proposedBy"
    from corrections c join accounts a on a.id = c.account_id
    where c.poll = ${poll} and not exists (
      select from publications p where p.poll = c.poll and p.version >= c.version)
    order by c.version desc limit 1`;
  return row ?? null;
}

/** Proposes the next version, or words the proposal anew. @returns its number, null before the first publication */
export async function saveCorrection(
  { sql }: Storage,
  poll: string,
  accountId: string,
  reason: string,
): Promise<number | null> {
  const [row] = await sql<{ version: number }[]>`
    insert into corrections (poll, version, reason, account_id)
    select ${poll}, max(version) + 1, ${reason}, ${accountId} from publications where poll = ${poll}
    having count(*) > 0
    on conflict (poll, version) do update
      set reason = excluded.reason, account_id = excluded.account_id, proposed_at = now()
    returning version`;
  return row?.version ?? null;
}
