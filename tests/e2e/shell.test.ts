/** The frame of the application in a real Chromium: policy, language, elder mode, keyboard, axe. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { findBarriers, noChromium, scrollsSideways, tabTo } from './browser.ts';
import { openSite, type Site } from './site.ts';

describe.skipIf(noChromium !== null)('the frame of the pages', () => {
  let world: World;
  let site: Site;

  beforeAll(async () => {
    world = await openWorld();
    site = await openSite(world, { isDemo: true });
  }, 120_000);
  afterAll(async () => {
    await site?.close();
    await world?.close();
  });

  test('R57: a page loads and runs under its policy without one violation, asking nobody else', async () => {
    const { page, faults, close } = await site.open(null, { width: 1280 });
    await page.goto('/app/login');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(faults()).toEqual([]);
    // Trusted Types: a string does not become a script, whoever writes it into the page.
    const outcome = await page.evaluate(() => {
      try {
        document.createElement('script').text = 'globalThis.injected = true';
        return 'taken';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(outcome).toBe('TypeError');
    await close();
  });

  test.each([375, 1280] as const)(
    'at %i px axe finds nothing, in both languages, elder mode on and off',
    async (width) => {
      for (const language of ['zh', 'en'] as const) {
        for (const isElder of [false, true]) {
          const { page, faults, close } = await site.open(null, { width, language, isElder });
          await page.goto('/app/login');
          await page.getByRole('heading', { level: 1 }).waitFor();
          expect(await findBarriers(page), `${language} ${isElder}`).toEqual([]);
          expect(await scrollsSideways(page)).toBe(false);
          expect(faults()).toEqual([]);
          await close();
        }
      }
    },
  );

  test('language and elder mode change at once, stay after a reload, and are set with the keyboard alone', async () => {
    const { page, close } = await site.open(null, { width: 1280 });
    await page.goto('/app/login');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await tabTo(page, 'English');
    await page.keyboard.press('Enter');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await tabTo(page, 'Elder mode');
    await page.keyboard.press('Space');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('html').getAttribute('data-elder')).toBe('');
    const { size, target } = await page.evaluate(() => ({
      size: Number.parseFloat(getComputedStyle(document.body).fontSize),
      target: Math.min(
        ...[...document.querySelectorAll('button, input, select')].map(
          (one) => one.getBoundingClientRect().height,
        ),
      ),
    }));
    // The pages of the server go by the same choice, and what is chosen there holds here.
    await page.goto('/');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('html').getAttribute('data-elder')).not.toBe(null);
    await page.goto('/?lang=zh');
    await page.goto('/app/login');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(size).toBeGreaterThanOrEqual(18);
    expect(target).toBeGreaterThanOrEqual(60);
    await close();
  });

  test('controls are at least 44 px high', async () => {
    const { page, close } = await site.open(null, { width: 375 });
    await page.goto('/app/login');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('button, input, select')].map(
        (one) => one.getBoundingClientRect().height,
      ),
    );
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await close();
  });

  test('every page of a demonstration says so', async () => {
    const { page, close } = await site.open(null, { width: 375 });
    await page.goto('/app/login');
    await page.getByText('演示系统').waitFor();
    await close();
  });
});
