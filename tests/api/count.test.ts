/** From the last ballot to three signatures, over HTTP: five representatives, three scrutineers of whom two are needed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTallyReport } from '#tally';
import { postgresUrl } from '../support/database.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];

describe.each(['embedded', 'postgres'] as const)('opening the count (%s)', (kind) => {
  describe.skipIf(kind === 'postgres' && postgresUrl === undefined)('', () => {
    let world: World;
    let meeting: SmallMeeting;
    let poll: string;

    beforeAll(async () => {
      world = await openWorld(kind);
      meeting = await openSmallMeeting(world, { seed: `count ${kind}` });
      poll = await meeting.open(draftOf(3));
      for (const [card, marks] of [
        [FOR, FOR, AGAINST],
        [FOR, ABSTAIN, AGAINST],
        [FOR, FOR, ABSTAIN],
        [AGAINST, FOR, ABSTAIN],
      ].entries()) {
        must(await meeting.cast(poll, card, marks), 201);
      }
    });
    afterAll(() => world.close());

    const view = async () => must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/count`));

    test('does not begin while the box is open', async () => {
      expect((await meeting.clerk.get(`/api/ballot-sessions/${poll}/count`)).body.code).toBe('WRONG_STATE');
      expect((await meeting.reconcile(poll)).body.code).toBe('WRONG_STATE');
    });

    test('begins by reconciling what was issued with what came back', async () => {
      must(await meeting.close(poll));
      expect(await view()).toMatchObject({
        state: 'closed',
        issued: { electronic: 5, paper: 0 },
        returned: { electronic: 4, paper: 0 },
        threshold: 2,
      });
      expect(must(await meeting.reconcile(poll))).toEqual({ state: 'adjudicating' });
      expect((await meeting.reconcile(poll)).body.code).toBe('WRONG_STATE');
    });

    test('R33: waits for enough scrutineers, and says who has opened and who has not', async () => {
      expect(must(await meeting.decrypt(poll, 2), 201)).toEqual({ state: 'adjudicating' });
      expect(await view()).toMatchObject({
        state: 'adjudicating',
        hasResult: false,
        reportHash: null,
        holders: [
          { owner: 1, hasOpened: false },
          { owner: 2, hasOpened: false },
          { owner: 3, hasOpened: true },
        ],
      });
      expect((await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`)).body.code).toBe('WRONG_STATE');
      // The same scrutineer twice is one.
      expect(must(await meeting.decrypt(poll, 2), 201)).toEqual({ state: 'adjudicating' });
      const unfinished = await meeting.chief.post(`/api/ballot-sessions/${poll}/signatures`, {
        reportHash: '0'.repeat(64),
        signature: {
          role: 'teller',
          name: '计票人',
          publicKey: '0'.repeat(64),
          signedAt: '2026-03-02T01:00:00Z',
          signature: `${'A'.repeat(86)}==`,
        },
      });
      expect(unfinished.body.code).toBe('ADJUDICATION_PENDING');
    });

    test('gives result and report as soon as enough have opened', async () => {
      expect(must(await meeting.decrypt(poll, 0), 201)).toEqual({ state: 'counted' });
      const { text, hash } = must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`));
      expect(await view()).toMatchObject({ state: 'counted', hasResult: true, reportHash: hash });
      const report = readTallyReport(text);
      expect(report).toMatchObject({
        ok: true,
        value: {
          ballots: { issued: 5, returned: 4, unreturned: 1, valid: 4 },
          counts: {
            totals: [
              { no: 1, marks: [3, 1, 0] },
              { no: 2, marks: [3, 0, 1] },
              { no: 3, marks: [0, 2, 2] },
            ],
          },
          result: { elected: [1, 2] },
        },
      });
      // A third part is not needed any more.
      expect((await meeting.decrypt(poll, 1)).body.code).toBe('WRONG_STATE');
    });

    test('who opened, and the report, are leaves of the ledger', async () => {
      const rows = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${poll} order by index`;
      const deeds = rows.map(({ action }) => JSON.parse(action).did);
      expect(deeds.slice(-4)).toEqual(['reconciled', 'count_opened', 'count_opened', 'counted']);
    });

    test('is signed by three different people in any order, each under the same hash', async () => {
      const { tellers, chief } = meeting;
      must(await meeting.sign(poll, 'teller', tellers[1]), 201);
      expect((await meeting.sign(poll, 'teller', tellers[0])).body.code).toBe('ALREADY_EXISTS');
      // Nobody signs in a role not their own.
      expect((await meeting.sign(poll, 'scrutineer', chief)).body.code).toBe('FORBIDDEN');
      expect((await meeting.chair.post(`/api/ballot-sessions/${poll}/announcement`)).body.code).toBe(
        'MISSING_SIGNATURE',
      );
      must(await meeting.sign(poll, 'scrutineer'), 201);
      expect(must(await meeting.sign(poll, 'chiefScrutineer'), 201)).toEqual({ state: 'signed' });
      expect((await view()).signatures).toHaveLength(3);
    });

    test('is announced by the chair, then confirmed by the presidium', async () => {
      expect((await meeting.sign(poll, 'presidium')).body.code).toBe('WRONG_STATE');
      expect(must(await meeting.chair.post(`/api/ballot-sessions/${poll}/announcement`))).toEqual({
        state: 'announced',
      });
      expect(must(await meeting.sign(poll, 'presidium'), 201)).toEqual({ state: 'confirmed' });
    });
  });
});
