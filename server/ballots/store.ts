/** Ballot sessions in the database: SQL and nothing else. Steps are functions of migration 0006, one statement each. */
import {
  assertOk,
  type Item,
  type Round,
  type RulePack,
  readRulePackText,
  readTallyReport,
  type SessionState,
} from '#tally';
import type { Deps } from '../deps.ts';
import { childOf, warningsOf } from './rules.ts';
import type { Descriptions, SessionLine, SessionList, SessionMeeting, SessionView } from './shapes.ts';

type Storage = Pick<Deps, 'sql'>;

/** A session with what sealing and later steps need. */
export interface StoredSession extends SessionView {
  readonly pack: RulePack;
  readonly items: readonly Item[];
}

interface SessionRow {
  readonly id: string;
  readonly state: SessionState;
  readonly kind: SessionLine['kind'];
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly rulePack: string;
  readonly items: readonly Item[];
  readonly round: Round;
  readonly parentId: string | null;
  readonly plannedOpensAt: Date | null;
  readonly plannedClosesAt: Date | null;
  readonly isAbandoning: boolean;
}

interface WholeRow extends SessionRow {
  readonly meetingId: string;
  readonly organId: string;
  readonly organKind: SessionView['organKind'];
  readonly meetingTitleZh: string;
  readonly meetingTitleEn: string;
  readonly version: number;
  readonly year: number;
  readonly descriptions: Descriptions;
  readonly limits: SessionView['limits'];
  readonly setupHash: string | null;
  readonly inOffice: number | null;
  readonly childIds: readonly string[];
  readonly isChildUnderWay: boolean;
  readonly report: string | null;
  readonly reason: string | null;
  readonly proposedBy: string | null;
  readonly confirmedBy: string | null;
}

function lineOf(row: SessionRow): SessionLine {
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    isRecorded: assertOk(readRulePackText(row.rulePack)).secrecy === 'recorded',
    subjectZh: row.subjectZh,
    subjectEn: row.subjectEn,
    itemCount: row.items.length,
    round: row.round,
    parentId: row.parentId,
    plannedOpensAt: row.plannedOpensAt?.toISOString() ?? null,
    plannedClosesAt: row.plannedClosesAt?.toISOString() ?? null,
    isAbandoning: row.isAbandoning,
  };
}

export async function listSessions({ sql }: Storage, meetingId: string): Promise<SessionList> {
  const [meeting] = await sql<(SessionMeeting & Record<string, unknown>)[]>`
    select m.id, o.id as "organId", o.kind as "organKind", m.title_zh as "titleZh", m.title_en as "titleEn",
      m.held_on::text as "heldOn", f.present,
      (select count(*)::int from members s where s.organ_id = o.id and s.in_office) as "inOffice"
    from meetings m join organs o on o.id = m.organ_id, roll.figures(m.id, null) f where m.id = ${meetingId}`;
  if (meeting === undefined) throw new Error('broken promise: the guard has found the meeting');
  const rows = await sql<(SessionRow & Record<string, unknown>)[]>`
    select s.id, s.state, s.kind, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", s.rule_pack as "rulePack",
      s.items, s.round, s.parent_id as "parentId", s.planned_opens_at as "plannedOpensAt",
      s.planned_closes_at as "plannedClosesAt", a.poll is not null and a.confirmed_by is null as "isAbandoning"
    from ballot_sessions s left join abandonments a on a.poll = s.id
    where s.meeting_id = ${meetingId} order by s.created_at, s.id`;
  return { meeting, sessions: rows.map(lineOf) };
}

