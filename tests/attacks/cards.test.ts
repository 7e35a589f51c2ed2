/**
 * R11: what can be tried with cards. A second card or ballot for one member; a lost card whose finder votes; a clerk who alone
 * would take a card out of use; a card voided after its ballot; a card that was never handed out. Void, reissue and cast are
 * played in every order; the server refuses what must not count, and the roll of the record says the same.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rollOfPoll } from '../../server/ballots/roll.ts';
import { cardHash, checkRoll, usableCards } from '../../tally/record/roll.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { bothDatabases } from '../support/database.ts';
import { presetWith } from '../support/poll.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const CAPPED = presetWith('congress-default', { 'ballot.seats': 2, 'ballot.cap': 2 });
const FOR = 0;
const AGAINST = 1;

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let world: World;
    let boxes = 0;
    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
    });
    afterAll(() => world?.close());

    interface Scene extends OpenBox {
      readonly clerk: AccountClient;
      readonly scrutineer: AccountClient;
    }

    /** An open session, three cards handed out; the fourth, A-0004, is a spare. */
    async function scene(): Promise<Scene> {
      boxes += 1;
      const box = await openBox(world.sql, {
        pack: CAPPED,
        items: 3,
        cards: 3,
        seed: `lost${'abcdefghijklmnop'[boxes]}`,
      });
      return {
        ...box,
        clerk: await world.account('clerk', box.organId),
        scrutineer: await world.account('scrutineer', box.organId),
      };
    }

    const report = (
      { clerk, meetingId }: Scene,
      serial = 'A-0001',
      spare: string | null = 'A-0004',
      memberId: string | null = null,
    ) => clerk.post(`/api/meetings/${meetingId}/lost-cards`, { serial, spare, memberId, reason: '遗失' });
    const confirm = ({ scrutineer, meetingId }: Scene, serial = 'A-0001', by = scrutineer) =>
      by.post(`/api/meetings/${meetingId}/lost-cards/${serial}/confirm`);
    async function cast({ cards, poll, make }: Scene, card: number, marks = [FOR, AGAINST, AGAINST]) {
      const client = await world.card(cards[card]?.cardId ?? '');
      const { ballot, caps } = make(card, marks);
      return client.post(`/api/booth/${poll}/cast`, { ballot, caps });
    }
    async function rollOf({ poll }: Scene) {
      const roll = await rollOfPoll(world.deps, poll);
      if (roll === null) throw new Error('no roll');
      return roll;
    }
    const deeds = async ({ poll }: Scene) =>
      (
        await world.sql<
          { action: string }[]
        >`select action from ledger.actions where poll = ${poll} order by index`
      ).map(({ action }) => JSON.parse(action));

    test('R11: lost, voided, replaced: the finder cannot vote, the member can, and both are public events', async () => {
      const at = await scene();
      expect((await report(at)).status).toBe(201);
      expect((await confirm(at)).status).toBe(200);
      // The login of a voided card is dead; so is a browser that was logged in before.
      expect((await cast(at, 0)).status).toBe(401);
      expect((await cast(at, 3)).status).toBe(201);
      expect(await deeds(at)).toMatchObject([
        { did: 'card_voided', what: 'A-0001', who: at.clerk.name, with: at.scrutineer.name, poll: at.poll },
        {
          did: 'spare_activated',
          what: 'A-0004',
          who: at.clerk.name,
          with: at.scrutineer.name,
          poll: at.poll,
        },
      ]);
      const roll = await rollOf(at);
      const [lost = '', second = '', third = '', spare = ''] = at.cards.map(({ credential }) =>
        cardHash(credential),
      );
      expect(roll.voided).toEqual([{ serial: 'A-0001', credential: lost }]);
      expect(usableCards(roll)).toEqual(new Set([second, third, spare]));
      expect(checkRoll({ ...roll, inOffice: 4 }, new Set([lost, second, third, spare]))).toEqual([]);
    });

    test('R11: a ballot under a voided credential is refused by the box itself, also when the login survives', async () => {
      const at = await scene();
      const finder = await world.card(at.cards[0]?.cardId ?? '');
      const { ballot, caps } = at.make(0, [FOR, FOR, AGAINST]);
      await report(at);
      await confirm(at);
      expect((await finder.post(`/api/booth/${at.poll}/cast`, { ballot, caps })).status).toBe(401);
      // The ballot with the lost card's signature, sent with another card's login.
      const other = await world.card(at.cards[1]?.cardId ?? '');
      expect(
        (await other.post(`/api/booth/${at.poll}/cast`, { ballot, caps })).status,
      ).toBeGreaterThanOrEqual(400);
      const [stored] = await world.sql<{ count: number }[]>`
        select count(*)::int from box.ballots where poll = ${at.poll}`;
      expect(stored?.count).toBe(0);
    });

    test('R11: after its first ballot a card is never replaced; reported before, confirmed after the ballot: refused too', async () => {
      const at = await scene();
      await report(at);
      expect((await cast(at, 0)).status).toBe(201);
      expect([(await confirm(at)).status, (await confirm(at)).body.code]).toEqual([409, 'ALREADY_CAST']);
      expect((await cast(at, 3)).body.code).toBe('NOT_ISSUED');
      expect(await deeds(at)).toEqual([]);
      expect((await rollOf(at)).voided).toEqual([]);
    });

    test('R11: void and cast at the same moment: one of the two happens, never both', async () => {
      for (let round = 0; round < 3; round += 1) {
        const at = await scene();
        await report(at);
        const [voided, boxed] = await Promise.all([confirm(at), cast(at, 0)]);
        expect([voided.status === 200, boxed.status === 201].filter(Boolean)).toHaveLength(1);
        const roll = await rollOf(at);
        expect(roll.voided).toHaveLength(voided.status === 200 ? 1 : 0);
        expect(usableCards(roll).size).toBe(3);
      }
    });

    test('R66: one person cannot void a card: the clerk alone, twice the clerk, a clerk with both roles, an unasked scrutineer', async () => {
      const at = await scene();
      expect((await confirm(at)).body.code).toBe('NOT_FOUND');
      await report(at);
      expect((await confirm(at, 'A-0001', at.clerk)).status).toBe(403);
      const both = await world.account(['clerk', 'scrutineer'], at.organId);
      await both.post(`/api/meetings/${at.meetingId}/lost-cards`, {
        serial: 'A-0002',
        spare: 'A-0004',
        memberId: null,
        reason: '遗失',
      });
      expect((await confirm(at, 'A-0002', both)).body.code).toBe('SAME_PERSON');
      const elsewhere = await world.account('scrutineer', await world.organ());
      expect((await confirm(at, 'A-0001', elsewhere)).status).toBe(404);
      const half = await world.login(at.scrutineer.accountId, { isHalf: true });
      expect((await half.post(`/api/meetings/${at.meetingId}/lost-cards/A-0001/confirm`)).status).toBe(403);
      world.clock.advance(16 * 60_000);
      expect((await confirm(at)).body.code).toBe('SECOND_FACTOR_NEEDED');
      expect((await report(at)).body.code).toBe('SECOND_FACTOR_NEEDED');
      expect(await deeds(at)).toEqual([]);
    });

    test('a spare card replaces one card only, and a confirmed report is not confirmed again into a second spare', async () => {
      const at = await scene();
      await report(at);
      await report(at, 'A-0002');
      expect((await confirm(at)).status).toBe(200);
      expect((await confirm(at)).status).toBe(200);
      expect((await confirm(at, 'A-0002')).body.code).toBe('STALE');
      expect((await report(at, 'A-0003', 'A-0004')).body.code).toBe('NOT_FOUND');
      expect((await report(at, 'A-0003', 'A-0002')).body.code).toBe('NOT_FOUND');
      expect(await deeds(at)).toHaveLength(2);
      expect(usableCards(await rollOf(at)).size).toBe(3);
    });

    test('a lost card without a spare: its holder votes on paper, the roll counts so', async () => {
      const at = await scene();
      await report(at, 'A-0001', null, at.cards[0]?.memberId ?? '');
      expect((await confirm(at)).status).toBe(200);
      const roll = await rollOf(at);
      expect(roll.issued).toEqual({ electronic: 2, paper: 1 });
      expect(usableCards(roll).size).toBe(2);
      expect((await cast(at, 0)).status).toBe(401);
    });

    test('a report is withdrawn when the card is found, not once it is void', async () => {
      const at = await scene();
      await report(at);
      const withdraw = () => at.clerk.delete(`/api/meetings/${at.meetingId}/lost-cards/A-0001`);
      expect((await withdraw()).body.lost).toEqual([]);
      expect((await confirm(at)).body.code).toBe('NOT_FOUND');
      await report(at);
      await confirm(at);
      expect((await withdraw()).body.code).toBe('NOT_FOUND');
      expect((await cast(at, 1)).status).toBe(201);
    });

    test('a second card for one member: at the desk, by serial, by a spare with a name', async () => {
      const at = await scene();
      const arrive = (who: object) =>
        at.clerk.post(`/api/meetings/${at.meetingId}/arrivals`, { who, hand: 'card' });
      expect((await arrive({ serial: 'A-0001' })).body.code).toBe('ALREADY_ISSUED');
      expect((await arrive({ memberId: at.cards[0]?.memberId })).body.code).toBe('ALREADY_ISSUED');
      expect((await arrive({ serial: 'A-0004' })).body.code).toBe('NOT_FOUND');
      const named = await at.clerk.post(`/api/meetings/${at.meetingId}/holders`, {
        memberId: at.cards[0]?.memberId,
        serial: 'A-0004',
      });
      expect(named.body.code).toBe('ALREADY_EXISTS');
      expect(usableCards(await rollOf(at)).size).toBe(3);
    });

    test('a card that was never handed out casts nothing', async () => {
      const at = await scene();
      expect((await cast(at, 3)).body.code).toBe('NOT_ISSUED');
    });

    test('a card handed back by an early leaver still stands in the session that is open, as the roll counts its holder', async () => {
      const at = await scene();
      const left = await at.clerk.post(`/api/meetings/${at.meetingId}/departures`, {
        who: { serial: 'A-0002' },
      });
      expect(left.status).toBe(200);
      const roll = await rollOf(at);
      expect([roll.present, roll.issued.electronic, usableCards(roll).size]).toEqual([3, 3, 3]);
      const again = await at.clerk.post(`/api/meetings/${at.meetingId}/departures`, {
        who: { serial: 'A-0002' },
      });
      expect(again.body.code).toBe('NOT_PRESENT');
    });
  });
}
