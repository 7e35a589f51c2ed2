/** Cards and sessions as the holder of a card sees them: SQL and nothing else. */
import type { Sql } from '../db/sql.ts';

export interface MeetingOfCard {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly organ: { readonly nameZh: string; readonly nameEn: string };
}

/** A ballot session for one card. */
export interface PollForCard {
  readonly id: string;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly kind: 'projects' | 'evaluation' | 'resolution';
  readonly state: string;
  readonly isRecorded: boolean;
  /** The card's public credential in it; empty for a vote by name. */
  readonly credential: string;
  readonly cast: { readonly seq: number; readonly tracker: string; readonly code: string } | null;
  /** Whether the card may cast in it, once it is open. */
  readonly usable: boolean;
}

/** A meeting that cards can be used in now. */
export interface CardMeeting {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
}

/** Meetings that sit and have cards: whoever types a card's code instead of scanning it says which one. */
export async function loadCardMeetings(sql: Sql): Promise<readonly CardMeeting[]> {
  return await sql<(CardMeeting & Record<string, unknown>)[]>`
    select id, title_zh as "titleZh", title_en as "titleEn" from meetings m
    where state = 'sitting' and exists (select from box.cards c where c.meeting_id = m.id)
    order by held_on desc, id limit 50`;
}

/** The card with this login key in this meeting, unless it was voided. */
export async function findCard(sql: Sql, meetingId: string, loginHash: Uint8Array): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from box.cards
    where login_hash = ${loginHash} and meeting_id = ${meetingId} and state <> 'voided'`;
  return row?.id ?? null;
}

export async function loadCard(
  sql: Sql,
  cardId: string,
): Promise<{ readonly serial: string; readonly meeting: MeetingOfCard } | null> {
  const [row] = await sql<{ serial: string; meeting: MeetingOfCard }[]>`
    select c.serial, json_build_object('id', m.id, 'titleZh', m.title_zh, 'titleEn', m.title_en,
      'organ', json_build_object('nameZh', o.name_zh, 'nameEn', o.name_en)) as meeting
    from box.cards c join meetings m on m.id = c.meeting_id join organs o on o.id = m.organ_id
    where c.id = ${cardId}`;
  return row ?? null;
}

/** The sealed sessions of the card's meeting. A secret ballot shows that it was cast, never what. */
export async function loadPollsForCard(sql: Sql, cardId: string): Promise<readonly PollForCard[]> {
  return await sql<(PollForCard & Record<string, unknown>)[]>`
    select s.id, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", s.kind, s.state,
      p.is_recorded as "isRecorded", case when p.is_recorded then '' else coalesce(c.credential, '') end as credential,
      case
        when b.tracker is not null then json_build_object('seq', b.seq, 'tracker', b.tracker, 'code', b.code)
        when v.tracker is not null then json_build_object('seq', 1, 'tracker', v.tracker, 'code', v.code)
      end as cast,
      case
        when p.is_recorded or p.state = 'sealed' then k.state = 'activated'
        else coalesce(not u.is_voided, false)
      end as usable
    from box.cards k
      join box.polls p on p.meeting_id = k.meeting_id
      join ballot_sessions s on s.id = p.poll
      left join box.credentials c on c.poll = p.poll and c.serial = k.serial
      left join box.usable u on u.poll = p.poll and u.credential = c.credential
      left join lateral (
        select tracker, code, seq from box.boxed
        where boxed.poll = p.poll and boxed.credential = c.credential order by height desc limit 1
      ) b on true
      left join roll.recorded_votes v on v.poll = p.poll and v.serial = k.serial
    where k.id = ${cardId}
    order by s.created_at, s.id`;
}
