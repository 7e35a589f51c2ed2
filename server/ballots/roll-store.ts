/**
 * Who was there and who was handed a card or paper ballot: SQL on the schema roll and nothing else. Knows no credential and no
 * state of a card. Where cards are drawn, rows are written in shuffled batches, so that their order says nothing (F11).
 */
import type { Deps } from '../deps.ts';
import type { Arrival, Who } from './card-shapes.ts';

type Storage = Pick<Deps, 'sql'>;

export interface Holder {
  readonly memberId: string;
  readonly number: string;
  readonly name: string;
  readonly delegation: string;
  readonly inOffice: boolean;
  /** Of the card that bears the name. */
  readonly serial: string | null;
}

/** The member of the meeting's body who is meant; by the serial only where cards are named. */
export async function findMember({ sql }: Storage, meetingId: string, who: Who): Promise<Holder | null> {
  const meant =
    'memberId' in who
      ? sql`m.id = ${who.memberId}`
      : 'number' in who
        ? sql`m.number = ${who.number}`
        : sql`h.serial = ${who.serial}`;
  const [row] = await sql<(Holder & Record<string, unknown>)[]>`
    select m.id as "memberId", m.number, m.name, m.delegation, m.in_office as "inOffice", h.serial
    from meetings mt join members m on m.organ_id = mt.organ_id
      left join roll.card_holders h on h.meeting_id = mt.id and h.member_id = m.id
    where mt.id = ${meetingId} and ${meant}`;
  return row ?? null;
}

export type Arrived =
  | { readonly refused: 'not_sitting' | 'not_in_office' }
  | {
      readonly attendance: Arrival['attendance'];
      readonly issue: 'new' | 'kept';
      readonly medium: Arrival['medium'];
    };

/** Signs a member in and, with a medium, records that it is handed over: one statement. */
export async function saveArrival(
  { sql }: Storage,
  meetingId: string,
  memberId: string,
  medium: Arrival['medium'],
): Promise<Arrived> {
  const [row] = await sql<{ arrived: Arrived }[]>`
    select roll.arrive(${meetingId}, ${memberId}, ${medium}) as arrived`;
  if (row === undefined) throw new Error('broken promise: a function answers with one row');
  return row.arrived;
}

/** Signs a member out. @returns the medium held, or null when the member is not signed in at this sitting */
export async function saveDeparture(
  { sql }: Storage,
  meetingId: string,
  memberId: string,
): Promise<{ readonly isNew: boolean; readonly medium: Arrival['medium'] } | null> {
  const [row] = await sql<{ isNew: boolean; medium: Arrival['medium'] }[]>`
    with left_now as (
      update roll.attendance set signed_out_at = clock_timestamp()
      where meeting_id = ${meetingId} and member_id = ${memberId} and signed_out_at is null
        and exists (select from meetings where id = ${meetingId} and state = 'sitting')
      returning member_id)
    select exists (select from left_now) as "isNew", i.medium
    from roll.attendance a
      left join roll.issues i on i.meeting_id = a.meeting_id and i.member_id = a.member_id
    where a.meeting_id = ${meetingId} and a.member_id = ${memberId}`;
  return row ?? null;
}

/** A batch of members who each drew a card, in no order. @returns those it was recorded for */
export async function saveIssues(
  { sql }: Storage,
  meetingId: string,
  members: readonly string[],
): Promise<readonly string[]> {
  const rows = await sql<{ memberId: string }[]>`
    insert into roll.issues (meeting_id, member_id, medium)
    select a.meeting_id, a.member_id, 'electronic' from roll.attendance a
      join meetings m on m.id = a.meeting_id and m.state = 'sitting'
    where a.meeting_id = ${meetingId} and a.member_id = any (${sql.array([...members])}::uuid[])
      and a.signed_out_at is null
    order by random()
    on conflict do nothing
    returning member_id as "memberId"`;
  return rows.map(({ memberId }) => memberId);
}

/** A spare card becomes a member's who has none. @returns false when the member or the card has its other half already */
export async function saveHolder(
  { sql }: Storage,
  meetingId: string,
  memberId: string,
  serial: string,
): Promise<boolean> {
  const rows = await sql`
    insert into roll.card_holders (meeting_id, serial, member_id) values (${meetingId}, ${serial}, ${memberId})
    on conflict do nothing returning serial`;
  return rows.length > 0;
}

/** A spare takes the place of a lost card; the second time nothing changes. */
export async function moveHolder(
  { sql }: Storage,
  meetingId: string,
  lost: string,
  spare: string,
): Promise<void> {
  await sql`
    update roll.card_holders set serial = ${spare} where meeting_id = ${meetingId} and serial = ${lost}`;
}

/** Whoever held a voided card votes on paper. */
export async function savePaper({ sql }: Storage, meetingId: string, memberId: string): Promise<void> {
  await sql`
    update roll.issues set medium = 'paper' where meeting_id = ${meetingId} and member_id = ${memberId}`;
}

/** From the next session on; see migration 0009. */
export async function savePaperInstead(
  { sql }: Storage,
  meetingId: string,
  memberId: string,
  serial: string | null,
): Promise<'paper' | 'open' | 'no_card'> {
  const [row] = await sql<{ outcome: 'paper' | 'open' | 'no_card' }[]>`
    select roll.paper_instead(${meetingId}, ${memberId}, ${serial}) as outcome`;
  return row?.outcome ?? 'no_card';
}
