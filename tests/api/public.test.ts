/** The public pages: everything a reader without a login, and without a script, gets to see, and what nobody gets to see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deedDetail } from '../../server/public/text/deed-details.ts';
import { bothDatabases } from '../support/database.ts';
import { openPublicApp, type PublicApp, TEST_STYLES } from '../support/public-app.ts';
import { insertSession, type PublishedSession } from '../support/published.ts';
import { qingheBallot, qingheEvaluation, qingheVotes } from '../support/report.ts';

const OTHER_POLL = '3vKsWzTdRqMuYbNcHfJeAx';
/** More from item to item, so that the order of the votes is not that of the ballot. */
const APPROVALS = Array.from({ length: 15 }, (_, at) => 50 + 7 * at);
const REASON = '更正第三项的名称';

/** What a page says, without its markup. */
const wordsOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, '’')
    .replace(/\s+/g, ' ');

for (const { name, skipped, open } of bothDatabases) {
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let app: PublicApp;
    let ballot: PublishedSession;
    let evaluation: PublishedSession;
    let counted: PublishedSession;

    beforeAll(async () => {
      app = await openPublicApp(open);
      const { sql } = app.database;
      ballot = await insertSession(sql, {
        input: qingheVotes(APPROVALS),
        corrections: [REASON],
        actionText: `record ${OTHER_POLL}, version 1`,
      });
      const { meetingId } = ballot;
      evaluation = await insertSession(sql, { input: qingheEvaluation(), meetingId });
      const input = qingheBallot();
      counted = await insertSession(sql, {
        input: { ...input, subject: { ...input.subject, uuid: OTHER_POLL } },
        meetingId,
        state: 'signed',
      });
    });
    afterAll(() => app?.close());

    test('home and the meeting lead to every session; an organ that is not there leads nowhere', async () => {
      for (const path of ['/', `/?organ=${ballot.organId}`, `/meetings/${ballot.meetingId}`]) {
        const html = await app.page(path);
        for (const { poll } of [ballot, evaluation, counted]) expect(html).toContain(`href="/polls/${poll}"`);
      }
      for (const path of ['/?organ=1', '/meetings/1', `/meetings/${ballot.organId}`]) {
        expect((await app.request(path)).status).toBe(404);
      }
    });

    test('a result says every figure of its report, in both languages', async () => {
      const { attendance, ballots, items, counts } = ballot.report;
      const chinese = wordsOf(await app.page(`/polls/${ballot.poll}`));
      const english = wordsOf(await app.page(`/polls/${ballot.poll}?lang=en`));
      for (const words of [chinese, english]) {
        for (const figure of [attendance.entitled, attendance.present, ballots.issued, ballots.returned]) {
          expect(words).toContain(` ${figure} `);
        }
        for (const { marks } of counts?.totals ?? []) {
          for (const votes of marks) expect(words).toContain(` ${votes} `);
        }
      }
      for (const { titleZh, titleEn } of items) {
        expect(chinese).toContain(titleZh);
        expect(english).toContain(titleEn);
      }
    });

    test('items stand in the order of the ballot or of the votes', async () => {
      const placesOf = async (order: string) => {
        const html = (await app.page(`/polls/${ballot.poll}?order=${order}`)).replaceAll('<wbr/>', '');
        const tables = html.match(/<table[\s\S]*?<\/table>/g) ?? [];
        const { items } = ballot.report;
        const table = tables.find((text) => items.every(({ titleZh }) => text.includes(titleZh))) ?? '';
        expect(table).not.toBe('');
        return items
          .map(({ titleZh }, at) => ({ at, place: table.indexOf(titleZh) }))
          .sort((a, b) => a.place - b.place)
          .map(({ at }) => at);
      };
      const inFavour = (at: number) => ballot.report.counts?.totals[at]?.marks[0] ?? 0;
      const onBallot = ballot.report.items.map((_, at) => at);
      expect(await placesOf('ballot')).toEqual(onBallot);
      const byVotes = await placesOf('votes');
      expect(byVotes).not.toEqual(onBallot);
      expect(byVotes.map(inFavour)).toEqual(onBallot.map(inFavour).sort((a, b) => b - a));
    });

    test('every page is whole without a script and carries the strictest policy', async () => {
      for (const path of ['/', `/polls/${ballot.poll}`, `/polls/${ballot.poll}/certificate`, '/receipts']) {
        const response = await app.request(path);
        expect([path, response.status]).toEqual([path, 200]);
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
        const html = await response.text();
        expect(html).not.toContain('<script');
        expect(html).toContain(`<link rel="stylesheet" href="${TEST_STYLES[0]}"`);
        expect(html).toMatch(/^<!doctype html>\s*<html lang="zh/i);
      }
    });

    test('a correction is a new version; the old one stays, and says that it was corrected and why', async () => {
      const now = wordsOf(await app.page(`/polls/${ballot.poll}`));
      expect(now).toContain(REASON);
      const first = await app.request(`/polls/${ballot.poll}?version=1`);
      expect(first.status).toBe(200);
      expect(wordsOf(await first.text())).toContain('您正在查看旧版本。此后已公布更正。');
      expect(now).not.toContain('您正在查看旧版本');
      expect((await app.request(`/polls/${ballot.poll}?version=3`)).status).toBe(404);
    });

    test('R15: a session that is not published shows no vote, in no page and no document', async () => {
      const page = await app.request(`/polls/${counted.poll}`);
      expect(page.status).toBe(200);
      const words = wordsOf(await page.text());
      for (const votes of new Set(counted.report.counts?.totals.map(({ marks }) => marks[0] ?? 0))) {
        expect(words).not.toContain(` ${votes} `);
      }
      for (const rest of ['/certificate', '/certificate.pdf', '/proclamation', '/proclamation.pdf']) {
        expect((await app.request(`/polls/${counted.poll}${rest}`)).status).toBe(404);
      }
    });

    test('what is not there and what cannot be there answer alike', async () => {
      const absent = await app.request('/polls/5NjCpVwXyZaBcDeFgHiJkM');
      expect(absent.status).toBe(404);
      const words = wordsOf(await absent.text());
      for (const path of ['/polls/..%2f..%2fetc', '/polls/%3Cscript%3E', '/polls/0OIl']) {
        const response = await app.request(path);
        expect([path, response.status, wordsOf(await response.text())]).toEqual([path, 404, words]);
      }
    });

    test('certificate and proclamation are pages and tagged PDFs of one content', async () => {
      for (const document of ['certificate', 'proclamation']) {
        expect((await app.request(`/polls/${ballot.poll}/${document}`)).status).toBe(200);
        for (const language of ['zh', 'en']) {
          const response = await app.request(`/polls/${ballot.poll}/${document}.pdf?lang=${language}`);
          expect(response.headers.get('content-type')).toBe('application/pdf');
          const pdf = Buffer.from(await response.arrayBuffer()).toString('latin1');
          expect(pdf.startsWith('%PDF-')).toBe(true);
          expect(pdf).toContain('/StructTreeRoot');
        }
      }
    });

    test('the process log is said in the language of its reader, hashes and reasons as they stand', async () => {
      expect(wordsOf(await app.page(`/polls/${ballot.poll}`))).toContain('公布结果 第 1 版');
      expect(wordsOf(await app.page(`/polls/${ballot.poll}?lang=en`))).toContain(
        'Result published version 1',
      );
      expect(deedDetail('zh', { did: 'reconciled', what: 'issued 192, returned 190' })).toBe(
        '发出 192 张，收回 190 张',
      );
      expect(deedDetail('zh', { did: 'roll_certified', what: '192 of 200, quorum 134' })).toBe(
        '应到 200 人，实到 192 人，法定人数 134 人',
      );
      expect(deedDetail('zh', { did: 'corrected', what: `2: ${REASON}` })).toBe(`第 2 版：${REASON}`);
      expect(deedDetail('zh', { did: 'abandoned', what: REASON })).toBe(REASON);
    });

    test('a kept page holds nothing of what its first reader asked with', async () => {
      const path = `/polls/${evaluation.poll}`;
      expect(await app.page(`${path}?order=votes&from=elsewhere`)).not.toContain('elsewhere');
      expect(await app.page(`${path}?order=votes`)).toContain('href="?order=votes&amp;lang=en"');
    });

    test('an unchanged page is not sent again', async () => {
      const first = await app.request(`/polls/${ballot.poll}`);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).not.toBe('');
      const again = await app.request(`/polls/${ballot.poll}`, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    });
  });
}
