/** The key set-up of a meeting in the database: SQL and nothing else. Changes are functions of migration 0008. */
import { type KeyHolder, type KeyHolders, sha256Hex } from '#tally';
import type { Deps } from '../deps.ts';
import type { CeremonyFault, CeremonyState, CeremonyStep } from './ceremony-shapes.ts';
import type { Rehearsal } from './rehearsal.ts';

type Storage = Pick<Deps, 'sql'>;

export interface StoredMember {
  readonly position: number;
  readonly accountId: string;
  readonly name: string;
  readonly certificate: string | null;
  readonly polynomial: string | null;
  readonly output: string | null;
  readonly isRehearsed: boolean;
}

export interface StoredCeremony {
  readonly meetingId: string;
  readonly threshold: number;
  readonly state: CeremonyState;
  readonly attempt: number;
  readonly trustees: string | null;
  readonly rehearsal: Rehearsal | null;
  readonly faults: readonly CeremonyFault[];
  /** Whether a session is sealed under it: as `begin_ceremony` judges. */
  readonly isInUse: boolean;
  /** In the order of positions, which are 1…n. */
  readonly members: readonly StoredMember[];
}

type Rowed<T> = T & Record<string, unknown>;

export async function loadCeremony({ sql }: Storage, meetingId: string): Promise<StoredCeremony | null> {
  const [row] = await sql<Rowed<Omit<StoredCeremony, 'members'>>[]>`
    select meeting_id as "meetingId", threshold, state, attempt, trustees, rehearsal, faults, exists (
      select from ballot_sessions where meeting_id = ${meetingId} and state not in ('configured', 'voided', 'poll_invalid')
    ) as "isInUse"
    from ceremonies where meeting_id = ${meetingId}`;
  if (row === undefined) return null;
  const members = await sql<Rowed<StoredMember>[]>`
    select position, account_id as "accountId", name, certificate, polynomial, output,
      rehearsed_at is not null as "isRehearsed"
    from ceremony_members join accounts on accounts.id = account_id
    where meeting_id = ${meetingId} order by position`;
  return { ...row, members };
}

export interface Candidate {
  readonly accountId: string;
  readonly name: string;
  readonly isChief: boolean;
}

/** Who can hold a part of the key: everyone who is chief scrutineer or scrutineer of the meeting's organ, chief first. */
export async function listScrutineers({ sql }: Storage, meetingId: string): Promise<readonly Candidate[]> {
  return await sql<Rowed<Candidate>[]>`
    select accounts.id as "accountId", accounts.name, bool_or(role = 'chiefScrutineer') as "isChief"
    from meetings
    join role_grants on role_grants.organ_id = meetings.organ_id and role in ('chiefScrutineer', 'scrutineer')
    join accounts on accounts.id = role_grants.account_id and accounts.disabled_at is null
    where meetings.id = ${meetingId}
    group by accounts.id, accounts.name
    order by "isChief" desc, accounts.name, accounts.id`;
}

export async function beginCeremony(
  { sql }: Storage,
  given: {
    readonly meetingId: string;
    readonly threshold: number;
    readonly accountIds: readonly string[];
    readonly afterAttempt: number;
    readonly action: string;
  },
): Promise<'begun' | 'sealed' | 'stale'> {
  const { meetingId, threshold, accountIds, afterAttempt, action } = given;
  const [row] = await sql<{ code: 'begun' | 'sealed' | 'stale' }[]>`
    select begin_ceremony(${meetingId}, ${threshold}, ${sql.array(accountIds)}::uuid[], ${afterAttempt}, ${action}) as code`;
  return row?.code ?? 'stale';
}

export type MessageCode = 'saved' | 'exists' | 'wrong_state' | 'stale';

export async function saveMessage(
  { sql }: Storage,
  { meetingId, attempt }: StoredCeremony,
  given: {
    readonly accountId: string;
    readonly step: CeremonyStep;
    readonly message: string;
    /** With the decryption of the rehearsal: that this place is the member's own. */
    readonly holder: KeyHolder | null;
    readonly lastAction: string;
  },
): Promise<MessageCode> {
  const { accountId, step, message, holder, lastAction } = given;
  const [row] = await sql<{ code: MessageCode }[]>`
    select ceremony_message(${meetingId}, ${attempt}, ${accountId}, ${step}, ${message},
      ${holder === null ? null : sql.json(holder)}, ${lastAction}) as code`;
  return row?.code ?? 'stale';
}

/** The assembled key and its rehearsal; only the first of several servers that assemble it writes. */
export async function saveAssembled(
  { sql }: Storage,
  { meetingId, attempt }: StoredCeremony,
  trustees: string,
  rehearsal: Rehearsal,
): Promise<void> {
  await sql`
    update ceremonies set state = 'rehearsal', trustees = ${trustees}, rehearsal = ${sql.json(rehearsal as never)}
    where meeting_id = ${meetingId} and attempt = ${attempt} and state = 'outputs'`;
}

/** @returns false where nothing changed: another attempt has begun, or the fault is known */
export async function saveFault(
  { sql }: Storage,
  { meetingId, attempt }: StoredCeremony,
  fault: CeremonyFault,
  action: string,
): Promise<boolean> {
  const [row] = await sql<{ isNew: boolean }[]>`
    select ceremony_fault(${meetingId}, ${attempt}, ${sql.json([fault] as never)}, ${action}) as "isNew"`;
  return row?.isNew ?? false;
}

/** Decryptions of the rehearsal that are there, by position. */
export async function loadDecryptions(
  { sql }: Storage,
  meetingId: string,
): Promise<readonly (readonly [position: number, text: string])[]> {
  const rows = await sql<{ position: number; decryption: string }[]>`
    select position, decryption from ceremony_members
    where meeting_id = ${meetingId} and decryption is not null order by position`;
  return rows.map(({ position, decryption }) => [position, decryption]);
}

/**
 * What the scrutineers of a complete key have signed, for the set-up of a session. Undefined where one has signed nothing, or
 * with a key that is not theirs any more.
 */
export async function loadKeyHolders({ sql }: Storage, meetingId: string): Promise<KeyHolders | undefined> {
  const rows = await sql<{ trustees: string; holder: KeyHolder | null; isCurrent: boolean | null }[]>`
    select c.trustees, m.holder,
      a.signing_key = m.holder ->> 'publicKey' and a.name = m.holder ->> 'name' as "isCurrent"
    from ceremonies c
    join ceremony_members m on m.meeting_id = c.meeting_id
    join accounts a on a.id = m.account_id
    where c.meeting_id = ${meetingId} and c.state = 'complete' order by m.position`;
  const statements = rows.flatMap(({ holder, isCurrent }) => (holder !== null && isCurrent ? [holder] : []));
  const [first] = rows;
  return first === undefined || statements.length < rows.length
    ? undefined
    : { trustees: sha256Hex(first.trustees), statements };
}

/** The public key a person signs with. */
export async function loadSigningKey({ sql }: Storage, accountId: string): Promise<string | null> {
  const [row] = await sql<{ signingKey: string | null }[]>`
    select signing_key as "signingKey" from accounts where id = ${accountId}`;
  return row?.signingKey ?? null;
}
