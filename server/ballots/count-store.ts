/** What a count needs from the database, and its changes (functions of migration 0008): SQL and nothing else. */
import type { EventType, SessionState, Signature, SignerRole } from '#tally';
import type { Deps } from '../deps.ts';

type Storage = Pick<Deps, 'sql'>;
type Rowed<T> = T & Record<string, unknown>;

/** A session after its closing. Texts are those of the record. */
export interface CountingSession {
  readonly poll: string;
  readonly meetingId: string;
  readonly organId: string;
  readonly state: SessionState;
  readonly isRecorded: boolean;
  readonly rulePack: string;
  readonly setup: string;
  readonly form: string;
  readonly election: string | null;
  readonly trustees: string | null;
  readonly inOffice: number;
  readonly present: number;
  readonly issuedElectronic: number;
  readonly issuedPaper: number;
  readonly roll: string;
  readonly report: string | null;
  readonly certificate: string | null;
  readonly parentId: string | null;
  /** Hash of the last event of the archive; empty of a vote by name. */
  readonly head: string;
  readonly archiveSeconds: number;
  /** Electronic ballots counted: one a credential; of a vote by name, one a member. */
  readonly returned: number;
}

/** Null before the closing, and of a session given up before it. */
export async function loadCounting({ sql }: Storage, poll: string): Promise<CountingSession | null> {
  const [row] = await sql<Rowed<CountingSession>[]>`
    select s.id as poll, s.meeting_id as "meetingId", m.organ_id as "organId", s.state, b.is_recorded as "isRecorded",
      s.rule_pack as "rulePack", s.setup, s.form, s.election, s.trustees, s.in_office as "inOffice", s.present,
      s.issued_electronic as "issuedElectronic", s.issued_paper as "issuedPaper", s.roll, s.report, s.certificate,
      s.parent_id as "parentId", b.head, b.archive_seconds::float8 as "archiveSeconds",
      case when b.is_recorded then (select count(*) from roll.recorded_votes v where v.poll = s.id)
        else (select count(distinct credential) from box.ballots v where v.poll = s.id) end::int as returned
    from ballot_sessions s
    join meetings m on m.id = s.meeting_id
    join box.polls b on b.poll = s.id
    where s.id = ${poll} and s.roll is not null`;
  return row ?? null;
}

export interface ClosingEvent {
  readonly type: EventType;
  readonly height: number;
  readonly hash: string;
  readonly members: readonly string[];
}

/** The events after the last ballot, in order. */
export async function loadClosingEvents({ sql }: Storage, poll: string): Promise<readonly ClosingEvent[]> {
  return await sql<Rowed<ClosingEvent>[]>`
    select type, height, hash, members from box.events
    where poll = ${poll} and type not in ('Setup', 'Ballot') order by height`;
}

export interface Holder {
  readonly accountId: string;
  readonly name: string;
  /** Trustee number: the position in the key set-up. */
  readonly owner: number;
  readonly hasOpened: boolean;
}

/** Who holds a part of the key, and who has opened this count. */
export async function loadHolders(
  { sql }: Storage,
  { poll, meetingId }: CountingSession,
): Promise<readonly Holder[]> {
  return await sql<Rowed<Holder>[]>`
    select c.account_id as "accountId", a.name, c.position as owner, d.poll is not null as "hasOpened"
    from ceremony_members c
    join accounts a on a.id = c.account_id
    left join decryptions d on d.poll = ${poll} and d.owner = c.position
    where c.meeting_id = ${meetingId} order by c.position`;
}

type Code = 'saved' | 'exists' | 'same_signer' | 'wrong_state' | 'stale';

export async function reconcileSession(
  { sql }: Storage,
  poll: string,
  given: {
    readonly to: 'adjudicating' | 'poll_invalid';
    readonly report: string | null;
    readonly batches: number;
    readonly action: string;
  },
): Promise<Code> {
  const { to, report, batches, action } = given;
  const [row] = await sql<{ code: Code }[]>`
    select reconcile_session(${poll}, ${to}, ${report}, ${batches}, ${action}) as code`;
  return row?.code ?? 'wrong_state';
}

