/**
 * `npm run bench:cast`: casting through HTTP with every proof checked, beside the bare checker on the same cores in the same
 * run; a hall of 200 voting within a minute while others read pages; 3,000 within 90 seconds; receipt checks; pages beside a bare Hono route. On the PostgreSQL server
 * that TEST_DATABASE_URL names. Prints a table for docs/performance.md; asserts nothing.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createCheckerPool } from '../../server/ballots/checker-pool.ts';
import { migrate, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import type { Database } from '../../server/db/sql.ts';
import { createBallotMaker, isPoolThread, runPoolThread } from '../../tally/cli/pool.ts';
import { base64url } from '../../tally/encoding/bytes.ts';
import { capsOf, choicesOf } from '../../tally/record/questions.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { createPostgresDatabase, silentLog } from '../support/database.ts';
import { inParallel, send } from '../support/http-client.ts';
import { bundleForProcesses, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { CASES } from './cases.ts';
import { median } from './measure.ts';

const HELP = `npm run bench:cast -- [OPTIONS]
  --ballots N   ballots of each round of the comparison (default 200)
  --rounds N    rounds, interleaved; medians are printed (default 3)
  --hall N      representatives who vote within a minute (default 200)
  --line N      representatives who vote within 90 seconds, 0 to leave it out (default 3000)
  --seconds N   how long receipts are checked, and each page is read in each of three rounds (default 5)
  --port N      of the server under test (default 8195)`;

const CLIENTS = 32;
const HALL_MS = 60_000;
const LINE_MS = 90_000;

interface MadeBallot {
  readonly ballot: string;
  readonly caps: unknown;
}

interface Session {
  readonly box: OpenBox;
  readonly ballots: readonly MadeBallot[];
}

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
const threads = cpus().length;

/** A session of case (i) with every ballot made, none cast. */
async function prepare(database: Database, cards: number, seed: string): Promise<Session> {
  const [caseI] = CASES;
  if (caseI === undefined) throw new Error('there is no case (i)');
  const { pack, items } = caseI.sheet;
  const box = await openBox(database.sql, { pack, items: items.length, cards, seed });
  const { open } = box.election();
  const maker = createBallotMaker({ threads, engine: 'auto' }, open, capsOf(box.sheet), box.electionText);
  const ballots: MadeBallot[] = [];
  await inParallel(box.cards.slice(0, cards), maker.concurrency, async ({ secret }, i) => {
    const made = await maker.make(choicesOf(box.sheet, caseI.marks(i)), secret);
    ballots[i] = { ballot: made.text, caps: made.caps };
  });
  await maker.close();
  return { box, ballots };
}

async function logIn(origin: string, { box }: Session): Promise<readonly string[]> {
  const cookies: string[] = [];
  await inParallel(box.cards.slice(0, -1), CLIENTS, async ({ loginKey }, i) => {
    const body = JSON.stringify({ meeting: box.meetingId, loginKey: base64url(loginKey) });
    const { cookie, status } = await send(origin, 'POST', '/api/card-logins', body);
    if (cookie === null) throw new Error(`card ${i} could not log in: ${status}`);
    cookies[i] = cookie;
  });
  return cookies;
}