export async function loadSession({ sql }: Storage, id: string): Promise<StoredSession | null> {
  const [row] = await sql<(WholeRow & Record<string, unknown>)[]>`
    select s.id, s.state, s.kind, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", s.rule_pack as "rulePack",
      s.items, s.round, s.parent_id as "parentId", s.planned_opens_at as "plannedOpensAt",
      s.planned_closes_at as "plannedClosesAt", a.poll is not null and a.confirmed_by is null as "isAbandoning",
      s.meeting_id as "meetingId", m.organ_id as "organId", o.kind as "organKind", m.title_zh as "meetingTitleZh",
      m.title_en as "meetingTitleEn", s.version, s.year, s.descriptions, s.limits,
      encode(sha256(convert_to(s.setup, 'UTF8')), 'hex') as "setupHash", s.in_office as "inOffice",
      (select coalesce(json_agg(c.id order by c.created_at, c.id), '[]') from ballot_sessions c where c.parent_id = s.id)
        as "childIds",
      exists (select from ballot_sessions c where c.parent_id = s.id and c.report is null
        and c.state not in ('voided', 'poll_invalid')) as "isChildUnderWay",
      case when s.state in ('counted', 'revote_required', 'signed', 'announced', 'confirmed', 'published') then s.report end
        as report,
      a.reason, proposer.name as "proposedBy", confirmer.name as "confirmedBy"
    from ballot_sessions s
    join meetings m on m.id = s.meeting_id
    join organs o on o.id = m.organ_id
    left join abandonments a on a.poll = s.id
    left join accounts proposer on proposer.id = a.proposed_by
    left join accounts confirmer on confirmer.id = a.confirmed_by
    where s.id = ${id}`;
  if (row === undefined) return null;
  const pack = assertOk(readRulePackText(row.rulePack));
  return {
    ...lineOf(row),
    meetingId: row.meetingId,
    organId: row.organId,
    organKind: row.organKind,
    meetingTitleZh: row.meetingTitleZh,
    meetingTitleEn: row.meetingTitleEn,
    version: row.version,
    year: row.year,
    rulePack: row.rulePack,
    pack,
    items: row.items,
    descriptions: row.descriptions,
    limits: row.limits,
    warnings: warningsOf(pack, row.items, row.round),
    setupHash: row.setupHash,
    inOffice: row.inOffice,
    childIds: row.childIds,
    furtherVote: row.isChildUnderWay || row.report === null ? null : furtherVoteOf(row.report, row.childIds),
    abandonment:
      row.reason === null
        ? null
        : { reason: row.reason, proposedBy: row.proposedBy ?? '', confirmedBy: row.confirmedBy },
  };
}

/** A re-vote is held again while the tie stays; a second round once. */
function furtherVoteOf(text: string, childIds: readonly string[]): SessionView['furtherVote'] {
  const report = assertOk(readTallyReport(text));
  if (childOf(report, 'revote').ok) return 'revote';
  return childIds.length === 0 && childOf(report, 'second_round').ok ? 'second_round' : null;
}

/** The view of a session: what is stored, without what only the server uses. */
export function viewOf({ pack: _pack, ...view }: StoredSession): SessionView {
  return view;
}

export interface DraftRow {
  readonly kind: SessionLine['kind'];
  readonly year: number;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly rulePack: string;
  readonly items: readonly Item[];
  readonly descriptions: Descriptions;
  readonly limits: SessionView['limits'];
  readonly plannedOpensAt: string | null;
  readonly plannedClosesAt: string | null;
}

type CreateCode = 'DONE' | 'WRONG_STATE' | 'NO_RESERVE' | 'ALREADY_EXISTS';

/** @param action of the parent, where it now waits for this re-vote; else null */
export async function createSession(
  { sql }: Storage,
  meetingId: string,
  freshId: string,
  draft: DraftRow & { readonly round: Round },
  parent: { readonly id: string; readonly action: string | null } | null,
): Promise<{ readonly code: CreateCode; readonly id: string | null }> {
  const [row] = await sql<{ code: CreateCode; id: string | null }[]>`
    select * from create_ballot_session(${meetingId}, ${freshId}, ${sql.json(draft as never)}, ${parent?.id ?? null},
      ${parent?.action ?? null})`;
  return row ?? { code: 'WRONG_STATE', id: null };
}

export async function changeSession(
  { sql }: Storage,
  id: string,
  version: number,
  draft: DraftRow,
): Promise<'DONE' | 'NOT_FOUND' | 'RULES_SEALED' | 'STALE'> {
  const [row] = await sql<{ code: 'DONE' | 'NOT_FOUND' | 'RULES_SEALED' | 'STALE' }[]>`
    select change_ballot_session(${id}, ${version}, ${sql.json(draft as never)}) as code`;
  return row?.code ?? 'NOT_FOUND';
}

/** Deletes a draft; its id is free again. @returns false when it is not (any more) in state configured */
export async function deleteDraft({ sql }: Storage, id: string): Promise<boolean> {
  const rows = await sql`delete from ballot_sessions where id = ${id} and state = 'configured' returning id`;
  return rows.length > 0;
}

/** How many members of the meeting's organ are in office, and how many are in the hall. */
export async function loadAttendance(
  { sql }: Storage,
  meetingId: string,
): Promise<{ readonly inOffice: number; readonly present: number }> {
  const [row] = await sql<{ inOffice: number; present: number }[]>`
    select (select count(*)::int from members s where s.organ_id = m.organ_id and s.in_office) as "inOffice",
      f.present
    from meetings m, roll.figures(m.id, null) f where m.id = ${meetingId}`;
  return row ?? { inOffice: 0, present: 0 };
}
