/** Organs and their members in the database: SQL and nothing else. The roll changes by `apply_roll` of migration 0003 only. */
import type { Deps } from '../deps.ts';
import type { RollChange } from './rules.ts';
import type { Member, OrganChange, OrganInput, OrganView } from './shapes.ts';

type Storage = Pick<Deps, 'sql'>;
type OrganRow = Omit<OrganView, 'vacant'>;

function viewOf(row: OrganRow): OrganView {
  return { ...row, vacant: Math.max(0, row.seatQuota - row.inOffice) };
}

/** Organs by their ids; null: all. */
export async function listOrgans(
  { sql }: Storage,
  ids: readonly string[] | null,
): Promise<readonly OrganView[]> {
  const chosen = ids === null ? sql`true` : sql`o.id = any (${sql.array([...ids])}::uuid[])`;
  const rows = await sql<(OrganRow & Record<string, unknown>)[]>`
    select o.id, o.kind, o.name_zh as "nameZh", o.name_en as "nameEn", o.region_zh as "regionZh",
      o.region_en as "regionEn", o.seat_quota as "seatQuota", o.term_from::text as "termFrom",
      o.term_until::text as "termUntil", o.roll_hash as "rollHash",
      (select count(*)::int from members m where m.organ_id = o.id and m.in_office) as "inOffice"
    from organs o where ${chosen} order by o.created_at, o.id`;
  return rows.map(viewOf);
}

export async function loadOrgan(storage: Storage, id: string): Promise<OrganView | null> {
  return (await listOrgans(storage, [id]))[0] ?? null;
}

export async function insertOrgan(
  { sql }: Storage,
  id: string,
  given: OrganInput,
  action: string,
): Promise<void> {
  await sql`
    with made as (
      insert into organs (id, kind, name_zh, name_en, region_zh, region_en, seat_quota, term_from, term_until)
      values (${id}, ${given.kind}, ${given.nameZh}, ${given.nameEn}, ${given.regionZh}, ${given.regionEn},
        ${given.seatQuota}, ${given.termFrom}::date, ${given.termUntil}::date)
      returning id)
    select ledger.append_action(id::text, ${action}) from made`;
}

export async function updateOrgan(
  { sql }: Storage,
  id: string,
  given: OrganChange,
  action: string,
): Promise<void> {
  await sql`
    with changed as (
      update organs set name_zh = ${given.nameZh}, name_en = ${given.nameEn}, region_zh = ${given.regionZh},
        region_en = ${given.regionEn}, seat_quota = ${given.seatQuota}, term_from = ${given.termFrom}::date,
        term_until = ${given.termUntil}::date
      where id = ${id} returning id)
    select ledger.append_action(id::text, ${action}) from changed`;
}

/** The whole roll, members who have left included, by number. */
export async function loadRoll({ sql }: Storage, organId: string): Promise<readonly Member[]> {
  return sql<(Member & Record<string, unknown>)[]>`
    select id, number, name, delegation, category, in_office as "inOffice", left_reason as "leftReason"
    from members where organ_id = ${organId} order by length(number), number`;
}

/** What `apply_roll` answers. */
export type Applied = 'applied' | 'stale' | 'sealed' | 'present' | 'taken';

export async function applyRoll(
  { sql }: Storage,
  organId: string,
  change: {
    readonly from: string;
    readonly to: string;
    readonly changes: readonly RollChange[];
    readonly action: string;
  },
): Promise<Applied> {
  const { from, to, changes, action } = change;
  const json = sql.json(changes.map((one) => ({ ...one })));
  const [row] = await sql<{ applied: Applied }[]>`
    select apply_roll(${organId}, ${from}, ${to}, ${json}::jsonb, ${action}) as applied`;
  return row?.applied ?? 'stale';
}
