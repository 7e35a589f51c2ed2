/**
 * The product as an operator starts it: `node server/run.mjs` in a process of its own, on an embedded database in an empty
 * folder. What it prints is kept: the first administrator's link is in it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('../../../server/run.mjs', import.meta.url));
const START_MS = 240_000;

export interface StartedProduct {
  readonly origin: string;
  /** Where files that people save are kept for the time of the test. */
  readonly folder: string;
  /** The link by which the first administrator sets a password. */
  readonly firstLink: string;
  stop(): Promise<void>;
}

/** Builds what is stale, starts, and resolves once the server has offered the first link. */
export async function startProduct(): Promise<StartedProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-journey-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [RUN], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const firstLink = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no link within ${START_MS} ms:\n${printed}`)), START_MS);
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const link = /https?:\/\/\S+\/app\/invitation#\S+/.exec(printed)?.[0];
      if (link === undefined) return;
      clearTimeout(late);
      resolve(link);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  return {
    origin,
    folder,
    firstLink,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
