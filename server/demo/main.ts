/**
 * `npm start`: the demonstration, on an embedded database of its own and this machine only. With `--empty`, with DATABASE_URL,
 * for other machines, or where DATA_DIR has an installation in earnest, the server starts bare instead.
 */
import { join } from 'node:path';
import { createApp } from '../app.ts';
import { type Config, isLoopbackHost, readConfig } from '../config.ts';
import { holdsEmbedded } from '../db/pglite.ts';
import type { Deps } from '../deps.ts';
import { createLimits } from '../http/limits.ts';
import { createLog } from '../log.ts';
import { main as runBare, runUntilStopped, startServer } from '../node.ts';
import { loadKept, saveKept } from './kept.ts';
import { type DemoState, demoRoutes } from './routes.ts';
import { play } from './seed.ts';

export async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--demo' && arg !== '--empty');
  if (unknown.length > 0) {
    process.stderr.write(`minyi: ${unknown.join(' ')} is not known here; the only option is --empty\n`);
    process.exit(2);
  }
  const isWanted =
    !args.includes('--empty') &&
    (process.env.DATABASE_URL ?? '') === '' &&
    isLoopbackHost(process.env.HOST || '127.0.0.1') &&
    !holdsEmbedded(process.env.DATA_DIR || './data');
  if (!isWanted) return runBare();
  const log = createLog(
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  const quiet = { ...log, info: () => {} };
  await runUntilStopped(quiet, async () => {
    const given = readConfig(process.env);
    const config: Config = { ...given, dataDir: join(given.dataDir, 'demo') };
    const kept = loadKept(config.dataDir);
    const [origin = ''] = config.origins;
    const state: DemoState = { played: kept?.played ?? null, progress: { step: 'people', done: 0, of: 1 } };
    if (kept !== null) state.progress = { step: 'done', done: 1, of: 1 };
    const server = await startServer(config, quiet, {
      isDemo: true,
      serve: (deps) => createApp(deps).route('/', demoRoutes(state, origin)),
    });
    const prepared = server.prepared.then(async () => {
      say(`\n  民意 Minyi  ${origin}/app/try   (演示 demonstration; Ctrl+C ends it)\n`);
      if (kept === null) void playInto(server.deps, state, config.dataDir);
      else printAccounts(state, origin);
    });
    return { ...server, prepared };
  });
}

async function playInto(deps: Deps, state: DemoState, dataDir: string): Promise<void> {
  const [origin = ''] = deps.origins;
  // The story's requests count against limits of their own, so that a visitor's do not meet them.
  let requests = 0;
  const app = createApp({
    ...deps,
    limits: createLimits(deps.now),
    addressOf: () => {
      requests += 1;
      return `story-${requests}`;
    },
  });
  try {
    await play(
      deps,
      app,
      (played) => {
        state.played = played;
        printAccounts(state, origin);
      },
      (step, done, of) => {
        state.progress = { step, done, of };
        printProgress(step, done, of);
      },
    );
    if (state.played !== null) saveKept(dataDir, { isComplete: true, played: state.played });
  } catch (error) {
    deps.log.error('the story stopped', { error });
  }
}

function printAccounts({ played }: DemoState, origin: string): void {
  if (played === null) return;
  say('\n  账号 accounts (the six-digit codes are on the page above)');
  for (const { name, loginName, password } of played.people) {
    say(`  ${name.padEnd(10, '　')} ${loginName.padEnd(18)} ${password}`);
  }
  say(`\n  首页 public pages    ${origin}/`);
  say(`  投票 a card to try   ${origin}/vote#${played.meetingId}.${played.cards[0]?.secret ?? ''}\n`);
}

const STEPS: Readonly<Record<string, string>> = {
  people: '人员 people',
  roll: '名册 roll',
  keys: '密钥 keys',
  cards: '票卡 cards',
  projects: '票决 ballots on the projects',
  evaluation: '测评 ballots of the evaluation',
  done: '完成 the story is played',
};

function printProgress(step: string, done: number, of: number): void {
  const line = of > 1 ? `${STEPS[step]} ${done}/${of}` : `${STEPS[step]}`;
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K  ${line}${step === 'done' ? '\n' : ''}`);
  else if (of === 1 || done % 50 === 0 || done === of) say(`  ${line}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
