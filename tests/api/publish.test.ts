/**
 * A confirmed result is published: the record that comes out is verified by our verifier and by the peer's program, its
 * corrections are further versions, and a tie's re-vote and paper ballots come out of it too.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesSource, openRecord, readActions, readTallyReport, verifyRecord } from '#tally';
import { createApp } from '../../server/app.ts';
import { openRecordZip } from '../../server/ballots/record.ts';
import { createMemoryHeads } from '../../server/ledger/head-store.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { openGroupWith } from '../../tally/cli/engine.ts';
import { postgresUrl } from '../support/database.ts';
import { LOG_KEY } from '../support/ledger.ts';
import { hasPeer, peer } from '../support/peer.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];

async function zipOf(world: World, poll: string, version: number | null = null): Promise<Uint8Array> {
  const opened = await openRecordZip(world.deps, poll, version);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.value.plan.chunks()) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  expect(bytes.length).toBe(opened.value.plan.size);
  return bytes;
}

async function errorsIn(world: World, zip: Uint8Array): Promise<readonly string[]> {
  const { findings } = await verifyRecord(bytesSource(zip), {
    openGroup: openGroupWith('auto'),
    policy: world.deps.ledger.policy,
  });
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ check, where, message }) => `${check} ${where}: ${message}`);
}

async function actionsIn(zip: Uint8Array): Promise<readonly string[]> {
  const opened = await openRecord(bytesSource(zip), 'record');
  if (!opened.ok) throw new Error(opened.error.message);
  const actions = readActions(opened.value.texts['ledger/actions.json'], 'actions');
  if (!actions.ok) throw new Error(actions.error.message);
  return actions.value.map(({ did }) => did);
}

describe.each(['embedded', 'postgres'] as const)('publication (%s)', (kind) => {
  describe.skipIf(kind === 'postgres' && postgresUrl === undefined)('', () => {
    let world: World;
    let meeting: SmallMeeting;
    beforeAll(async () => {
      world = await openWorld(kind);
      meeting = await openSmallMeeting(world, { seed: `publish ${kind}`, sessions: 4 });
    });
    afterAll(() => world.close());

    const stateOf = async (poll: string): Promise<string> =>
      must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/count`)).state;

    async function play(
      sitting: SmallMeeting,
      poll: string,
      ballots: readonly (readonly number[])[],
    ): Promise<void> {
      for (const [card, marks] of ballots.entries()) must(await sitting.cast(poll, card, marks), 201);
      must(await sitting.close(poll));
    }

    describe('of a secret ballot', () => {
      let poll: string;

      beforeAll(async () => {
        poll = await meeting.open(draftOf(3));
        await play(meeting, poll, [
          [FOR, FOR, AGAINST],
          [FOR, FOR, AGAINST],
          [FOR, AGAINST, FOR],
          [ABSTAIN, FOR, FOR],
        ]);
        must(await meeting.reconcile(poll));
        await meeting.openCount(poll);
      });

      test('waits for the confirmation, and is the clerk’s', async () => {
        const early = await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`);
        expect(early.body.code).toBe('MISSING_SIGNATURE');
        await meeting.certify(poll);
        const other = await meeting.presidium.post(`/api/ballot-sessions/${poll}/publication`);
        expect(other.status).toBe(403);
        must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
        expect(must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/count`))).toMatchObject({
          state: 'published',
          publications: [{ version: 1, reason: '' }],
        });
      });

      test('R26: gives a record that our verifier accepts under the ledger’s own keys', async () => {
        expect(await errorsIn(world, await zipOf(world, poll))).toEqual([]);
      });

      test('says whose keys opened it: every scrutineer has signed that theirs is', async () => {
        const opened = await openRecord(bytesSource(await zipOf(world, poll)), 'record');
        if (!opened.ok) throw new Error(opened.error.message);
        const { keyHolders } = JSON.parse(opened.value.texts['setup.json']);
        expect(keyHolders.statements.map(({ name }: { name: string }) => name)).toEqual(
          meeting.holders.map(({ client }) => client.name),
        );
      });

      test.skipIf(!hasPeer)('R26: the archive in it is verified by belenios-tool', async () => {
        const opened = await openRecord(bytesSource(await zipOf(world, poll)), 'record');
        if (!opened.ok) throw new Error(opened.error.message);
        const { ballots } = opened.value;
        const folder = mkdtempSync(join(tmpdir(), 'minyi-bel-'));
        try {
          writeFileSync(join(folder, `${poll}.bel`), await ballots.read(0, ballots.size));
          const { status, stderr } = peer(['election', 'verify'], { cwd: folder });
          expect(`${status} ${stderr}`).toMatch(/^0 [\s\S]*all checks passed/);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });

      test('is the same bytes whenever it is asked for, also after the ledger has grown', async () => {
        const before = await zipOf(world, poll);
        must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
        await world.sql`select ledger.append_action('somewhere', '{}')`;
        expect(Buffer.compare(await zipOf(world, poll), before)).toBe(0);
      });

      test('is not given out under another key of the ledger, which would refute it, until the key is back', async () => {
        const before = await zipOf(world, poll);
        const signer = { ...LOG_KEY, seed: new Uint8Array(32).fill(9) };
        const ledger = openLedger({
          sql: world.sql,
          signer,
          heads: createMemoryHeads(),
          log: world.deps.log,
        });
        const app = createApp({ ...world.deps, ledger });
        const response = await app.request(`/api/public/polls/${poll}/record-${poll}.zip`);
        expect(response.status).toBe(503);
        expect(await response.json()).toMatchObject({ code: 'INCIDENT', where: 'ledger' });
        expect(Buffer.compare(await zipOf(world, poll), before)).toBe(0);
      });

      test('R66: is corrected only by a further version, with a reason and two people', async () => {
        const first = await zipOf(world, poll);
        const reason = '公告第2项名称排印有误，以记录为准';
        must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/correction`, { reason }), 201);
        const path = `/api/ballot-sessions/${poll}/correction/agreement`;
        expect((await meeting.clerk.post(path, { reason })).status).toBe(403);
        expect((await meeting.presidium.post(path, { reason: '另一个理由' })).body.code).toBe('STALE');
        expect(must(await meeting.presidium.post(path, { reason }), 201)).toEqual({ version: 2 });
        expect((await meeting.presidium.post(path, { reason })).body.code).toBe('NOT_FOUND');
        expect(Buffer.compare(await zipOf(world, poll, 1), first)).toBe(0);
        const second = await zipOf(world, poll);
        expect(await errorsIn(world, second)).toEqual([]);
        expect((await actionsIn(second)).slice(-2)).toEqual(['published', 'corrected']);
        expect(
          must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/count`)).publications,
        ).toMatchObject([{ version: 1 }, { version: 2, reason }]);
      });
    });

    describe('of a tie', () => {
      test('waits for the re-vote, whose votes go into the report', async () => {
        const parent = await meeting.open(draftOf(3));
        await play(meeting, parent, [
          [FOR, FOR, AGAINST],
          [FOR, FOR, AGAINST],
          [FOR, AGAINST, FOR],
          [FOR, AGAINST, FOR],
          [AGAINST, FOR, FOR],
        ]);
        must(await meeting.reconcile(parent));
        expect(await meeting.openCount(parent)).toMatchObject({ state: 'revote_required' });
        expect((await meeting.sign(parent, 'teller')).body.code).toBe('WRONG_STATE');

        const created = await meeting.clerk.post(`/api/ballot-sessions/${parent}/children`, {
          kind: 'revote',
        });
        const child: string = must(created, 201).id;
        await meeting.openExisting(child);
        await play(meeting, child, [
          [FOR, AGAINST],
          [FOR, AGAINST],
          [AGAINST, FOR],
        ]);
        must(await meeting.reconcile(child));
        await meeting.openCount(child);
        // Counted, but not signed: the parent waits.
        expect(must(await meeting.chief.post(`/api/ballot-sessions/${parent}/count`))).toEqual({
          state: 'revote_required',
        });
        await meeting.certify(child);
        expect(await stateOf(parent)).toBe('counted');
        const { text } = must(await meeting.clerk.get(`/api/ballot-sessions/${parent}/report`));
        expect(readTallyReport(text)).toMatchObject({
          value: { result: { elected: [1, 2], tie: null }, revotes: [{ sessionUuid: child }] },
        });
        await meeting.certify(parent);
        for (const poll of [parent, child]) {
          must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
          expect(await errorsIn(world, await zipOf(world, poll))).toEqual([]);
        }
      });
    });

    test('R4: is not for the person who confirmed', async () => {
      const poll = await meeting.open(draftOf(2));
      await play(meeting, poll, [
        [FOR, ABSTAIN],
        [FOR, AGAINST],
      ]);
      must(await meeting.reconcile(poll));
      await meeting.openCount(poll);
      await meeting.certify(poll);
      const { accountId } = meeting.presidium;
      await world.sql`
        insert into role_grants (account_id, role, organ_id) values (${accountId}, 'clerk', ${meeting.organId})`;
      const refused = await meeting.presidium.post(`/api/ballot-sessions/${poll}/publication`);
      expect(refused).toMatchObject({ status: 422, body: { code: 'SAME_PERSON' } });
      must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
    });

    describe('with paper beside electronic ballots', () => {
      let mixed: SmallMeeting;
      beforeAll(async () => {
        mixed = await openSmallMeeting(world, { seed: `paper ${kind}`, onPaper: 1, sessions: 2 });
      });
      const column = (returned: number, marks: readonly (readonly number[])[]) => ({
        column: {
          source: 'paper',
          returned,
          voids: [],
          pending: 0,
          items: marks.map((each, i) => ({ no: i + 1, marks: each, itemVoid: 0 })),
        },
      });

      test('sums both, paper keyed twice and ruled on where the two differ', async () => {
        const poll = await mixed.open(draftOf(2));
        await play(mixed, poll, [
          [FOR, AGAINST],
          [FOR, AGAINST],
          [AGAINST, FOR],
        ]);
        const right = column(1, [
          [1, 0, 0],
          [0, 1, 0],
        ]);
        const wrong = column(1, [
          [0, 0, 1],
          [0, 1, 0],
        ]);
        const [a, b] = mixed.tellers;
        must(await a.put(`/api/ballot-sessions/${poll}/paper/1`, right));
        expect((await mixed.reconcile(poll)).body.code).toBe('ADJUDICATION_PENDING');
        must(await b.put(`/api/ballot-sessions/${poll}/paper/1`, wrong));
        expect((await mixed.reconcile(poll)).body.code).toBe('ADJUDICATION_PENDING');
        const ruling = { ...right, reason: '第1项标记清楚' };
        must(await mixed.chief.post(`/api/ballot-sessions/${poll}/paper/1/ruling`, ruling));
        must(await mixed.reconcile(poll));
        await mixed.openCount(poll);
        const { text } = must(await mixed.clerk.get(`/api/ballot-sessions/${poll}/report`));
        expect(readTallyReport(text)).toMatchObject({
          value: {
            ballots: { issued: 5, returned: 4 },
            counts: { totals: [{ marks: [3, 1, 0] }, { marks: [1, 3, 0] }] },
          },
        });
        await mixed.certify(poll);
        must(await mixed.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
        expect(await errorsIn(world, await zipOf(world, poll))).toEqual([]);
      });

      test('ends where more were returned than issued, and opens none of them', async () => {
        const poll = await mixed.open(draftOf(2));
        const ballot = [FOR, AGAINST];
        await play(mixed, poll, [ballot, ballot, ballot, ballot]);
        const two = column(2, [
          [1, 1, 0],
          [1, 1, 0],
        ]);
        for (const teller of mixed.tellers)
          must(await teller.put(`/api/ballot-sessions/${poll}/paper/1`, two));
        expect(must(await mixed.reconcile(poll))).toEqual({ state: 'poll_invalid' });
        expect((await mixed.decrypt(poll, 0)).body.code).toBe('WRONG_STATE');
        const { text } = must(await mixed.clerk.get(`/api/ballot-sessions/${poll}/report`));
        expect(readTallyReport(text)).toMatchObject({
          value: { outcome: 'POLL_INVALID', counts: null, result: null, ballots: { issued: 5, returned: 6 } },
        });
      });
    });
  });
});
