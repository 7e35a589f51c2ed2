/**
 * The voting page in Chromium against the real application: a representative votes by scanned and by typed card, with the
 * keyboard alone, through lost connections, reloads, two tabs, double clicks and the "back" button, on a shared tablet.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withSeats } from '../../tally/rules/presets.ts';
import { checkTest } from '../../web/voting/check-test.ts';
import { preset } from '../support/poll.ts';
import { openVotingSite, storageOf, type VotingBox, type VotingSite } from '../support/voting-site.ts';
import { findBarriers, noChromium, tabTo } from './browser.ts';

let site: VotingSite;
let box: VotingBox;
let byName: VotingBox;
/** Each test votes with a card of its own. */
let card = -1;
const CARDS = 28;
const contexts: BrowserContext[] = [];
let errors: string[] = [];

beforeAll(async () => {
  if (noChromium !== null) return;
  site = await openVotingSite();
  const pack = preset('congress-default');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  box = await site.openBox({ pack: withSeats(pack, 2), items: 4, cards: CARDS, seed: 'page' });
  const recorded = { ...preset('resolution-default'), secrecy: 'recorded' } as const;
  byName = await site.openBox({ pack: recorded, items: 1, cards: 2, seed: 'named' });
}, 240_000);
afterAll(() => site?.close());
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  const found = errors;
  errors = [];
  expect(found).toEqual([]);
});

/** A page of a new phone. Whatever it complains of fails the test, but for answers that the test itself asks to fail. */
async function openPhone(options?: Parameters<VotingSite['phone']>[0]): Promise<Page> {
  const context = await site.phone(options);
  contexts.push(context);
  return await watch(await context.newPage());
}

async function watch(page: Page): Promise<Page> {
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/Failed to load resource/.test(text)) errors.push(text);
  });
  return page;
}

function nextCard(): number {
  card += 1;
  return card;
}

/** From the card to the filled ballot: 赞成, 反对, and two items left unmarked. */
async function fillBallot(page: Page, own = nextCard()): Promise<void> {
  await page.goto(box.addressOf(own));
  await page.getByRole('button', { name: '开始填写' }).click();
  await page.locator('.ballot-items').waitFor();
  await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '赞成' }).check();
  await page.locator('.ballot-item').nth(1).getByRole('radio', { name: '反对' }).check();
}

async function reviewBallot(page: Page, own?: number): Promise<string> {
  await fillBallot(page, own);
  await page.getByRole('button', { name: '下一步' }).click();
  return await page.locator('.ballot-code code').first().innerText();
}

const tapCast = (page: Page) => page.getByRole('button', { name: '投票', exact: true });
const receipt = (page: Page) => page.locator('.receipt-card');

async function ballotsInBox(code: string): Promise<number> {
  const rows = await site.world.sql<{ n: number }[]>`
    select count(*)::int as n from box.ballots where poll = ${box.poll} and code = ${code}`;
  return rows[0]?.n ?? 0;
}

