/**
 * A new installation decides its first vote, everything through the pages in a real Chromium against the server as an operator
 * starts it, by keyboard alone: the first administrator's link, people and their keys, the roll from a
 * workbook, cards on paper, six votes, the count, signatures, publication, and a stranger who verifies the record in the
 * browser and with our command line.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, noChromium, openPage } from '../e2e/browser.ts';
import { minyiOutput } from '../support/cli.ts';
import {
  acceptInvitation,
  activate,
  giveFile,
  giveKey,
  makeSigningKey,
  mark,
  openPerson,
  PASSPHRASE,
  type Person,
  type Place,
  pick,
  tick,
  write,
  writeDay,
} from '../support/journey/person.ts';
import { readQr } from '../support/journey/read-qr.ts';
import { startProduct } from '../support/journey/site.ts';
import { makeWorkbook } from '../support/workbook.ts';

const ORGAN = '青禾区人民代表大会';
const SUBJECT = '2027年度民生实事项目票决';
const MEMBERS = ['张一', '李二', '王三', '赵四', '钱五', '孙六'];
const OFFICIALS = [
  ['clerk', '周书', '秘书处工作人员'],
  ['presidium', '吴主', '主席团成员'],
  ['chair', '郑执', '执行主席'],
  ['chief', '冯总', '总监票人'],
  ['scrutineer1', '陈监', '监票人'],
  ['scrutineer2', '褚监', '监票人'],
  ['teller', '卫计', '计票人'],
] as const;
type Login = (typeof OFFICIALS)[number][0];
const SHEET = [
  '项目名称\t牵头单位\t投资（万元）\t完成时间\t说明',
  '老旧小区加装电梯\t区住建局\t4200\t2027年11月30日\t含管网改造',
  '老年助餐点\t区民政局\t680\t2027-10-31\t新增12处',
  '电动自行车充电设施\t区应急局\t900\t2027/12/01\t',
].join('\n');
const [FOR, AGAINST, ABSTAIN] = ['赞成', '反对', '弃权'];

/** Every page is judged in four views, on a machine that may be busy. */
const LOOKING_MS = 480_000;

