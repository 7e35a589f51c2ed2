/**
 * The document in which a body makes its decision known: 公告 of a congress or standing committee, 公示 of a street assembly
 * (domain reference, sections 5.1 and 7). Its number counts the announcements of a meeting in the order of publication, its day
 * is the meeting's.
 */
import { type Organ, type Proclamation, writeProclamation } from '#tally';
import type { Sql } from '../db/sql.ts';
import type { ResultModel } from './result-model.ts';

/** Null where there is nothing to proclaim: an evaluation, a resolution, a re-vote, a result that is not final. */
export async function loadProclamation(sql: Sql, model: ResultModel): Promise<Proclamation | null> {
  const { poll, report, pack } = model;
  if (report.round.kind !== 'first') return null;
  const [row] = await sql<{ no: number }[]>`
    select count(*)::int as no from publications p join ballot_sessions s on s.id = p.poll
    where s.meeting_id = ${poll.meetingId}::uuid and p.version = 1 and s.kind = 'projects'
      and s.round ->> 'kind' = 'first'
      and p.published_at <= (select published_at from publications where poll = ${poll.id} and version = 1)`;
  const signatory = signatoryOf(report.organ);
  const written = writeProclamation(report, pack, {
    no: row?.no ?? 1,
    date: poll.heldOn,
    ...(signatory === null ? {} : { signatory }),
  });
  return written.ok ? written.value : null;
}

/** Who signs; null for a congress, whose presidium does. */
function signatoryOf({ kind, nameZh, nameEn, regionZh, regionEn }: Organ): { zh: string; en: string } | null {
  if (kind === 'congress') return null;
  if (kind === 'standing_committee') return { zh: nameZh, en: nameEn };
  return { zh: `人大${regionZh}工委`, en: `Street committee of the congress, ${regionEn}` };
}
