/**
 * Every page that needs no account but the voting page (its own test), of a meeting with a published result, an open box and a vote not yet held, in a real
 * Chromium: at both widths, in both languages, elder mode on and off, axe finds no barrier and nothing scrolls sideways; results
 * can be read with scripts off.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';
import { findBarriers, noChromium, openPage, scrollsSideways, type View } from './browser.ts';
import { openSite, type Site, takePicture } from './site.ts';

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
  let site: Site;
  let paths: readonly string[];
  let published: string;

  beforeAll(async () => {
    world = await openWorld();
    site = await openSite(world);
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
  }, 240_000);
  afterAll(async () => {
    await site?.close();
    await world?.close();
  });

  test.each(VIEWS)('has no barrier and does not scroll sideways: %o', { timeout: 180_000 }, async (view) => {
    const { page, faults, close } = await site.open(null, view);
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
      await takePicture(page, `public${path.replaceAll('/', '_').replace(published, 'result')}-${name}`);
    }
    expect(found.map((one) => one.replace(published, 'RESULT'))).toEqual([]);
    await close();
  });

  test('a result and its certificate are read with scripts off', async () => {
    const { page, close } = await openPage(
      site.browser,
      site.origin,
      { width: 375 },
      { javaScriptEnabled: false },
    );
    await page.goto(`/polls/${published}`);
    const text = (await page.locator('main').innerText()).replace(/\s+/g, '');
    for (const figure of ['应到', '实到', '发出', '收回', '加装电梯', '养老综合体'])
      expect(text).toContain(figure);
    await page.goto(`/polls/${published}/certificate`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('');
    await close();
  });
});
