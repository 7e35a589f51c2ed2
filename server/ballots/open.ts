/**
 * Opening: the chief scrutineer's, or a planned one by the clock of the database, which lets the step happen once however
 * many servers try (R32). From here on nothing of the session is taken back.
 */
import { computeQuorum, ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { type Answer, refused } from './refused.ts';
import { loadSession } from './store.ts';

type Code = 'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'TOO_EARLY' | 'TOO_LATE' | 'QUORUM_NOT_MET';

/** Who opens and closes at planned times. */
export const SCHEDULE = { roleHere: 'schedule', name: '定时' } as const;

export async function openBallotSession(
  deps: Deps,
  actor: Pick<Actor, 'name'> & { readonly roleHere: string },
  id: string,
): Promise<Answer<{ readonly id: string }>> {
  const session = await loadSession(deps, id);
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  const { needed } = computeQuorum(session.inOffice ?? 0, 0, session.pack.quorum);
  const action = actionText(deps, {
    poll: id,
    role: actor.roleHere,
    who: actor.name,
    did: 'opened',
    what: id,
  });
  const [row] = await deps.sql<{ code: Code }[]>`
    select open_ballot_session(${id}, ${needed}, ${actor === SCHEDULE}, ${action}) as code`;
  switch (row?.code) {
    case 'DONE':
      return ok({ id });
    case 'QUORUM_NOT_MET':
      return refused('QUORUM_NOT_MET', 'attendance.present', `the quorum is ${needed}; too many have left`);
    case 'TOO_EARLY':
      return refused('WRONG_STATE', 'planned', 'the sealed time of the opening has not come');
    case 'TOO_LATE':
      return refused('WRONG_STATE', 'planned', 'the sealed time of the closing has passed');
    default:
      return refused('WRONG_STATE', 'session', 'the roll must be taken first, and a session opens once');
  }
}
