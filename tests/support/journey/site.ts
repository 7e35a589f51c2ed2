/**
 * The product as an operator starts it: `node server/run.mjs` in a process of its own, in an empty folder, on an embedded database
 * or, with TEST_WORLD=postgres, on an empty one of PostgreSQL. Or its demonstration, `npm start`, always on an embedded one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPostgresDatabase } from '../database.ts';

/** From the project's folder, in which npm and vitest run; a bundle of this file stands elsewhere. */
const RUN = resolve('server', 'run.mjs');
const START_MS = 240_000;

export interface StartedProduct {
  readonly origin: string;
  /** Where files that people save are kept for the time of the test. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts bare. @returns also the link by which the first administrator sets a password */
export async function startProduct(): Promise<StartedProduct & { readonly firstLink: string }> {
  const database = process.env.TEST_WORLD === 'postgres' ? await createPostgresDatabase() : null;
  const { printed, stop, ...product } = await start(
    [],
    { DATABASE_URL: database?.url ?? '' },
    /https?:\/\/\S+\/app\/invitation#\S+/,
  );
  return {
    ...product,
    firstLink: printed,
    stop: async () => {
      await stop();
      await database?.drop();
    },
  };
}

/** Starts the demonstration, which then plays its story. */
export const startDemonstration = (): Promise<StartedProduct> => start(['--demo'], {}, /\/app\/try/);

/** Builds what is stale, starts, and resolves once the program has printed what is awaited. */
async function start(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  awaited: RegExp,
): Promise<StartedProduct & { readonly printed: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-journey-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [RUN, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let said = '';
  const printed = await new Promise<string>((found, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not started within ${START_MS} ms:\n${said}`));
    }, START_MS);
    const read = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const text = awaited.exec(said)?.[0];
      if (text === undefined) return;
      clearTimeout(late);
      found(text);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  return {
    origin,
    folder,
    printed,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
