/**
 * The boot check of requirement R37: a database that may forget what it has acknowledged is refused, with the setting
 * named (F7: with synchronous_commit off, 704 of 41,399 acknowledged rows were lost in a power cut; with fsync off, all).
 */
import type { Sql } from './sql.ts';

export interface UnsafeSetting {
  readonly name: 'fsync' | 'full_page_writes' | 'synchronous_commit';
  readonly found: string;
  readonly message: string;
}

const SET_ON =
  'set synchronous_commit = on, also for the database and the role (alter database … reset synchronous_commit; alter role … reset synchronous_commit)';
const ADVICE = {
  fsync:
    'without it a power cut can lose every ballot: set fsync = on in postgresql.conf and restart PostgreSQL',
  full_page_writes:
    'without it a power cut can tear pages: set full_page_writes = on in postgresql.conf and reload PostgreSQL',
  synchronous_commit: `a ballot would be acknowledged before it is on the disk: ${SET_ON}`,
} as const;
const BEFORE_STANDBY = `a ballot would be acknowledged before it is on the disk of the standby that synchronous_standby_names asks for: ${SET_ON}`;

/** With these a commit does not wait until the standby's disk has it. */
const AHEAD_OF_STANDBY: readonly string[] = ['local', 'remote_write'];

/** Every setting under which an acknowledged row could be lost; none when the database is durable. */
export async function checkDurability(sql: Sql): Promise<readonly UnsafeSetting[]> {
  const [found] = await sql<[Record<UnsafeSetting['name'] | 'standbys', string>]>`
    select current_setting('fsync') as "fsync",
           current_setting('full_page_writes') as "full_page_writes",
           current_setting('synchronous_commit') as "synchronous_commit",
           current_setting('synchronous_standby_names') as "standbys"`;
  const unsafe = (name: UnsafeSetting['name'], advice: string): UnsafeSetting => ({
    name,
    found: found[name],
    message: `${name} is ${found[name]}: ${advice}`,
  });
  const isAhead = found.standbys.trim() !== '' && AHEAD_OF_STANDBY.includes(found.synchronous_commit);
  return [
    ...(['fsync', 'full_page_writes', 'synchronous_commit'] as const)
      .filter((name) => found[name] === 'off')
      .map((name) => unsafe(name, ADVICE[name])),
    ...(isAhead ? [unsafe('synchronous_commit', BEFORE_STANDBY)] : []),
  ];
}
