/**
 * The desk: a member comes in and is handed a card or a paper ballot, goes and hands it back. The roll is written first, then, in
 * a statement of its own, the card is made usable: so there are never more usable cards than the roll knows holders, and
 * where a request dies between the two, repeating it completes it. Where cards are drawn, both come in shuffled batches.
 */
import { ok } from '#tally';
import type { Deps } from '../deps.ts';
import { requireMeeting } from '../meetings/actions.ts';
import type { Arrival, ArrivalInput, Who } from './card-shapes.ts';
import { activateCards, isFreeSpare, returnCards } from './cards-store.ts';
import { type Answer, refused } from './refused.ts';
import {
  findMember,
  type Holder,
  saveArrival,
  saveDeparture,
  saveHolder,
  saveIssues,
  savePaperInstead,
} from './roll-store.ts';

const notFound = (message: string) => refused('NOT_FOUND', 'who', message);
const notIssued = () =>
  refused(
    'ISSUED_EXCEEDS_PRESENT',
    'cards',
    'more cards would be in use than the roll knows holders, or than there are',
  );

export async function arrive(deps: Deps, meetingId: string, given: ArrivalInput): Promise<Answer<Arrival>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const member = await findMember(deps, meetingId, given.who);
  if (member === null) return notFound('no member is meant');
  const isNamed = meeting.value.cardsKind === 'named';
  if (given.hand === 'card') {
    if (!isNamed)
      return refused('INCONSISTENT', 'json.hand', 'cards are drawn: sign in, then record a batch');
    if (meeting.value.cardsState !== 'complete') {
      return refused('WRONG_STATE', 'cards', 'the cards of this meeting are not registered');
    }
    if (member.serial === null) {
      return refused(
        'NOT_FOUND',
        'card',
        'no card bears this name: give a spare one a name, or hand out paper',
      );
    }
  }
  const medium = given.hand === 'nothing' ? null : given.hand === 'card' ? 'electronic' : 'paper';
  const arrived = await saveArrival(deps, meetingId, member.memberId, medium);
  if ('refused' in arrived) {
    return arrived.refused === 'not_in_office'
      ? notFound('the member is not in office')
      : refused('WRONG_STATE', 'meeting', 'the sitting has not begun, or is closed');
  }
  const { attendance, issue } = arrived;
  const isOther = medium !== null && arrived.medium !== medium;
  if (isOther && attendance === 'kept') {
    return refused('ALREADY_ISSUED', 'member', `the member was handed ${MEDIUM[arrived.medium ?? 'paper']}`);
  }
  // Whoever comes back gets the card back that was handed in; so does one whose first try ended between the statements.
  const holdsCard = isNamed && arrived.medium === 'electronic' && (medium !== null || attendance === 'back');
  const activated =
    holdsCard && member.serial !== null ? await activate(deps, meetingId, member.serial) : null;
  if (activated !== null && !activated.ok) return activated;
  const isDone = activated === null || !activated.value.isNew;
  if (medium !== null && attendance === 'kept' && issue === 'kept' && isDone) {
    return refused('ALREADY_ISSUED', 'member', `the member was handed ${MEDIUM[medium]}`);
  }
  return ok({ member: shownOf(member), attendance, medium: arrived.medium, serial: member.serial });
}

const MEDIUM = { electronic: 'a card', paper: 'a paper ballot' } as const;

function shownOf({ memberId, number, name, delegation }: Holder): Arrival['member'] {
  return { memberId, number, name, delegation };
}

async function activate(deps: Deps, meetingId: string, serial: string): Promise<Answer<{ isNew: boolean }>> {
  switch (await activateCards(deps, meetingId, [serial], false)) {
    case 'activated':
      return ok({ isNew: true });
    case 'unchanged':
      return ok({ isNew: false });
    case 'voided':
      return refused('NOT_ISSUED', 'card', 'the card was reported lost and voided');
    case 'not_issued':
      return notIssued();
    default:
      return refused('NOT_FOUND', 'card', 'no card has this serial');
  }
}

