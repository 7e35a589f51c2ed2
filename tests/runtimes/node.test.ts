/** The server as a process on Node: slow clients, an orderly end, a database that goes away and comes back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { LOCK_FILE } from '../../server/db/folder-lock.ts';
import { MIGRATIONS_FOLDER, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { watchDatabase } from '../../server/db/state.ts';
import { addressOnNode } from '../../server/http/limits.ts';
import { serveApp } from '../../server/node.ts';
import { createPostgresDatabase, postgresUrl, silentLog, withFolder } from '../support/database.ts';

const RUN = fileURLToPath(new URL('../../server/run.mjs', import.meta.url));
const LOOPBACK = { host: '127.0.0.1', port: 0 };
const SHORT = { headersMs: 400, requestMs: 800, drainMs: 700 };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a raw connection gets until the server closes it, and when that was. */
function talk(port: number, text: string): Promise<{ answer: string; ms: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ answer, ms: performance.now() - started }));
  });
}

describe('slow clients and the end', () => {
  test('R61: headers that do not arrive are cut, and so is a body that does not end', async () => {
    const app = new Hono().post('/', async (c) => c.text(await c.req.text()));
    const server = await serveApp(app, LOOPBACK, SHORT);
    const [headers, body] = await Promise.all([
      talk(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n'),
      talk(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc'),
    ]);
    expect(headers.answer).toContain('408');
    expect(headers.ms).toBeLessThan(2_500);
    expect(body.answer).not.toContain('200 OK');
    expect(body.ms).toBeLessThan(3_000);
    await server.stop();
  });

  test('R7: the application knows the address a request comes from, so that limits are each client’s own', async () => {
    const app = new Hono().get('/', (c) => c.text(addressOnNode(0)(c)));
    const server = await serveApp(app, LOOPBACK, SHORT);
    expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe('127.0.0.1');
    await server.stop();
  });

  test('R48: requests under way are answered, new ones are not taken, an endless one is cut in time', async () => {
    const app = new Hono()
      .get('/slow', async (c) => {
        await wait(250);
        return c.text('done');
      })
      .get('/endless', () => new Promise<Response>(() => {}));
    const server = await serveApp(app, LOOPBACK, SHORT);
    const slow = talk(server.port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    const endless = talk(server.port, 'GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
    await wait(100);
    const started = performance.now();
    const stopped = server.stop();
    await wait(20);
    await expect(fetch(`http://127.0.0.1:${server.port}/slow`)).rejects.toThrow();
    const answered = await slow;
    expect(answered.answer).toContain('done');
    expect(answered.answer.toLowerCase()).toContain('connection: close');
    expect((await endless).answer).toBe('');
    await stopped;
    expect(performance.now() - started).toBeLessThan(SHORT.drainMs + 600);
  });
});

describe('the program', () => {
  /** Starts the program; resolves with its port when it is ready. */
  async function start(
    env: NodeJS.ProcessEnv,
  ): Promise<{ child: ChildProcess; port: number; ended: Promise<number | null> }> {
    const child = spawn(process.execPath, [RUN], {
      env: { PATH: process.env.PATH, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let out = '';
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout?.on('data', (chunk) => {
        out += chunk;
        const listening = /"event":"listening".*"port":(\d+)/.exec(out);
        if (listening !== null && out.includes('"event":"database ready"')) resolve(Number(listening[1]));
      });
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${out}`)));
    });
    return { child, port, ended };
  }

  test('starts on an empty folder, is ready, ends on SIGTERM with 0 and gives its folder back', async () => {
    await withFolder(async (folder) => {
      const { child, port, ended } = await start({ DATA_DIR: folder });
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
      expect(existsSync(join(folder, LOCK_FILE))).toBe(true);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
    });
  });

  test('a wrong setting ends it with 2 and a sentence', async () => {
    const child = spawn(process.execPath, [RUN], { env: { PATH: process.env.PATH, PORT: 'x' } });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
    expect(said).toBe('PORT: port to listen on, 0 for any free one (for example PORT=8080)\n');
  });
});

/** A gate before the PostgreSQL server, which can be shut: open connections are cut and new ones refused. */
async function gateTo(target: URL): Promise<{ url: string; shut(): Promise<void>; reopen(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const listen = (port: number) =>
    new Promise<Server>((resolve) => {
      const gate = createServer((inside) => {
        const outside = connect(Number(target.port || 5432), target.hostname);
        for (const [from, to] of [
          [inside, outside],
          [outside, inside],
        ] as const) {
          sockets.add(from);
          from.on('error', () => {});
          from.on('close', () => to.destroy());
          from.pipe(to);
        }
      });
      gate.listen(port, '127.0.0.1', () => resolve(gate));
    });
  let gate = await listen(0);
  const port = (gate.address() as { port: number }).port;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    shut: () =>
      new Promise((resolve) => {
        gate.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        sockets.clear();
      }),
    reopen: async () => {
      gate = await listen(port);
    },
  };
}

const why = postgresUrl === undefined ? ' (skipped: TEST_DATABASE_URL names no PostgreSQL server)' : '';

describe.skipIf(postgresUrl === undefined)(`a PostgreSQL server that goes away${why}`, () => {
  test('absent at the start and later: the server waits in a clear state and goes on by itself', async () => {
    const created = await createPostgresDatabase();
    const gate = await gateTo(new URL(created.url));
    await gate.shut();
    const database = openPostgres(gate.url, silentLog, { connections: 3 });
    const state = watchDatabase(database, silentLog, {
      migrations: readMigrations(MIGRATIONS_FOLDER),
      mustBeDurable: true,
      retryAfterMs: 50,
    });
    const prepared = state.prepare();
    await wait(200);
    expect(await state.ask()).toEqual({ state: 'starting' });
    await gate.reopen();
    await prepared;
    expect(await state.ask()).toEqual({ state: 'ready' });
    for (let round = 0; round < 2; round += 1) {
      await gate.shut();
      expect(await state.ask()).toEqual({ state: 'away' });
      await wait(300);
      expect(await state.ask()).toEqual({ state: 'away' });
      await gate.reopen();
      await expect.poll(() => state.ask(), { timeout: 5_000 }).toEqual({ state: 'ready' });
    }
    await database.close(1_000);
    await gate.shut();
    await created.drop();
  });
});