describe.skipIf(noChromium !== null)('a vote', () => {
  test('R10: from the scanned card to a receipt whose signature is checked; the secret leaves the address at once', async () => {
    const page = await openPhone();
    const urls: string[] = [];
    page.on('request', (request) =>
      urls.push(request.url() + JSON.stringify(request.headers()) + request.postData()),
    );
    const code = await reviewBallot(page);
    expect(page.url()).toBe(`${site.origin}/vote`);
    await tapCast(page).click();
    await receipt(page).waitFor();
    expect(await receipt(page).innerText()).toContain(code);
    await page.getByText('已核对：票箱的公开日志已签名收下这张选票。').waitFor();
    await page.locator('.receipt-qr svg').waitFor();
    expect(await ballotsInBox(code)).toBe(1);
    expect(urls.length).toBeGreaterThan(5);
    const secret = box.cardTexts[card] ?? '';
    expect(urls.filter((text) => text.includes(secret) || text.includes(secret.replaceAll('-', '')))).toEqual(
      [],
    );
    expect(urls.filter((text) => !text.startsWith(site.origin))).toEqual([]);
  });

  test('R19: neither storage, history, cookies nor receipt hold a choice, at any step', async () => {
    const page = await openPhone();
    const kept: string[] = [];
    const look = async () => kept.push(await storageOf(page));
    await fillBallot(page);
    await look();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.locator('.ballot-code code').first().waitFor();
    await look();
    await page.route('**/cast', (route) => route.abort());
    await tapCast(page).click();
    await page.getByText('连不上服务器').waitFor();
    await look();
    await page.unroute('**/cast');
    await receipt(page).waitFor();
    await look();
    expect(kept[2]).toContain('minyi.unsent');
    expect(kept[3]).not.toContain('minyi.unsent');
    expect(kept[3]).toContain('minyi.receipts');
    for (const text of [...kept, await receipt(page).innerText()]) {
      expect(text).not.toMatch(/赞成|反对|弃权|\bfor\b|against|abstain|marks|choices":|randomness/);
      expect(text).not.toContain(box.cardTexts[card] ?? '');
    }
  });

  test('with a typed code, letters in any width, and a mistake that is explained', async () => {
    const page = await openPhone();
    await page.goto(`${site.origin}/vote#${box.meetingId}`);
    const field = page.getByLabel('票卡编码');
    const text = box.cardTexts[nextCard()] ?? '';
    await field.fill(`${text.slice(0, 6)}0`);
    await page.getByText('第 6 个字符“0”不会出现在票卡上').waitFor();
    await field.fill(text.replaceAll('-', ' '));
    await page.getByText('编码完整').waitFor();
    expect(await field.inputValue()).toBe(text);
    await page.getByRole('button', { name: '进入' }).click();
    await page.getByRole('button', { name: '开始填写' }).waitFor();
  });

  test('with the keyboard alone, focus on every new title', async () => {
    const page = await openPhone();
    await page.goto(box.addressOf(nextCard()));
    await page.getByRole('heading', { level: 1, name: '本次会议的投票' }).waitFor();
    const focusedTitle = () => page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await tabTo(page, /^开始填写/);
    await page.keyboard.press('Enter');
    await page.locator('.ballot-items').waitFor();
    await focusedTitle();
    await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '赞成' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '反对' }).isChecked()).toBe(
      true,
    );
    await tabTo(page, /^下一步/);
    await page.keyboard.press('Enter');
    await page.locator('.ballot-code code').first().waitFor();
    await focusedTitle();
    await tabTo(page, /^投票/);
    await page.keyboard.press('Enter');
    await receipt(page).waitFor();
    await focusedTitle();
  });

  test('the bar at the foot neither covers what the keyboard is on nor moves the page under a finger', async () => {
    const page = await openPhone({ viewport: { width: 375, height: 560 } });
    await page.goto(box.addressOf(nextCard()));
    await page.getByRole('button', { name: '开始填写' }).click();
    const bar = page.locator('.ballot-bar');
    await bar.waitFor();
    for (let i = 0; i < 4; i += 1) {
      const radio = page.locator('.ballot-item').nth(i).getByRole('radio', { name: '弃权' });
      // The lower edge of the target stands one pixel above the bar: where a script that scrolls would lose the tap.
      await radio.evaluate((own) => {
        const top = document.querySelector('.ballot-bar')?.getBoundingClientRect().top ?? 0;
        scrollBy(0, own.getBoundingClientRect().bottom - top + 1);
      });
      const at = await radio.boundingBox();
      if (at === null) throw new Error('the mark is on the page');
      await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
      expect(await radio.isChecked()).toBe(true);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('button', { name: '返回' }).focus();
    for (let i = 0; i < 8; i += 1) {
      await page.keyboard.press('Tab');
      const [bottom, top] = await page.evaluate(() => [
        document.activeElement?.getBoundingClientRect().bottom ?? 0,
        document.activeElement?.closest('.ballot-bar') === null
          ? (document.querySelector('.ballot-bar')?.getBoundingClientRect().top ?? 0)
          : Number.POSITIVE_INFINITY,
      ]);
      expect(bottom).toBeLessThanOrEqual(top ?? 0);
    }
  });

  test('the cap is shown as it fills, and a press beyond it changes nothing and says why', async () => {
    const page = await openPhone();
    await page.goto(box.addressOf(nextCard()));
    await page.getByRole('button', { name: '开始填写' }).click();
    const radio = (item: number) =>
      page.locator('.ballot-item').nth(item).getByRole('radio', { name: '赞成' });
    await radio(0).check();
    await page.getByText('已赞成 1 / 最多 2').waitFor();
    await radio(2).check();
    await page.locator('.ballot-item').nth(3).getByRole('radio', { name: '反对' }).check();
    await radio(3).click({ force: true });
    await page.getByText('“赞成”已满 2 项，这一项没有改动').waitFor();
    expect(await radio(3).isChecked()).toBe(false);
    expect(await page.locator('.ballot-item').nth(3).getByRole('radio', { name: '反对' }).isChecked()).toBe(
      true,
    );
    await radio(3).focus();
    await page.keyboard.press('Space');
    expect(await radio(3).isChecked()).toBe(false);
  });

  test('by name says so, and the receipt repeats the vote', async () => {
    const page = await openPhone();
    await page.goto(byName.addressOf(0));
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.getByText('您的姓名和每一项的选择都会公开记录并公布。').waitFor();
    await page.getByRole('radio', { name: '赞成' }).check();
    await page.getByRole('button', { name: '下一步' }).click();
    expect(await page.getByRole('button', { name: '先检验这张选票' }).count()).toBe(0);
    await page.getByRole('button', { name: '记名投票', exact: true }).click();
    await receipt(page).waitFor();
    await page.getByText('已核对：票箱的公开日志已签名收下这张选票。').waitFor();
    expect(await receipt(page).innerText()).toContain('这是记名投票');
  });
});