/** Casts until there is a receipt, coming back as often as the server says. @returns milliseconds, and the worst place told */
async function cast(origin: string, { box, ballots }: Session, cookie: string, i: number) {
  const started = performance.now();
  const body = JSON.stringify(ballots[i]);
  let place = 0;
  for (;;) {
    const answer = await send(origin, 'POST', `/api/booth/${box.poll}/cast`, body, cookie);
    if (answer.status === 201 || answer.status === 200) return { ms: performance.now() - started, place };
    if (answer.status !== 503) throw new Error(`ballot ${i}: ${answer.status} ${answer.body}`);
    place = Math.max(place, JSON.parse(answer.body).place ?? 0);
    await new Promise((resolve) => setTimeout(resolve, answer.retryAfterSeconds * 1_000));
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Reads a page again and again beside something else. @returns the times of the answers in ms */
function readMeanwhile(origin: string, path: string): { stop(): Promise<readonly number[]> } {
  const times: number[] = [];
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const started = performance.now();
      const { status } = await send(origin, 'GET', path);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  // What failed is told at the end, so that the server is ended too.
  reading.catch(() => {});
  return {
    stop: async () => {
      isOver = true;
      await reading;
      return times;
    },
  };
}

/** Ballots a second of the bare checker, and of casting the same number through HTTP. */
async function compare(server: ServerProcess, database: Database, ballots: number, round: number) {
  const bareSession = await prepare(database, ballots, `bare${round}`);
  const { box } = bareSession;
  const checkers = createCheckerPool(
    pathToFileURL(join(root, 'dist', 'soak', 'checker-thread.mjs')),
    threads,
    silentLog,
  );
  const rules = { key: box.poll, election: box.electionText, caps: capsOf(box.sheet) };
  const check = (given: MadeBallot) => checkers.check(rules, given);
  // Both sides begin with their tables of powers made.
  await Promise.all(bareSession.ballots.slice(0, checkers.concurrency).map(check));
  const bareStarted = performance.now();
  await inParallel(bareSession.ballots, checkers.concurrency, async (given) => {
    const { ok } = await check(given);
    if (!ok) throw new Error('a ballot of ours was refused');
  });
  const bare = ballots / ((performance.now() - bareStarted) / 1_000);
  await checkers.close();

  const session = await prepare(database, ballots + 8, `http${round}`);
  const cookies = await logIn(server.origin, session);
  await inParallel(
    cookies.slice(0, 8),
    8,
    async (cookie, i) => void (await cast(server.origin, session, cookie, i)),
  );
  const started = performance.now();
  const times: number[] = [];
  await inParallel(cookies.slice(8), CLIENTS, async (cookie, i) => {
    times.push((await cast(server.origin, session, cookie, i + 8)).ms);
  });
  const http = ballots / ((performance.now() - started) / 1_000);
  return { bare, http, ratio: http / bare, p95: percentile(times, 0.95), session };
}

/** Each does something once, at a moment of its own within that time. */
async function arriveWithin(
  ms: number,
  cookies: readonly string[],
  act: (cookie: string, i: number) => Promise<void>,
): Promise<void> {
  const { length } = cookies;
  await Promise.all(
    cookies.map(async (cookie, i) => {
      await new Promise((resolve) => setTimeout(resolve, ((i * 7_919) % length) * (ms / length)));
      await act(cookie, i);
    }),
  );
}

/** A hall votes within a minute, each at a moment of their own, while others read the board. */
async function hall(server: ServerProcess, database: Database, people: number) {
  const session = await prepare(database, people, 'hall');
  const cookies = await logIn(server.origin, session);
  const board = readMeanwhile(server.origin, `/polls/${session.box.poll}/board`);
  const home = readMeanwhile(server.origin, '/');
  const times: number[] = [];
  await arriveWithin(HALL_MS, cookies, async (cookie, i) => {
    await send(server.origin, 'GET', `/api/booth/${session.box.poll}`, undefined, cookie);
    times.push((await cast(server.origin, session, cookie, i)).ms);
  });
  const pages = [...(await board.stop()), ...(await home.stop())];
  return {
    cast: times.length,
    p50: median(times),
    p95: percentile(times, 0.95),
    pagesP50: median(pages),
    pagesP99: percentile(pages, 0.99),
    pages: pages.length,
  };
}

/** More than can be checked at once vote within 90 seconds, each coming back as often as they are told to. */
async function line(server: ServerProcess, database: Database, people: number) {
  const session = await prepare(database, people, 'line');
  const cookies = await logIn(server.origin, session);
  const board = readMeanwhile(server.origin, `/polls/${session.box.poll}/board`);
  const started = performance.now();
  let worstPlace = 0;
  let failed = 0;
  const times: number[] = [];
  await arriveWithin(LINE_MS, cookies, (cookie, i) =>
    cast(server.origin, session, cookie, i).then(
      ({ ms, place }) => {
        times.push(ms);
        worstPlace = Math.max(worstPlace, place);
      },
      () => {
        failed += 1;
      },
    ),
  );
  const seconds = (performance.now() - started) / 1_000;
  const pages = await board.stop();
  return {
    people,
    failed,
    seconds,
    perSecond: people / seconds,
    p95: percentile(times, 0.95),
    worstPlace,
    pagesP99: percentile(pages, 0.99),
  };
}

/** Answers a second, as fast as this process can ask. @param pathOf the path of the question of this number */
async function rate(origin: string, pathOf: (question: number) => string, seconds: number): Promise<number> {
  const started = performance.now();
  let answers = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = client; performance.now() - started < seconds * 1_000; i += CLIENTS) {
        const { status } = await send(origin, 'GET', pathOf(i));
        if (status !== 200) throw new Error(`${pathOf(i)} answered ${status}`);
        answers += 1;
      }
    }),
  );
  return answers / ((performance.now() - started) / 1_000);
}