describe
  .skipIf(noChromium !== null)
  .sequential('a new installation decides its first vote', { timeout: LOOKING_MS }, () => {
    let product: Awaited<ReturnType<typeof startProduct>>;
    let browser: Browser;
    let place: Place;
    let administrator: Person;
    const people = new Map<Login, Person>();
    const signing = new Map<Login, string>();
    const kept = new Map<Login, string>();
    const links = new Map<Login, string>();
    let meeting = '';
    let session = '';
    let cards: readonly string[] = [];
    let receiptFile = '';
    let recordFile = '';

    const as = (login: Login): Person => {
      const person = people.get(login);
      if (person === undefined) throw new Error(`${login} has no account yet`);
      return person;
    };

    beforeAll(async () => {
      [product, browser] = await Promise.all([startProduct(), launchChromium()]);
      place = { browser, origin: product.origin, folder: product.folder };
    }, 300_000);
    afterAll(async () => {
      await browser?.close();
      await product?.stop();
    });

    test('the first administrator takes the link of the first start, which works once', async () => {
      administrator = await openPerson(place, 'administrator');
      await acceptInvitation(administrator, product.firstLink);
      await administrator.look('account-administrator');
      const stranger = await openPerson(place, 'late');
      await stranger.page.goto(product.firstLink);
      await stranger.see('链接已经用过');
      await stranger.look('invitation-spent');
      await stranger.leave();
    });

    test('the administrator creates the body and invites its people', async () => {
      const { page } = administrator;
      await page.goto('/app');
      await administrator.look('home-administrator');
      await activate(page.getByRole('link', { name: '机构', exact: true }));
      await administrator.see('还没有机构');
      await administrator.look('organs-empty');
      await administrator.press('新建机构');
      await write(page.getByLabel('名称（中文）'), ORGAN);
      await write(page.getByLabel('名称（英文）'), 'Qinghe District People’s Congress');
      await write(page.getByLabel('地区（中文）'), '青禾区');
      await write(page.getByLabel('地区（英文）'), 'Qinghe District');
      await write(page.getByLabel('法定名额'), '6');
      await administrator.look('organ-dialog');
      await activate(page.getByRole('dialog').getByRole('button', { name: '保存' }));
      await page.getByRole('heading', { name: ORGAN }).waitFor();
      await administrator.look('organs');
      await page.goto('/app/accounts');
      for (const [login, name, role] of OFFICIALS) {
        await administrator.press('邀请');
        const dialog = page.getByRole('dialog');
        await write(dialog.getByLabel('姓名'), name);
        await write(dialog.getByLabel('登录名'), login);
        await pick(dialog.getByLabel('职责'), role);
        await pick(dialog.getByLabel('机构'), ORGAN);
        if (login === 'clerk') await administrator.look('invite');
        await activate(dialog.getByRole('button', { name: '建账号并生成链接' }));
        await dialog.getByText('一次性链接').waitFor();
        if (login === 'clerk') await administrator.look('invite-link');
        links.set(login, await dialog.locator('.copy-field code').innerText());
        await activate(dialog.getByRole('button', { name: '完成' }));
        await dialog.waitFor({ state: 'hidden' });
      }
      await administrator.look('accounts');
    });

    test('each official sets a password, a second factor and, where they sign, a signing key', async () => {
      for (const [login, name] of OFFICIALS) {
        const person = await openPerson(place, login);
        people.set(login, person);
        await acceptInvitation(person, links.get(login) ?? '');
        await person.see(name);
        if (login !== 'clerk' && login !== 'chair') signing.set(login, await makeSigningKey(person));
      }
      await administrator.page.reload();
      await administrator.page.getByText('使用中').nth(7).waitFor();
      await administrator.look('accounts-active');
      await administrator.leave();
    });

    test('the clerk imports the roll from a workbook and plans the meeting', async () => {
      const clerk = as('clerk');
      const { page } = clerk;
      await page.goto('/app');
      await clerk.see('没有正在筹备或召开的会议');
      await clerk.look('home-clerk-new');
      await activate(page.getByRole('link', { name: '打开' }));
      await page.getByRole('heading', { level: 1, name: ORGAN }).waitFor();
      await clerk.look('organ-new');
      await activate(page.getByRole('link', { name: '名册' }));
      await clerk.see('名册是空的');
      await clerk.look('roll-empty');
      await activate(page.getByRole('link', { name: '导入名单' }));
      const workbook = await makeWorkbook([
        ['代表编号', '姓名', '代表团'],
        ...MEMBERS.map((name, at) => [at + 1, name, at < 3 ? '城东代表团' : '城西代表团']),
      ]);
      await giveFile(page.locator('.file-drop'), {
        name: '代表名册.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: Buffer.from(workbook),
      });
      await clerk.see('导入 6 行');
      await clerk.look('import-check');
      await clerk.press('导入 6 行');
      await clerk.see('名册已更新，现有在任 6 人');
      await clerk.look('import-done');
      await activate(page.getByRole('link', { name: '查看名册' }));
      await clerk.see('城东代表团');
      await clerk.look('roll');
      await activate(page.getByRole('link', { name: ORGAN }));
      await clerk.press('新建会议');
      await writeDay(page.getByLabel('召开日期'), '2027-03-02');
      await clerk.look('meeting-dialog');
      await activate(page.getByRole('dialog').getByRole('button', { name: '保存' }));
      await page.waitForURL(/\/app\/meetings\/[0-9a-f-]{36}$/);
      meeting = page.url().split('/').at(-1) ?? '';
      await page.getByRole('heading', { name: '会议日清单' }).waitFor();
      await clerk.look('meeting-new');
    });

    test('the clerk prepares a vote on three projects, two to choose', async () => {
      const clerk = as('clerk');
      const { page } = clerk;
      await activate(page.getByRole('link', { name: '表决', exact: true }).first());
      await activate(page.getByRole('link', { name: '新建表决' }));
      await write(page.getByLabel('应选数'), '2');
      await clerk.see('应确定2项');
      await clerk.look('wizard-rules');
      await clerk.press('下一步');
      await write(page.getByLabel('表决事项'), SUBJECT);
      await clerk.press('从表格粘贴');
      await write(page.getByLabel('把表格里的行粘贴在这里'), SHEET);
      await clerk.press('加入 3 项');
      await clerk.look('wizard-items');
      await clerk.press('下一步');
      await clerk.see('投资合计 5,780 万元');
      await clerk.look('wizard-review');
      await clerk.press('保存，交主席团审定');
      await page.waitForURL(/\/app\/sessions\/[^/]+$/);
      session = new URL(page.url()).pathname;
      await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor();
      await clerk.look('session-draft');
    });

    test('three scrutineers make the key together, each with a file that is proved by opening it', async () => {
      const clerk = as('clerk');
      await clerk.page.goto(`/app/meetings/${meeting}/keys`);
      await clerk.see('还没有开始制作密钥');
      await clerk.look('keys-not-begun');
      await clerk.press('开始制作密钥');
      await clerk.see('正在等待');
      const holders = ['chief', 'scrutineer1', 'scrutineer2'] as const;
      for (const login of holders) {
        const holder = as(login);
        const { page } = holder;
        await page.goto(`/app/meetings/${meeting}/keys`);
        await write(page.getByLabel('口令', { exact: true }), PASSPHRASE);
        await write(page.getByLabel('再输一遍口令'), PASSPHRASE);
        if (login === 'chief') await holder.look('keys-make');
        await holder.press('生成密钥');
        kept.set(login, await holder.save('保存密钥文件'));
        await giveKey(page, kept.get(login) ?? '', '密钥文件', '口令');
        if (login === 'chief') await holder.look('keys-test');
        await holder.press('试开并提交');
        if (login !== 'scrutineer2') await holder.see('已提交。请等待其他监票人。');
        if (login === 'chief') await holder.look('keys-wait');
      }
      for (const login of holders) {
        const holder = as(login);
        await holder.page.getByRole('button', { name: '演练开票' }).waitFor({ timeout: 60_000 });
        await giveKey(holder.page, kept.get(login) ?? '', '密钥文件', '口令');
        await giveKey(holder.page, signing.get(login) ?? '', '签字密钥文件', '签字密钥的口令');
        if (login === 'chief') await holder.look('keys-rehearse');
        await holder.press('演练开票');
        await holder.see('您的演练已通过。');
      }
      await clerk.see('密钥已制成，演练全部通过');
      await clerk.look('keys-done');
    });

    test('cards are made in the clerk’s browser and printed; each is read from the paper', async () => {
      const clerk = as('clerk');
      const { page } = clerk;
      await page.goto(`/app/meetings/${meeting}/cards`);
      await write(page.getByLabel('备用卡'), '2');
      await write(page.getByLabel('预留的票决场次'), '1');
      await pick(page.getByLabel('在场的监票人'), '陈监');
      await tick(page.getByLabel('监票人在场，看着制卡'));
      await clerk.look('cards-plan');
      await clerk.press('开始制卡');
      await page.getByText('8 张票卡已登记，请打印').waitFor({ timeout: 60_000 });
      await clerk.look('cards-made');
      await page.emulateMedia({ media: 'print' });
      const to = process.env.SCREENSHOTS;
      if (to !== undefined)
        await page.pdf({ path: `${to}/cards.pdf`, format: 'A4', preferCSSPageSize: true });
      const printed = page.locator('.voting-card');
      const read: string[] = [];
      for (let at = 0; at < MEMBERS.length; at += 1) {
        expect(await printed.nth(at).locator('.card-name').innerText()).toBe(MEMBERS[at]);
        read.push(await readQr(browser, printed.nth(at).locator('.card-inside svg')));
      }
      await page.emulateMedia({ media: null });
      cards = read;
      for (const card of cards) expect(card.startsWith(`${product.origin}/vote#${meeting}.`)).toBe(true);
      expect(new Set(cards).size).toBe(6);
      await clerk.confirm('已打印好，清除密码');
      await clerk.see('密码已从本机清除');
      await clerk.look('cards-done');
    });

    test('the presidium seals what it is shown', async () => {
      const presidium = as('presidium');
      await presidium.page.goto('/app');
      await presidium.look('home-presidium');
      await activate(presidium.page.getByRole('link', { name: SUBJECT }));
      await tick(presidium.page.getByLabel('我已经逐项看过办法、项目和选票样式'));
      await presidium.look('session-seal');
      await presidium.confirm('封存');
      await presidium.see('下一步：核定到会人数');
      await presidium.look('session-sealed');
    });

    test('the desk signs in five of six, the roll is taken, the chief scrutineer opens', async () => {
      const clerk = as('clerk');
      const { page } = clerk;
      await page.goto(`/app/meetings/${meeting}`);
      await clerk.confirm('开始签到');
      await activate(page.getByRole('link', { name: '签到处' }));
      const field = page.getByLabel('编号、姓名或票卡编号');
      for (const [at, name] of MEMBERS.slice(0, 5).entries()) {
        await write(field, at % 2 === 0 ? String(at + 1) : name);
        await page.keyboard.press('Enter');
        await clerk.see(new RegExp(`${name} 已签到，发票卡`));
      }
      await clerk.look('desk');
      await page.goto(session);
      await clerk.confirm('核定到会人数');
      await clerk.see('下一步：宣布开始投票');
      await clerk.look('session-roll');
      const chief = as('chief');
      await chief.page.goto('/app');
      await chief.look('home-chief');
      await chief.page.goto(session);
      await chief.confirm('宣布开始投票');
      await chief.see('正在投票');
      await chief.look('session-open');
      await page.goto(`/app/meetings/${meeting}/hall`);
      await clerk.see('符合法定人数');
      await clerk.look('hall-open');
    });

    /** Marks the ballot on the screen, item by item. */
    const markAll = async (page: Page, marks: readonly (string | undefined)[]) => {
      await page.locator('.ballot-items').waitFor();
      for (const [at, name] of marks.entries()) {
        if (name === undefined) continue;
        await mark(page.locator('.ballot-item').nth(at), name);
      }
    };

    const code = (page: Page) => page.locator('.ballot-code code').first().innerText();

    test('representatives vote from their printed cards: plainly, after a test, in elder mode, on a wide screen', async () => {
      const plain = await openPerson(place, 'voter1', { width: 375 });
      await plain.page.goto(cards[0] ?? '');
      await plain.page.getByRole('button', { name: '开始填写' }).waitFor();
      await plain.look('vote-polls');
      await plain.press('开始填写');
      await plain.page.locator('.ballot-items').waitFor();
      await plain.look('vote-ballot');
      await markAll(plain.page, [FOR, FOR, AGAINST]);
      await plain.look('vote-marked');
      await plain.press('下一步：核对');
      const own = await code(plain.page);
      await plain.look('vote-review');
      await plain.press('投票');
      await plain.see('已核对：票箱的公开日志已签名收下这张选票。');
      expect(await plain.page.locator('.receipt-card').innerText()).toContain(own);
      await plain.look('vote-receipt');
      receiptFile = await plain.save('保存回执');
      await plain.leave();

      const doubtful = await openPerson(place, 'voter2', { width: 375 });
      await doubtful.page.goto(cards[1] ?? '');
      await doubtful.press('开始填写');
      await markAll(doubtful.page, [AGAINST, FOR, FOR]);
      await doubtful.press('下一步：核对');
      const tested = await code(doubtful.page);
      await doubtful.press('先检验这张选票');
      await doubtful.page.getByRole('heading', { level: 1, name: '检验单' }).waitFor();
      await doubtful.look('vote-tested');
      const sheet = await doubtful.save('保存检验单');
      const helper = await openPerson(place, 'helper', { width: 375 });
      await helper.page.goto('/verify');
      await giveFile(helper.page.locator('.file-drop'), sheet);
      await helper.press('开始核验');
      await helper.see('加密正确');
      await helper.look('verify-test');
      await helper.leave();
      await doubtful.press('重新填写一张选票');
      await markAll(doubtful.page, [FOR, ABSTAIN, FOR]);
      await doubtful.press('下一步：核对');
      expect(await code(doubtful.page)).not.toBe(tested);
      await doubtful.press('投票');
      await doubtful.see('投票成功');
      await doubtful.leave();

      const elder = await openPerson(place, 'voter3', { width: 375, isElder: true });
      await elder.page.goto(cards[2] ?? '');
      await elder.press('开始填写');
      await markAll(elder.page, [FOR, FOR, undefined]);
      await elder.look('vote-elder');
      await elder.press('下一步：核对');
      await elder.look('vote-elder-review');
      await elder.press('投票');
      await elder.see('投票成功');
      await elder.look('vote-elder-receipt');
      await elder.leave();

      const wide = await openPerson(place, 'voter4');
      await wide.page.goto(cards[3] ?? '');
      await wide.press('开始填写');
      await markAll(wide.page, [FOR, FOR, AGAINST]);
      await wide.look('vote-wide');
      await wide.press('下一步：核对');
      await wide.press('投票');
      await wide.see('投票成功');
      await wide.leave();

      const late = await openPerson(place, 'voter6', { width: 375 });
      await late.page.goto(cards[5] ?? '');
      await late.see('本卡未启用');
      await late.look('vote-not-issued');
      await late.leave();
    });

    test('the chief scrutineer closes and reconciles; two scrutineers open the count', async () => {
      const chief = as('chief');
      await chief.page.goto(session);
      await chief.confirm('宣布截止');
      await chief.see('已截止');
      await chief.look('session-closed');
      await chief.page.goto(`${session}/count`);
      await chief.see('核对票数');
      await chief.look('count-reconcile');
      await chief.press('核对并进入开票');
      await chief.see('已开 0 / 2');
      await chief.look('count-open');
      for (const login of ['chief', 'scrutineer2'] as const) {
        const holder = as(login);
        await holder.page.goto(`${session}/count`);
        await giveKey(holder.page, kept.get(login) ?? '', '密钥文件', '口令');
        await holder.press('核验并开票');
        await holder.page
          .getByText(login === 'chief' ? '已开 1 / 2' : '计票结果报告单')
          .first()
          .waitFor({ timeout: 60_000 });
      }
    });

    test('three sign, the chair announces, the presidium confirms, the clerk publishes', async () => {
      for (const login of ['teller', 'scrutineer1', 'chief'] as const) {
        const signer = as(login);
        await signer.page.goto(`${session}/count`);
        await giveKey(signer.page, signing.get(login) ?? '', '签字密钥文件', '口令');
        await tick(signer.page.getByLabel('我已核对这份报告'));
        if (login === 'teller') await signer.look('count-sign');
        await signer.press(/^以.+身份签字$/);
        await signer.see('签字成功');
      }
      const chair = as('chair');
      await chair.page.goto('/app');
      await chair.look('home-chair');
      await chair.page.goto(`${session}/count`);
      await activate(chair.page.getByRole('link', { name: '打开宣读稿（大字）' }));
      await chair.see('本次会议应到代表6名');
      await chair.look('announcement');
      await chair.page.goBack();
      await chair.confirm('已向会议宣布');
      const presidium = as('presidium');
      await presidium.page.goto(`${session}/count`);
      await giveKey(presidium.page, signing.get('presidium') ?? '', '签字密钥文件', '口令');
      await tick(presidium.page.getByLabel('我已核对这份报告'));
      await presidium.look('count-confirm');
      await presidium.press('确认并签字');
      await presidium.see('签字成功');
      const clerk = as('clerk');
      await clerk.page.goto(`${session}/count`);
      await clerk.confirm('公布结果');
      await clerk.see('第 1 版');
      await clerk.look('count-published');
      await clerk.page.goto(`/app/meetings/${meeting}/hall`);
      await clerk.page.getByRole('heading', { level: 1 }).waitFor();
      await clerk.look('hall-result');
      await clerk.page.goto(`/app/meetings/${meeting}`);
      await clerk.page.getByRole('heading', { name: '会议日清单' }).waitFor();
      await clerk.look('meeting-end');
      for (const person of people.values()) await person.leave();
    });

    test('a stranger reads the result and its certificate, checks a receipt and verifies the record twice', async () => {
      const poll = session.split('/').at(-1) ?? '';
      const stranger = await openPerson(place, 'stranger');
      const { page } = stranger;
      await page.goto('/');
      await stranger.look('public-home');
      await activate(page.getByRole('link', { name: SUBJECT }).first());
      await page.waitForURL(`**/polls/${poll}`);
      await stranger.look('public-result');
      const words = (await page.getByRole('main').innerText()).replace(/\s+/g, '');
      for (const figure of ['应到', '实到', '发出', '收回', '老旧小区加装电梯'])
        expect(words).toContain(figure);
      await activate(page.getByRole('link', { name: /认证/ }).first());
      await page.getByRole('heading', { level: 1 }).waitFor();
      await stranger.look('public-certificate');
      const pdf = await page.request.get(`/polls/${poll}/certificate.pdf`);
      expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);

      await page.goto('/receipts');
      const receipt = JSON.parse(readFileSync(receiptFile, 'utf8')) as { entries: { tracker: string }[] };
      await write(page.getByRole('textbox').first(), receipt.entries[0]?.tracker ?? '');
      await page.keyboard.press('Enter');
      await stranger.see(SUBJECT);
      await stranger.look('public-receipt');

      await page.goto(`/polls/${poll}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        activate(page.getByRole('link', { name: '完整公开记录' })),
      ]);
      recordFile = `${product.folder}/${download.suggestedFilename()}`;
      await download.saveAs(recordFile);
      await page.goto('/verify');
      await stranger.look('verify-empty');
      await giveFile(page.locator('.file-drop'), recordFile);
      await giveFile(page.locator('.file-drop'), receiptFile);
      await stranger.press('开始核验');
      await page.getByText('核验通过').first().waitFor({ timeout: 60_000 });
      await stranger.see('回执属实');
      await stranger.look('verify-record');
      await stranger.leave();
      expect(minyiOutput(['verify', recordFile])).toMatch(/verified/i);
    });

    test('the result page is read on a phone with scripts off', async () => {
      const poll = session.split('/').at(-1) ?? '';
      const { page, close } = await openPage(
        browser,
        product.origin,
        { width: 375 },
        { javaScriptEnabled: false },
      );
      await page.goto(`/polls/${poll}`);
      expect((await page.getByRole('main').innerText()).replace(/\s+/g, '')).toContain('老年助餐点');
      await close();
    });
  });
