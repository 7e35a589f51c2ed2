/**
 * The entry on Node: settings, database, an HTTP server with short time-outs (requirement R61), and an orderly end: on
 * SIGTERM or SIGINT no new connection is taken, requests under way get up to ten seconds (R48), then the database closes.
 */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import { openArgon2Thread } from './auth/argon2-thread.ts';
import { openCasting } from './ballots/cast.ts';
import { createCheckerPool } from './ballots/checker-pool.ts';
import { runPlannedTransitions } from './ballots/planned.ts';
import { type Config, readConfig, WrongSettings } from './config.ts';
import { FolderLocked } from './db/folder-lock.ts';
import { MIGRATIONS_FOLDER, MigrationRefused, readMigrations } from './db/migrate.ts';
import { openEmbedded } from './db/pglite.ts';
import { openPostgres } from './db/postgres.ts';
import { UnsafeDatabase, watchDatabase } from './db/state.ts';
import type { Deps } from './deps.ts';
import { addressOnNode, createLimits } from './http/limits.ts';
import { openHeadFile } from './ledger/head-file.ts';
import { openLedgerKey } from './ledger/key.ts';
import { openLedger } from './ledger/ledger.ts';
import { createLog, type Log } from './log.ts';
import { openPages } from './pages/on-node.ts';
import { firstAdministratorLink } from './people/accounts.ts';
import { FORGET_EVERY_MS, forgetEnded } from './people/forget.ts';

export interface TimeLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly drainMs: number;
}

export const TIME_LIMITS: TimeLimits = { headersMs: 10_000, requestMs: 30_000, drainMs: 10_000 };

/** Beside the bundled server (server/bundle.mjs). */
const CHECKER_THREAD = new URL('./checker-thread.mjs', import.meta.url);

/** How late a planned opening or closing may be; a ballot is never late, since casting looks at the clock itself. */
const PLANNED_EVERY_MS = 1_000;

export interface RunningServer {
  readonly port: number;
  /** Stops taking requests, waits for those under way, at most `drainMs`. */
  stop(): Promise<void>;
}

/** An application; the second argument tells it the connection, and so the address, a request came by. */
export interface Served {
  fetch(request: Request, connection?: object): Response | Promise<Response>;
}

