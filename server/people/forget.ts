/** Rows that have ended by themselves: logins, and failed attempts of more than a day ago. Run now and then, by any server. */
import { deleteOldAttempts } from '../auth/delays.ts';
import { deleteExpiredLogins } from '../auth/logins.ts';
import type { Deps } from '../deps.ts';

export const FORGET_EVERY_MS = 3_600_000;

export async function forgetEnded(deps: Deps): Promise<void> {
  await deleteExpiredLogins(deps);
  await deleteOldAttempts(deps);
}
