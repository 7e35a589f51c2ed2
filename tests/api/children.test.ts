/**
 * Further votes on the server: a tie is voted on again among the tied items only, a shortfall in a second round. Reports stand
 * here as the count leaves them, built by the tally from the counts of the domain's cases.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revotesOf } from '../../server/ballots/children.ts';
import type { Item, ItemMarks } from '../../tally/count/poll.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { tallyReportHash, writeTallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { readRulePackText } from '../../tally/rules/rule-pack.ts';
import { bothDatabases } from '../support/database.ts';
import { draftOf, itemOf, openSitting, type Sitting } from '../support/sitting.ts';
import { openWorld, type World } from '../support/world.ts';

const S2 = [184, 181, 176, 170, 163, 158, 149, 141, 115, 115, 115, 104, 52, 40, 28];
const S3 = [180, 177, 169, 160, 151, 140, 122, 108, 100, 98, 95, 90, 80, 62, 40];

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`further votes on ${name}`, () => {
    let world: World;
    let sitting: Sitting;
    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
    });
    afterAll(() => world?.close());

    /** A session of 15 items counted with these votes: 200 in office, 192 present and issued, 190 returned. */
    async function counted(
      seed: string,
      votes: readonly number[],
      rules: object = { preset: 'congress-default', seats: 10 },
    ): Promise<string> {
      sitting = await openSitting(world, { sessions: 3, seed });
      const items = votes.map((_, i) => itemOf(i + 1));
      const { body } = await sitting.create(draftOf(15, { items, rules }));
      if (body.id === undefined) throw new Error(JSON.stringify(body));
      await sitting.seal(body.id);
      await count(body.id, votes);
      return body.id;
    }

    /** Puts a report of these votes in the place the count would. */
    async function count(
      poll: string,
      votes: readonly number[],
      revotes: readonly never[] = [],
    ): Promise<string> {
      const [row] = await world.sql<{ setup: string; pack: string }[]>`
        select setup, rule_pack as pack from ballot_sessions where id = ${poll}`;
      const setup = JSON.parse(row?.setup ?? '');
      const items: readonly Item[] = setup.items;
      const marks = items.map(({ no }, i): ItemMarks => {
        const votesFor = votes[i] ?? 0;
        return { no, marks: [votesFor, 0, 190 - votesFor], itemVoid: 0 };
      });
      const report = assertOk(
        buildTallyReport({
          organ: setup.organ,
          meeting: setup.meeting,
          subject: setup.subject,
          chainHead: null,
          poll: {
            pack: assertOk(readRulePackText(row?.pack ?? '')),
            items,
            round: setup.round,
            attendance: { inOffice: 200, present: 192, issued: 192 },
            columns: [{ source: 'electronic', returned: 190, voids: [], pending: 0, items: marks }],
            revotes,
          },
        }),
      );
      await world.sql`
        update ballot_sessions set state = 'counted', report = ${writeTallyReport(report)} where id = ${poll}`;
      return tallyReportHash(report);
    }
    const start = (poll: string, kind: string) =>
      sitting.presidium.post(`/api/ballot-sessions/${poll}/children/sealed`, { kind });

    test('S2: the presidium starts a sealed re-vote of the three tied items for two places in one call', async () => {
      const poll = await counted('s2', S2);
      const tied = await sitting.clerk.get(`/api/ballot-sessions/${poll}`);
      expect(tied.body).toMatchObject({ state: 'counted', furtherVote: 'revote' });
      const started = await start(poll, 'revote');
      expect(started.status).toBe(201);
      expect(started.body).toMatchObject({
        state: 'sealed',
        parentId: poll,
        round: { kind: 'revote', parentUuid: poll, places: 2 },
        subjectZh: '2026年度民生实事项目票决（再次投票）',
      });
      expect(started.body.items.map(({ no }: { no: number }) => no)).toEqual([9, 10, 11]);
      expect(started.body.id).not.toBe(poll);
      const parent = await sitting.clerk.get(`/api/ballot-sessions/${poll}`);
      expect(parent.body.state).toBe('revote_required');
      expect(parent.body).toMatchObject({ childIds: [started.body.id], furtherVote: null });
    });

    test('S2: its votes go back to the parent, as a record of its report', async () => {
      const poll = await counted('s2-back', S2);
      const { body } = await start(poll, 'revote');
      expect(await revotesOf(world.deps, poll)).toEqual([]);
      const reportHash = await count(body.id, [150, 120, 98]);
      expect(await revotesOf(world.deps, poll)).toEqual([
        {
          sessionUuid: body.id,
          reportHash,
          items: [
            { no: 9, for: 150 },
            { no: 10, for: 120 },
            { no: 11, for: 98 },
          ],
        },
      ]);
    });

    test('a second re-vote waits until the first is done, and a clerk can only prepare one', async () => {
      const poll = await counted('twice', S2);
      const path = `/api/ballot-sessions/${poll}/children`;
      expect((await sitting.clerk.post(`${path}/sealed`, { kind: 'revote' })).status).toBe(403);
      const prepared = await sitting.clerk.post(path, { kind: 'revote' });
      expect([prepared.status, prepared.body.state]).toEqual([201, 'configured']);
      const second = await start(poll, 'revote');
      expect([second.status, second.body.code]).toEqual([409, 'ALREADY_EXISTS']);
      const change = await sitting.clerk.patch(`/api/ballot-sessions/${prepared.body.id}`, {
        version: 1,
        ...draftOf(3),
      });
      expect(change.body.code).toBe('INCONSISTENT');
    });

    test('without a tie there is no re-vote, and before the count neither', async () => {
      const poll = await counted('no-tie', [...S2.slice(0, 8), 116, 115, 114, ...S2.slice(11)]);
      expect((await start(poll, 'revote')).body).toMatchObject({ code: 'INCONSISTENT', where: 'report' });
      const { body } = await sitting.create(draftOf(2));
      expect((await start(body.id, 'revote')).body.code).toBe('WRONG_STATE');
      expect((await sitting.clerk.get(`/api/ballot-sessions/${poll}`)).body.state).toBe('counted');
    });

    test('S3: a shortfall under rules that ask for it is filled in a second round of twice the places', async () => {
      const pack = JSON.parse(
        (
          await (async () => {
            const probe = await openSitting(world, { sessions: 1, seed: 'probe' });
            return probe.create(
              draftOf(11, {
                items: S3.slice(0, 11).map((_, i) => itemOf(i + 1)),
                rules: { preset: 'congress-default', seats: 10 },
              }),
            );
          })()
        ).body.rulePack,
      );
      const text = JSON.stringify(pack).replace('"shortfall":"leave"', '"shortfall":"second_round"');
      const poll = await counted('s3', S3, { text });
      const started = await start(poll, 'second_round');
      expect(started.body).toMatchObject({ round: { kind: 'second_round', parentUuid: poll, places: 2 } });
      expect(started.body.items.map(({ no }: { no: number }) => no)).toEqual([9, 10, 11, 12]);
      expect((await sitting.clerk.get(`/api/ballot-sessions/${poll}`)).body.state).toBe('counted');
    });

    test('under rules that leave places empty nobody can order a second round', async () => {
      const poll = await counted('leave', S3);
      expect((await start(poll, 'second_round')).body).toMatchObject({
        code: 'INCONSISTENT',
        where: 'report',
      });
    });
  });
}
