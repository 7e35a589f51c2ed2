/**
 * A person at a browser of their own: takes an invitation, sets password and second factor, makes a signing key, and does one
 * thing after another by what is written on the pages. Files that people save are kept in a folder and given back from there.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers, openPage, scrollsSideways, type View, type WatchedPage } from '../../e2e/browser.ts';
import { totpCode } from '../totp.ts';

export const PASSPHRASE = '一句只有自己知道的长口令';

export interface Place {
  readonly browser: Browser;
  readonly origin: string;
  readonly folder: string;
}

export interface Person {
  readonly name: string;
  readonly page: Page;
  /** Presses the button of this name with the keyboard, wherever it stands. */
  press(name: string | RegExp): Promise<void>;
  /** Presses a button and, in the dialog it opens, the button that confirms it. */
  confirm(name: string, within?: string): Promise<void>;
  /** Waits until the page says this. */
  see(text: string | RegExp): Promise<void>;
  /** Saves the file that the button gives. @returns its path */
  save(button: string): Promise<string>;
  /**
   * Judges the page as it stands, at both widths, elder mode off and on: it fits, and axe finds no barrier. Pictures of it
   * where SCREENSHOTS names a folder.
   */
  look(step: string): Promise<void>;
  /** Ends the browser; whatever the console complained of fails the test. */
  leave(): Promise<void>;
}

export async function openPerson(
  { browser, origin, folder }: Place,
  name: string,
  view: View = { width: 1280 },
): Promise<Person> {
  return personAt(await openPage(browser, origin, view), name, folder);
}

