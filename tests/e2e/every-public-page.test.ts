/**
 * Every page that needs no account but the voting page (its own test), of a meeting with a published result, an open box and a vote not yet held, in a real
 * Chromium: at both widths, in both languages, elder mode on and off, axe finds no barrier and nothing scrolls sideways; results
 * can be read with scripts off.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { type RunningServer, serveApp } from '../../server/node.ts';
import { openPages } from '../../server/pages/on-node.ts';
import { silentLog } from '../support/database.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';
import { findBarriers, launchChromium, noChromium, openPage, scrollsSideways, type View } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'minyi-pages-'));
const [FOR, AGAINST] = [0, 1];
/** Each width, language and mode with each other's values at least once. */
const VIEWS: readonly View[] = [
  { width: 375, language: 'zh', isElder: true },
  { width: 375, language: 'en' },
  { width: 1280, language: 'zh' },
  { width: 1280, language: 'en', isElder: true },
];

describe.skipIf(noChromium !== null)('every page without login', () => {
  let world: World;
  let server: RunningServer;
  let browser: Browser;
  let origin: string;
  let paths: readonly string[];
  let published: string;

  beforeAll(async () => {
    const { buildWeb } = await import(new URL('../../web/build.mjs', import.meta.url).href);
    await buildWeb(folder);
    world = await openWorld();
    let app = createApp(world.deps);
    server = await serveApp(
      { fetch: (request, connection) => app.fetch(request, connection) },
      { host: 'localhost', port: 0 },
    );
    origin = `http://localhost:${server.port}`;
    app = createApp({
      ...world.deps,
      origins: [origin],
      pages: openPages(origin, silentLog, [folder]),
      addressOf: () => 'browser',
    });
    const meeting = await openSmallMeeting(world, { sessions: 2, seed: 'public pages' });
    published = await meeting.open(draftOf(3));
    for (const [card, marks] of [
      [FOR, FOR, AGAINST],
      [FOR, FOR, AGAINST],
      [FOR, AGAINST, FOR],
    ].entries()) {
      must(await meeting.cast(published, card, marks), 201);
    }
    must(await meeting.close(published));
    must(await meeting.reconcile(published));
    await meeting.openCount(published);
    await meeting.certify(published);
    must(await meeting.clerk.post(`/api/ballot-sessions/${published}/publication`), 201);
    const open = await meeting.open(draftOf(2));
    must(await meeting.cast(open, 0, [FOR, AGAINST]), 201);
    paths = [
      '/',
      `/meetings/${meeting.meetingId}`,
      `/polls/${published}`,
      `/polls/${published}/certificate`,
      `/polls/${published}/proclamation`,
      `/polls/${published}/board`,
      `/polls/${open}`,
      `/polls/${open}/board`,
      '/receipts',
      '/ledger',
      '/how-to-verify',
      '/verify',
      '/app/login',
      `/polls/${'1'.repeat(22)}`,
    ];
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(VIEWS)('has no barrier and does not scroll sideways: %o', { timeout: 180_000 }, async (view) => {
    const { page, faults, close } = await openPage(browser, origin, view);
    const to = process.env.SCREENSHOTS;
    const name = `${view.width}-${view.language}${view.isElder ? '-elder' : ''}`;
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor({ timeout: 15_000 });
      found.push(
        ...(await findBarriers(page)).map((barrier) => `${path} ${barrier}`),
        ...((await scrollsSideways(page)) ? [`${path} scrolls sideways`] : []),
        ...faults().map((fault) => `${path} ${fault}`),
      );
      if (to !== undefined) {
        const file = path.replaceAll('/', '_').replace(published, 'result');
        await page.screenshot({ path: join(to, `public${file}-${name}.png`), fullPage: true });
      }
    }
    expect(found.map((one) => one.replace(published, 'RESULT'))).toEqual([]);
    await close();
  });

  test('a result and its certificate are read with scripts off', async () => {
    const { page, close } = await openPage(browser, origin, { width: 375 }, { javaScriptEnabled: false });
    await page.goto(`/polls/${published}`);
    const text = (await page.locator('main').innerText()).replace(/\s+/g, '');
    for (const figure of ['应到', '实到', '发出', '收回', '加装电梯', '养老综合体'])
      expect(text).toContain(figure);
    await page.goto(`/polls/${published}/certificate`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('');
    await close();
  });
});
