/**
 * Closing: the last ballot before EndBallots and none after, however many arrive at that moment; the figures of the roll
 * frozen in the record's own text; the encrypted tally, which the scrutineers open to the counts that were cast.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBoxWriter } from '../../server/ballots/box-writer.ts';
import { completeTally } from '../../server/ballots/close.ts';
import { closeBox } from '../../server/ballots/close-store.ts';
import { writeDecryption, writeOwned } from '../../tally/belenios/decryption.ts';
import { computeResult, openTally, writeResult } from '../../tally/belenios/result.ts';
import { readEncryptedTally } from '../../tally/belenios/tally.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { cardHash, readRoll, writeRoll } from '../../tally/record/roll.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { GROUP, type OpenBox, openBox } from '../support/box.ts';
import { bothDatabases } from '../support/database.ts';
import { archiveOfBox } from '../support/judge-box.ts';
import { preset } from '../support/poll.ts';
import { openWorld, type World } from '../support/world.ts';

const RESOLUTION = preset('resolution-default');

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`closing on ${name}`, () => {
    let world: World;
    let box: OpenBox;

    const cast = async (of: OpenBox, card: number, mark: number) => {
      const client = await world.card(of.cards[card]?.cardId ?? '');
      const { ballot, caps } = of.make(card, [mark]);
      return client.post(`/api/booth/${of.poll}/cast`, { ballot, caps });
    };
    const close = async (of: OpenBox) => {
      const chief = await world.account('chiefScrutineer', of.organId);
      return chief.post(`/api/ballot-sessions/${of.poll}/closing`);
    };

    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      box = await openBox(world.sql, { pack: RESOLUTION, items: 1, cards: 4, seed: 'close' });
    });
    afterAll(() => world?.close());

    test('only the chief scrutineer with a fresh second factor closes; the box stays open for others’ tries', async () => {
      const path = `/api/ballot-sessions/${box.poll}/closing`;
      expect((await world.browser().post(path)).status).toBe(401);
      expect((await (await world.account('clerk', box.organId)).post(path)).status).toBe(403);
      const chief = await world.account('chiefScrutineer', box.organId);
      world.clock.advance(16 * 60_000);
      expect((await chief.post(path)).body.code).toBe('SECOND_FACTOR_NEEDED');
      expect((await cast(box, 0, 0)).status).toBe(201);
    });

    test('a closed session has its last events, its figures, and a roll as the tally writes it', async () => {
      await cast(box, 1, 1);
      await cast(box, 2, 0);
      // One member left before the opening: not present, and their card does not count as issued.
      await world.sql`
        update roll.attendance set signed_out_at = now() - interval '1 hour' where member_id = ${box.cards[3]?.memberId ?? ''}`;
      const closed = await close(box);
      expect([closed.status, closed.body]).toEqual([200, { state: 'closed', returned: 3 }]);
      const [row] = await world.sql<Record<string, string>[]>`
        select state, in_office as "inOffice", present, issued_electronic as electronic, issued_paper as paper, roll
        from ballot_sessions where id = ${box.poll}`;
      expect(row).toMatchObject({ state: 'closed', inOffice: 5, present: 3, electronic: 3, paper: 0 });
      const roll = assertOk(readRoll(String(row?.roll), 'roll'));
      expect(writeRoll(roll)).toBe(row?.roll);
      expect(roll).toEqual({
        v: 'roll/1',
        poll: box.poll,
        inOffice: 5,
        present: 3,
        issued: { electronic: 3, paper: 0 },
        activated: box.cards
          .slice(0, 4)
          .map(({ credential }) => cardHash(credential))
          .sort(),
        voided: [],
      });
      const events = await world.sql<{ type: string }[]>`
        select type from box.events where poll = ${box.poll} order by height`;
      expect(events.map(({ type }) => type)).toEqual([
        'Setup',
        'Ballot',
        'Ballot',
        'Ballot',
        'EndBallots',
        'EncryptedTally',
      ]);
      const [action] = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${box.poll} order by index desc limit 1`;
      expect(JSON.parse(action?.action ?? '')).toMatchObject({
        did: 'closed',
        role: 'chiefScrutineer',
        what: box.poll,
      });
    });

    test('after closing a new ballot is NOT_OPEN, a cast one is answered as before, and closing again is refused', async () => {
      const late = await cast(box, 3, 0);
      expect([late.status, late.body.code]).toEqual([409, 'NOT_OPEN']);
      expect((await close(box)).body.code).toBe('WRONG_STATE');
      const client = await world.card(box.cards[0]?.cardId ?? '');
      expect((await client.get(`/api/booth/${box.poll}/receipt`)).status).toBe(200);
    });

    test('two of three scrutineers open the tally to what was cast, and the whole archive verifies', async () => {
      const [event] = await world.sql<{ members: string[] }[]>`
        select members from box.events where poll = ${box.poll} and type = 'EncryptedTally'`;
      const { open } = box.election();
      const tally = assertOk(readEncryptedTally(GROUP, event?.members[0] ?? '', 'tally'));
      const decryptions = new Map(
        [1, 3].map((owner) => [owner, box.scrutineers.decrypt(owner, open.election.fingerprint, tally)]),
      );
      for (const [owner, decryption] of decryptions) {
        const text = writeDecryption(GROUP, decryption);
        const members = [text, writeOwned({ owner, payload: sha256Hex(text) })];
        await world.sql`select box.append_event(${box.poll}, 'PartialDecryption', ${world.sql.array(members)}::text[])`;
      }
      const opened = assertOk(openTally(GROUP, box.scrutineers.trustees, tally, decryptions));
      const result = assertOk(computeResult(GROUP, open.election.questions, opened, 3n));
      expect(result).toEqual([[2n, 1n, 0n]]);
      await world.sql`select box.append_event(${box.poll}, 'Result', array[${writeResult(result)}])`;
      const { findings } = await verifyArchive(bytesSource(await archiveOfBox(world.sql, box.poll)), {
        openGroup: () => ({ ok: true, value: GROUP }),
      });
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('a server that stops between closing and summing leaves a tally that the next one completes, once', async () => {
      const other = await openBox(world.sql, { pack: RESOLUTION, items: 1, cards: 2, seed: 'stopped' });
      await cast(other, 0, 0);
      expect(await closeBox(world.sql, other.poll, '{"did":"closed"}')).toMatchObject({
        outcome: 'CLOSED',
        ballots: 1,
      });
      await Promise.all([completeTally(world.deps, other.poll), completeTally(world.deps, other.poll)]);
      await completeTally(world.deps, other.poll);
      const [count] = await world.sql`
        select count(*)::int as n from box.events where poll = ${other.poll} and type = 'EncryptedTally'`;
      expect(count).toEqual({ n: 1 });
    });

    test('a session in which nobody voted closes too', async () => {
      const empty = await openBox(world.sql, { pack: RESOLUTION, items: 1, cards: 1, seed: 'empty' });
      expect((await close(empty)).body).toEqual({ state: 'closed', returned: 0 });
      const { findings } = await verifyArchive(bytesSource(await archiveOfBox(world.sql, empty.poll)), {
        openGroup: () => ({ ok: true, value: GROUP }),
      });
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('R31: ballots that arrive while the box closes are either before EndBallots or refused, never after', async () => {
      const race = await openBox(world.sql, { pack: RESOLUTION, items: 1, cards: 24, seed: 'race' });
      const writers = [createBoxWriter(world.sql), createBoxWriter(world.sql), createBoxWriter(world.sql)];
      const send = (i: number) => {
        const tracker = sha256Hex(`race ${i}`);
        const ballot = {
          poll: race.poll,
          credential: race.cards[i]?.credential ?? '',
          tracker,
          code: shortCode(tracker),
        };
        const writer = writers[i % writers.length];
        if (writer === undefined) throw new Error('no writer');
        return writer.append({ ...ballot, ballot: `race ${i}`, caps: '[]' });
      };
      const first = Array.from({ length: 12 }, (_, i) => send(i));
      const closing = closeBox(world.sql, race.poll, '{"did":"closed"}');
      const second = Array.from({ length: 12 }, (_, i) => send(12 + i));
      const outcomes = (await Promise.all([...first, ...second])).map(({ outcome }) => outcome);
      const { ballots, height } = await closing;
      expect(outcomes.every((outcome) => outcome === 'CAST' || outcome === 'NOT_OPEN')).toBe(true);
      expect(outcomes.filter((outcome) => outcome === 'CAST').length).toBe(ballots);
      const [after] = await world.sql`
        select count(*)::int as n from box.events where poll = ${race.poll} and height > ${height ?? 0}`;
      expect(after).toEqual({ n: 0 });
    });
  });
}