/** Serves an application. A request that is slow to arrive is cut: its headers after 10 s, the whole after 30 s. */
export async function serveApp(
  app: Served,
  address: { readonly host: string; readonly port: number },
  limits: TimeLimits = TIME_LIMITS,
): Promise<RunningServer> {
  let isStopping = false;
  const server = createAdaptorServer({
    fetch: async (request, connection) => {
      const response = await app.fetch(request, connection);
      // A connection kept alive would bring further requests while the server waits for the last ones.
      if (isStopping) response.headers.set('connection', 'close');
      return response;
    },
    serverOptions: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      // Node looks for slow requests this often; its own half minute would treble the limit.
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListening(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        isStopping = true;
        const cut = setTimeout(() => server.closeAllConnections(), limits.drainMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Why the server cannot listen, as an operator should read it; the failure itself where it is another. */
export function explainListening(
  error: NodeJS.ErrnoException,
  address: { host: string; port: number },
): Error {
  const where = `${address.port} on ${address.host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new WrongSettings(
        `PORT: ${where} is taken; stop the program that listens there, or set another port (for example PORT=8081)`,
      );
    case 'EACCES':
      return new WrongSettings(
        `PORT: the account of this server may not listen on ${where}; set a port above 1023 and put a proxy in front (for example PORT=8080)`,
      );
    default:
      return error;
  }
}

export interface StartOptions {
  readonly isDemo?: boolean;
  /** Makes the application; the demonstration adds its own routes. */
  readonly serve?: (deps: Deps) => Served;
}

export interface StartedServer extends RunningServer {
  readonly prepared: Promise<void>;
  readonly deps: Deps;
}

/** Database, and what is in DATA_DIR beside it. @throws WrongSettings where DATA_DIR cannot be used */
async function openStorage(config: Config, log: Log, random: Deps['random']) {
  try {
    return {
      database:
        config.databaseUrl === null
          ? await openEmbedded(config.dataDir, log)
          : openPostgres(config.databaseUrl, log, { connections: config.databaseConnections }),
      signer: openLedgerKey(config, random),
      heads: await openHeadFile(join(config.dataDir, 'ledger-head')),
    };
  } catch (error) {
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (syscall === undefined || path === undefined) throw error;
    throw new WrongSettings(
      `DATA_DIR: ${path} cannot be used (${code}); give it to the account of this server, on a disk with room, or set another folder (for example DATA_DIR=./data)`,
    );
  }
}

/** Starts everything a configuration asks for. Listens before the database is there, and waits for it. */
export async function startServer(
  config: Config,
  log: Log,
  { isDemo = false, serve = createApp }: StartOptions = {},
): Promise<StartedServer> {
  const migrations = readMigrations(MIGRATIONS_FOLDER);
  const random = (byteLength: number) => new Uint8Array(randomBytes(byteLength));
  const { database, signer, heads } = await openStorage(config, log, random);
  const ledger = openLedger({ sql: database.sql, signer, heads, log });
  const state = watchDatabase(database, log, {
    migrations,
    mustBeDurable: true,
    retryAfterMs: 1_000,
    isIntact: async () => (await ledger.inspect()).ok,
  });
  const passwords = openArgon2Thread();
  const checkers = createCheckerPool(CHECKER_THREAD, availableParallelism(), log);
  const deps: Deps = {
    sql: database.sql,
    now: () => new Date(),
    random,
    log,
    database: state,
    origins: config.origins,
    addressOf: addressOnNode(config.proxies),
    limits: createLimits(() => new Date()),
    argon2: passwords.argon2,
    ledger,
    checkers,
    casting: openCasting({ sql: database.sql, ledger, checkers }),
    pages: openPages(config.origins[0] ?? '', log),
    isDemo,
  };
  const planned = setInterval(() => {
    if (!state.isPrepared()) return;
    runPlannedTransitions(deps).catch((error: unknown) => log.warn('planned steps failed', { error }));
  }, PLANNED_EVERY_MS);
  const forgetting = setInterval(() => {
    if (!state.isPrepared()) return;
    forgetEnded(deps).catch((error: unknown) => log.warn('ended logins are kept', { error }));
  }, FORGET_EVERY_MS);
  const server = await serveApp(serve(deps), config);
  log.info('listening', { host: config.host, port: server.port, database: database.kind });
  return {
    port: server.port,
    deps,
    prepared: state.prepare().then(() => {
      // The whole log, which the first ballot would wait for. What it finds wrong shows in /readyz.
      if (state.isPrepared()) ledger.check().catch((error) => log.warn('ledger not checked yet', { error }));
    }),
    stop: async () => {
      state.startClosing();
      clearInterval(planned);
      clearInterval(forgetting);
      await server.stop();
      await passwords.stop();
      await checkers.close();
      await database.close(2_000);
      log.info('stopped');
    },
  };
}

/** The program on an installation that is nobody's demonstration. */
export async function main(): Promise<void> {
  const log = createLog(
    (line) => process.stdout.write(line),
    () => new Date(),
  );
  await runUntilStopped(log, async () => {
    const server = await startServer(readConfig(process.env), log);
    return { ...server, prepared: server.prepared.then(() => offerFirstLink(server)) };
  });
}

/** On an installation without people: the link by which the first administrator sets a password. Not for the log. */
async function offerFirstLink({ deps }: StartedServer): Promise<void> {
  const link = await firstAdministratorLink(deps);
  if (link === null) return;
  process.stderr.write(`minyi: nobody is administrator yet. Open this link once, within its time: ${link}\n`);
}

/** Runs a server until it is told to stop. What an operator must mend is said in a sentence and ends it with 2. */
export async function runUntilStopped(
  log: Log,
  start: () => Promise<RunningServer & { readonly prepared: Promise<void> }>,
): Promise<void> {
  try {
    const server = await start();
    const stop = () => void server.stop().then(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    // The last resort (R66): what nobody handled is logged without quoting input, and the server goes on.
    process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));
    process.on('uncaughtException', (error) => log.error('uncaught exception', { error }));
    await server.prepared;
  } catch (error) {
    const isForOperator =
      error instanceof WrongSettings ||
      error instanceof FolderLocked ||
      error instanceof MigrationRefused ||
      error instanceof UnsafeDatabase;
    if (isForOperator) process.stderr.write(`${error.message}\n`);
    else log.error('cannot start', { error });
    process.exit(isForOperator ? 2 : 1);
  }
}
