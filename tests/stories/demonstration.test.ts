/**
 * The first minute: `npm start` as a newcomer has it, its page that shows around, and each of the four people one can be, in a real
 * Chromium by keyboard alone, while and after the story is played through the real actions.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoView } from '../../server/demo/routes.ts';
import { launchChromium, noChromium } from '../e2e/browser.ts';
import { activate, openPerson, type Place, reach, write } from '../support/journey/person.ts';
import { type StartedProduct, startDemonstration } from '../support/journey/site.ts';

const PLAYED_MS = 400_000;

/** Every page is judged in four views, on a machine that may be busy. */
const LOOKING_MS = 480_000;

describe.skipIf(noChromium !== null).sequential('the demonstration', { timeout: LOOKING_MS }, () => {
  let product: StartedProduct;
  let browser: Browser;
  let place: Place;

  const ask = async (): Promise<DemoView> => (await fetch(`${product.origin}/api/demo`)).json();

  beforeAll(async () => {
    [product, browser] = await Promise.all([startDemonstration(), launchChromium()]);
    place = { browser, origin: product.origin, folder: product.folder };
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  test('shows how far it is, until the story is there', { timeout: PLAYED_MS }, async () => {
    const visitor = await openPerson(place, 'visitor');
    const { page } = visitor;
    await page.goto('/app/try');
    await page.getByRole('progressbar').waitFor();
    await visitor.look('try-filling');
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: PLAYED_MS - 30_000 });
    await page
      .getByRole('link', { name: /^打开票卡/ })
      .first()
      .waitFor();
    await visitor.look('try');
    await visitor.leave();
  });

  test('the four people are chosen with the arrow keys, and each says what to do', async () => {
    const visitor = await openPerson(place, 'visitor');
    const { page } = visitor;
    await page.goto('/app/try');
    await reach(page.getByRole('tab').first());
    for (const name of ['工作人员', '人大代表', '监票人', '旁观者']) {
      await page.getByRole('tab', { name, selected: true }).waitFor();
      expect(await page.getByRole('tabpanel').getByRole('listitem').count()).toBe(3);
      await page.keyboard.press('ArrowRight');
    }
    await visitor.leave();
  });

  test('a clerk signs in with the account and the code on the page', async () => {
    const clerk = await openPerson(place, 'clerk');
    const { page } = clerk;
    await page.goto('/app/try');
    await activate(page.getByRole('link', { name: '去登录' }));
    const { accounts } = await ask();
    const account = accounts.find(({ roles }) => roles.includes('clerk'));
    await write(page.getByLabel('登录名'), account?.loginName ?? '');
    await write(page.getByLabel('密码'), account?.password ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '第二步：动态码' }).waitFor();
    const fresh = (await ask()).accounts.find(({ loginName }) => loginName === account?.loginName);
    await write(page.getByLabel('六位动态码'), fresh?.code ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /您好/ }).waitFor();
    await clerk.leave();
  });

  test('a representative casts with a card of the page', async () => {
    const voter = await openPerson(place, 'representative', { width: 375 });
    const { page } = voter;
    const { cards } = await ask();
    await page.goto(cards[0]?.address ?? '');
    await voter.press('开始填写');
    await reach(page.locator('.ballot-item').first().getByRole('radio').first());
    await page.keyboard.press('Space');
    await voter.press('下一步：核对');
    await voter.press('投票');
    await voter.see('投票成功');
    await voter.leave();
  });

  test('a stranger reads the result of 青禾区 and verifies its record in the browser', async () => {
    const stranger = await openPerson(place, 'stranger');
    const { page } = stranger;
    await page.goto('/app/try');
    await reach(page.getByRole('tab').first());
    await page.keyboard.press('End');
    await activate(page.getByRole('link', { name: '公布的结果' }));
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect((await page.getByRole('main').innerText()).replace(/\s+/g, '')).toContain('收回190');
    await activate(page.getByRole('link', { name: '在线核验这份记录' }));
    await stranger.press('开始核验');
    await page.getByText('核验通过').first().waitFor({ timeout: 120_000 });
    await stranger.leave();
  });
});
