/**
 * The entry on Cloudflare Workers: the same application over Hyperdrive. A connection belongs to the request that opened it, so
 * every request has its own and its own `Deps`; nothing that waits is shared between requests, and ballots are not batched
 * (requirement R49). What the ledger has signed is remembered by one durable object, outside the database (R24).
 */
import { adoptMultiplier, type Multiplier, PLAIN_ED25519, readSigningKey, type SigningKey } from '#tally';
import { createApp } from './app.ts';
import { argon2Here } from './auth/argon2.ts';
import { openCasting } from './ballots/cast.ts';
import { createLocalCheckers } from './ballots/checkers.ts';
import { runPlannedTransitions } from './ballots/planned.ts';
import { readOrigins } from './config.ts';
import { isAbsence } from './db/absence.ts';
import { checkDurability } from './db/durability.ts';
import { type Migration, migrate } from './db/migrate.ts';
import { openPostgres } from './db/postgres.ts';
import type { Database, Sql } from './db/sql.ts';
import { type Readiness, readiness } from './db/state.ts';
import type { Deps } from './deps.ts';
import { createLimits } from './http/limits.ts';
import { type HeadNamespace, rememberedHeads } from './ledger/head-object.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { createLog } from './log.ts';
import { type Assets, pagesOfAssets } from './pages/on-workers.ts';
import type { BuiltPages } from './pages/pages.ts';
import { forgetEnded } from './people/forget.ts';

export { LedgerHead } from './ledger/head-object.ts';

/** Bindings of wrangler.toml. */
export interface Bindings {
  readonly HYPERDRIVE: { readonly connectionString: string };
  readonly ASSETS: Assets;
  readonly LEDGER_HEAD: HeadNamespace;
  /** Secret: the text of the ledger's key. */
  readonly LEDGER_KEY: string;
  /** As on Node: where people reach this server, several separated by commas. */
  readonly PUBLIC_ORIGIN: string;
}

interface Execution {
  waitUntil(promise: Promise<unknown>): void;
}

/** What the bundle carries that is no source file (worker-bundle.mjs). */
export interface Carried {
  readonly builtPages: BuiltPages;
  readonly migrations: readonly Migration[];
  /** Compiled by the host, the fastest first. */
  readonly multipliers: readonly Multiplier[];
}

export function createWorker({ builtPages, migrations, multipliers }: Carried) {
  for (const multiplier of multipliers) if (adoptMultiplier(multiplier)) break;
  const now = () => new Date();
  const log = createLog((line) => console.log(line.trimEnd()), now);
  const limits = createLimits(now);
  const checkers = createLocalCheckers();
  /** Whether an earlier request to this isolate found the database safe and the schema in place. */
  let isPrepared = false;

  async function prepare(database: Database): Promise<void> {
    try {
      // A new connection learns the types of arrays beside its first statement, so that may have none as a parameter.
      await database.sql`select 1`;
      if (isPrepared) return;
      const unsafe = await checkDurability(database.sql);
      for (const { message } of unsafe) log.error('this database may forget ballots', { message });
      await migrate(database, migrations);
      isPrepared = unsafe.length === 0;
    } catch (error) {
      if (!isAbsence(error)) throw error;
      log.warn('database away', { error });
    }
  }

  function depsOf(bindings: Bindings, { sql }: Database): Deps {
    const origins = readOrigins(bindings.PUBLIC_ORIGIN) ?? [];
    const ledger = openLedger({
      sql,
      signer: readKey(bindings.LEDGER_KEY),
      heads: rememberedHeads(bindings.LEDGER_HEAD),
      log,
    });
    return {
      sql,
      now,
      random: (byteLength) => crypto.getRandomValues(new Uint8Array(byteLength)),
      log,
      database: { isPrepared: () => isPrepared, ask: () => ask(sql, ledger) },
      origins,
      addressOf: (c) => c.req.header('cf-connecting-ip') ?? '',
      limits,
      argon2: argon2Here,
      ledger,
      checkers,
      casting: openCasting({ sql, ledger, checkers }),
      pages: pagesOfAssets(builtPages, origins[0] ?? '', bindings.ASSETS),
      isDemo: false,
    };
  }

  async function ask(sql: Sql, ledger: Ledger): Promise<Readiness> {
    if (!isPrepared) return { state: 'starting' };
    return readiness(sql, async () => (await ledger.inspect()).ok);
  }

  return {
    async fetch(request: Request, bindings: Bindings, execution: Execution): Promise<Response> {
      const database = openPostgres(bindings.HYPERDRIVE.connectionString, log, { connections: 1 });
      const close = () => database.close(1_000);
      await prepare(database);
      const response = await createApp(depsOf(bindings, database)).fetch(request);
      if (response.body === null) {
        execution.waitUntil(close());
        return response;
      }
      // The body may still be read from the database: the connection stays until it is sent.
      const { readable, writable } = new TransformStream();
      execution.waitUntil(
        response.body
          .pipeTo(writable)
          .catch(() => {})
          .finally(close),
      );
      return new Response(readable, response);
    },

    /** Planned openings and closings, and what has ended, every minute (wrangler.toml). */
    async scheduled(_event: unknown, bindings: Bindings, execution: Execution): Promise<void> {
      const database = openPostgres(bindings.HYPERDRIVE.connectionString, log, { connections: 1 });
      await prepare(database);
      if (isPrepared) {
        const deps = depsOf(bindings, database);
        await runPlannedTransitions(deps);
        await forgetEnded(deps);
      }
      execution.waitUntil(database.close(1_000));
    },
  };
}

function readKey(text: string): SigningKey {
  const read = readSigningKey(text, 'LEDGER_KEY');
  if (read.ok && read.value.type === PLAIN_ED25519) return read.value;
  throw new Error('LEDGER_KEY is not a key of the ledger');
}