describe.skipIf(noChromium !== null)('R29: a test', () => {
  test('R29: opens the ballot whose code was on screen, which another device confirms; then a fresh one is cast', async () => {
    const page = await openPhone();
    const code = await reviewBallot(page);
    await page.getByRole('button', { name: '先检验这张选票' }).click();
    await page.getByRole('heading', { name: '检验单', level: 1 }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '保存检验单' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const checked = checkTest(Buffer.concat(chunks).toString('utf8'));
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toMatchObject({ code, findings: [], poll: box.poll });
    expect(checked.value.marks.map(({ markZh }) => markZh)).toEqual(['赞成', '反对', '弃权', '弃权']);
    const ballot = JSON.parse(Buffer.concat(chunks).toString('utf8')).ballot as string;
    await page.getByRole('button', { name: '重新填写一张选票' }).click();
    await page.locator('.ballot-items').waitFor();
    expect(await page.locator('input:checked').count()).toBe(0);
    await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '反对' }).check();
    await page.getByRole('button', { name: '下一步' }).click();
    const fresh = await page.locator('.ballot-code code').first().innerText();
    expect(fresh).not.toBe(code);
    await tapCast(page).click();
    await receipt(page).waitFor();
    // The tested one can never be cast, not even by a hand-made client in this very login.
    const status = await page.evaluate(
      async ([path, text]) =>
        (
          await fetch(path ?? '', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: text ?? '',
          })
        ).status,
      [`/api/booth/${box.poll}/cast`, JSON.stringify({ ballot, caps: [] })],
    );
    expect(status).toBe(409);
    expect(await ballotsInBox(code)).toBe(0);
    expect(await ballotsInBox(fresh)).toBe(1);
  });
});

