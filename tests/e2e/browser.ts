/**
 * A real Chromium for tests of pages: the one of the system, without a download. A console error, a failed script or a request
 * to another host fails the test. Tests are skipped where no Chromium is, unless REQUIRE_CHROMIUM=1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PATHS = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const path = PATHS.find((candidate) => candidate !== '' && existsSync(candidate));

/** Null where Chromium is there; else why tests are skipped. */
export const noChromium =
  path === undefined && process.env.REQUIRE_CHROMIUM !== '1' ? 'no Chromium on this machine' : null;

export async function launchChromium(): Promise<Browser> {
  if (path === undefined) throw new Error(`no Chromium at ${PATHS.filter(Boolean).join(', ')}`);
  return chromium.launch({
    executablePath: path,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** What went wrong since the last call: console errors, exceptions, requests elsewhere. */
  readonly faults: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface View {
  readonly width: 375 | 1280;
  readonly language?: 'zh' | 'en';
  readonly isElder?: boolean;
  readonly forcedColours?: boolean;
}

/** A fresh browser profile with a reader's settings. Animation is off, so that pictures are the same every time. */
export async function openPage(
  browser: Browser,
  origin: string,
  view: View,
  more: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: view.width, height: view.width === 375 ? 740 : 860 },
    locale: view.language === 'en' ? 'en-GB' : 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...(view.forcedColours ? { forcedColors: 'active' as const } : {}),
    ...more,
  });
  await context.addCookies([
    { name: 'minyi_language', value: view.language ?? 'zh', url: origin },
    { name: 'minyi_elder', value: view.isElder ? 'on' : 'off', url: origin },
  ]);
  const page = await context.newPage();
  let faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin)
      faults.push(`asked ${url.origin}`);
  });
  return {
    page,
    faults: () => {
      const found = faults;
      faults = [];
      return found;
    },
    close: () => context.close(),
  };
}

/** Chromium reports every refused request as an error; refusals are shown on the page and tested there. */
function isExpected(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it is now: rule, and the elements. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Evaluated through the debugger, so the page's policy holds meanwhile.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (options: object) => Promise<{
          violations: readonly {
            id: string;
            help: string;
            nodes: readonly { target: readonly string[] }[];
          }[];
        }>;
      };
    };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
}

/** Whether the page is wider than its window: a reader would have to scroll sideways. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

/** Presses Tab until the element with this accessible name has the focus, at most `most` times. */
export async function tabTo(page: Page, name: string | RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
      return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab did not reach ${name}`);
}