/** An early leaver: signed out, and a named card is taken back in a second statement. Repeating it is safe. */
export async function depart(deps: Deps, meetingId: string, who: Who): Promise<Answer<Arrival>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const member = await findMember(deps, meetingId, who);
  if (member === null) return notFound('no member is meant');
  const departed = await saveDeparture(deps, meetingId, member.memberId);
  if (departed === null) return refused('NOT_PRESENT', 'member', 'the member is not signed in');
  const holdsCard =
    meeting.value.cardsKind === 'named' && departed.medium === 'electronic' && member.serial !== null;
  const returned =
    holdsCard && member.serial !== null ? await returnCards(deps, meetingId, [member.serial]) : 0;
  if (!departed.isNew && returned === 0) {
    return refused('NOT_PRESENT', 'member', 'the member is not signed in at a sitting that is on');
  }
  return ok({ member: shownOf(member), attendance: 'kept', medium: departed.medium, serial: member.serial });
}

/** Drawn cards: those who drew one, as a batch in no order. */
export async function recordIssues(
  deps: Deps,
  meetingId: string,
  members: readonly string[],
): Promise<Answer<{ readonly issued: number; readonly refused: readonly string[] }>> {
  const drawn = await requireDrawn(deps, meetingId);
  if (!drawn.ok) return drawn;
  const saved = new Set(await saveIssues(deps, meetingId, members));
  return ok({ issued: saved.size, refused: members.filter((id) => !saved.has(id)) });
}

/** Drawn cards: those that were taken, as a batch; never more than the roll knows holders. */
export async function activateBatch(
  deps: Deps,
  meetingId: string,
  serials: readonly string[],
): Promise<Answer<{ readonly activated: number }>> {
  const drawn = await requireDrawn(deps, meetingId);
  if (!drawn.ok) return drawn;
  const distinct = [...new Set(serials)];
  switch (await activateCards(deps, meetingId, distinct, true)) {
    case 'activated':
    case 'unchanged':
      return ok({ activated: distinct.length });
    case 'voided':
      return refused('NOT_ISSUED', 'json.serials', 'one of the cards was reported lost and voided');
    case 'spare':
      return refused('NOT_ISSUED', 'json.serials', 'a spare card is handed out only in place of a lost one');
    case 'not_issued':
      return notIssued();
    case 'unknown':
      return refused('NOT_FOUND', 'json.serials', 'no card has one of these serials');
  }
}

/** Drawn cards that early leavers handed back. */
export async function returnBatch(
  deps: Deps,
  meetingId: string,
  serials: readonly string[],
): Promise<Answer<{ readonly returned: number }>> {
  const drawn = await requireDrawn(deps, meetingId);
  return drawn.ok ? ok({ returned: await returnCards(deps, meetingId, serials) }) : drawn;
}

async function requireDrawn(deps: Deps, meetingId: string): Promise<Answer<null>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const { cardsKind, cardsState } = meeting.value;
  return cardsKind === 'drawn' && cardsState === 'complete'
    ? ok(null)
    : refused('WRONG_STATE', 'cards', 'the cards of this meeting are named, or not registered');
}

/** A spare card gets the name of a member for whom none was made. */
export async function nameSpare(
  deps: Deps,
  meetingId: string,
  memberId: string,
  serial: string,
): Promise<Answer<Arrival['member']>> {
  const meeting = await requireMeeting(deps, meetingId);
  if (!meeting.ok) return meeting;
  const member = await findMember(deps, meetingId, { memberId });
  if (member === null || !member.inOffice) return notFound('no member in office is meant');
  if (meeting.value.cardsKind === 'drawn')
    return refused('WRONG_STATE', 'cards', 'drawn cards bear no names');
  if (!(await isFreeSpare(deps, meetingId, serial))) {
    return refused('NOT_FOUND', 'json.serial', 'no spare card with this serial is free');
  }
  return (await saveHolder(deps, meetingId, memberId, serial))
    ? ok(shownOf(member))
    : refused('ALREADY_EXISTS', 'json', 'the member has a card, or the card is somebody’s');
}

/** From the next session on a member votes on paper. */
export async function takePaperInstead(
  deps: Deps,
  meetingId: string,
  memberId: string,
): Promise<Answer<Arrival['member']>> {
  const member = await findMember(deps, meetingId, { memberId });
  if (member === null) return notFound('no member is meant');
  switch (await savePaperInstead(deps, meetingId, memberId, member.serial)) {
    case 'paper':
      return ok(shownOf(member));
    case 'open':
      return refused(
        'WRONG_STATE',
        'session',
        'a session is open: report the card as lost, or wait for its end',
      );
    case 'no_card':
      return refused('NOT_ISSUED', 'member', 'the member was handed no card');
  }
}
