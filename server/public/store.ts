/**
 * What the public pages read: sessions from sealing on, their published versions, and figures of a session under way, which
 * are issued and returned and no others (requirement R15). Nothing here writes.
 */
import type { Organ, SealedTexts, SessionState } from '#tally';
import type { Sql } from '../db/sql.ts';

/** A session as a list shows it. */
export type PollHead = {
  readonly id: string;
  readonly state: SessionState;
  readonly kind: 'projects' | 'evaluation' | 'resolution';
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly round: 'first' | 'revote' | 'revote_budget' | 'second_round';
  readonly organId: string;
  readonly meetingId: string;
  readonly meetingZh: string;
  readonly meetingEn: string;
  readonly heldOn: string;
  /** The newest published version, null before publication. */
  readonly version: number | null;
};

export type PollDetail = PollHead & {
  readonly organ: Organ;
  readonly isRecorded: boolean;
  readonly parentId: string | null;
  readonly rulePack: string;
  readonly setup: string | null;
  /** The report of an invalid poll, which holds no counts; of any other only its publication is public. */
  readonly invalidReport: string | null;
  readonly issued: number;
  readonly returned: number;
};

export type Publication = {
  readonly version: number;
  readonly texts: SealedTexts;
  readonly manifest: string;
  readonly reason: string;
  readonly publishedAt: Date;
};

export type VersionRow = {
  readonly version: number;
  readonly reason: string;
  readonly publishedAt: Date;
};

export type OrganRow = Organ & { readonly id: string };

export type MeetingRow = {
  readonly id: string;
  readonly organId: string;
  readonly organZh: string;
  readonly organEn: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly heldOn: string;
};

/** What somebody outside may know to exist: everything but drafts. */
const visible = (sql: Sql) => sql`s.state <> 'configured'`;

const headColumns = (sql: Sql) => sql`
  s.id, s.state, s.kind, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", s.round ->> 'kind' as round,
  m.organ_id as "organId", s.meeting_id as "meetingId", m.title_zh as "meetingZh", m.title_en as "meetingEn",
  to_char(m.held_on, 'YYYY-MM-DD') as "heldOn",
  (select max(version) from publications where poll = s.id)::int as version`;

export async function loadOrgans(sql: Sql): Promise<readonly OrganRow[]> {
  return sql<OrganRow[]>`
    select id, kind, name_zh as "nameZh", name_en as "nameEn", region_zh as "regionZh", region_en as "regionEn"
    from organs order by created_at, id`;
}

const WITH_RESULT = ['published', 'archived', 'poll_invalid', 'voided'];

/** Sessions that are being prepared, voted on or counted. */
export async function loadCurrentPolls(sql: Sql): Promise<readonly PollHead[]> {
  return sql<PollHead[]>`
    select ${headColumns(sql)} from ballot_sessions s join meetings m on m.id = s.meeting_id
    where ${visible(sql)} and s.state <> all (${sql.array(WITH_RESULT)})
    order by m.held_on desc, s.created_at desc limit 100`;
}

/** Sessions that have ended, newest first. @param organId all organs if null */
export async function loadEndedPolls(
  sql: Sql,
  organId: string | null,
  offset: number,
  limit: number,
): Promise<readonly PollHead[]> {
  return sql<PollHead[]>`
    select ${headColumns(sql)} from ballot_sessions s join meetings m on m.id = s.meeting_id
    where s.state = any (${sql.array(WITH_RESULT)}) and (${organId}::uuid is null or m.organ_id = ${organId}::uuid)
    order by m.held_on desc, s.created_at desc, s.id offset ${offset} limit ${limit}`;
}

