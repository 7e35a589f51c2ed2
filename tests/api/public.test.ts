/** The public pages: everything a reader without a login, and without a script, gets to see, and what nobody gets to see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bothDatabases } from '../support/database.ts';
import { openPublicApp, type PublicApp } from '../support/public-app.ts';
import { insertSession, type PublishedSession } from '../support/published.ts';
import { qingheBallot, qingheEvaluation } from '../support/report.ts';

for (const { name, skipped, open } of bothDatabases) {
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let app: PublicApp;
    let ballot: PublishedSession;
    let evaluation: PublishedSession;

    beforeAll(async () => {
      app = await openPublicApp(open);
      ballot = await insertSession(app.database.sql, { input: qingheBallot() });
      evaluation = await insertSession(app.database.sql, {
        input: qingheEvaluation(),
        meetingId: ballot.meetingId,
      });
    });
    afterAll(() => app?.close());

    test('home lists what is published', async () => {
      const html = await app.page('/');
      expect(html).toContain('2026年度民生实事项目票决');
    });
    test('result', async () => {
      const res = await app.request(`/polls/${ballot.poll}`);
      expect(res.status).toBe(200);
      const { writeFileSync } = await import('node:fs');
      writeFileSync('/tmp/minyi/out-home.html', await app.page('/'));
      writeFileSync('/tmp/minyi/out-result.html', await res.text());
      writeFileSync('/tmp/minyi/out-eval.html', await app.page(`/polls/${evaluation.poll}`));
      writeFileSync(
        '/tmp/minyi/out-result-en.html',
        await app.page(`/polls/${ballot.poll}?lang=en&order=votes`),
      );
      for (const [n, u] of [
        ['cert', 'certificate'],
        ['procl', 'proclamation'],
      ])
        writeFileSync(`/tmp/minyi/out-${n}.html`, await app.page(`/polls/${ballot.poll}/${u}`));
      writeFileSync('/tmp/minyi/out-receipts.html', await app.page('/receipts?code=K7QF'));
      writeFileSync('/tmp/minyi/out-how.html', await app.page('/how-to-verify'));
      for (const [n, u] of [
        ['cert', `${ballot.poll}/certificate.pdf`],
        ['evalcert', `${evaluation.poll}/certificate.pdf`],
        ['cert-en', `${ballot.poll}/certificate.pdf?lang=en`],
        ['procl', `${ballot.poll}/proclamation.pdf`],
      ]) {
        const r = await app.request(`/polls/${u}`);
        writeFileSync(`/tmp/minyi/out-${n}.pdf`, new Uint8Array(await r.arrayBuffer()));
      }
      writeFileSync('/tmp/minyi/out-result-elder.html', await app.page(`/polls/${ballot.poll}?elder=on`));
    });
  });
}
