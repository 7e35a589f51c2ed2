/**
 * The congress of 青禾区 decides (domain reference, sections 13 and 14): 200 deputies, 192 present and issued a card, 190
 * ballots, every one encrypted, checked and boxed over HTTP; then S2 with its re-vote, S3, S5, and a budget with the votes of
 * a real election. The record of S1 is verified by our command line in a child process and by our page in Chromium, its archive
 * by belenios-tool.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertOk, bytesSource, type ItemMarks, type Marks, readTallyReport, verifyRecord } from '#tally';
import { dealMarks } from '../../tally/cli/demo/marks.ts';
import { QINGHE_PROJECTS, QINGHE_VOTES } from '../../tally/cli/demo/qinghe.ts';
import { readAll } from '../../tally/encoding/byte-source.ts';
import { readPabulib } from '../../tally/import/pabulib.ts';
import { openRecord } from '../../tally/record/record.ts';
import { noChromium } from '../e2e/browser.ts';
import { openSite } from '../e2e/site.ts';
import { minyi } from '../support/cli.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';
import { hasPeer, peer } from '../support/peer.ts';
import { fastGroup } from '../support/record.ts';
import { bytesOf, must } from '../support/scrutineers.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';

const MEMBERS = 200;
const PRESENT = 192;
const RETURNED = 190;
const SEATS = 10;

/** Votes of 190 ballots from the number for each item: the others are against, or abstain, half and half. */
function votesFor(numbers: readonly number[], ballots = RETURNED): readonly ItemMarks[] {
  return numbers.map((yes, i) => {
    const against = Math.floor((ballots - yes) / 2);
    return { no: i + 1, marks: [yes, against, ballots - yes - against], itemVoid: 0 };
  });
}

const draft = (changes: object = {}) => ({
  year: 2026,
  subjectZh: '2026年度民生实事项目票决',
  subjectEn: 'Ballot on the livelihood projects of 2026',
  rules: { preset: 'congress-default', seats: SEATS },
  items: QINGHE_PROJECTS.map(({ titleZh, titleEn, leadUnit, costFen }) => ({
    titleZh,
    titleEn,
    leadUnit,
    costFen,
  })),
  ...changes,
});

/** Every ballot cast, box closed, count opened. @returns the report */
async function decide(meeting: SmallMeeting, poll: string, ballots: readonly Marks[]) {
  for (const [card, marks] of ballots.entries()) must(await meeting.cast(poll, card, marks), 201);
  must(await meeting.close(poll));
  must(await meeting.reconcile(poll));
  await meeting.openCount(poll);
  return reportOf(meeting, poll);
}

