/**
 * A ballot session in a real Chromium: a clerk prepares it from a spreadsheet, the presidium seals what it is shown, the roll is
 * taken, the chief scrutineer opens and closes, two tellers key paper ballots from the keyboard and the chief scrutineer rules.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activate, write } from '../support/journey/person.ts';
import { openSitting, type Sitting } from '../support/sitting.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';
import { noChromium, type View } from './browser.ts';
import { expectFit, openSite, type Site } from './site.ts';

const SHEET = [
  '项目名称\t牵头单位\t投资（万元）\t完成时间\t说明',
  '加装电梯\t区住建局\t4200\t2026年11月30日\t老旧小区，含管网',
  '助餐点\t区民政局\t680\t2026-10-31\t扩面提质',
  '充电设施\t区应急局\t900\t2026/12/01\t',
].join('\n');

describe.skipIf(noChromium !== null)('a ballot session', () => {
  let world: World;
  let site: Site;
  let sitting: Sitting;
  let poll: string;

  beforeAll(async () => {
    world = await openWorld();
    site = await openSite(world);
    sitting = await openSitting(world, { members: 24, present: 23, sessions: 2 });
  }, 180_000);
  afterAll(async () => {
    await site?.close();
    await world?.close();
  });

  /** A page as a person sees it, and afterwards what axe and the console say about it. */
  async function as(
    who: AccountClient,
    path: string,
    act: (page: Page) => Promise<void>,
    view?: View,
  ): Promise<void> {
    const { page, faults, close } = await site.openAt(who, path, view);
    await act(page);
    expect(faults()).toEqual([]);
    await close();
  }

  test('a clerk prepares it from a spreadsheet, and a reload in the middle loses nothing', async () => {
    await as(sitting.clerk, `/app/meetings/${sitting.meetingId}/sessions`, async (page) => {
      await page.getByText('还没有表决').waitFor();
      await expectFit(page, 'sessions-empty');
      await page.getByRole('link', { name: '新建表决' }).click();
      await page.getByLabel('应选数').fill('2');
      await page.getByText('应确定2项。达到的多于2项时').waitFor();
      await expectFit(page, 'wizard-rules');
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByLabel('表决事项').fill('2026年度民生实事项目票决');
      await page.getByRole('button', { name: '从表格粘贴' }).click();
      await page.getByLabel('把表格里的行粘贴在这里').fill(SHEET);
      await page.getByRole('button', { name: '加入 3 项' }).click();
      await page.reload();
      await page.getByText('已接着上次没有填完的内容').waitFor();
      await page.getByRole('button', { name: '下一步' }).click();
      expect(await page.getByLabel('项目名称').nth(2).inputValue()).toBe('充电设施');
      await page.getByRole('button', { name: '上移 充电设施' }).click();
      expect(await page.getByLabel('项目名称').nth(1).inputValue()).toBe('充电设施');
      await expectFit(page, 'wizard-items');
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByText('投资合计 5,780 万元').waitFor();
      await expectFit(page, 'wizard-review');
      await page.getByRole('button', { name: '保存，交主席团审定' }).click();
      await page.waitForURL(/\/app\/sessions\/[^/]+$/);
      poll = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    });
  });

  test('what is missing or wrong is said at its place', async () => {
    await as(sitting.clerk, `/app/meetings/${sitting.meetingId}/sessions/new`, async (page) => {
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByText('请填 1 以上的整数').waitFor();
      await page.getByLabel('应选数').fill('1');
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByRole('button', { name: '添加一项' }).click();
      await page.getByRole('button', { name: '下一步' }).click();
      for (const text of ['请填表决事项', '请填名称', '请填牵头单位']) await page.getByText(text).waitFor();
      await expectFit(page, 'wizard-errors');
    });
  });

  test.each([
    { width: 1280 },
    { width: 375 },
    { width: 375, isElder: true },
    { width: 1280, language: 'en' },
  ] as const)('the presidium sees everything before it seals, at %o', async (view) => {
    await as(
      sitting.presidium,
      `/app/sessions/${poll}`,
      async (page) => {
        await page
          .getByRole('button', { name: view.language === 'en' ? 'Seal' : '封存', exact: true })
          .waitFor();
        await expectFit(
          page,
          `session-seal-${view.width}${view.isElder ? '-elder' : ''}-${view.language ?? 'zh'}`,
        );
      },
      view,
    );
  });

  test('the presidium seals, the clerk takes the roll, the chief scrutineer opens and closes', async () => {
    await as(sitting.presidium, `/app/sessions/${poll}`, async (page) => {
      await page.getByLabel('我已经逐项看过办法、项目和选票样式').check();
      await page.getByRole('button', { name: '封存', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: '封存' }).click();
      await page.getByText('下一步：核定到会人数').waitFor();
    });
    await as(sitting.clerk, `/app/sessions/${poll}`, async (page) => {
      await page.getByRole('button', { name: '核定到会人数' }).click();
      await page.getByRole('dialog').getByText('应到 24 名，现在到会 23 名，法定人数 16 名').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: '核定到会人数' }).click();
      await page.getByText('下一步：宣布开始投票').waitFor();
      expect(await page.getByRole('button', { name: '宣布开始投票' }).count()).toBe(0);
    });
    await as(sitting.chief, `/app/sessions/${poll}`, async (page) => {
      for (const step of ['宣布开始投票', '宣布截止']) {
        await page.getByRole('button', { name: step }).click();
        await page.getByRole('dialog').getByRole('button', { name: step }).click();
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
      }
      await page.getByText('已截止').waitFor();
      await expectFit(page, 'session-closed');
    });
  });

  test('paper ballots are printed one a page, keyed twice from the keyboard, and ruled on', async () => {
    await as(sitting.clerk, `/app/sessions/${poll}/paper-ballots`, async (page) => {
      await write(page.getByLabel('份数'), '2');
      expect(await page.locator('.paper-sheet').count()).toBe(2);
      await expectFit(page, 'paper-ballots');
      await page.emulateMedia({ media: 'print' });
      const wordsOf = async (part: Locator) => (await part.innerText()).replaceAll(/\s/g, '');
      const [first = '', second = ''] = await Promise.all(
        (await page.locator('.paper-sheet').all()).map(wordsOf),
      );
      expect(first).toContain('电梯');
      expect(second).toBe(first);
      expect(await wordsOf(page.getByRole('main'))).toBe(first + second);
      await page.emulateMedia({ media: null });
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
      expect(/\/Count (\d+)/.exec(pdf)?.[1]).toBe('2');
    });
    const key = (teller: AccountClient, last: string, done: string) =>
      as(teller, `/app/sessions/${poll}/paper`, async (page) => {
        await activate(page.getByRole('button', { name: '开始录入' }));
        await page.getByRole('group', { name: '表决票' }).waitFor();
        // One ballot: for, against, abstain; the next: for, for, and the last key given.
        for (const press of ['1', '2', '3', 'Enter', '1']) await page.keyboard.press(press);
        await page.reload();
        await activate(page.getByRole('button', { name: '开始录入' }));
        await page.getByText('已接着上次没有提交的录入，共 2 张').waitFor();
        for (const press of ['ArrowDown', '1', last]) await page.keyboard.press(press);
        await expectFit(page, `paper-keying-${last}`);
        await activate(page.getByRole('button', { name: '提交这一批，共 2 张' }));
        await activate(page.getByRole('dialog').getByRole('button', { name: '提交这一批，共 2 张' }));
        await page.getByText(done).waitFor();
      });
    await key(sitting.tellers[0], '2', '第一次录入已保存');
    await key(sitting.tellers[1], '3', '等待总监票人裁定');
    await as(sitting.chief, `/app/sessions/${poll}/paper`, async (page) => {
      await activate(page.getByRole('button', { name: '裁定' }));
      await page.getByText('2 处不一致').waitFor();
      const inputs = page.locator('.paper-differs input');
      await write(inputs.nth(0), '1');
      await write(inputs.nth(1), '1');
      await write(page.getByLabel('理由'), '第二张第3项画在“反对”栏内');
      await expectFit(page, 'paper-ruling');
      await activate(page.getByRole('button', { name: '作出裁定' }));
      await activate(page.getByRole('dialog').getByRole('button', { name: '作出裁定' }));
      await page.getByText(`已由${sitting.chief.name}裁定`).waitFor();
    });
    const [row] = await world.sql<{ resolution: { column: { items: { marks: number[] }[] } } }[]>`
      select resolution from paper_batches where poll = ${poll} and batch = 1`;
    expect(row?.resolution.column.items.map(({ marks }) => marks)).toEqual([
      [2, 0, 0],
      [1, 1, 0],
      [0, 1, 1],
    ]);
  });
});
