/**
 * Delays that grow with failed attempts (R7): fast for one address guessing at one account, slight for the account from
 * everywhere, so that a stranger who guesses never keeps its owner out. Subjects are kept as hashes. An attempt is counted
 * before it is judged; success takes the count back.
 */
import { sha256, utf8 } from '#tally';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';

export interface Attempt {
  readonly subject: string;
  /** Failures without a delay; from then on 1, 2, 4 … seconds. */
  readonly free: number;
  readonly capSeconds: number;
}

/** Attempts at an account's password from an address. */
export function passwordAttempts(loginName: string, address: string): readonly Attempt[] {
  return [
    { subject: `password|${loginName}|${address}`, free: 4, capSeconds: 900 },
    { subject: `password|${loginName}`, free: 20, capSeconds: 4 },
  ];
}

/** Attempts at the code of an account whose password was right. */
export function codeAttempts(accountId: string): readonly Attempt[] {
  return [{ subject: `code|${accountId}`, free: 4, capSeconds: 900 }];
}

/** Null when the attempt may be judged: it then counts as failed until `forgetAttempts`. */
export async function takeAttempt(
  { sql, now }: Pick<Deps, 'sql' | 'now'>,
  attempts: readonly Attempt[],
): Promise<Refused | null> {
  const [row] = await sql<{ seconds: number }[]>`
    select people.take_attempt(${hashesOf(sql, attempts)}::bytea[],
      ${sql.array(attempts.map(({ free }) => free))}::integer[],
      ${sql.array(attempts.map(({ capSeconds }) => capSeconds))}::integer[], ${now()}) as seconds`;
  const seconds = row?.seconds ?? 0;
  return seconds === 0
    ? null
    : refused('TOO_MANY_REQUESTS', 'login', `try again in ${seconds} s`, seconds).error;
}

export async function forgetAttempts(
  { sql }: Pick<Deps, 'sql'>,
  attempts: readonly Attempt[],
): Promise<void> {
  await sql`delete from login_delays where subject_hash = any(${hashesOf(sql, attempts)}::bytea[])`;
}

/** Deletes what is forgotten anyway. */
export async function deleteOldAttempts({ sql, now }: Pick<Deps, 'sql' | 'now'>): Promise<void> {
  await sql`delete from login_delays where last_failure_at < ${now()}::timestamptz - interval '1 day'`;
}

function hashesOf(sql: Deps['sql'], attempts: readonly Attempt[]) {
  return sql.array(attempts.map(({ subject }) => sha256(utf8(subject))));
}