async function reportOf(meeting: SmallMeeting, poll: string) {
  const { text } = must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`));
  return assertOk(readTallyReport(text));
}

async function publish(meeting: SmallMeeting, poll: string): Promise<Uint8Array> {
  await meeting.certify(poll);
  must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
  return bytesOf(meeting.clerk, `/api/public/polls/${poll}/record-${poll}.zip`);
}

const decisionIn = (report: Awaited<ReturnType<typeof reportOf>>) => {
  if (report.result?.kind !== 'decision') throw new Error('the report holds a decision');
  return report.result;
};

describe('two hundred deputies of 青禾区', () => {
  let world: World;
  let meeting: SmallMeeting;
  let recordOfS1: string;
  const folder = mkdtempSync(join(tmpdir(), 'minyi-story-'));

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(world, {
      members: MEMBERS,
      present: PRESENT,
      sessions: 4,
      seed: 'congress',
    });
  }, 300_000);
  afterAll(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('S1: ten of fifteen projects are decided, and the record proves it to a stranger', {
    timeout: 600_000,
  }, async () => {
    const poll = await meeting.open(draft());
    const report = await decide(meeting, poll, dealMarks(QINGHE_VOTES, RETURNED, SEATS));
    expect(report.attendance).toMatchObject({ entitled: 200, present: 192, absent: 8 });
    expect(report.ballots).toMatchObject({ issued: 192, returned: 190, unreturned: 2, valid: 190 });
    expect(report.counts?.totals).toEqual(QINGHE_VOTES);
    expect(decisionIn(report)).toMatchObject({
      elected: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      passedNotElected: [11],
      threshold: { minVotes: 101 },
    });

    const record = await publish(meeting, poll);
    const path = join(folder, `record-${poll}.zip`);
    writeFileSync(path, record);
    const run = minyi(['verify', path]);
    expect(`${run.status} ${run.stdout.trim().split('\n').at(-1)}`).toBe('0 VERIFIED');
    if (hasPeer) {
      const { ballots } = assertOk(await openRecord(bytesSource(record), 'record'));
      writeFileSync(join(folder, `${poll}.bel`), assertOk(await readAll(ballots, 'archive', 1 << 28)));
      const { status, stderr } = peer(['election', 'verify'], { cwd: folder });
      expect(`${status} ${stderr}`).toMatch(/^0 [\s\S]*all checks passed/);
    }
    recordOfS1 = path;
  });

  test('S2: three tied for two places go to a re-vote, and its winners into the result', {
    timeout: 600_000,
  }, async () => {
    const parent = await meeting.open(draft());
    const votes = votesFor([184, 181, 176, 170, 163, 158, 149, 141, 115, 115, 115, 104, 52, 40, 28]);
    const tied = decisionIn(await decide(meeting, parent, dealMarks(votes, RETURNED, SEATS)));
    expect(tied).toMatchObject({
      elected: [1, 2, 3, 4, 5, 6, 7, 8],
      tie: { code: 'TIE_AT_BOUNDARY', tied: [9, 10, 11], places: 2, votes: 115 },
    });
    const created = await meeting.clerk.post(`/api/ballot-sessions/${parent}/children`, { kind: 'revote' });
    const child: string = must(created, 201).id;
    await meeting.openExisting(child);
    const again = dealMarks(votesFor([150, 120, 98]), RETURNED, 2);
    expect(decisionIn(await decide(meeting, child, again)).elected).toEqual([9, 10]);
    await meeting.certify(child);
    expect(decisionIn(await reportOf(meeting, parent))).toMatchObject({
      elected: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      tie: null,
      passedNotElected: [11, 12],
    });
  });

  test('S3: eight pass for ten places, and the report says two are missing', {
    timeout: 600_000,
  }, async () => {
    const poll = await meeting.open(draft());
    const votes = votesFor([180, 177, 169, 160, 151, 140, 122, 108, 100, 98, 95, 90, 80, 62, 40]);
    const report = await decide(meeting, poll, dealMarks(votes, RETURNED, SEATS));
    expect(decisionIn(report).elected).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(report.notices).toContain('SHORTFALL');
    expect(report.announcement.zh.join('')).toContain('少于应确定的10项，不足的2项');
  });

  test.skipIf(noChromium !== null)(
    'S1: the page in a stranger’s browser verifies the same record',
    {
      timeout: 240_000,
    },
    async () => {
      const site = await openSite(world);
      try {
        const { page, faults } = await site.openAt(null, '/verify');
        await page.locator('input[type=file]').setInputFiles(recordOfS1);
        await page.getByRole('button', { name: '开始核验' }).click();
        await page.getByText('核验通过').first().waitFor({ timeout: 180_000 });
        await page.getByText('2026年度民生实事项目票决').first().waitFor();
        expect(faults()).toEqual([]);
      } finally {
        await site.close();
      }
    },
  );
});

test('S5: 133 of 200 make no congress, 134 do', { timeout: 300_000 }, async () => {
  const world = await openWorld();
  try {
    const meeting = await openSmallMeeting(world, { members: 200, present: 133, seed: 'quorum' });
    const items = draft().items.slice(0, 2);
    const created = await meeting.clerk.post(
      `/api/meetings/${meeting.meetingId}/ballot-sessions`,
      draft({ items, rules: { preset: 'congress-default', seats: 1 } }),
    );
    const poll: string = must(created, 201).id;
    const refused = await meeting.openExisting(poll).catch((error: Error) => error.message);
    expect(refused).toContain('QUORUM_NOT_MET');
    const [absent] = await world.sql<{ id: string }[]>`
      select id from members where number = '134' and organ_id = ${meeting.organId}`;
    const arrival = { who: { memberId: absent?.id }, hand: 'card' };
    must(await meeting.clerk.post(`/api/meetings/${meeting.meetingId}/arrivals`, arrival));
    must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/roll`));
    must(await meeting.chief.post(`/api/ballot-sessions/${poll}/opening`));
  } finally {
    await world.close();
  }
});

describe.skipIf(!hasFixtures)('a budget, with the votes of a real participatory budget', () => {
  test('counts what was published, and spends the money in the order of votes', {
    timeout: 600_000,
  }, async () => {
    const file = fixture('pabulib', 'poland_warszawa_2018_niskie-okecie.pb');
    const election = assertOk(readPabulib(new Uint8Array(readFileSync(file))));
    const voters = election.ballots.length;
    // Amounts of the reader are integers of 10^-12.
    const fenOf = (amount: bigint) => Number(amount / 10_000_000_000n);
    const world = await openWorld();
    try {
      const meeting = await openSmallMeeting(world, { members: voters, seed: 'budget' });
      const poll = await meeting.open(
        draft({
          rules: { preset: 'congress-budget', budgetFen: fenOf(election.budget) },
          items: election.projects.map(({ id, cost }) => ({
            titleZh: `项目${id}`,
            titleEn: `Project ${id}`,
            leadUnit: 'Warszawa',
            costFen: fenOf(cost),
          })),
        }),
      );
      const ballots = election.ballots.map(({ choices }) =>
        election.projects.map((_, index) => choices.includes(index)),
      );
      const report = await decide(meeting, poll, ballots);
      const published = election.projects.map(({ votes }) => Number((votes ?? 0n) / 1_000_000_000_000n));
      expect(report.counts?.totals.map(({ marks }) => marks[0])).toEqual(published);
      let left = fenOf(election.budget);
      const elected = published
        .map((votes, i) => ({ no: i + 1, votes, cost: fenOf(election.projects[i]?.cost ?? 0n) }))
        .filter(({ votes }) => votes * 2 > voters)
        .sort((a, b) => b.votes - a.votes)
        .filter(({ cost }) => {
          if (cost > left) return false;
          left -= cost;
          return true;
        });
      expect(decisionIn(report).elected).toEqual(elected.map(({ no }) => no).sort((a, b) => a - b));
      const record = await publish(meeting, poll);
      const { findings } = await verifyRecord(bytesSource(record), { openGroup: fastGroup });
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
