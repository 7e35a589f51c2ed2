/**
 * A person at a browser of their own: takes an invitation, sets password and second factor, makes a signing key, and does one
 * thing after another by what is written on the pages. Files that people save are kept in a folder and given back from there.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers, openPage, scrollsSideways, type View } from '../../e2e/browser.ts';
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
  /** Presses the button of this name, wherever it stands. */
  press(name: string | RegExp): Promise<void>;
  /** Presses a button and, in the dialog it opens, the button that confirms it. */
  confirm(name: string, within?: string): Promise<void>;
  /** Waits until the page says this. */
  see(text: string | RegExp): Promise<void>;
  /** Saves the file that the button gives. @returns its path */
  save(button: string): Promise<string>;
  /**
   * Judges the page as it stands: it fits both widths, in elder mode too, and axe finds no barrier in the wide page nor in
   * the narrow one in elder mode. Pictures of it where SCREENSHOTS names a folder.
   */
  look(step: string): Promise<void>;
  /** Ends the browser; whatever the console complained of fails the test. */
  leave(): Promise<void>;
}

export async function openPerson(place: Place, name: string, view: View = { width: 1280 }): Promise<Person> {
  const { page, faults, close } = await openPage(place.browser, place.origin, view, {
    acceptDownloads: true,
  });
  page.setDefaultTimeout(20_000);
  const person: Person = {
    name,
    page,
    press: (button) => page.getByRole('button', { name: button, exact: true }).first().click(),
    confirm: async (button, within = button) => {
      await person.press(button);
      await page.getByRole('dialog').getByRole('button', { name: within, exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
    see: (text) => page.getByText(text).first().waitFor(),
    save: async (button) => {
      const [download] = await Promise.all([page.waitForEvent('download'), person.press(button)]);
      const path = join(place.folder, `${name}-${download.suggestedFilename()}`);
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
  const wasElder = await setElder(page, false);
  for (const [width, isElder] of [
    [1280, false],
    [375, false],
    [375, true],
  ] as const) {
    await page.setViewportSize({ width, height: width === 375 ? 740 : 860 });
    await setElder(page, isElder);
    const view = `${step} at ${width}${isElder ? ', elder mode' : ''}`;
    expect.soft([view, await scrollsSideways(page)]).toEqual([view, false]);
    if (width === 1280 || isElder) expect.soft([view, await findBarriers(page)]).toEqual([view, []]);
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
  await page.getByLabel('新密码').fill(`${PASSPHRASE}，登录用`);
  await page.getByLabel('再输一遍').fill(`${PASSPHRASE}，登录用`);
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
  await page.getByLabel('六位动态码').fill(totpCode(secret.replaceAll(' ', ''), new Date()));
  await person.press('确认');
  await person.see('已启用');
}

/** Makes a signing key, keeps its file, and registers it by opening that file. @returns the path of the file */
export async function makeSigningKey(person: Person): Promise<string> {
  const { page } = person;
  await page.goto('/app/account');
  await person.press('生成签名钥');
  const form = page.locator('form', { has: page.getByLabel('文件口令') });
  await form.getByLabel('文件口令').fill(PASSPHRASE);
  await form.getByLabel('再输一遍').fill(PASSPHRASE);
  await person.press('生成并加密');
  const path = await person.save('保存密钥文件');
  await person.press('已经存好');
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByLabel('文件口令').fill(PASSPHRASE);
  await person.press('打开并登记');
  await person.see('签名钥已登记');
  await person.look(`signing-key-${person.name}`);
  return path;
}

/** Gives a key file and its passphrase to the first fields of these names. */
export async function giveKey(page: Page, path: string, file: string, passphrase: string): Promise<void> {
  await page.getByRole('group', { name: file, exact: true }).first().locator('input').setInputFiles(path);
  await page.getByLabel(passphrase, { exact: true }).first().fill(PASSPHRASE);
}
