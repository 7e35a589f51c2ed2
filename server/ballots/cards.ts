/**
 * Registration of the cards of a meeting: what the clerk's browser uploads of them, public parts only. Credentials come in
 * pieces, each tested for membership in the group; until every card has one for every session id, nothing can be sealed.
 */
import { checkCredentialMembership, ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { requireMeeting } from '../meetings/actions.ts';
import { listDesk } from '../meetings/store.ts';
import type { CardsView, CredentialsInput, RegistrationInput } from './card-shapes.ts';
import { addCredentials, finishCards, loadCards, registerCards } from './cards-store.ts';
import { electionGroup } from './engine.ts';
import { type Answer, refused } from './refused.ts';

export async function viewCards(deps: Deps, meetingId: string): Promise<Answer<CardsView>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const { spares, ...cards } = await loadCards(deps, meetingId);
  const kind = meeting.value.cardsKind;
  if (kind === 'drawn') return ok({ ...cards, kind, freeSpares: spares, withoutCard: null });
  const desk = await listDesk(deps, meeting.value);
  const given = new Set(desk.map(({ serial }) => serial));
  return ok({
    ...cards,
    kind,
    freeSpares: spares.filter((serial) => !given.has(serial)),
    withoutCard: desk
      .filter(({ serial }) => serial === null)
      .map(({ memberId, number, name }) => ({ memberId, number, name })),
  });
}

/** Takes serials and login hashes of all cards, and the ids of sessions to come. @returns all session ids of the meeting */
export async function startRegistration(
  deps: Deps,
  meetingId: string,
  given: RegistrationInput,
): Promise<Answer<CardsView>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const flaw = checkRegistration(
    given,
    new Set((await listDesk(deps, meeting.value)).map((row) => row.memberId)),
  );
  if (flaw !== null) return refused('INCONSISTENT', 'json.cards', flaw);
  switch (await registerCards(deps, meetingId, given)) {
    case 'registered':
      return viewCards(deps, meetingId);
    case 'closed':
      return refused('WRONG_STATE', 'meeting', 'the meeting is closed');
    case 'in_use':
      return refused(
        'WRONG_STATE',
        'cards',
        'cards of this meeting were handed out, or a session is sealed with them',
      );
    case 'duplicate':
      return refused('ALREADY_EXISTS', 'json.cards', 'a serial, a login key or a session id occurs twice');
  }
}

function checkRegistration({ kind, cards }: RegistrationInput, inOffice: ReadonlySet<string>): string | null {
  const holders = cards.flatMap(({ memberId }) => (memberId === undefined ? [] : [memberId]));
  if (holders.some((id) => !inOffice.has(id))) return 'a card is for somebody who is not in office';
  if (new Set(holders).size < holders.length) return 'two cards are for one member';
  if (cards.some(({ isSpare, memberId }) => isSpare && memberId !== undefined))
    return 'a spare card has a name';
  if (kind === 'drawn') return holders.length > 0 ? 'where cards are drawn none has a name' : null;
  return cards.every(({ isSpare, memberId }) => isSpare || memberId !== undefined)
    ? null
    : 'where cards are named every card but the spare ones has a name';
}

export async function takeCredentials(
  deps: Deps,
  meetingId: string,
  given: CredentialsInput,
): Promise<Answer<{ readonly added: number }>> {
  const list = given.credentials.map(({ credential }) => ({ publicKey: credential }));
  const [stranger] = checkCredentialMembership(electionGroup(), list, 'json.credentials');
  if (stranger !== undefined) return { ok: false, error: stranger };
  switch (await addCredentials(deps, meetingId, given)) {
    case 'added':
      return ok({ added: list.length });
    case 'not_uploading':
      return refused('WRONG_STATE', 'cards', 'no registration of cards is under way with this session id');
    case 'unknown':
      return refused('NOT_FOUND', 'json.credentials', 'no card has this serial');
    case 'different':
    case 'duplicate':
      return refused(
        'ALREADY_EXISTS',
        'json.credentials',
        'another credential is there, or one occurs twice',
      );
  }
}

/** Ends the registration and logs who was there while the cards were made. */
export async function finishRegistration(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  witnessId: string,
): Promise<Answer<CardsView>> {
  const witness = await findWitness(deps, meetingId, witnessId);
  if (witness === null)
    return refused('NOT_FOUND', 'json.witnessId', 'no scrutineer of this body has this account');
  if (witnessId === actor.accountId) {
    return refused('SAME_PERSON', 'json.witnessId', 'a scrutineer watches while the clerk makes the cards');
  }
  const { cards } = await loadCards(deps, meetingId);
  const action = actionText(deps, {
    poll: meetingId,
    role: actor.roleHere,
    who: actor.name,
    did: 'cards_made',
    what: `${cards.regular} cards, ${cards.spare} spare`,
    with: witness,
  });
  switch (await finishCards(deps, meetingId, witness, action)) {
    case 'complete':
      return viewCards(deps, meetingId);
    case 'incomplete':
      return refused('INCONSISTENT', 'cards', 'a card lacks its credential for one of the sessions');
    case 'not_uploading':
      return refused('WRONG_STATE', 'cards', 'no registration of cards is under way');
  }
}

async function findWitness({ sql }: Deps, meetingId: string, accountId: string): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`
    select a.name from accounts a
    where a.id = ${accountId} and a.disabled_at is null and exists (
      select from role_grants g join meetings m on m.organ_id = g.organ_id
      where g.account_id = a.id and m.id = ${meetingId} and g.role in ('scrutineer', 'chiefScrutineer'))`;
  return row?.name ?? null;
}