export async function saveDecryption(
  { sql }: Storage,
  poll: string,
  given: {
    readonly owner: number;
    readonly accountId: string;
    readonly members: readonly string[];
    readonly action: string;
  },
): Promise<Code> {
  const { owner, accountId, members, action } = given;
  const [row] = await sql<{ code: Code }[]>`
    select count_decryption(${poll}, ${owner}, ${accountId}, ${sql.array(members)}::text[], ${action}) as code`;
  return row?.code ?? 'wrong_state';
}

/** @param decryptions how many the result was made from */
export async function saveResult(
  { sql }: Storage,
  poll: string,
  decryptions: number,
  result: string,
): Promise<Code> {
  const [row] = await sql<{ code: Code }[]>`
    select count_result(${poll}, ${decryptions}, ${sql.array([result])}::text[]) as code`;
  return row?.code ?? 'wrong_state';
}

export async function saveReport(
  { sql }: Storage,
  poll: string,
  given: {
    readonly from: SessionState;
    readonly to: SessionState;
    readonly report: string;
    /** The archive's head the report was made from. */
    readonly head: string;
    readonly action: string;
  },
): Promise<Code> {
  const { from, to, report, head, action } = given;
  const [row] = await sql<{ code: Code }[]>`
    select save_report(${poll}, ${from}, ${to}, ${report}, ${head}, ${action}) as code`;
  return row?.code ?? 'wrong_state';
}

/** Texts of the votes by name, in the order of the ledger. */
export async function loadRecordedVotes({ sql }: Storage, poll: string): Promise<readonly string[]> {
  const rows = await sql<{ vote: string }[]>`
    select vote from roll.recorded_votes where poll = ${poll} order by leaf_index`;
  return rows.map(({ vote }) => vote);
}

/** Re-votes of a session whose own report is not signed yet, and how many are. */
export async function loadRevoteStates({ sql }: Storage, poll: string): Promise<readonly SessionState[]> {
  const rows = await sql<{ state: SessionState }[]>`
    select state from ballot_sessions
    where parent_id = ${poll} and round ->> 'kind' in ('revote', 'revote_budget') order by created_at, id`;
  return rows.map(({ state }) => state);
}

export async function loadSignatures({ sql }: Storage, poll: string): Promise<readonly Signature[]> {
  const rows = await sql<{ signature: Signature }[]>`
    select signature from session_signatures where poll = ${poll}`;
  return rows.map(({ signature }) => signature);
}

export async function saveSignature(
  { sql }: Storage,
  poll: string,
  given: {
    readonly role: SignerRole;
    readonly accountId: string;
    readonly signature: Signature;
    readonly reportHash: string;
    /** Canonical text, with the presidium's confirmation. */
    readonly certificate: string | null;
    readonly action: string;
  },
): Promise<Code> {
  const { role, accountId, signature, reportHash, certificate, action } = given;
  const [row] = await sql<{ code: Code }[]>`
    select sign_report(${poll}, ${role}, ${accountId}, ${sql.json(signature)}, ${reportHash}, ${certificate}, ${action}) as code`;
  return row?.code ?? 'wrong_state';
}

/** @returns false where the session was in another state */
export async function saveAnnounced({ sql }: Storage, poll: string, action: string): Promise<boolean> {
  const rows = await sql`
    with moved as (
      update ballot_sessions set state = 'announced', changed_at = now()
      where id = ${poll} and state = 'signed' returning id
    )
    select ledger.append_action(id, ${action}) from moved`;
  return rows.length === 1;
}

/** The account that confirmed for the presidium. */
export async function loadConfirmer({ sql }: Storage, poll: string): Promise<string | null> {
  const [row] = await sql<{ accountId: string }[]>`
    select account_id as "accountId" from session_signatures where poll = ${poll} and role = 'presidium'`;
  return row?.accountId ?? null;
}
