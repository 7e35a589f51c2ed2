/**
 * Whether the database can be used. A server starts before its database does and outlives its absence: it waits for the
 * first connection, checks that the database is durable, brings it to the present schema, and from then on tells at every
 * question whether the database answers. What waiting cannot mend (a wrong password, an unsafe setting, a foreign schema)
 * ends the start.
 */
import type { Log } from '../log.ts';
import { isAbsence } from './absence.ts';
import { explainDenial } from './denial.ts';
import { checkDurability } from './durability.ts';
import { type Migration, migrate } from './migrate.ts';
import type { Database, Sql } from './sql.ts';

export type Readiness =
  | { readonly state: 'ready' }
  /** Not yet reached since the start: being opened, checked and migrated. */
  | { readonly state: 'starting' }
  /** Was there and does not answer now; tried again at the next question. */
  | { readonly state: 'away' }
  /** Answers, but is not the one whose heads the ledger signed: what is finished is shown, nothing binding is taken. */
  | { readonly state: 'incident' }
  /** The server is shutting down. */
  | { readonly state: 'closing' };

export interface DatabaseState {
  /** Asks the database, at most two seconds. */
  ask(): Promise<Readiness>;
  /** Whether the schema is in place, so that requests may go to the database at all. */
  isPrepared(): boolean;
}

export class UnsafeDatabase extends Error {
  override readonly name = 'UnsafeDatabase';
}

export interface PreparedState extends DatabaseState {
  /** Resolves when the database is prepared. @throws UnsafeDatabase, MigrationRefused, WrongSettings and whatever waiting cannot mend */
  prepare(): Promise<void>;
  startClosing(): void;
}

export interface StateOptions {
  readonly migrations: readonly Migration[];
  /** False for a database in memory, which keeps nothing anyway. */
  readonly mustBeDurable: boolean;
  readonly retryAfterMs: number;
  /** Whether it still holds all that the ledger has signed (R24); asked once the schema is there, and at every question. */
  readonly isIntact?: () => Promise<boolean>;
}

const ANSWER_WITHIN_MS = 2_000;

export function watchDatabase(database: Database, log: Log, options: StateOptions): PreparedState {
  let isPrepared = false;
  let isClosing = false;

  const prepareOnce = async () => {
    const unsafe = options.mustBeDurable ? await checkDurability(database.sql) : [];
    if (unsafe.length > 0) {
      throw new UnsafeDatabase(
        `this database may forget ballots. ${unsafe.map((one) => one.message).join('; ')}`,
      );
    }
    const applied = await migrate(database, options.migrations);
    if (applied.length > 0) log.info('schema migrated', { from: applied[0], to: applied.at(-1) });
    // The ledger logs what it finds. An incident does not end the start: finished results stay served.
    await options.isIntact?.();
  };
  return {
    isPrepared: () => isPrepared,
    startClosing: () => {
      isClosing = true;
    },
    ask: async () => {
      if (isClosing) return { state: 'closing' };
      if (!isPrepared) return { state: 'starting' };
      return within(ANSWER_WITHIN_MS, readiness(database.sql, options.isIntact));
    },
    prepare: async () => {
      while (!isPrepared && !isClosing) {
        try {
          await prepareOnce();
          isPrepared = true;
          log.info('database ready', { kind: database.kind });
        } catch (error) {
          if (!isAbsence(error)) throw explainDenial(error);
          log.warn('database away, trying again', { error });
          await new Promise((resolve) => setTimeout(resolve, options.retryAfterMs));
        }
      }
    },
  };
}

/** Of a database that is prepared. */
export async function readiness(sql: Sql, isIntact: StateOptions['isIntact']): Promise<Readiness> {
  try {
    await sql`select 1`;
    return { state: (await isIntact?.()) === false ? 'incident' : 'ready' };
  } catch {
    return { state: 'away' };
  }
}

async function within(ms: number, answer: Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'away' }), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
