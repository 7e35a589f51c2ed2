/** The two entries, Node and workerd, over PostgreSQL: the same requests, the same answers (requirement R49). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '../../server/db/postgres.ts';
import type { Deps } from '../../server/deps.ts';
import { type RunningServer, startServer } from '../../server/node.ts';
import { firstAdministratorLink } from '../../server/people/accounts.ts';
import { PLAIN_ED25519 } from '../../tally/ledger/note.ts';
import { writeSigningKey } from '../../tally/ledger/signing-key.ts';
import { createPostgresDatabase, postgresUrl, silentLog } from '../support/database.ts';
import { CASES_ORIGIN, REQUEST_CASES, type Runtime } from './request-cases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'minyi-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LEDGER_KEY = writeSigningKey({
  name: 'localhost/minyi-test',
  type: PLAIN_ED25519,
  seed: new Uint8Array(32).fill(7),
});

/** A link made by another process on the same database, as an operator's would be. */
async function linkOn(url: string): Promise<string> {
  const database = openPostgres(url, silentLog, { connections: 1 });
  const deps = {
    sql: database.sql,
    now: () => new Date(),
    random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    origins: [CASES_ORIGIN],
  };
  const link = await firstAdministratorLink(deps as unknown as Deps);
  await database.close(1_000);
  return link ?? '';
}

interface Started extends Runtime {
  readonly stop: () => Promise<void>;
}

async function startNode(url: string): Promise<Started> {
  const { build } = await import(new URL('../../server/build.mjs', import.meta.url).href);
  await build();
  const server: RunningServer & { prepared: Promise<void> } = await startServer(
    {
      databaseUrl: url,
      databaseConnections: 4,
      dataDir: folder,
      host: '127.0.0.1',
      port: 0,
      origins: [CASES_ORIGIN],
      proxies: 0,
      ledgerKey: LEDGER_KEY,
    },
    silentLog,
  );
  await server.prepared;
  return {
    ask: (path, init) => fetch(`http://127.0.0.1:${server.port}${path}`, init),
    administratorLink: () => linkOn(url),
    stop: () => server.stop(),
  };
}

async function startWorkerd(url: string): Promise<Started> {
  const { bundleWorker } = await import(new URL('../../server/worker-bundle.mjs', import.meta.url).href);
  await bundleWorker(folder);
  const hyperdrive = new URL(url);
  // Hyperdrive wants both; the server of the tests trusts whoever comes from this machine.
  hyperdrive.username ||= process.env.PGUSER ?? 'postgres';
  hyperdrive.password ||= 'none';
  const workerd = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'worker.mjs', contents: readFileSync(join(folder, 'worker.mjs'), 'utf8') },
      ...['fma', 'simd'].map((tier) => ({
        type: 'CompiledWasm' as const,
        path: `multiplier-${tier}.wasm`,
        contents: readFileSync(join(folder, `multiplier-${tier}.wasm`)),
      })),
    ],
    // As wrangler.toml says.
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    hyperdrives: { HYPERDRIVE: hyperdrive.href },
    durableObjects: { LEDGER_HEAD: 'LedgerHead' },
    assets: {
      directory: join(root, 'dist', 'web'),
      binding: 'ASSETS',
      routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
      assetConfig: { html_handling: 'none' },
    },
    bindings: { PUBLIC_ORIGIN: CASES_ORIGIN, LEDGER_KEY },
    handleRuntimeStdio: (out: NodeJS.ReadableStream) => out.resume(),
  });
  return {
    ask: async (path, init) =>
      (await workerd.dispatchFetch(`${CASES_ORIGIN}${path}`, init as never)) as unknown as Response,
    administratorLink: () => linkOn(url),
    stop: () => workerd.dispose(),
  };
}

describe.skipIf(postgresUrl === undefined).each([
  { runtime: 'Node', start: startNode },
  { runtime: 'workerd', start: startWorkerd },
])('$runtime', ({ start }) => {
  let started: Started;
  let database: Awaited<ReturnType<typeof createPostgresDatabase>>;
  beforeAll(async () => {
    database = await createPostgresDatabase();
    started = await start(database.url);
  }, 120_000);
  afterAll(async () => {
    await started?.stop();
    await database?.drop();
  });

  test.each(REQUEST_CASES)('R49: $name', ({ run }) => run(started));
});

test('wrangler.toml says what the tests run', () => {
  const text = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  for (const line of [
    'compatibility_date = "2026-04-01"',
    'compatibility_flags = ["nodejs_compat"]',
    'run_worker_first = true',
    'html_handling = "none"',
    'class_name = "LedgerHead"',
  ]) {
    expect(text).toContain(line);
  }
});
