/** The server as a process on Node: slow clients, an orderly end, a database that goes away and comes back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { LOCK_FILE } from '../../server/db/folder-lock.ts';
import { MIGRATIONS_FOLDER, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { watchDatabase } from '../../server/db/state.ts';
import { addressOnNode } from '../../server/http/limits.ts';
import { explainListening, serveApp } from '../../server/node.ts';
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
    ...args: readonly string[]
  ): Promise<{
    child: ChildProcess;
    port: number;
    ended: Promise<number | null>;
    printed: () => string;
  }> {
    const child = spawn(process.execPath, [RUN, ...args], {
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
    return { child, port, ended, printed: () => out };
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

  test('with --demo on the folder of an installation in earnest it starts that, and no demonstration beside it', async () => {
    await withFolder(async (folder) => {
      const first = await start({ DATA_DIR: folder });
      first.child.kill('SIGTERM');
      await first.ended;
      const { child, ended } = await start({ DATA_DIR: folder }, '--demo');
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(existsSync(join(folder, 'demo'))).toBe(false);
    });
  });

  test('R24: on a database older than the last signed head it says so at the start, is not ready, and still shows pages', async () => {
    await withFolder(async (folder) => {
      const first = await start({ DATA_DIR: folder });
      first.child.kill('SIGTERM');
      await first.ended;
      const head = join(folder, 'ledger-head');
      rmSync(head);
      writeFileSync(head, `5 ${'a'.repeat(64)} after nothing\n`);
      const { child, port, ended, printed } = await start({ DATA_DIR: folder });
      expect(printed()).toMatch(/"level":"error","event":"ledger incident"/);
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'incident' }]);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    });
  });

  describe('what an operator must mend ends it with 2 and a sentence', () => {
    async function said(env: NodeJS.ProcessEnv): Promise<string> {
      const child = spawn(process.execPath, [RUN], { env: { PATH: process.env.PATH, PORT: '0', ...env } });
      let text = '';
      child.stderr.on('data', (chunk) => {
        text += chunk;
      });
      expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
      return text;
    }

    /** A PostgreSQL server that answers every start of a session with this failure. */
    async function denying(code: string): Promise<{ url: string; close(): void }> {
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mno\0\0`);
      const head = Buffer.from('E\0\0\0\0');
      head.writeInt32BE(fields.length + 4, 1);
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(Buffer.concat([head, fields])));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      return { url: `postgres://minyi:hunter2@127.0.0.1:${port}/minyi`, close: () => server.close() };
    }

    test('a wrong setting', async () => {
      expect(await said({ PORT: 'x' })).toBe(
        'PORT: port to listen on, 0 for any free one (for example PORT=8080)\n',
      );
    });

    test('a port that is taken, or not permitted', async () => {
      await withFolder(async (folder) => {
        const other = await serveApp(new Hono(), LOOPBACK);
        const { port } = other;
        expect(await said({ DATA_DIR: folder, PORT: String(port) })).toBe(
          `PORT: ${port} on 127.0.0.1 is taken; stop the program that listens there, or set another port (for example PORT=8081)\n`,
        );
        await other.stop();
      });
      const denied = Object.assign(new Error('listen'), { code: 'EACCES' });
      expect(explainListening(denied, { host: '127.0.0.1', port: 80 })).toMatchObject({
        name: 'WrongSettings',
        message: expect.stringContaining('may not listen on 80 on 127.0.0.1'),
      });
    });

    test.each(['28P01', '28000', '3D000'])('a PostgreSQL server that answers %s', async (code) => {
      const { url, close } = await denying(code);
      await withFolder(async (folder) => {
        const text = await said({ DATABASE_URL: url, DATA_DIR: folder });
        expect(text).toMatch(/^DATABASE_URL: the PostgreSQL server .*\n$/);
        expect(text).toContain(
          code === '3D000' ? 'has no database of this name' : 'does not let this user in',
        );
      });
      close();
    });

    test('a DATA_DIR that cannot be made or written, with either database', async () => {
      await withFolder(async (folder) => {
        const file = join(folder, 'a file');
        writeFileSync(file, '');
        const noServer = 'postgres://127.0.0.1:1/none';
        for (const env of [{}, { DATABASE_URL: noServer }]) {
          expect(await said({ DATA_DIR: file, ...env })).toMatch(
            /^DATA_DIR: .*a file.* cannot be used \(E[A-Z]+\); give it to the account of this server, .*\n$/,
          );
        }
        const taken = join(folder, 'pg');
        writeFileSync(taken, '');
        expect(await said({ DATA_DIR: folder })).toContain(`DATA_DIR: ${taken} cannot be used (EEXIST)`);
      });
    });
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