describe.skipIf(noChromium !== null)('R39: whatever happens on the way', () => {
  test('R39: a lost answer is asked for again with the same ballot, which is in the box once', async () => {
    const page = await openPhone();
    const code = await reviewBallot(page);
    let requests = 0;
    const bodies = new Set<string>();
    await page.route('**/cast', async (route) => {
      requests += 1;
      bodies.add(route.request().postData() ?? '');
      // The first request reaches the server, its answer does not reach the page; the second is cut before.
      if (requests === 1) await route.fetch();
      if (requests <= 2) await route.abort();
      else await route.continue();
    });
    await tapCast(page).click();
    await receipt(page).waitFor();
    expect(requests).toBe(3);
    expect(bodies.size).toBe(1);
    expect(await ballotsInBox(code)).toBe(1);
  });

  test('R39: a reload while the ballot is on its way goes on with the same ballot, without the card', async () => {
    const page = await openPhone();
    const code = await reviewBallot(page);
    await page.route('**/cast', (route) => route.abort());
    await tapCast(page).click();
    await page.getByText('连不上服务器').waitFor();
    await page.unroute('**/cast');
    page.on('dialog', (dialog) => dialog.accept());
    await page.route('**/cast', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.reload();
    await receipt(page).waitFor();
    expect(await receipt(page).innerText()).toContain(code);
    expect(await ballotsInBox(code)).toBe(1);
  });

  test('a network that stays away says what to do, and never that nothing was cast', async () => {
    const page = await openPhone();
    const code = await reviewBallot(page);
    await page.clock.install();
    await page.route('**/cast', (route) => route.abort());
    await tapCast(page).click();
    await page.getByText('连不上服务器').waitFor();
    for (let i = 0; i < 4; i += 1) await page.clock.runFor(9_000);
    const advice = page.getByRole('alert');
    await advice.getByText('网络一直不通怎么办').waitFor();
    expect(await advice.innerText()).toContain(code);
    expect(await advice.innerText()).toContain('先查票箱');
    await page.unroute('**/cast');
    await page.clock.runFor(9_000);
    await receipt(page).waitFor();
  });

  test('a double click on "cast" sends one ballot', async () => {
    const page = await openPhone();
    const code = await reviewBallot(page);
    let requests = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/cast')) requests += 1;
    });
    await tapCast(page).dblclick();
    await receipt(page).waitFor();
    expect(requests).toBe(1);
    expect(await ballotsInBox(code)).toBe(1);
  });

  test('two tabs of one card: one ballot counts, and the other tab says so', async () => {
    const own = nextCard();
    const first = await openPhone();
    const second = await watch(await (contexts.at(-1) as BrowserContext).newPage());
    const codes = [await reviewBallot(first, own), await reviewBallot(second, own)];
    await tapCast(first).click();
    await receipt(first).waitFor();
    await tapCast(second).click();
    await second.getByRole('heading', { name: '这张票卡已经投过票' }).waitFor();
    expect(await receipt(second).innerText()).toContain(codes[0]);
    expect([await ballotsInBox(codes[0] ?? ''), await ballotsInBox(codes[1] ?? '')]).toEqual([1, 0]);
  });

  test('"back" steps from the review to the ballot with its marks, and to the list; "forward" casts nothing', async () => {
    const page = await openPhone();
    await reviewBallot(page);
    await page.goBack();
    await page.locator('.ballot-items').waitFor();
    expect(await page.locator('input:checked').count()).toBe(2);
    await page.goForward();
    expect(await page.locator('.ballot-items').count()).toBe(1);
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('heading', { name: '本次会议的投票' }).waitFor();
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.locator('.ballot-items').waitFor();
    expect(await page.locator('input:checked').count()).toBe(0);
  });

  test('a reload while marking forgets the marks and asks for the card; a receipt can be seen without it', async () => {
    const page = await openPhone();
    const own = nextCard();
    await fillBallot(page, own);
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByText('要再扫描一次票卡才能填写选票').waitFor();
    await page.goto('about:blank');
    const code = await reviewBallot(page, own);
    await tapCast(page).click();
    await receipt(page).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '查看回执' }).click();
    await receipt(page).waitFor();
    expect(await receipt(page).innerText()).toContain(code);
  });

  test('a closed box, an unknown card and a card that was not handed out are explained', async () => {
    const page = await openPhone();
    await reviewBallot(page);
    await site.world.sql`update box.polls set state = 'closed' where poll = ${box.poll}`;
    await tapCast(page).click();
    await page.getByText('投票已经结束（或尚未开始）').waitFor();
    await site.world.sql`update box.polls set state = 'open' where poll = ${box.poll}`;
    await page.goto('about:blank');
    await page.goto(`${site.origin}/vote#${box.meetingId}.${byName.cardTexts[0] ?? ''}`);
    await page.getByText('没有找到这张票卡').waitFor();
    await page.goto('about:blank');
    await page.goto(box.addressOf(CARDS));
    await page.getByText('这张票卡还没有发出或已作废').waitFor();
  });
});

describe.skipIf(noChromium !== null)('the page', () => {
  test.each([
    [375, 'off'],
    [375, 'on'],
    [1280, 'off'],
    [1280, 'on'],
  ] as const)(
    'has no barrier that axe-core finds at %i px, elder mode %s, at any step',
    async (width, elder) => {
      const page = await openPhone({ viewport: { width, height: 800 } });
      await page.context().addCookies([{ name: 'minyi_elder', value: elder, url: site.origin }]);
      await page.goto(`${site.origin}/vote`);
      const found: string[] = [];
      const look = async (step: string) => {
        found.push(...(await findBarriers(page)).map((barrier) => `${step}: ${barrier}`));
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (isWide) found.push(`${step}: wider than the screen`);
      };
      await page.getByLabel('票卡编码').fill('0');
      await look('card');
      await page.goto('about:blank');
      await page.goto(box.addressOf(nextCard()));
      await page.getByRole('button', { name: '开始填写' }).waitFor();
      await look('list');
      await page.getByRole('button', { name: '开始填写' }).click();
      await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '赞成' }).check();
      await page.locator('.ballot-item').nth(1).getByRole('radio', { name: '赞成' }).check();
      await page.locator('.ballot-item').nth(2).getByRole('radio', { name: '赞成' }).click({ force: true });
      await page.getByText('这一项没有改动').waitFor();
      await look('ballot');
      const targets = await page
        .locator('.mark')
        .evaluateAll((marks) => marks.map((own) => own.getBoundingClientRect().height));
      expect(Math.min(...targets)).toBeGreaterThanOrEqual(elder === 'on' ? 60 : 44);
      await page.getByRole('button', { name: '下一步' }).click();
      await page.locator('.ballot-code code').first().waitFor();
      await look('review');
      if (elder === 'on') {
        await page.getByRole('button', { name: '先检验这张选票' }).click();
        await page.getByRole('heading', { name: '检验单', level: 1 }).waitFor();
        await look('test sheet');
      } else {
        await tapCast(page).click();
        await page.getByText('已核对').waitFor();
        await look('receipt');
      }
      expect(found).toEqual([]);
    },
  );
});