/** State, newest version, and what else the page of a session shows that may change: whether a page kept is still true. */
export async function loadStamp(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ stamp: string }[]>`
    select concat_ws(' ', s.state, extract(epoch from s.changed_at),
      (select max(version) from publications where poll = s.id),
      (select string_agg(child.state, ',' order by child.id) from ballot_sessions child where child.parent_id = s.id),
      case when s.state in ('issuing', 'open', 'closed') then concat_ws(' ',
        (select height from box.polls where poll = s.id),
        (select count(*) from roll.issues where meeting_id = s.meeting_id),
        (select count(*) from roll.recorded_votes where poll = s.id)) end) as stamp
    from ballot_sessions s where s.id = ${id} and ${visible(sql)}`;
  return row?.stamp ?? null;
}

export async function loadPoll(sql: Sql, id: string): Promise<PollDetail | null> {
  const [row] = await sql<(Omit<PollDetail, 'organ'> & { organ: Organ })[]>`
    select ${headColumns(sql)},
      json_build_object('kind', o.kind, 'nameZh', o.name_zh, 'nameEn', o.name_en,
        'regionZh', o.region_zh, 'regionEn', o.region_en) as organ,
      coalesce(b.is_recorded, false) as "isRecorded", s.parent_id as "parentId", s.rule_pack as "rulePack", s.setup,
      case when s.state = 'poll_invalid' then s.report end as "invalidReport",
      coalesce(s.issued_electronic + s.issued_paper,
        (select electronic + paper from roll.figures(s.meeting_id, b.opened_at)))::int as issued,
      case when b.is_recorded then (select count(*) from roll.recorded_votes where poll = s.id)
        else (select count(distinct credential) from box.ballots where poll = s.id) end::int as returned
    from ballot_sessions s join meetings m on m.id = s.meeting_id join organs o on o.id = m.organ_id
      left join box.polls b on b.poll = s.id
    where s.id = ${id} and ${visible(sql)}`;
  return row ?? null;
}

export async function loadVersions(sql: Sql, id: string): Promise<readonly VersionRow[]> {
  return sql<VersionRow[]>`
    select version, reason, published_at as "publishedAt" from publications where poll = ${id} order by version desc`;
}

/** @param version the newest if null */
export async function loadPublication(
  sql: Sql,
  id: string,
  version: number | null,
): Promise<Publication | null> {
  const [row] = await sql<Publication[]>`
    select version, texts, manifest, reason, published_at as "publishedAt" from publications
    where poll = ${id} and (${version}::int is null or version = ${version}::int)
    order by version desc limit 1`;
  return row ?? null;
}

/** Sessions held on ties or places this one left open. */
export async function loadChildPolls(sql: Sql, id: string): Promise<readonly PollHead[]> {
  return sql<PollHead[]>`
    select ${headColumns(sql)} from ballot_sessions s join meetings m on m.id = s.meeting_id
    where s.parent_id = ${id} and ${visible(sql)} order by s.created_at`;
}

export async function loadMeeting(sql: Sql, id: string): Promise<MeetingRow | null> {
  const [row] = await sql<MeetingRow[]>`
    select m.id, m.organ_id as "organId", o.name_zh as "organZh", o.name_en as "organEn", m.title_zh as "titleZh",
      m.title_en as "titleEn", to_char(m.held_on, 'YYYY-MM-DD') as "heldOn"
    from meetings m join organs o on o.id = m.organ_id where m.id = ${id}::uuid and exists (
      select from ballot_sessions s where s.meeting_id = m.id and ${visible(sql)})`;
  return row ?? null;
}

export async function loadMeetingPolls(sql: Sql, meetingId: string): Promise<readonly PollHead[]> {
  return sql<PollHead[]>`
    select ${headColumns(sql)} from ballot_sessions s join meetings m on m.id = s.meeting_id
    where s.meeting_id = ${meetingId}::uuid and ${visible(sql)} order by s.created_at`;
}

/** Changes whenever a list of sessions may: a session moves on, a version is published. */
export async function loadHomeStamp(sql: Sql): Promise<string> {
  const [row] = await sql<{ stamp: string }[]>`
    select (select count(*) from organs) || ' ' || count(*) || ' ' || coalesce(extract(epoch from max(changed_at)), 0)
      || ' ' || (select count(*) from publications) as stamp
    from ballot_sessions`;
  return row?.stamp ?? '';
}
