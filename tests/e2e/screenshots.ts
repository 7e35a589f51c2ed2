/**
 * `npm run screenshots`: every page of the demonstration as a picture, by role, width, language and mode, into ./screenshots.
 * Starts a demonstration of its own and waits until its story is played; with an address, such as http://localhost:8080, it
 * takes the one that runs there. Says at the end which pages had errors in their console.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { DemoView } from '../../server/demo/routes.ts';
import { startDemonstration } from '../support/journey/site.ts';
import { launchChromium, openPage, type View } from './browser.ts';
import { type Places, pagesByRole } from './screenshot-pages.ts';

const FOLDER = 'screenshots';
const VIEWS: readonly View[] = ([375, 1280] as const).flatMap((width) =>
  (['zh', 'en'] as const).flatMap((language) =>
    [false, true].map((isElder) => ({ width, language, isElder })),
  ),
);
/** A page that asks the server every few seconds never falls silent. */
const SETTLE_MS = 4_000;

async function main(): Promise<void> {
  const given = process.argv[2];
  const { origin, stop } =
    given === undefined ? await startDemonstration() : { origin: given, stop: async () => {} };
  const browser = await launchChromium();
  try {
    const view = await untilPlayed(origin);
    const faults = await takeAll(browser, origin, view);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.stdout.write(`pictures are in ${FOLDER}/; ${faults.length} pages had errors\n`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
    await stop();
  }
}

async function untilPlayed(origin: string): Promise<DemoView> {
  for (;;) {
    const answer = await fetch(`${origin}/api/demo`).catch(() => null);
    if (answer?.ok) {
      const view = (await answer.json()) as DemoView;
      if (view.progress.step === 'done') return view;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function takeAll(browser: Browser, origin: string, demo: DemoView): Promise<readonly string[]> {
  const faults: string[] = [];
  const clerk = await signIn(browser, origin, demo, 'clerk');
  const places = await findPlaces(browser, origin, demo, clerk);
  for (const { role, pages } of pagesByRole(places)) {
    const storageState =
      role === 'public' ? undefined : role === 'clerk' ? clerk : await signIn(browser, origin, demo, role);
    for (const view of VIEWS) {
      const {
        page,
        faults: found,
        close,
      } = await openPage(browser, origin, view, storageState === undefined ? {} : { storageState });
      const folder = join(FOLDER, role, `${view.width}-${view.language}${view.isElder ? '-elder' : ''}`);
      mkdirSync(folder, { recursive: true });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => {});
        await page.locator('h1').first().waitFor();
        await page.locator('.spinner').first().waitFor({ state: 'detached' });
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
        faults.push(...found().map((fault) => `${role} ${name} ${view.width} ${view.language}: ${fault}`));
      }
      await close();
    }
    process.stdout.write(`${role}: ${Object.keys(pages).length} pages\n`);
  }
  return faults;
}

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** The cookies of an account in this role. A code works once, so each account is signed in once for all pictures. */
async function signIn(browser: Browser, origin: string, demo: DemoView, role: string): Promise<StorageState> {
  const account = demo.accounts.find(({ roles }) => roles.includes(role as never));
  if (account === undefined) throw new Error(`the demonstration has nobody who is ${role}`);
  const context = await browser.newContext({ baseURL: origin, extraHTTPHeaders: { origin } });
  const { loginName, password } = account;
  const entered = await context.request.post('/api/logins', { data: { loginName, password } });
  if (!entered.ok()) throw new Error(`${loginName}: ${await entered.text()}`);
  const { accounts } = (await (await fetch(`${origin}/api/demo`)).json()) as DemoView;
  const code = accounts.find((one) => one.loginName === loginName)?.code;
  const confirmed = await context.request.post('/api/logins/current/second-factor', { data: { code } });
  if (!confirmed.ok()) throw new Error(`${loginName}: ${await confirmed.text()}`);
  const { cookies } = await context.storageState();
  await context.close();
  // What a reader has set is each picture's own.
  return { cookies, origins: [] };
}

async function findPlaces(
  browser: Browser,
  origin: string,
  demo: DemoView,
  storageState: StorageState,
): Promise<Places> {
  const context = await browser.newContext({ baseURL: origin, storageState });
  const ask = async (path: string) => (await context.request.get(path)).json();
  const { organs } = await ask('/api/organs');
  const organId: string = organs[0].id;
  const { meetings } = await ask(`/api/organs/${organId}/meetings`);
  await context.close();
  if (demo.polls === null) throw new Error('the story is not played');
  return { organId, meetingId: meetings[0].id, polls: demo.polls, card: demo.cards[0]?.address ?? '/vote' };
}

await main();
