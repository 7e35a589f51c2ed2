/**
 * Taking the roll: sealed, roll_open, quorum_met and issuing in one step, since the desk signs members in all the while. The
 * quorum is the rule pack's share of the members in office that were sealed.
 */
import { computeQuorum, ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { type Answer, refused } from './refused.ts';
import { loadAttendance, loadSession } from './store.ts';

export interface RollTaken {
  readonly inOffice: number;
  readonly present: number;
  readonly needed: number;
}

type Code = 'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' | 'QUORUM_NOT_MET';
/** Members who come in at this moment change the count; it is taken again. */
const ATTEMPTS = 5;

export async function takeRoll(deps: Deps, actor: Actor, id: string): Promise<Answer<RollTaken>> {
  const session = await loadSession(deps, id);
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  if (session.inOffice === null) return refused('WRONG_STATE', 'session', 'the session is not sealed');
  const { inOffice } = session;
  let code: Code = 'STALE';
  for (let attempt = 0; attempt < ATTEMPTS && code === 'STALE'; attempt += 1) {
    const { present } = await loadAttendance(deps, session.meetingId);
    const { needed } = computeQuorum(inOffice, present, session.pack.quorum);
    const action = actionText(deps, {
      poll: id,
      role: actor.roleHere,
      who: actor.name,
      did: 'roll_certified',
      what: `${present} of ${inOffice}, quorum ${needed}`,
    });
    const [row] = await deps.sql<{ code: Code }[]>`
      select take_roll(${id}, ${present}, ${needed}, ${action}) as code`;
    code = row?.code ?? 'NOT_FOUND';
    if (code === 'DONE') return ok({ inOffice, present, needed });
    if (code === 'QUORUM_NOT_MET') {
      return refused(code, 'attendance.present', `${present} are present, the quorum is ${needed}`);
    }
  }
  return code === 'STALE'
    ? refused(code, 'attendance', 'members are just coming in; take the roll again')
    : refused('WRONG_STATE', 'session', 'the roll is taken of a sealed session');
}