/** Pages beside a Hono application that does nothing but return the same bytes, each in a process of its own, interleaved. */
async function pages(server: ServerProcess, { box }: Session, seconds: number) {
  const paths = ['/', `/polls/${box.poll}`, `/polls/${box.poll}/board`];
  const bodies = await Promise.all(
    paths.map(async (path) => [path, await (await fetch(`${server.origin}${path}`)).text()] as const),
  );
  const program = join(root, 'dist', 'soak', 'bare-hono.mjs');
  writeFileSync(
    program,
    `import { Hono } from 'hono';
    import { serve } from '@hono/node-server';
    const app = new Hono();
    for (const [path, html] of ${JSON.stringify(bodies)}) app.get(path, (c) => c.html(html));
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send(port));`,
  );
  const bare = fork(program);
  try {
    const port = await new Promise<number>((resolve) =>
      bare.once('message', (message) => resolve(Number(message))),
    );
    const ratios: { path: string; ours: number; bare: number }[] = [];
    for (const path of paths) {
      const measured: [number, number][] = [];
      for (let round = 0; round < 3; round += 1) {
        measured.push([
          await rate(server.origin, () => path, seconds),
          await rate(`http://127.0.0.1:${port}`, () => path, seconds),
        ]);
      }
      ratios.push({
        path: path.replace(box.poll, ':poll'),
        ours: median(measured.map(([ours]) => ours)),
        bare: median(measured.map(([, other]) => other)),
      });
    }
    return ratios;
  } finally {
    bare.kill();
  }
}

async function receiptChecks(server: ServerProcess, { box }: Session, database: Database, seconds: number) {
  const rows = await database.sql<
    { tracker: string }[]
  >`select tracker from box.ballots where poll = ${box.poll}`;
  const codes = rows.map(({ tracker }) => shortCode(tracker));
  return rate(server.origin, (i) => `/api/public/receipts/${codes[i % codes.length]}`, seconds);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ballots: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '3' },
      hall: { type: 'string', default: '200' },
      line: { type: 'string', default: '3000' },
      seconds: { type: 'string', default: '5' },
      port: { type: 'string', default: '8195' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
  const bundle = await bundleForProcesses(root);
  const created = await createPostgresDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'minyi-bench-'));
  const database = openPostgres(created.url, silentLog, { connections: 8 });
  await migrate(database, readMigrations(join(root, 'server', 'db', 'migrations')));
  const server = await startServerProcess({
    root,
    bundle,
    databaseUrl: created.url,
    dataDir,
    port: Number(values.port),
  });
  try {
    console.log(`${threads} cores, ${load()}`);
    const ratios: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const { bare, http, ratio, p95, session } = await compare(
        server,
        database,
        Number(values.ballots),
        round,
      );
      ratios.push(ratio);
      console.log(
        `round ${round + 1}: bare checker ${bare.toFixed(1)}/s, HTTP casts ${http.toFixed(1)}/s (p95 ${p95.toFixed(0)} ms), ratio ${ratio.toFixed(2)}, ${load()}`,
      );
      if (round === 0) {
        const checks = await receiptChecks(server, session, database, Number(values.seconds));
        console.log(`receipt checks: ${checks.toFixed(0)}/s`);
        for (const { path, ours, bare: other } of await pages(server, session, Number(values.seconds))) {
          console.log(
            `page ${path}: ${ours.toFixed(0)}/s, bare Hono ${other.toFixed(0)}/s, ratio ${(ours / other).toFixed(2)}`,
          );
        }
      }
    }
    console.log(`HTTP casts / bare checker, median: ${median(ratios).toFixed(2)}`);
    if (Number(values.hall) > 0) {
      const figures = await hall(server, database, Number(values.hall));
      console.log(
        `hall of ${values.hall} within 60 s: ${figures.cast} cast, p50 ${figures.p50.toFixed(0)} ms, p95 ${figures.p95.toFixed(0)} ms; ${figures.pages} pages read meanwhile, p50 ${figures.pagesP50.toFixed(1)} ms, p99 ${figures.pagesP99.toFixed(1)} ms, ${load()}`,
      );
    }
    if (Number(values.line) > 0) {
      const figures = await line(server, database, Number(values.line));
      console.log(
        `line of ${figures.people} within 90 s: ${figures.failed} failed, ${figures.seconds.toFixed(0)} s, ${figures.perSecond.toFixed(1)}/s, p95 ${(figures.p95 / 1_000).toFixed(1)} s, worst place told ${figures.worstPlace}, pages p99 ${figures.pagesP99.toFixed(1)} ms, ${load()}`,
      );
    }
  } finally {
    await server.end('SIGTERM');
    await database.close(2_000);
    await created.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

// Ballots are made by threads that run this same bundle.
if (isPoolThread()) runPoolThread();
else await main();