/** @param folder where the files they save are kept */
export function personAt({ page, faults, close }: WatchedPage, name: string, folder: string): Person {
  page.setDefaultTimeout(20_000);
  const person: Person = {
    name,
    page,
    press: (button) => activate(page.getByRole('button', { name: button, exact: true }).first()),
    confirm: async (button, within = button) => {
      await person.press(button);
      await activate(page.getByRole('dialog').getByRole('button', { name: within, exact: true }));
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
    see: (text) => page.getByText(text).first().waitFor(),
    save: async (button) => {
      const [download] = await Promise.all([page.waitForEvent('download'), person.press(button)]);
      const path = join(folder, `${name}-${download.suggestedFilename()}`);
      await download.saveAs(path);
      return path;
    },
    look: (step) => look(page, step),
    leave: async () => {
      expect([name, faults()]).toEqual([name, []]);
      await close();
    },
  };
  return person;
}

async function look(page: Page, step: string): Promise<void> {
  const to = process.env.SCREENSHOTS;
  const own = page.viewportSize();
  // The frame of the application is empty until its script has run.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  const wasElder = await setElder(page, false);
  for (const [width, isElder] of [
    [1280, false],
    [1280, true],
    [375, false],
    [375, true],
  ] as const) {
    await page.setViewportSize({ width, height: width === 375 ? 740 : 860 });
    await setElder(page, isElder);
    const view = `${step} at ${width}${isElder ? ', elder mode' : ''}`;
    expect.soft([view, await scrollsSideways(page)]).toEqual([view, false]);
    expect.soft([view, await findBarriers(page)]).toEqual([view, []]);
    if (to === undefined) continue;
    mkdirSync(to, { recursive: true });
    await page.screenshot({
      path: join(to, `${step}-${width}${isElder ? '-elder' : ''}.png`),
      fullPage: true,
    });
  }
  await setElder(page, wasElder);
  if (own !== null) await page.setViewportSize(own);
}

const MOST_TABS = 400;

/** Goes with Tab to a part of the page that can be used now. */
export async function reach(target: Locator): Promise<void> {
  // Visible, enabled and at rest; nothing is clicked.
  await target.click({ trial: true });
  await goTo(target);
}

async function goTo(target: Locator): Promise<void> {
  const page = target.page();
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Presses a button or follows a link with the keyboard alone. */
export async function activate(target: Locator): Promise<void> {
  await reach(target);
  await target.page().keyboard.press('Enter');
}

/** Writes into a field with the keyboard alone. */
export async function write(target: Locator, text: string): Promise<void> {
  await reach(target);
  await target.page().keyboard.press('Control+A');
  await target.page().keyboard.insertText(text);
}

/** Ticks a box with the keyboard alone. */
export async function tick(target: Locator): Promise<void> {
  await reach(target);
  if (!(await target.isChecked())) await target.page().keyboard.press('Space');
}

/** Chooses in a list with the keyboard alone. */
export async function pick(list: Locator, label: string): Promise<void> {
  await reach(list);
  const labels = await list.locator('option').allInnerTexts();
  const shown = () => list.evaluate((element) => (element as HTMLSelectElement).selectedIndex);
  const to = labels.indexOf(label);
  if (to < 0) throw new Error(`${label} is not among ${labels.join(', ')}`);
  for (let presses = 0; presses < labels.length && (await shown()) !== to; presses += 1) {
    await list.page().keyboard.press((await shown()) < to ? 'ArrowDown' : 'ArrowUp');
  }
  expect(await shown()).toBe(to);
}

/** Chooses one of a group of radio buttons that is still blank, with the keyboard alone. */
export async function mark(group: Locator, name: string): Promise<void> {
  const { keyboard } = group.page();
  const target = group.getByRole('radio', { name, exact: true });
  const all = await group.getByRole('radio').count();
  // The first may be one that is used up, which the keyboard passes as well.
  await goTo(group.getByRole('radio').first());
  for (let presses = 0; presses < all && !(await target.isChecked()); presses += 1) {
    await keyboard.press(presses === 0 ? 'Space' : 'ArrowRight');
  }
  expect(await target.isChecked()).toBe(true);
}

/** Writes a day into its field with the keyboard alone, in whichever order this browser asks for its parts. */
export async function writeDay(field: Locator, day: string): Promise<void> {
  const { keyboard } = field.page();
  const [year = '', month = '', date = ''] = day.split('-');
  const orders = [
    [month, date, year],
    [year, 'ArrowRight', month, date],
    [date, month, year],
  ];
  await reach(field);
  for (const order of orders) {
    for (let part = 0; part < 3; part += 1) {
      await keyboard.press('Backspace');
      await keyboard.press('ArrowRight');
    }
    for (let part = 0; part < 3; part += 1) await keyboard.press('ArrowLeft');
    for (const keys of order) await (keys === 'ArrowRight' ? keyboard.press(keys) : keyboard.type(keys));
    if ((await field.inputValue()) === day) return;
  }
  throw new Error(`${day} cannot be written`);
}

/** Opens the file dialog of a place for files with the keyboard alone, and chooses there. */
export async function giveFile(place: Locator, file: string | Upload): Promise<void> {
  const [chooser] = await Promise.all([
    place.page().waitForEvent('filechooser'),
    activate(place.getByRole('button', { name: '选择文件', exact: true })),
  ]);
  await chooser.setFiles(file);
}

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Elder mode as its switch sets it. @returns whether it was on */
function setElder(page: Page, isElder: boolean): Promise<boolean> {
  return page.evaluate((on) => {
    const root = document.documentElement;
    const was = 'elder' in root.dataset;
    if (on) root.dataset.elder = '';
    else delete root.dataset.elder;
    return was;
  }, isElder);
}

/** From a one-time link to an account with a password, and for whom it is asked of with a second factor. */
export async function acceptInvitation(person: Person, link: string): Promise<void> {
  const { page } = person;
  await page.goto(link);
  await write(page.getByLabel('新密码'), `${PASSPHRASE}，登录用`);
  await write(page.getByLabel('再输一遍'), `${PASSPHRASE}，登录用`);
  await person.look(`invitation-${person.name}`);
  await person.press('设置密码并登录');
  await page.getByRole('heading', { level: 1, name: /我的账号|您好/ }).waitFor();
  await person.look(`first-page-${person.name}`);
  if (page.url().endsWith('/app/account')) await setUpSecondFactor(person);
}

/** Sets up the authenticator with the key that is shown. */
async function setUpSecondFactor(person: Person): Promise<void> {
  const { page } = person;
  await person.press('启用动态码');
  const secret = await page.locator('.copy-field code').innerText();
  await person.look(`second-factor-${person.name}`);
  await write(page.getByLabel('六位动态码'), totpCode(secret.replaceAll(' ', ''), new Date()));
  await person.press('确认');
  await person.see('已启用');
}

/** Makes a signing key, keeps its file, and registers it by opening that file. @returns the path of the file */
export async function makeSigningKey(person: Person): Promise<string> {
  const { page } = person;
  await page.goto('/app/account');
  await person.press('生成签字密钥');
  const form = page.locator('form', { has: page.getByLabel('文件口令') });
  await write(form.getByLabel('文件口令'), PASSPHRASE);
  await write(form.getByLabel('再输一遍'), PASSPHRASE);
  await person.press('生成并加密');
  const path = await person.save('保存密钥文件');
  await person.press('已经存好');
  await giveFile(page.locator('.file-drop'), path);
  await write(page.getByLabel('文件口令'), PASSPHRASE);
  await person.press('打开并登记');
  await person.see('签字密钥已登记');
  await person.look(`signing-key-${person.name}`);
  return path;
}

/** Gives a key file and its passphrase to the first fields of these names. */
export async function giveKey(page: Page, path: string, file: string, passphrase: string): Promise<void> {
  await giveFile(page.getByRole('group', { name: file, exact: true }).first(), path);
  await write(page.getByLabel(passphrase, { exact: true }).first(), PASSPHRASE);
}
