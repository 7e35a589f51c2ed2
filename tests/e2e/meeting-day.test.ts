/**
 * A clerk's way to an open hall in a real Chromium: a list becomes the roll, a meeting is planned, cards are made and printed with
 * a scrutineer present, members are signed in from the keyboard, a lost card is replaced by two people, the hall looks on.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activate, pick, write } from '../support/journey/person.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';
import { findBarriers, noChromium, scrollsSideways, type View } from './browser.ts';
import { openSite, type Site, takePicture } from './site.ts';

const NAMES = ['张一', '李二', '王三', '赵四', '钱五', '孙六'];

describe.skipIf(noChromium !== null)('a meeting day', () => {
  let world: World;
  let site: Site;
  let organ: string;
  let clerk: AccountClient;
  let scrutineer: AccountClient;
  let meeting: string;

  beforeAll(async () => {
    world = await openWorld();
    site = await openSite(world);
    organ = await world.organ();
    clerk = await world.account('clerk', organ);
    scrutineer = await world.account('scrutineer', organ);
  }, 180_000);
  afterAll(async () => {
    await site?.close();
    await world?.close();
  });

  test('a list in an old encoding is checked, corrected and becomes the roll', async () => {
    const { page, faults, close } = await site.open(clerk);
    await page.goto(`/app/organs/${organ}/import`);
    const choose = (rows: readonly string[]) =>
      page.locator('input[type=file]').setInputFiles({
        name: '名册.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['代表编号,姓名,代表团,电话', ...rows].join('\n')),
      });
    await choose(['1,张一,城东代表团,138', '1,李二,城东代表团,139', '3,,城西代表团,']);
    await page.getByText('有 2 处错误').waitFor();
    await page.getByText('编号与第 2 行重复').waitFor();
    await page.getByText('以下各列没有读取：电话').waitFor();
    await takePicture(page, 'import-errors');
    await page.getByRole('button', { name: '换一个文件' }).click();
    await choose(NAMES.map((name, at) => `${at + 1},${name},${at < 3 ? '城东' : '城西'}代表团,1`));
    await page.getByRole('button', { name: '导入 6 行' }).waitFor();
    await takePicture(page, 'import-check');
    expect((await clerk.get(`/api/organs/${organ}`)).body.inOffice).toBe(0);
    await page.getByRole('button', { name: '导入 6 行' }).click();
    await page.getByText('名册已更新，现有在任 6 人').waitFor();
    await takePicture(page, 'import-done');
    await page.getByRole('link', { name: '查看名册' }).click();
    await page.getByText('现有在任 6 人，即应到人数。').waitFor();
    await write(page.getByLabel('查找'), '城西');
    await page.getByText('共 3 人').waitFor();
    await activate(page.getByRole('button', { name: '离任：赵四' }));
    await write(page.getByRole('textbox', { name: '原因' }), '调离');
    await activate(page.getByRole('dialog').getByRole('button', { name: '离任' }));
    await page.getByText('现有在任 5 人').waitFor();
    await page.getByLabel('显示').selectOption('left');
    await activate(page.getByRole('button', { name: '恢复：赵四' }));
    await activate(page.getByRole('dialog').getByRole('button', { name: '恢复' }));
    await page.getByText('现有在任 6 人').waitFor();
    expect(faults()).toEqual([]);
    await close();
  });

  test('an .xls file is refused with what to do about it', async () => {
    const { page, close } = await site.open(clerk);
    await page.goto(`/app/organs/${organ}/import`);
    await page.locator('input[type=file]').setInputFiles({
      name: '名册.xls',
      mimeType: 'application/vnd.ms-excel',
      buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    });
    await page.getByText('另存为“.xlsx 工作簿”').waitFor();
    await close();
  });

  test('a meeting is planned on the page of its body', async () => {
    const { page, faults, close } = await site.open(clerk);
    await page.goto(`/app/organs/${organ}`);
    await takePicture(page, 'organ');
    await page.getByRole('button', { name: '新建会议' }).click();
    await page.getByLabel('召开日期').fill('2026-03-02');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.waitForURL(/\/app\/meetings\/[0-9a-f-]{36}$/);
    meeting = page.url().split('/').at(-1) ?? '';
    await page.getByRole('heading', { name: '会议日清单' }).waitFor();
    await takePicture(page, 'meeting');
    await page.getByRole('button', { name: '开始签到' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '开始签到' }).click();
    await page.getByText('进行中').waitFor();
    expect(faults()).toEqual([]);
    await close();
  });

  test('R9: cards are made in the browser; nothing that is sent holds a secret, and erasing leaves none behind', async () => {
    const { page, faults, close } = await site.open(clerk);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
    await page.goto(`/app/meetings/${meeting}/cards`);
    await page.getByLabel('备用卡').fill('2');
    await page.getByLabel('预留的票决场次').fill('2');
    await page.getByLabel('在场的监票人').selectOption({ label: scrutineer.name });
    await page.getByText('监票人在场，看着制卡').click();
    await takePicture(page, 'cards-plan');
    await page.getByRole('button', { name: '开始制卡' }).click();
    await page.getByText('8 张票卡已登记，请打印').waitFor({ timeout: 60_000 });
    await takePicture(page, 'cards-made');
    const secrets = await page.locator('.card-secret').allInnerTexts();
    expect(secrets).toHaveLength(8);
    expect(
      secrets.every((secret) => /^[1-9A-HJ-NP-Za-km-z]{3}(-[1-9A-HJ-NP-Za-km-z]{3}){4}$/.test(secret)),
    ).toBe(true);
    const print = process.env.SCREENSHOTS;
    if (print !== undefined) await page.pdf({ path: join(print, 'cards.pdf'), format: 'A4' });
    await page.getByRole('button', { name: '已打印好，清除密码' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '已打印好，清除密码' }).click();
    await page.getByText('密码已从本机清除').waitFor();
    await page.getByText('记名卡').waitFor();
    const left = await page.evaluate(() =>
      [
        document.documentElement.outerHTML,
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
      ].join(),
    );
    for (const secret of secrets) {
      for (const form of [secret, secret.replaceAll('-', '')]) {
        expect(left).not.toContain(form);
        expect(sent.filter((text) => text.includes(form))).toEqual([]);
      }
    }
    await takePicture(page, 'cards-done');
    expect(faults()).toEqual([]);
    await close();
  });

  test('the desk works from the keyboard: number, name, serial; a name that fits two is asked; the inside code is refused', async () => {
    const { page, faults, close } = await site.open(clerk);
    await page.goto(`/app/meetings/${meeting}/desk`);
    const field = page.getByLabel('编号、姓名或票卡编号');
    await field.waitFor();
    const type = async (text: string) => {
      await field.fill(text);
      await page.keyboard.press('Enter');
    };
    await type('1');
    await page
      .getByText(/张一 已签到，发票卡 A-000\d/)
      .first()
      .waitFor();
    await type('李二');
    await page
      .getByText(/李二 已签到，发票卡/)
      .first()
      .waitFor();
    const rows = (await clerk.get(`/api/meetings/${meeting}/desk`)).body.members as {
      name: string;
      serial: string;
    }[];
    await type(`MINYI-CARD:${rows.find(({ name }) => name === '王三')?.serial ?? ''}`);
    await page
      .getByText(/王三 已签到，发票卡/)
      .first()
      .waitFor();
    await type(`${site.origin}/vote#${meeting}.abc-def-ghi-jkm-nop`);
    await page.getByText('扫到的是票卡里面的投票码').waitFor();
    await type('没有这个人');
    await page.getByText('没有找到“没有这个人”').waitFor();
    await type('1');
    await page.getByText('这位代表已经领过票').waitFor();
    await page.getByText('法定人数为 4 人，还差 1 人。').waitFor();
    await takePicture(page, 'desk');
    await page.getByLabel('发纸质票').check();
    await type('赵四');
    await page.getByText('已达到法定人数（4 人）').waitFor();
    await page.getByRole('tab', { name: '已到 4' }).click();
    await activate(page.getByRole('button', { name: '签退：李二' }));
    await activate(page.getByRole('dialog').getByRole('button', { name: '签退' }));
    await page.getByText(/李二 已签退，请收回票卡/).waitFor();
    await page.getByRole('tab', { name: '已离会 1' }).waitFor();
    await takePicture(page, 'desk-list');
    expect(faults()).toEqual([]);
    await close();
  });

  test('a lost card takes two people at two screens, by keyboard', async () => {
    const at = await site.open(clerk);
    await at.page.goto(`/app/meetings/${meeting}/lost-cards`);
    const members = at.page.getByLabel('代表');
    const listed = await members.locator('option', { hasText: '张一' }).innerText();
    await pick(members, listed);
    await write(at.page.getByLabel('情况'), '入场时遗失');
    await activate(at.page.getByRole('button', { name: '报失' }));
    await at.page.getByText('等待监票人确认').waitFor();
    const other = await site.open(scrutineer);
    await other.page.goto(`/app/meetings/${meeting}/lost-cards`);
    await activate(other.page.getByRole('button', { name: '确认作废' }));
    await takePicture(other.page, 'lost-confirm');
    await activate(other.page.getByRole('dialog').getByRole('button', { name: '确认作废' }));
    await other.page.getByText('已作废').waitFor();
    await at.page.getByText('已作废').waitFor();
    await takePicture(at.page, 'lost');
    const after = (await clerk.get(`/api/meetings/${meeting}/desk`)).body.members as {
      name: string;
      serial: string;
    }[];
    expect(after.find(({ name }) => name === '张一')?.serial).toBe('S-0001');
    expect([...at.faults(), ...other.faults()]).toEqual([]);
    await at.close();
    await other.close();
  });

  test('a scrutineer reads the desk and signs nobody in', async () => {
    const { page, faults, close } = await site.open(scrutineer);
    await page.goto(`/app/meetings/${meeting}/desk`);
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByRole('button', { name: /签到|离场|撤销/ }).count()).toBe(0);
    expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0);
    expect(faults()).toEqual([]);
    await close();
  });

  test('the hall sees figures and quorum, large, and follows the desk by itself', async () => {
    const { page, faults, close } = await site.open(scrutineer);
    await page.goto(`/app/meetings/${meeting}/hall`);
    const present = page.locator('.hall-figure-main dd').first();
    await present.getByText('3').waitFor();
    await clerk.post(`/api/meetings/${meeting}/arrivals`, { who: { number: '5' }, hand: 'nothing' });
    await present.getByText('4').waitFor({ timeout: 10_000 });
    await page.getByText('符合法定人数').waitFor();
    await takePicture(page, 'hall');
    expect(faults()).toEqual([]);
    await close();
  });

  const PAGES = [
    ['organs', () => '/app/organs'],
    ['organ', () => `/app/organs/${organ}`],
    ['roll', () => `/app/organs/${organ}/roll`],
    ['import', () => `/app/organs/${organ}/import`],
    ['meeting', () => `/app/meetings/${meeting}`],
    ['desk', () => `/app/meetings/${meeting}/desk`],
    ['cards', () => `/app/meetings/${meeting}/cards`],
    ['lost-cards', () => `/app/meetings/${meeting}/lost-cards`],
    ['hall', () => `/app/meetings/${meeting}/hall`],
  ] as const;
  const VIEWS: readonly View[] = [
    { width: 375 },
    { width: 1280 },
    { width: 375, isElder: true },
    { width: 1280, language: 'en' },
  ];
  test.each(VIEWS)('no page has a barrier or scrolls sideways: %j', async (view) => {
    const { page, faults, close } = await site.open(clerk, view);
    for (const [name, path] of PAGES) {
      await page.goto(path());
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await takePicture(
        page,
        `${name}-${view.width}${view.isElder ? '-elder' : ''}${view.language === 'en' ? '-en' : ''}`,
      );
      expect([name, await findBarriers(page)]).toEqual([name, []]);
      expect([name, await scrollsSideways(page)]).toEqual([name, false]);
    }
    expect(faults()).toEqual([]);
    await close();
  });
});
