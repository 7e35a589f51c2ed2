/**
 * Openings and closings at the times that were sealed (R32). Any number of servers may try, at any time: each step is taken
 * by the clock of the database and moves a session from a state it can leave only once.
 */
import type { Deps } from '../deps.ts';
import { closeSession } from './close.ts';
import { openBallotSession, SCHEDULE } from './open.ts';

interface Due {
  readonly id: string;
  readonly step: 'open' | 'close';
}

/** Opens and closes what is due. One that cannot be (too few present, say) is logged and waits for a person. */
export async function runPlannedTransitions(deps: Deps): Promise<void> {
  const due = await deps.sql<(Due & Record<string, unknown>)[]>`
    select id, case state when 'issuing' then 'open' else 'close' end as step from ballot_sessions
    where (state = 'issuing' and planned_opens_at <= clock_timestamp() and planned_closes_at > clock_timestamp())
      or (state = 'open' and planned_closes_at <= clock_timestamp())
    order by planned_opens_at, id`;
  for (const { id, step } of due) {
    const done =
      step === 'open' ? await openBallotSession(deps, SCHEDULE, id) : await closeSession(deps, id, SCHEDULE);
    if (!done.ok && done.error.code !== 'WRONG_STATE') {
      deps.log.warn('planned step not taken', { poll: id, step, code: done.error.code });
    }
  }
}
