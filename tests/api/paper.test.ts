/** Paper ballots beside electronic ones: keyed twice, blind, ruled on by the chief scrutineer, and the paper the count takes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paperOfPoll } from '../../server/ballots/paper-entry.ts';
import { countBallots, type PaperBallot } from '../../tally/count/ballots.ts';
import type { Column } from '../../tally/count/poll.ts';
import { checkPaper, paperColumn } from '../../tally/record/paper.ts';
import { findPreset, withSeats } from '../../tally/rules/presets.ts';
import type { ProjectsPack } from '../../tally/rules/rule-pack.ts';
import { bothDatabases } from '../support/database.ts';
import { items } from '../support/poll.ts';
import { draftOf, openSitting, type Sitting } from '../support/sitting.ts';
import { openWorld, type World } from '../support/world.ts';

const PACK = withSeats(findPreset('congress-default') as ProjectsPack, 2);
const RULES = { pack: PACK, items: items(3), round: { kind: 'first' } } as const;
const FOR = [0];
const AGAINST = [1];
const clear = (marks: PaperBallot['marks']): PaperBallot => ({ marks, ruling: 'clear' });
const column = (...ballots: PaperBallot[]): Column => countBallots(RULES, ballots);

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`paper ballots on ${name}`, () => {
    let world: World;
    let sitting: Sitting;
    let poll: string;
    const key = (teller: 0 | 1, batch: number, of: Column) =>
      sitting.tellers[teller].put(`/api/ballot-sessions/${poll}/paper/${batch}`, { column: of });
    const rule = (batch: number, of: Column, reason = '标记清楚') =>
      sitting.chief.post(`/api/ballot-sessions/${poll}/paper/${batch}/ruling`, { column: of, reason });
    const list = async () =>
      (await sitting.tellers[0].get(`/api/ballot-sessions/${poll}/paper`)).body.batches;
    const dids = async () =>
      (
        await world.sql<{ did: string }[]>`
          select action::jsonb ->> 'did' as did from ledger.actions where poll = ${poll} order by index`
      ).map(({ did }) => did);

    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
    });
    afterAll(() => world?.close());

    /** Closed as the box closes a session, with nothing in it. */
    async function closed(seed: string): Promise<void> {
      sitting = await openSitting(world, { sessions: 1, seed });
      poll = await sitting.open(draftOf(3));
      await world.sql`select box.close_box(${poll}, ${`{"did":"closed","seed":"${seed}"}`})`;
    }

    test('while the session is open nobody keys paper', async () => {
      sitting = await openSitting(world, { sessions: 1, seed: 'open' });
      poll = await sitting.open(draftOf(3));
      const early = await key(0, 1, column(clear([FOR, FOR, AGAINST])));
      expect([early.status, early.body.code]).toEqual([409, 'WRONG_STATE']);
    });

    describe('of a closed session', () => {
      const honest = column(clear([FOR, FOR, AGAINST]), clear([AGAINST, FOR, []]));
      beforeAll(() => closed('closed'));

      test('a first keying is shown to nobody, and may be keyed again by the same teller', async () => {
        expect((await key(0, 1, column(clear([FOR, FOR, AGAINST])))).body).toEqual({
          keyed: 'FIRST',
          waits: false,
        });
        expect((await key(0, 1, honest)).body).toEqual({ keyed: 'FIRST', waits: false });
        expect(await list()).toEqual([
          {
            batch: 1,
            firstTeller: sitting.tellers[0].name,
            secondTeller: null,
            columns: null,
            waits: false,
            resolution: null,
          },
        ]);
        expect((await paperOfPoll(world.deps, poll)).ok).toBe(false);
      });

      test('the second teller who keys the same completes the batch, once', async () => {
        expect((await key(1, 1, honest)).body).toEqual({ keyed: 'SECOND', waits: false });
        for (const teller of [0, 1] as const) {
          const again = await key(teller, 1, honest);
          expect([again.status, again.body.code]).toEqual([409, 'ALREADY_EXISTS']);
        }
        expect((await dids()).filter((did) => did === 'paper_entered')).toHaveLength(1);
        const paper = await paperOfPoll(world.deps, poll);
        expect(paper.ok && paperColumn(paper.value)).toEqual(honest);
      });

      test('keyings that differ wait for the chief scrutineer, who rules once, with a reason', async () => {
        const other = column(clear([FOR, AGAINST, AGAINST]), clear([AGAINST, FOR, []]));
        await key(0, 2, honest);
        expect((await key(1, 2, other)).body).toEqual({ keyed: 'SECOND', waits: true });
        expect((await list())[1]).toMatchObject({ waits: true, columns: { first: honest, second: other } });
        expect(await paperOfPoll(world.deps, poll)).toMatchObject({
          ok: false,
          error: { code: 'ADJUDICATION_PENDING' },
        });
        const byTeller = await sitting.tellers[0].post(`/api/ballot-sessions/${poll}/paper/2/ruling`, {
          column: honest,
          reason: '标记清楚',
        });
        expect(byTeller.status).toBe(403);
        expect((await rule(2, honest)).status).toBe(200);
        expect((await rule(2, other)).body.code).toBe('WRONG_STATE');
        const paper = await paperOfPoll(world.deps, poll);
        expect(paper.ok && checkPaper(paper.value)).toEqual([]);
        expect(paper.ok && paper.value.batches[1]?.resolution).toEqual({
          by: sitting.chief.name,
          reason: '标记清楚',
          column: honest,
        });
      });

      test('S6: an over-vote voids the ballot, a double mark the item, a blank ballot is all abstentions', async () => {
        const marked = column(clear([FOR, FOR, FOR]), clear([[0, 1], FOR, AGAINST]), clear([[], [], []]));
        expect(marked).toMatchObject({
          returned: 3,
          voids: [{ reason: 'OVERVOTE', count: 1 }],
          items: [
            { marks: [0, 0, 1], itemVoid: 1 },
            { marks: [1, 0, 1], itemVoid: 0 },
            { marks: [0, 1, 1], itemVoid: 0 },
          ],
        });
        await key(0, 3, marked);
        expect((await key(1, 3, marked)).body).toEqual({ keyed: 'SECOND', waits: false });
      });

      test('a doubtful ballot waits though both keyed the same, and a ruling leaves none in doubt', async () => {
        const doubtful = column(clear([FOR, FOR, AGAINST]), { marks: [[], [], []], ruling: null });
        await key(0, 4, doubtful);
        expect((await key(1, 4, doubtful)).body).toEqual({ keyed: 'SECOND', waits: true });
        expect((await rule(4, doubtful)).body).toMatchObject({
          code: 'INCONSISTENT',
          where: 'column.pending',
        });
        const ruled = column(clear([FOR, FOR, AGAINST]), { marks: [[], [], []], ruling: 'void' });
        expect((await rule(4, ruled)).status).toBe(200);
        const paper = await paperOfPoll(world.deps, poll);
        expect(paper.ok && checkPaper(paper.value)).toEqual([]);
        expect((await dids()).filter((did) => did === 'adjudicated')).toHaveLength(2);
      });

      test.each([
        ['more marks than ballots', { returned: 1 }],
        ['a void ballot that was not returned', { voids: [{ reason: 'OVERVOTE', count: 9 }] }],
        ['one item too few', { items: [] }],
        ['another source', { source: 'electronic' }],
      ])('figures with %s are refused', async (_what, change) => {
        const refusal = await key(0, 9, { ...honest, ...change } as Column);
        expect(refusal.status).toBeGreaterThanOrEqual(400);
        expect((await list()).map(({ batch }: { batch: number }) => batch)).not.toContain(9);
      });

      test('two tellers who key a batch at the same moment are first and second', async () => {
        const answers = await Promise.all([key(0, 5, honest), key(1, 5, honest)]);
        expect(answers.map(({ body }) => body.keyed).sort()).toEqual(['FIRST', 'SECOND']);
      });
    });
  });
}
