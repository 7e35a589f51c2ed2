/** Meetings and attendance in the database: SQL and nothing else. Who was handed a card is server/ballots/roll-store.ts. */
import type { Deps } from '../deps.ts';
import type { OrganKind } from '../organs/shapes.ts';
import type { QuorumSource } from './rules.ts';
import type { DeskRow, MeetingInput, MeetingState, MeetingView, PollFigure } from './shapes.ts';

type Storage = Pick<Deps, 'sql'>;

export async function listMeetings(
  { sql }: Storage,
  which: { readonly organId: string } | { readonly id: string },
): Promise<readonly MeetingView[]> {
  const chosen = 'id' in which ? sql`id = ${which.id}` : sql`organ_id = ${which.organId}`;
  return sql<(MeetingView & Record<string, unknown>)[]>`
    select id, organ_id as "organId", number, title_zh as "titleZh", title_en as "titleEn",
      held_on::text as "heldOn", state, attendees, cards_kind as "cardsKind", cards_state as "cardsState"
    from meetings where ${chosen} order by held_on desc, number desc, id`;
}

export async function loadMeeting(storage: Storage, id: string): Promise<MeetingView | null> {
  return (await listMeetings(storage, { id }))[0] ?? null;
}

export async function insertMeeting(
  { sql }: Storage,
  given: MeetingInput & { readonly id: string; readonly organId: string; readonly action: string },
): Promise<void> {
  await sql`
    with made as (
      insert into meetings (id, organ_id, number, title_zh, title_en, held_on)
      values (${given.id}, ${given.organId}, ${given.number}, ${given.titleZh}, ${given.titleEn}, ${given.heldOn}::date)
      returning id)
    select ledger.append_action(id::text, ${given.action}) from made`;
}

/** Title, number and date, until a session of the meeting is sealed with them. @returns whether it was changed */
export async function updateMeeting(
  { sql }: Storage,
  id: string,
  given: MeetingInput,
  action: string,
): Promise<boolean> {
  const rows = await sql`
    with changed as (
      update meetings m set number = ${given.number}, title_zh = ${given.titleZh}, title_en = ${given.titleEn},
        held_on = ${given.heldOn}::date
      where id = ${id} and state <> 'closed'
        and not exists (select from box.polls p where p.meeting_id = m.id and p.state <> 'voided')
      returning id)
    select ledger.append_action(id::text, ${action}) from changed`;
  return rows.length > 0;
}

/** planned to sitting to closed; closed only when no session is on its way. @returns whether it moved */
export async function moveMeeting(
  { sql }: Storage,
  id: string,
  from: MeetingState,
  to: MeetingState,
  action: string,
): Promise<boolean> {
  const rows = await sql`
    with moved as (
      update meetings m set state = ${to} where id = ${id} and state = ${from}
        and (${to} <> 'closed' or not exists (select from ballot_sessions s
          where s.meeting_id = m.id and s.state in ('roll_open', 'quorum_met', 'issuing', 'open')))
      returning id)
    select ledger.append_action(id::text, ${action}) from moved`;
  return rows.length > 0;
}

export async function saveAttendees({ sql }: Storage, id: string, attendees: number): Promise<boolean> {
  const rows = await sql`
    update meetings set attendees = ${attendees} where id = ${id} and state <> 'closed' returning id`;
  return rows.length > 0;
}

/** Every member in office, by delegation and number. */
export async function listDesk({ sql }: Storage, meeting: MeetingView): Promise<readonly DeskRow[]> {
  const rows = await sql<
    (Omit<DeskRow, 'signedInAt' | 'signedOutAt'> & { signedInAt: Date | null; signedOutAt: Date | null })[]
  >`
    select m.id as "memberId", m.number, m.name, m.delegation, a.signed_in_at as "signedInAt",
      a.signed_out_at as "signedOutAt", i.medium, h.serial
    from members m
      left join roll.attendance a on a.meeting_id = ${meeting.id} and a.member_id = m.id
      left join roll.issues i on i.meeting_id = ${meeting.id} and i.member_id = m.id
      left join roll.card_holders h on h.meeting_id = ${meeting.id} and h.member_id = m.id
    where m.organ_id = ${meeting.organId} and m.in_office
    order by m.delegation, length(m.number), m.number`;
  return rows.map((row) => ({
    ...row,
    signedInAt: row.signedInAt?.toISOString() ?? null,
    signedOutAt: row.signedOutAt?.toISOString() ?? null,
  }));
}

/** Takes back a sign-in. @returns false when the member is not signed in, or holds a card or paper ballot */
export async function deleteAttendance(
  { sql }: Storage,
  meetingId: string,
  memberId: string,
): Promise<boolean> {
  const rows = await sql`
    delete from roll.attendance a where a.meeting_id = ${meetingId} and a.member_id = ${memberId}
      and not exists (select from roll.issues i where i.meeting_id = a.meeting_id and i.member_id = a.member_id)
      and exists (select from meetings m where m.id = a.meeting_id and m.state = 'sitting')
    returning a.member_id`;
  return rows.length > 0;
}

export interface AttendanceFigures {
  readonly organKind: OrganKind;
  readonly organ: { readonly nameZh: string; readonly nameEn: string };
  readonly inOffice: number;
  readonly present: number;
  readonly left: number;
  readonly electronic: number;
  readonly paper: number;
  readonly regular: number;
  readonly spare: number;
  readonly activated: number;
  readonly voided: number;
}

export async function loadFigures({ sql }: Storage, meetingId: string): Promise<AttendanceFigures> {
  const [row] = await sql<(AttendanceFigures & Record<string, unknown>)[]>`
    select o.kind as "organKind", json_build_object('nameZh', o.name_zh, 'nameEn', o.name_en) as organ,
      (select count(*)::int from members s where s.organ_id = o.id and s.in_office) as "inOffice",
      (select count(*)::int from roll.attendance a where a.meeting_id = m.id and a.signed_out_at is not null) as left,
      f.present, f.electronic, f.paper, k.*
    from meetings m join organs o on o.id = m.organ_id
      cross join lateral roll.figures(m.id, null) f
      cross join lateral (
        select (count(*) filter (where not is_spare))::int as regular, (count(*) filter (where is_spare))::int as spare,
          (count(*) filter (where state = 'activated'))::int as activated,
          (count(*) filter (where state = 'voided'))::int as voided
        from box.cards where meeting_id = m.id) k
    where m.id = ${meetingId}`;
  if (row === undefined) throw new Error('broken promise: a meeting without its body');
  return row;
}

type SessionRow = QuorumSource &
  Omit<PollFigure, 'issued'> & { readonly electronic: number; readonly paper: number };

/** Sessions that are sealed or further, with what quorum and hall need of them. */
export async function loadSessions({ sql }: Storage, meetingId: string): Promise<readonly SessionRow[]> {
  return sql<(SessionRow & Record<string, unknown>)[]>`
    select s.id as poll, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", s.rule_pack as "rulePack",
      s.in_office as "inOffice", s.state,
      coalesce(s.issued_electronic, f.electronic) as electronic, coalesce(s.issued_paper, f.paper) as paper,
      ((select count(*) from box.ballots b where b.poll = s.id and b.supersedes is null)
        + (select count(*) from roll.recorded_votes v where v.poll = s.id))::int as returned
    from ballot_sessions s
      left join box.polls p on p.poll = s.id
      cross join lateral roll.figures(s.meeting_id, p.opened_at) f
    where s.meeting_id = ${meetingId} and s.state not in ('configured', 'voided')
    order by s.created_at, s.id`;
}