describe.skipIf(noChromium !== null)('R57: the page', () => {
  test('R57: keeps its own policy, and the worker may compile the multiplier', async () => {
    const page = await openPhone();
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error('policy', event.violatedDirective),
      );
    });
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await reviewBallot(page);
    expect(workers).toHaveLength(1);
    const compiles = await page.workers()[0]?.evaluate(() =>
      WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])).then(
        () => true,
        () => false,
      ),
    );
    expect(compiles).toBe(true);
  });

  test('a ballot that is not what was sealed is refused before it is shown', async () => {
    const page = await openPhone();
    await page.route(`**/booth/${box.poll}`, async (route) => {
      const answer = await route.fetch();
      const booth = await answer.json();
      await route.fulfill({ json: { ...booth, setup: booth.setup.replace('项目2', '项目3') } });
    });
    await page.goto(box.addressOf(nextCard()));
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.getByText('服务器给出的选票与封存的规则不一致').waitFor();
    expect(await page.locator('.ballot-items').count()).toBe(0);
  });

  test('a receipt whose proof is not the ledger’s is called out', async () => {
    const page = await openPhone();
    await reviewBallot(page);
    await page.route('**/cast', async (route) => {
      const answer = await route.fetch();
      const given = await answer.json();
      const forged = JSON.parse(given.receipt);
      forged.entries[0].leaf = '0'.repeat(64);
      await route.fulfill({ status: 201, json: { ...given, receipt: JSON.stringify(forged) } });
    });
    await tapCast(page).click();
    await page.getByText('回执核对没有通过').waitFor();
  });
});

describe.skipIf(noChromium !== null)('a shared tablet', () => {
  test('asks for the next card and keeps nothing of the voter before', async () => {
    const page = await openPhone({ viewport: { width: 800, height: 1100 } });
    await page.goto(`${site.origin}/vote?tablet`);
    const field = page.getByLabel('票卡编码');
    // A hand scanner types the whole address.
    await field.fill(box.addressOf(nextCard()));
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.locator('.ballot-item').nth(0).getByRole('radio', { name: '赞成' }).check();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.locator('.ballot-code code').first().waitFor();
    await tapCast(page).click();
    await receipt(page).waitFor();
    await page.getByRole('button', { name: '结束，交给下一位' }).click();
    await page.getByRole('heading', { name: '请出示票卡' }).waitFor();
    expect(await storageOf(page)).not.toMatch(/minyi\.(unsent|receipts|meeting)/);
    expect(await page.getByText('这台设备上保存的回执').count()).toBe(0);
    expect(await field.inputValue()).toBe('');
    await page.waitForTimeout(300);
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ value }) => value !== '')).toEqual([]);
  });

  test('asks whether somebody is there, gives more time, and forgets when nobody answers', async () => {
    const page = await openPhone({ viewport: { width: 800, height: 1100 } });
    await page.clock.install();
    await page.goto(`${site.origin}/vote?tablet`);
    await page.getByLabel('票卡编码').fill(box.addressOf(nextCard()));
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.locator('.ballot-items').waitFor();
    await page.clock.runFor(181_000);
    await page.getByRole('button', { name: '继续使用' }).click();
    expect(await page.locator('.ballot-items').count()).toBe(1);
    await page.clock.runFor(181_000);
    await page.getByRole('dialog').waitFor();
    await page.clock.runFor(61_000);
    await page.getByRole('heading', { name: '请出示票卡' }).waitFor();
  });
});
