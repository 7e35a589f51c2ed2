/** The action log of a session that has ended without a record: it says why. Of others the log is in their record. */
import { type Action, readActions } from '#tally';
import type { Sql } from '../db/sql.ts';
import { loadActions } from '../ledger/store.ts';
import type { PollDetail } from './store.ts';

export async function loadEndedActions(sql: Sql, { id, state }: PollDetail): Promise<readonly Action[]> {
  if (state !== 'voided' && state !== 'poll_invalid') return [];
  const read = readActions(`[${(await loadActions(sql, id)).join(',')}]`, 'actions');
  return read.ok ? read.value : [];
}
