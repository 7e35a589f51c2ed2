/**
 * What may follow a count, in a real Chromium and by keyboard alone: a tie is voted on again, places left are filled in a second
 * round, a published result is corrected by two people, a session is given up by two people, and the hall looks on. Ballots,
 * decryptions and signatures go through HTTP.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activate, type Person, personAt, write } from '../support/journey/person.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';
import { noChromium } from './browser.ts';
import { openSite, type Site } from './site.ts';

const [FOR, AGAINST] = [0, 1];
/** Five ballots, at most two for: one project passes, two tie for the place that is left. */
const TIED = [
  [FOR, FOR, AGAINST],
  [FOR, FOR, AGAINST],
  [FOR, AGAINST, FOR],
  [FOR, AGAINST, FOR],
  [AGAINST, FOR, FOR],
];
/** One project passes, no other does. */
const SHORT = [
  [FOR, FOR, AGAINST],
  [FOR, AGAINST, FOR],
  [FOR, AGAINST, AGAINST],
  [FOR, AGAINST, AGAINST],
  [FOR, AGAINST, AGAINST],
];

/** Every page is judged in four views, on a machine that may be busy. */
const LOOKING_MS = 480_000;

describe
  .skipIf(noChromium !== null)
  .sequential('after the count, by keyboard alone', { timeout: LOOKING_MS }, () => {
    let world: World;
    let site: Site;
    let meeting: SmallMeeting;
    let decided: string;
    const folder = mkdtempSync(join(tmpdir(), 'minyi-after-'));

    beforeAll(async () => {
      world = await openWorld();
      site = await openSite(world);
      meeting = await openSmallMeeting(world, { sessions: 5, seed: 'after the count' });
    }, 240_000);
    afterAll(async () => {
      await site?.close();
      await world?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const at = async (who: AccountClient, path: string): Promise<Person> =>
      personAt(await site.openAt(who, path), who.name, folder);

    async function count(poll: string, ballots: readonly (readonly number[])[]): Promise<void> {
      for (const [card, marks] of ballots.entries()) must(await meeting.cast(poll, card, marks), 201);
      must(await meeting.close(poll));
      must(await meeting.reconcile(poll));
      await meeting.openCount(poll);
    }

    const resultOf = async (poll: string) =>
      JSON.parse(must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`)).text).result;

    test('the presidium starts the re-vote of a tie, which is held and completes the result', async () => {
      decided = await meeting.open(draftOf(3));
      await count(decided, TIED);
      const presidium = await at(meeting.presidium, `/app/sessions/${decided}`);
      await presidium.see('得票相等，需要再次投票');
      await presidium.look('session-tie');
      await presidium.confirm('启动再次投票');
      await presidium.see('下一步：核定到会人数');
      const child = new URL(presidium.page.url()).pathname.split('/').at(-1) ?? '';
      expect(child).not.toBe(decided);
      await presidium.look('session-revote');
      const clerk = await at(meeting.clerk, `/app/sessions/${child}`);
      await clerk.confirm('核定到会人数');
      const chief = await at(meeting.chief, `/app/sessions/${child}`);
      await chief.confirm('宣布开始投票');
      await chief.see('正在投票');
      for (const [card, marks] of [
        ...Array(3).fill([FOR, AGAINST]),
        ...Array(2).fill([AGAINST, FOR]),
      ].entries())
        must(await meeting.cast(child, card, marks), 201);
      await chief.confirm('宣布截止');
      await activate(chief.page.getByRole('link', { name: '计票室' }));
      await chief.press('核对并进入开票');
      await chief.see('已开 0 / 2');
      await meeting.openCount(child);
      await meeting.certify(child);
      expect(await resultOf(decided)).toMatchObject({ elected: [1, 2], tie: null });
      await presidium.page.goto(`/app/sessions/${decided}`);
      await presidium.see('下一步：总监票人、监票人、计票人签署');
      await presidium.look('session-after-revote');
      for (const person of [presidium, clerk, chief]) await person.leave();
    });

    test('the hall shows the result of the re-vote once it is announced, and is left again', async () => {
      const clerk = await at(meeting.clerk, `/app/meetings/${meeting.meetingId}`);
      const { page } = clerk;
      await activate(page.getByRole('link', { name: '会场大屏' }));
      await page.locator('.hall-table').waitFor();
      expect(await page.locator('.hall-elected').count()).toBe(1);
      await clerk.look('hall-revote');
      await clerk.press('全屏');
      await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe('hall');
      await activate(page.getByRole('link', { name: '退出大屏' }));
      await page.getByRole('heading', { name: '会议日清单' }).waitFor();
      expect(await page.evaluate(() => document.fullscreenElement)).toBe(null);
      await clerk.leave();
    });

    test('a published result is corrected: the clerk proposes, the presidium agrees, both versions stay', async () => {
      await meeting.certify(decided);
      must(await meeting.clerk.post(`/api/ballot-sessions/${decided}/publication`), 201);
      const clerk = await at(meeting.clerk, `/app/sessions/${decided}/count`);
      const reason = '第2项的牵头单位写错，票数不变';
      await activate(clerk.page.locator('summary', { hasText: '更正' }));
      await write(clerk.page.getByLabel('更正理由'), reason);
      await clerk.look('correction-reason');
      await clerk.press('提出更正');
      await clerk.see(`提出第 2 版：${reason}`);
      const presidium = await at(meeting.presidium, `/app/sessions/${decided}/count`);
      await presidium.look('correction-proposed');
      await presidium.confirm('同意并公布新版本');
      await presidium.page.getByText('第 2 版', { exact: true }).waitFor();
      await presidium.look('correction-published');
      await clerk.leave();
      await presidium.leave();
      const { publications } = must(await meeting.clerk.get(`/api/ballot-sessions/${decided}/count`));
      expect(publications.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
    });

    test('places left are filled in a second round where the rules say so', async () => {
      const { rulePack } = must(await meeting.clerk.get(`/api/ballot-sessions/${decided}`));
      const text = rulePack.replace('"shortfall":"leave"', '"shortfall":"second_round"');
      const poll = await meeting.open(draftOf(3, { rules: { text } }));
      await count(poll, SHORT);
      const presidium = await at(meeting.presidium, `/app/sessions/${poll}`);
      await presidium.see('名额没有填满，按办法另行票决');
      await presidium.look('session-shortfall');
      await presidium.confirm('启动另行票决');
      await presidium.see('下一步：核定到会人数');
      await presidium.look('session-second-round');
      const child = new URL(presidium.page.url()).pathname.split('/').at(-1) ?? '';
      const { round, items } = must(await meeting.clerk.get(`/api/ballot-sessions/${child}`));
      expect(round).toMatchObject({ kind: 'second_round', parentUuid: poll, places: 1 });
      expect(items).toHaveLength(2);
      await presidium.leave();
    });

    test('a session is given up by two people; the second may also let it go on', async () => {
      const poll = await meeting.open(draftOf(2));
      const reason = '投票中途停电';
      const chief = await at(meeting.chief, `/app/sessions/${poll}`);
      const presidium = await at(meeting.presidium, `/app/sessions/${poll}`);
      await write(chief.page.getByLabel('理由'), reason);
      await chief.press('提议作废');
      await presidium.see(`提议作废，理由：${reason}`);
      await presidium.look('abandonment-proposed');
      await presidium.press('不同意，继续');
      await write(chief.page.getByLabel('理由'), reason);
      await chief.press('提议作废');
      await presidium.see(`提议作废，理由：${reason}`);
      await presidium.confirm('同意作废');
      await presidium.see('共同作废');
      await chief.see('共同作废');
      await presidium.look('session-voided');
      await chief.leave();
      await presidium.leave();
      expect(must(await meeting.clerk.get(`/api/ballot-sessions/${poll}`)).state).toBe('voided');
    });
  });
