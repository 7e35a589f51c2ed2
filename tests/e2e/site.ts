/**
 * The application with its built pages on a port of this machine, over the database of a world, and Chromium: what a person with
 * an account has before them. Pages live by the clock of this machine, since a browser does.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createApp } from '../../server/app.ts';
import type { Deps } from '../../server/deps.ts';
import { serveApp } from '../../server/node.ts';
import { openPages } from '../../server/pages/on-node.ts';
import { silentLog } from '../support/database.ts';
import type { AccountClient, World } from '../support/world.ts';
import {
  findBarriers,
  launchChromium,
  openPage,
  scrollsSideways,
  type View,
  type WatchedPage,
} from './browser.ts';

export interface Site {
  readonly origin: string;
  readonly browser: Browser;
  /** A browser of this person, logged in; of a stranger where it is null. */
  open(who: AccountClient | null, view?: View): Promise<WatchedPage>;
  /** The same, on a page that has its heading. */
  openAt(who: AccountClient | null, path: string, view?: View): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Builds the pages and serves them. @param changes parts of the application that differ from the world's */
export async function openSite(world: World, changes: Partial<Deps> = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-site-'));
  const { buildWeb } = await import(new URL('../../web/build.mjs', import.meta.url).href);
  await buildWeb(folder);
  world.clock.set(new Date());
  // The origin is known once there is a port.
  let app = createApp(world.deps);
  const server = await serveApp(
    { fetch: (request, connection) => app.fetch(request, connection) },
    { host: 'localhost', port: 0 },
  );
  const origin = `http://localhost:${server.port}`;
  app = createApp({
    ...world.deps,
    now: () => new Date(),
    origins: [origin],
    pages: openPages(origin, silentLog, [folder]),
    addressOf: () => 'browser',
    ...changes,
  });
  const browser = await launchChromium();
  const open = async (who: AccountClient | null, view: View = { width: 1280 }) => {
    const watched = await openPage(browser, origin, view);
    const cookies = [...(who?.cookies ?? [])].map(([name, value]) => ({ name, value, url: origin }));
    await watched.page.context().addCookies(cookies);
    return watched;
  };
  return {
    origin,
    browser,
    open,
    openAt: async (who, path, view) => {
      const watched = await open(who, view);
      await watched.page.goto(path);
      await watched.page.getByRole('heading', { level: 1 }).waitFor();
      return watched;
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** No barrier for axe, nothing to scroll sideways; a picture of it where SCREENSHOTS names a folder. */
export async function expectFit(page: Page, name: string): Promise<void> {
  expect(await findBarriers(page), name).toEqual([]);
  expect(await scrollsSideways(page), name).toBe(false);
  await takePicture(page, name);
}

export async function takePicture(page: Page, name: string): Promise<void> {
  const to = process.env.SCREENSHOTS;
  if (to === undefined) return;
  mkdirSync(to, { recursive: true });
  await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
}
