/**
 * A lost card (R11): a clerk reports it, a scrutineer confirms, both with a fresh second factor. Before its first ballot in any
 * session its credentials are voided and a spare is put in its place, or its holder votes on paper; afterwards it stays, and
 * paper is the way. Both steps are logged in every sealed or open session, where the verifier asks for them.
 */
import { type Action, ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import type { LostCard, LostInput } from './card-shapes.ts';
import { isFreeSpare, voidCard } from './cards-store.ts';
import { type Answer, refused } from './refused.ts';
import { findMember, moveHolder, savePaper } from './roll-store.ts';

export async function listLost({ sql }: Deps, meetingId: string): Promise<readonly LostCard[]> {
  const rows = await sql<(Omit<LostCard, 'proposedAt'> & { proposedAt: Date })[]>`
    select l.serial, l.spare, l.member_id as "memberId", l.reason, p.name as "proposedBy", p.id as "proposedById",
      l.proposed_at as "proposedAt", c.name as "confirmedBy"
    from lost_cards l join accounts p on p.id = l.proposed_by left join accounts c on c.id = l.confirmed_by
    where l.meeting_id = ${meetingId} order by l.proposed_at`;
  return rows.map((row) => ({ ...row, proposedAt: row.proposedAt.toISOString() }));
}

/** A report; a second one of the same card takes the place of the first until it is confirmed. */
export async function reportLost(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  { serial, spare, memberId, reason }: LostInput,
): Promise<Answer<{ readonly lost: readonly LostCard[] }>> {
  if (spare !== null && memberId !== null) {
    return refused('INCONSISTENT', 'json.spare', 'a spare card or paper, not both');
  }
  if (spare !== null && !(await isFreeSpare(deps, meetingId, spare))) {
    return refused('NOT_FOUND', 'json.spare', 'no spare card with this serial is free');
  }
  if (memberId !== null && (await findMember(deps, meetingId, { memberId })) === null) {
    return refused('NOT_FOUND', 'json.memberId', 'no member is meant');
  }
  const rows = await deps.sql`
    insert into lost_cards (meeting_id, serial, spare, member_id, reason, proposed_by)
    select ${meetingId}, serial, ${spare}, ${memberId}::uuid, ${reason}, ${actor.accountId}
    from box.cards where meeting_id = ${meetingId} and serial = ${serial} and state <> 'voided'
    on conflict (meeting_id, serial) do update set spare = excluded.spare, member_id = excluded.member_id,
      reason = excluded.reason, proposed_by = excluded.proposed_by, proposed_at = now()
      where lost_cards.confirmed_at is null
    returning serial`;
  return rows.length > 0
    ? ok({ lost: await listLost(deps, meetingId) })
    : refused('NOT_FOUND', 'json.serial', 'no card in use has this serial');
}

/** Takes back a report that nobody has confirmed: the card was found. */
export async function withdrawLost(
  deps: Deps,
  meetingId: string,
  serial: string,
): Promise<Answer<{ readonly lost: readonly LostCard[] }>> {
  const rows = await deps.sql`
    delete from lost_cards where meeting_id = ${meetingId} and serial = ${serial} and confirmed_at is null
    returning serial`;
  return rows.length > 0
    ? ok({ lost: await listLost(deps, meetingId) })
    : refused('NOT_FOUND', 'path', 'no report of this card waits');
}

export async function confirmLost(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  serial: string,
): Promise<Answer<{ readonly lost: readonly LostCard[] }>> {
  const report = (await listLost(deps, meetingId)).find((one) => one.serial === serial);
  if (report === undefined) return refused('NOT_FOUND', 'path', 'no report of this card waits');
  if (report.proposedById === actor.accountId) {
    return refused('SAME_PERSON', 'actor', 'a second person confirms');
  }
  const second = actor.name === report.proposedBy ? `${actor.name} (${actor.loginName})` : actor.name;
  const deed = (did: Action['did'], what: string) =>
    halvesOf(actionText(deps, { poll: '', role: 'clerk', who: report.proposedBy, did, what, with: second }));
  const outcome = await voidCard(deps, meetingId, {
    serial,
    spare: report.spare,
    voided: deed('card_voided', serial),
    activated: deed('spare_activated', report.spare ?? ''),
    confirmerId: actor.accountId,
  });
  switch (outcome) {
    case 'cast':
      return refused(
        'ALREADY_CAST',
        'card',
        'a ballot of this card is in a box: from the next session on, paper',
      );
    case 'no_spare':
      return refused('STALE', 'card', 'the spare card was given away meanwhile; report the loss again');
    case 'unknown':
    case 'not_proposed':
      return refused('STALE', 'card', 'the report has changed meanwhile; load it again');
    case 'unchanged':
    case 'voided': {
      // The other half, on the roll, by a statement of its own; repeating the confirmation completes it.
      if (report.spare !== null) await moveHolder(deps, meetingId, serial, report.spare);
      else if (report.memberId !== null) await savePaper(deps, meetingId, report.memberId);
      return ok({ lost: await listLost(deps, meetingId) });
    }
  }
}

/** An action without the name of its session, cut where the name goes. Keys ascend, so only a time and a deed come before. */
function halvesOf(action: string): readonly [string, string] {
  const place = '"poll":"';
  const at = action.indexOf(`${place}"`) + place.length;
  return [action.slice(0, at), action.slice(at)];
}
