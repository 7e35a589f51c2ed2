/**
 * The count room in a real Chromium: three scrutineers make a key together, each with a file and a passphrase; two open a count
 * that their browsers verify first; three people sign with their key files; the chair reads; the presidium confirms; the clerk
 * publishes.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawSigningKey, proveSigningKey } from '../../tally/report/signing-key-proof.ts';
import { type KeyKind, sealKeyFile } from '../../web/keys/key-file.ts';
import { seededRandom } from '../support/random.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';
import { noChromium } from './browser.ts';
import { expectFit, openSite, type Site } from './site.ts';

const PASSPHRASE = '一句只有自己知道的长口令';
const random = seededRandom('count room');
const [FOR, AGAINST] = [0, 1];

describe.skipIf(noChromium !== null)('the count room', () => {
  let world: World;
  let site: Site;

  beforeAll(async () => {
    world = await openWorld();
    site = await openSite(world);
  }, 240_000);
  afterAll(async () => {
    await site?.close();
    await world?.close();
  });

  const fileOf = async (kind: KeyKind, secret: string) => ({
    name: `${kind}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(await sealKeyFile({ kind, about: '测试', secret, passphrase: PASSPHRASE }, random)),
  });

  /** The file goes into the n-th field for one. */
  const give = async (page: Page, file: Awaited<ReturnType<typeof fileOf>>, field = 0): Promise<void> => {
    await page.locator('input[type=file][accept^=".json,"]').nth(field).setInputFiles(file);
    await page.locator('input[type=password]').nth(field).fill(PASSPHRASE);
  };

  test('scrutineers make the key of a meeting together', { timeout: 240_000 }, async () => {
    const organId = await world.organ();
    const [row] = await world.sql<{ id: string }[]>`
      insert into meetings (organ_id, number, title_zh, title_en, held_on)
      values (${organId}, 5, '第五次会议', 'Fifth session', '2026-03-02') returning id`;
    const path = `/app/meetings/${row?.id}/keys`;
    const clerk = await world.account('clerk', organId);
    const people: { who: AccountClient; signing: Awaited<ReturnType<typeof fileOf>> }[] = [];
    for (const role of ['chiefScrutineer', 'scrutineer', 'scrutineer'] as const) {
      const who = await world.account(role, organId);
      const { secretKey, publicKey } = drawSigningKey(random);
      const proof = proveSigningKey(who.accountId, secretKey)?.proof;
      must(await who.put('/api/me/signing-key', { publicKey, proof }));
      people.push({ who, signing: await fileOf('signing', secretKey) });
    }

    const office = await site.openAt(clerk, path);
    await expectFit(office.page, 'keys-not-begun');
    await office.page.getByRole('button', { name: '开始制作密钥' }).click();
    await office.page.getByText('正在等待').waitFor();

    const rooms = await Promise.all(people.map(({ who }) => site.openAt(who, path)));
    const kept: Awaited<ReturnType<typeof fileOf>>['buffer'][] = [];
    for (const [i, { page }] of rooms.entries()) {
      const [first, second] = [page.getByLabel('口令', { exact: true }), page.getByLabel('再输一遍口令')];
      await first.fill(PASSPHRASE);
      await second.fill('另一个完全不同的口令哦');
      await page.getByRole('button', { name: '生成密钥' }).click();
      await page.getByText('两次输入的口令不一样').waitFor();
      await second.fill(PASSPHRASE);
      await page.getByRole('button', { name: '生成密钥' }).click();
      const save = page.getByRole('button', { name: '保存密钥文件' });
      await save.waitFor();
      if (i === 0) await expectFit(page, 'keys-save');
      const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      kept.push(Buffer.from(Buffer.concat(chunks)));
      const file = { name: 'kept.json', mimeType: 'application/json', buffer: kept[i] ?? Buffer.from('') };
      await give(page, file);
      if (i === 0) await expectFit(page, 'keys-test');
      await page.getByRole('button', { name: '试开并提交' }).click();
      if (i < 2) await page.getByText('已提交。请等待其他监票人。').waitFor();
    }
    // Shares are exchanged by themselves; then everybody rehearses with the file kept.
    for (const [i, { page, faults }] of rooms.entries()) {
      const rehearse = page.getByRole('button', { name: '演练开票' });
      await rehearse.waitFor({ timeout: 60_000 });
      await give(page, {
        name: 'kept.json',
        mimeType: 'application/json',
        buffer: kept[i] ?? Buffer.from(''),
      });
      await give(page, people[i]?.signing as Awaited<ReturnType<typeof fileOf>>, 1);
      if (i === 0) await expectFit(page, 'keys-rehearse');
      await rehearse.click();
      await page.getByText('您的演练已通过。').waitFor({ timeout: 30_000 });
      expect(faults()).toEqual([]);
    }
    await office.page.getByText('密钥已制成，演练全部通过').first().waitFor();
    await expectFit(office.page, 'keys-complete');
    const [done] = await world.sql`
      select count(*)::int as signed from ceremony_members where meeting_id = ${row?.id ?? ''} and holder is not null`;
    expect(done).toEqual({ signed: 3 });
    await Promise.all([office, ...rooms].map(({ close }) => close()));
  });

  describe('of a closed session', () => {
    let meeting: SmallMeeting;
    let poll: string;
    let path: string;

    beforeAll(async () => {
      world.clock.set(new Date());
      meeting = await openSmallMeeting(world, { seed: 'counted in a browser' });
      poll = await meeting.open(draftOf(3));
      path = `/app/sessions/${poll}/count`;
    }, 120_000);

    const signingOf = (who: AccountClient) => fileOf('signing', meeting.secretKeys.get(who.accountId) ?? '');

    test('shows nothing while the box is open, then reconciles', async () => {
      const early = await site.openAt(meeting.chief, path);
      await early.page.getByText('投票还没有结束').waitFor();
      await expectFit(early.page, 'count-not-closed');
      await early.close();
      for (const [card, marks] of [
        [FOR, FOR, AGAINST],
        [FOR, FOR, AGAINST],
        [FOR, FOR, AGAINST],
        [FOR, AGAINST, FOR],
      ].entries()) {
        must(await meeting.cast(poll, card, marks), 201);
      }
      must(await meeting.close(poll));
      const { page, faults, close } = await site.openAt(meeting.chief, path);
      await expectFit(page, 'count-reconcile');
      await page.getByRole('button', { name: '核对并进入开票' }).click();
      await page.getByText('已开 0 / 2').waitFor();
      expect(faults()).toEqual([]);
      await close();
    });

    test('R34: a scrutineer’s browser verifies and opens; what does not verify it refuses', {
      timeout: 120_000,
    }, async () => {
      for (const [i, holder] of meeting.holders.slice(0, 2).entries()) {
        const { page, faults, close } = await site.openAt(holder.client, path);
        await give(page, await fileOf('scrutineer', holder.seed));
        if (i === 0) {
          await expectFit(page, 'count-open');
          // The server shows a ledger without its last leaves.
          await page.route('**/count/leaves?from=0', async (route) => {
            const answer = await route.fetch();
            const { from, leaves } = await answer.json();
            await route.fulfill({
              response: answer,
              json: { from, leaves: [...leaves.slice(0, -1), 'action/1\nno\n'] },
            });
          });
          await page.getByRole('button', { name: '核验并开票' }).click();
          await page.getByText('没有开票：核验不通过').waitFor({ timeout: 60_000 });
          await expectFit(page, 'count-refused');
          await page.unroute('**/count/leaves?from=0');
        }
        await page.getByRole('button', { name: '核验并开票' }).click();
        await page
          .getByText(i === 0 ? '已开 1 / 2' : '计票结果报告单')
          .first()
          .waitFor({ timeout: 60_000 });
        expect(faults()).toEqual([]);
        await close();
      }
    });

    test('three people sign with their key files', { timeout: 120_000 }, async () => {
      const signers = [meeting.tellers[0], meeting.scrutineers[0], meeting.chief] as AccountClient[];
      for (const [i, who] of signers.entries()) {
        const { page, faults, close } = await site.openAt(who, path, { width: i === 1 ? 375 : 1280 });
        await give(page, await signingOf(who));
        await page.getByLabel('我已核对这份报告').check();
        if (i < 2) await expectFit(page, i === 0 ? 'count-sign' : 'count-sign-375');
        await page.getByRole('button', { name: /^以.+身份签字$/ }).click();
        await page.getByText('签字成功').waitFor({ timeout: 30_000 });
        expect(faults()).toEqual([]);
        await close();
      }
    });

    test('the chair reads and announces, the presidium confirms, the clerk publishes', {
      timeout: 120_000,
    }, async () => {
      const chair = await site.openAt(meeting.chair, path);
      await chair.page.getByRole('link', { name: '打开宣读稿（大字）' }).click();
      await chair.page.getByText('本次会议应到代表5名').waitFor();
      await expectFit(chair.page, 'count-announcement');
      await chair.page.goBack();
      await chair.page.getByRole('button', { name: '已向会议宣布' }).click();
      await chair.page.getByRole('dialog').getByRole('button', { name: '已向会议宣布' }).click();
      await chair.page.getByRole('heading', { name: '主席团确认' }).waitFor();
      expect(chair.faults()).toEqual([]);
      await chair.close();

      const presidium = await site.openAt(meeting.presidium, path);
      await give(presidium.page, await signingOf(meeting.presidium));
      await presidium.page.getByLabel('我已核对这份报告').check();
      await expectFit(presidium.page, 'count-confirm');
      await presidium.page.getByRole('button', { name: '确认并签字' }).click();
      await presidium.page.getByText('签字成功').waitFor({ timeout: 30_000 });
      expect(presidium.faults()).toEqual([]);
      await presidium.close();

      const clerk = await site.openAt(meeting.clerk, path);
      await clerk.page.getByRole('button', { name: '公布结果' }).click();
      await clerk.page.getByRole('dialog').getByRole('button', { name: '公布结果' }).click();
      await clerk.page.getByText('第 1 版').waitFor({ timeout: 30_000 });
      await expectFit(clerk.page, 'count-published');
      expect(clerk.faults()).toEqual([]);
      await clerk.close();
    });
  });
});
