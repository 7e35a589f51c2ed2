/** Votes by name in SQL and nothing else. */
import type { Sql } from '../db/sql.ts';

export interface Voter {
  readonly memberId: string;
  readonly number: string;
  readonly name: string;
}

/** Whose name is on a card. */
export async function loadVoter(sql: Sql, meetingId: string, serial: string): Promise<Voter | null> {
  return (
    (
      await sql<(Voter & Record<string, unknown>)[]>`
    select m.id as "memberId", m.number, m.name
    from roll.card_holders h join members m on m.id = h.member_id
    where h.meeting_id = ${meetingId} and h.serial = ${serial}`
    )[0] ?? null
  );
}

export type VoteOutcome = 'CAST' | 'REPEATED' | 'NOT_FOUND' | 'NOT_OPEN' | 'NOT_ISSUED' | 'ALREADY_CAST';

export interface VoteToRecord {
  readonly poll: string;
  readonly memberId: string;
  readonly serial: string;
  readonly vote: string;
  readonly tracker: string;
  readonly code: string;
}

/** `logged` with the outcomes CAST and REPEATED. */
export async function recordVote(
  sql: Sql,
  { poll, memberId, serial, vote, tracker, code }: VoteToRecord,
): Promise<{
  readonly outcome: VoteOutcome;
  readonly logged: { readonly index: number; readonly logSize: number } | null;
}> {
  const [row] = await sql<{ outcome: VoteOutcome; index: number; logSize: number }[]>`
    select outcome, leaf_index::float8 as index, log_size::float8 as "logSize"
    from box.record_vote(${poll}, ${memberId}, ${serial}, ${vote}, ${tracker}, ${code})`;
  if (row === undefined) throw new Error('broken promise: a vote has an outcome');
  const { outcome, index, logSize } = row;
  return { outcome, logged: outcome === 'CAST' || outcome === 'REPEATED' ? { index, logSize } : null };
}

export interface OwnVote {
  readonly text: string;
  readonly tracker: string;
  readonly index: number;
  readonly logSize: number;
}

export async function loadOwnVote(
  sql: Sql,
  poll: string,
  meetingId: string,
  serial: string,
): Promise<OwnVote | null> {
  return (
    (
      await sql<(OwnVote & Record<string, unknown>)[]>`
    select v.vote as text, v.tracker, v.leaf_index::float8 as index, v.log_size::float8 as "logSize"
    from roll.card_holders h join roll.recorded_votes v on v.member_id = h.member_id
    where v.poll = ${poll} and h.meeting_id = ${meetingId} and h.serial = ${serial}`
    )[0] ?? null
  );
}
