/**
 * Everything the application takes from outside, so that tests can fix it: storage, time, randomness, the log. Actions
 * take it as their first parameter and reach nothing else of the world.
 */

import type { Context } from 'hono';
import type { Argon2 } from './auth/argon2.ts';
import type { Casting } from './ballots/cast.ts';
import type { Checkers } from './ballots/checkers.ts';
import type { Sql } from './db/sql.ts';
import type { DatabaseState } from './db/state.ts';
import type { Limits } from './http/limits.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import type { Pages } from './pages/pages.ts';

export interface Deps {
  readonly sql: Sql;
  /** The only clock of the application. What decides a ballot uses the database's clock (requirements R31). */
  readonly now: () => Date;
  /** The platform's secure randomness. */
  readonly random: (byteLength: number) => Uint8Array;
  readonly log: Log;
  /** Whether the database can be used, and else why not. */
  readonly database: DatabaseState;
  /** The origins under which people reach this server, such as `https://vote.example.cn`. */
  readonly origins: readonly string[];
  /** The address a request comes from, as this runtime can tell; for limits only, never logged or stored in clear. */
  readonly addressOf: (c: Context) => string;
  /** How often each address or credential may ask; one for the life of the process. */
  readonly limits: Limits;
  /** Stretches passwords, away from the thread that serves where the runtime has others. */
  readonly argon2: Argon2;
  /** The transparency log: heads, proofs, and the policy that set-ups seal. */
  readonly ledger: Ledger;
  /** Checks ballots, away from the thread that serves where the runtime has others. */
  readonly checkers: Checkers;
  /** Takes ballots: the line of those that wait, and the batches on their way to the database. */
  readonly casting: Casting;
  /** The built pages: what they load, and the bytes. */
  readonly pages: Pages;
  /** Whether everything here is made up, which every page then says. */
  readonly isDemo: boolean;
}
