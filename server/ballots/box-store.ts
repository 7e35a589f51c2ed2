/**
 * The ballot box in SQL and nothing else: encrypted ballots under public credentials. Knows no person; who was handed a card
 * is roll-store.ts.
 */
import type { Sql } from '../db/sql.ts';

/** The box of a sealed session: everything that never changes. */
export interface BoxRow {
  readonly poll: string;
  readonly meetingId: string;
  readonly isRecorded: boolean;
  readonly fingerprint: string;
  readonly meetingTitle: string;
  readonly title: string;
  readonly verifier: string;
  /** SHA-256 of the Setup event; empty for a vote by name. */
  readonly setupHash: string;
  readonly setup: string;
  readonly rulePack: string;
  readonly form: string;
  /** Empty for a vote by name. */
  readonly election: string;
  readonly descriptions: object;
}

export async function loadBox(sql: Sql, poll: string): Promise<BoxRow | null> {
  const [row] = await sql<(BoxRow & Record<string, unknown>)[]>`
    select p.poll, p.meeting_id as "meetingId", p.is_recorded as "isRecorded", p.fingerprint,
      p.meeting_title as "meetingTitle", p.title, p.verifier, coalesce(e.hash, '') as "setupHash",
      s.setup, s.rule_pack as "rulePack", s.form, coalesce(s.election, '') as election, s.descriptions
    from box.polls p
      join ballot_sessions s on s.id = p.poll
      left join box.events e on e.poll = p.poll and e.height = 0
    where p.poll = ${poll} and p.state <> 'voided'`;
  return row ?? null;
}

/** What may happen to a ballot now, as far as can be told before its proofs are checked. */
export interface Standing {
  readonly credential: string | null;
  readonly isOpen: boolean;
  readonly isUsable: boolean;
  readonly isTested: boolean;
  readonly hasCast: boolean;
  /** Whether this very ballot is in the box. */
  readonly isBoxed: boolean;
}

export async function loadStanding(
  sql: Sql,
  poll: string,
  serial: string,
  tracker: string,
): Promise<Standing | null> {
  const [row] = await sql<(Standing & Record<string, unknown>)[]>`
    select c.credential,
      p.state = 'open' and (p.closes_at is null or p.closes_at > clock_timestamp()) as "isOpen",
      coalesce(not u.is_voided, false) as "isUsable",
      exists (select from box.tested t where t.poll = p.poll and t.tracker = ${tracker}) as "isTested",
      not p.revoting and o.credential is not null as "hasCast",
      exists (select from box.ballots b where b.poll = p.poll and b.tracker = ${tracker}) as "isBoxed"
    from box.polls p
      left join box.credentials c on c.poll = p.poll and c.serial = ${serial}
      left join box.usable u on u.poll = p.poll and u.credential = c.credential
      left join box.cast_once o on o.poll = p.poll and o.credential = c.credential
    where p.poll = ${poll} and not p.is_recorded`;
  return row ?? null;
}

/** A ballot in the box with everything its receipt is made of. */
export interface BoxedRow {
  readonly tracker: string;
  readonly credential: string;
  readonly height: number;
  readonly eventHash: string;
  readonly index: number;
  readonly logSize: number;
  readonly seq: number;
  readonly supersedes: string | null;
}

export async function loadBoxedByTracker(sql: Sql, poll: string, tracker: string): Promise<BoxedRow | null> {
  return (
    (
      await sql<(BoxedRow & Record<string, unknown>)[]>`
    select tracker, credential, height, event_hash as "eventHash", leaf_index::float8 as index,
      log_size::float8 as "logSize", seq, supersedes
    from box.boxed where poll = ${poll} and tracker = ${tracker}`
    )[0] ?? null
  );
}

/** The last ballot cast with a card. */
export async function loadBoxedOfCard(sql: Sql, poll: string, serial: string): Promise<BoxedRow | null> {
  return (
    (
      await sql<(BoxedRow & Record<string, unknown>)[]>`
    select b.tracker, b.credential, b.height, b.event_hash as "eventHash", b.leaf_index::float8 as index,
      b.log_size::float8 as "logSize", b.seq, b.supersedes
    from box.credentials c join box.boxed b on b.poll = c.poll and b.credential = c.credential
    where c.poll = ${poll} and c.serial = ${serial}
    order by b.height desc limit 1`
    )[0] ?? null
  );
}

/** A ballot whose proofs have been checked. */
export interface BallotToBox {
  readonly poll: string;
  readonly credential: string;
  readonly tracker: string;
  readonly code: string;
  readonly ballot: string;
  /** Canonical JSON of its cap proofs. */
  readonly caps: string;
}

export type BoxOutcome =
  | 'CAST'
  | 'REPEATED'
  | 'NOT_FOUND'
  | 'NOT_OPEN'
  | 'NOT_ISSUED'
  | 'TESTED'
  | 'ALREADY_CAST'
  | 'CODE_TAKEN'
  /** Excluded by another of the same batch that is not in the box yet: to be sent once more. */
  | 'AGAIN';

/** `boxed` with the outcomes CAST and REPEATED. */
export interface BoxAnswer {
  readonly outcome: BoxOutcome;
  readonly boxed: BoxedRow | null;
}

/** One statement, one commit; an answer a ballot, in their order. */
export async function appendBallots(sql: Sql, batch: readonly BallotToBox[]): Promise<readonly BoxAnswer[]> {
  const column = (name: keyof BallotToBox) => sql.array(batch.map((one) => one[name]));
  type AppendRow = Omit<BoxedRow, 'tracker' | 'credential'> & { item: number; outcome: BoxOutcome };
  const rows = await sql<(AppendRow & Record<string, unknown>)[]>`
    select item, outcome, height, event_hash as "eventHash", leaf_index::float8 as index,
      log_size::float8 as "logSize", seq, supersedes
    from box.append_ballots(${column('poll')}::text[], ${column('credential')}::text[], ${column('tracker')}::text[],
      ${column('code')}::text[], ${column('ballot')}::text[], ${column('caps')}::text[])`;
  const byItem = new Map(rows.map((row) => [row.item, row]));
  return batch.map(({ tracker, credential }, i) => {
    const row = byItem.get(i + 1);
    if (row === undefined) throw new Error('broken promise: every ballot of a batch has an outcome');
    const { outcome, height, eventHash, index, logSize, seq, supersedes } = row;
    const isBoxed = outcome === 'CAST' || outcome === 'REPEATED';
    return {
      outcome,
      boxed: isBoxed ? { tracker, credential, height, eventHash, index, logSize, seq, supersedes } : null,
    };
  });
}

export async function testBallot(
  sql: Sql,
  poll: string,
  tracker: string,
): Promise<'TESTED' | 'ALREADY_CAST' | 'NOT_FOUND'> {
  const [row] = await sql<{ outcome: 'TESTED' | 'ALREADY_CAST' | 'NOT_FOUND' }[]>`
    select box.test_ballot(${poll}, ${tracker}) as outcome`;
  return row?.outcome ?? 'NOT_FOUND';
}
