/** What is done to meetings: planned, begun, closed; attendees counted; live figures; a sign-in taken back. */
import { ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { type Answer, refused } from '../http/refused.ts';
import { actionText } from '../ledger/action-text.ts';
import { isId, newId } from '../organs/new-id.ts';
import { quorumFigures } from './rules.ts';
import type { DeskRow, Figures, MeetingInput, MeetingState, MeetingView } from './shapes.ts';
import {
  deleteAttendance,
  insertMeeting,
  listDesk,
  loadFigures,
  loadMeeting,
  loadSessions,
  moveMeeting,
  saveAttendees,
  updateMeeting,
} from './store.ts';

export async function requireMeeting(deps: Deps, id: string): Promise<Answer<MeetingView>> {
  const meeting = await loadMeeting(deps, id);
  return meeting === null ? refused('NOT_FOUND', 'path', 'nothing is here') : ok(meeting);
}

function meetingAction(deps: Deps, actor: Actor, poll: string, what: string): string {
  return actionText(deps, { poll, role: actor.roleHere, who: actor.name, did: 'meeting_changed', what });
}

export async function createMeeting(
  deps: Deps,
  actor: Actor,
  organId: string,
  given: MeetingInput,
): Promise<Answer<MeetingView>> {
  const id = newId(deps);
  const action = meetingAction(deps, actor, id, `created ${given.titleZh}`);
  await insertMeeting(deps, { ...given, id, organId, action });
  return requireMeeting(deps, id);
}

export async function changeMeeting(
  deps: Deps,
  actor: Actor,
  id: string,
  given: MeetingInput,
): Promise<Answer<MeetingView>> {
  const action = meetingAction(deps, actor, id, `now ${given.titleZh}, ${given.heldOn}`);
  return (await updateMeeting(deps, id, given, action))
    ? requireMeeting(deps, id)
    : refused('WRONG_STATE', 'meeting', 'the meeting is closed, or a session is sealed with its title');
}

const FROM: Readonly<Record<'sitting' | 'closed', MeetingState>> = { sitting: 'planned', closed: 'sitting' };

export async function setMeetingState(
  deps: Deps,
  actor: Actor,
  id: string,
  to: 'sitting' | 'closed',
): Promise<Answer<MeetingView>> {
  const moved = await moveMeeting(deps, id, FROM[to], to, meetingAction(deps, actor, id, to));
  return moved
    ? requireMeeting(deps, id)
    : refused('WRONG_STATE', 'meeting', `it is not ${FROM[to]}, or a session is under way`);
}

export async function setAttendees(deps: Deps, id: string, attendees: number): Promise<Answer<MeetingView>> {
  return (await saveAttendees(deps, id, attendees))
    ? requireMeeting(deps, id)
    : refused('WRONG_STATE', 'meeting', 'the meeting is closed');
}

export async function viewDesk(
  deps: Deps,
  id: string,
): Promise<Answer<{ readonly members: readonly DeskRow[] }>> {
  const meeting = await requireMeeting(deps, id);
  return meeting.ok ? ok({ members: await listDesk(deps, meeting.value) }) : meeting;
}

export async function viewFigures(deps: Deps, id: string): Promise<Answer<Figures>> {
  const meeting = await requireMeeting(deps, id);
  if (!meeting.ok) return meeting;
  const [figures, sessions] = await Promise.all([loadFigures(deps, id), loadSessions(deps, id)]);
  const { inOffice, present, electronic, paper, regular, spare, activated, voided } = figures;
  const awaited = sessions.filter(({ state }) =>
    ['sealed', 'roll_open', 'quorum_met', 'issuing'].includes(state),
  );
  return ok({
    meeting: meeting.value,
    organ: figures.organ,
    inOffice,
    present,
    absent: inOffice - present,
    left: figures.left,
    issued: { electronic, paper },
    cards: { regular, spare, activated, voided },
    quorums: quorumFigures(figures.organKind, { inOffice, present }, awaited),
    polls: sessions.map(({ poll, subjectZh, subjectEn, state, returned, ...issued }) => ({
      poll,
      subjectZh,
      subjectEn,
      state,
      issued: { electronic: issued.electronic, paper: issued.paper },
      returned,
    })),
  });
}

/** Takes back a sign-in by mistake; refused once a card or paper ballot was handed over. */
export async function undoSignIn(deps: Deps, id: string, memberId: string): Promise<Answer<Figures>> {
  if (!isId(memberId)) return refused('NOT_FOUND', 'path', 'nothing is here');
  if (await deleteAttendance(deps, id, memberId)) return viewFigures(deps, id);
  const desk = await viewDesk(deps, id);
  const row = desk.ok ? desk.value.members.find((member) => member.memberId === memberId) : undefined;
  return row?.medium === null && row.signedInAt === null
    ? refused('NOT_PRESENT', 'member', 'the member is not signed in')
    : refused(
        'ALREADY_ISSUED',
        'member',
        'a card or paper ballot was handed over: sign the member out instead',
      );
}
