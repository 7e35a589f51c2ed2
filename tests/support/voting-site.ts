/**
 * The real application with the real voting page on a port of this machine, a meeting with an open box, and Chromium: what a
 * representative has in the hand, so that the page is tested as it is used.
 */
import { spawnSync } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createApp } from '../../server/app.ts';
import { createPages, type Pages } from '../../server/pages/pages.ts';
import { drawCredential } from '../../tally/belenios/credential.ts';
import { sha256, sha256Hex } from '../../tally/encoding/hash.ts';
import { launchChromium } from '../e2e/browser.ts';
import { type BoxPlan, type OpenBox, openBox } from './box.ts';
import { seededRandom } from './random.ts';
import { openWorld, type World } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the voting page alone, as `npm run build` does: in a process of its own, which is not a test. @returns its folder */
export function buildVotingPage(): string {
  const outDir = mkdtempSync(join(tmpdir(), 'minyi-vote-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--mode', 'vote', '--outDir', outDir], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`the voting page does not build: ${built.stderr}`);
  return outDir;
}

/** Path below the folder of every file of a build. */
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function pagesIn(folder: string, origin: string): Pages {
  const bytes = new Map(filesOf(folder).map((name) => [name, readFileSync(join(folder, name))]));
  const packed = new Map([...bytes].map(([name, content]) => [name, brotliCompressSync(content)]));
  const files = Object.fromEntries([...bytes].map(([name, content]) => [name, sha256Hex(content)]));
  return createPages(
    { files, pages: { vote: Object.keys(files) }, publicStyles: [] },
    origin,
    async (name) => {
      const body = packed.get(name);
      return body === undefined ? null : { body: new Uint8Array(body), encoding: 'br' };
    },
  );
}

export interface VotingSite {
  readonly world: World;
  readonly origin: string;
  readonly browser: Browser;
  /** A further session with a box and cards of its own, in a meeting of its own. */
  readonly openBox: (plan: BoxPlan) => Promise<VotingBox>;
  /** A phone: a browser with nothing in it. */
  readonly phone: (options?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>;
  readonly close: () => Promise<void>;
}

export interface VotingBox extends OpenBox {
  /** As printed. */
  readonly cardTexts: readonly string[];
  /** Address in the QR code of a card. */
  readonly addressOf: (card: number) => string;
}

export async function openVotingSite(): Promise<VotingSite> {
  const folder = buildVotingPage();
  const world = await openWorld();
  let app = createApp(world.deps);
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  app = createApp({ ...world.deps, origins: [origin], pages: pagesIn(folder, origin) });
  const browser = await launchChromium();
  return {
    world,
    origin,
    browser,
    openBox: async (plan) => {
      const box = await openBox(world.sql, plan);
      // openBox draws a card's text and then its login key, card by card: the same seed gives the texts again.
      const again = seededRandom(plan.seed ?? 'box');
      const cardTexts: string[] = [];
      for (const { cardId } of box.cards) {
        const text = drawCredential(again);
        again(32);
        cardTexts.push(text);
        const key = pbkdf2Sync(text, `minyi-login|${box.meetingId}`, 100_000, 32, 'sha256');
        await world.sql`update box.cards set login_hash = ${sha256(key)} where id = ${cardId}`;
      }
      return {
        ...box,
        cardTexts,
        addressOf: (card) => `${origin}/vote#${box.meetingId}.${cardTexts[card] ?? ''}`,
      };
    },
    phone: (options = {}) =>
      browser.newContext({ viewport: { width: 375, height: 700 }, locale: 'zh-CN', ...options }),
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything the page has kept in the browser, as one text. */
export async function storageOf(page: Page): Promise<string> {
  return await page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      history.state,
      location.href,
      document.cookie,
    ]),
  );
}
