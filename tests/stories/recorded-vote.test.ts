/**
 * A congress votes by name (记名表决; domain reference, section 2): nine representatives vote over HTTP with their cards, the
 * count needs no keys, three sign, the result is published with who voted how, and a stranger recomputes it from the record.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertOk, base64url, bytesSource, readTallyReport, verifyRecord } from '#tally';
import { minyi } from '../support/cli.ts';
import { fastGroup } from '../support/record.ts';
import { bytesOf, must } from '../support/scrutineers.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];
const VOTES = [FOR, FOR, AGAINST, FOR, ABSTAIN, FOR, FOR, FOR];
const MEMBERS = VOTES.length + 1;
const DRAFT = {
  year: 2026,
  subjectZh: '关于加强居家养老服务的决议',
  subjectEn: 'Resolution on care at home',
  rules: { preset: 'resolution-default', secrecy: 'recorded' },
  items: [
    {
      titleZh: '关于加强居家养老服务的决议',
      titleEn: 'Resolution on care at home',
      leadUnit: '主席团',
      costFen: 0,
    },
  ],
};

describe('a vote by name', () => {
  let world: World;
  let meeting: SmallMeeting;
  let poll: string;
  const folder = mkdtempSync(join(tmpdir(), 'minyi-recorded-'));

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(world, { members: MEMBERS, seed: 'by name' });
    poll = await meeting.open(DRAFT);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world?.close();
  });

  test('each votes with the card, and nobody sees a vote before the result', async () => {
    for (const [at, mark] of VOTES.entries()) {
      const browser = world.browser();
      const loginKey = base64url(meeting.cards[at]?.loginKey ?? new Uint8Array());
      must(await browser.post('/api/card-logins', { meeting: meeting.meetingId, loginKey }), 201);
      must(await browser.post(`/api/booth/${poll}/vote`, { choices: [mark] }), 201);
    }
    const { body } = await world.browser().get(`/api/public/polls/${poll}`);
    expect(body).toMatchObject({ id: poll, state: 'open', returned: VOTES.length, result: null });
    const page = await world.app.request(`/polls/${poll}`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).not.toContain('代表 1');
    expect(html).toContain('记名表决');
    expect(html).not.toContain('选票是加密的');
  });

  test('closed and reconciled it is counted at once, without any key', async () => {
    must(await meeting.close(poll));
    must(await meeting.reconcile(poll));
    const { text } = must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`));
    const report = assertOk(readTallyReport(text));
    expect(report.ballots).toMatchObject({ issued: MEMBERS, returned: VOTES.length });
    expect(report.counts?.totals.map(({ marks }) => marks)).toEqual([[6, 1, 1]]);
    expect(report.result).toMatchObject({ kind: 'decision', elected: [1] });
    expect(report.chainHead).toBeNull();
  });

  test('signed and published, it says who voted how, and the record proves it to a stranger', async () => {
    await meeting.certify(poll);
    must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
    // A page is kept for a second.
    world.clock.advance(2_000);
    const page = await world.app.request(`/polls/${poll}`);
    const html = await page.text();
    for (let member = 1; member <= VOTES.length; member += 1) expect(html).toContain(`代表 ${member}`);
    const record = await bytesOf(meeting.clerk, `/api/public/polls/${poll}/record-${poll}.zip`);
    const { findings } = await verifyRecord(bytesSource(record), { openGroup: fastGroup });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const path = join(folder, `record-${poll}.zip`);
    writeFileSync(path, record);
    const verified = minyi(['verify', path]);
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('VERIFIED')]);
  });
});
