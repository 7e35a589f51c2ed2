/**
 * Giving a session up (R36, R66): one person proposes with a reason, another one agrees, and the session is void for good.
 * Also how sealed rules are unsealed: the session is given up and a new one begins.
 */
import { ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { type Answer, refused } from './refused.ts';
import { loadSession } from './store.ts';

type Code = 'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'SAME_PERSON' | 'STALE';

export async function proposeAbandonment(
  { sql }: Deps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Answer<{ readonly id: string }>> {
  const [row] = await sql<{ code: Code }[]>`
    select propose_abandonment(${id}, ${actor.accountId}, ${reason}) as code`;
  return row?.code === 'DONE' ? ok({ id }) : refuse(row?.code);
}

export async function confirmAbandonment(
  deps: Deps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Answer<{ readonly id: string }>> {
  const session = await loadSession(deps, id);
  const proposal = session?.abandonment;
  if (!proposal) return refuse('NOT_FOUND');
  const action = actionText(deps, {
    poll: id,
    role: actor.roleHere,
    who: proposal.proposedBy,
    did: 'abandoned',
    what: reason,
    with: actor.name,
  });
  const [row] = await deps.sql<{ code: Code }[]>`
    select confirm_abandonment(${id}, ${actor.accountId}, ${reason}, ${action}) as code`;
  return row?.code === 'DONE' ? ok({ id }) : refuse(row?.code);
}

/** Whoever is allowed to agree may also throw the proposal out. */
export async function dropAbandonment({ sql }: Deps, id: string): Promise<Answer<{ readonly id: string }>> {
  const rows = await sql`delete from abandonments where poll = ${id} and confirmed_by is null returning poll`;
  return rows.length > 0 ? ok({ id }) : refuse('NOT_FOUND');
}

function refuse(code: Code | undefined): Answer<never> {
  switch (code) {
    case 'SAME_PERSON':
      return refused('SAME_PERSON', 'account', 'whoever proposed it cannot also agree');
    case 'STALE':
      return refused('STALE', 'reason', 'the reason has changed meanwhile; read it again');
    case 'WRONG_STATE':
      return refused('WRONG_STATE', 'session', 'a draft, a signed and a void session cannot be given up');
    default:
      return refused('NOT_FOUND', 'session', 'nobody has proposed to give this session up');
  }
}
