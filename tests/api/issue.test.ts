/**
 * Cards: registered by public parts only, handed out at the desk, handed back, never two for one member; named or drawn. What
 * the roll says and what the box can take are equal at every opening and closing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electionGroup } from '../../server/ballots/engine.ts';
import { rollOfPoll } from '../../server/ballots/roll.ts';
import { writeTrustees } from '../../tally/belenios/trustee.ts';
import { appointScrutineers } from '../../tally/cli/session/scrutineers.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import { cardHash, checkRoll, readRoll, usableCards } from '../../tally/record/roll.ts';
import { assertOk } from '../../tally/result.ts';
import { credentialOf } from '../../web/cards/card-maker.ts';
import { type CardsPlan, type MadeCards, makeCards } from '../support/cards.ts';
import { bothDatabases } from '../support/database.ts';
import { seededRandom } from '../support/random.ts';
import { draftOf } from '../support/sitting.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

interface Hall {
  readonly organ: string;
  readonly meeting: string;
  readonly clerk: AccountClient;
  readonly scrutineer: AccountClient;
  readonly chief: AccountClient;
  readonly presidium: AccountClient;
  readonly made: MadeCards;
  readonly members: readonly string[];
}

for (const { name, skipped } of bothDatabases) {
  const kind = name === 'PostgreSQL' ? 'postgres' : 'embedded';
  describe.skipIf(skipped !== null)(`on ${name}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(kind);
    });
    afterAll(() => world?.close());

    async function openHall(size = 4, plan: CardsPlan = {}): Promise<Hall> {
      const organ = await world.organ();
      const members = await world.sql<{ id: string }[]>`
        insert into members (organ_id, number, name)
        select ${organ}, n::text, '代表 ' || n from generate_series(1, ${size}) n returning id`;
      const person = async (role: Parameters<World['account']>[0]) => {
        const account = await world.account(role, organ);
        await world.sql`update accounts set signing_key = ${hex(world.deps.random(32))} where id = ${account.accountId}`;
        return account;
      };
      const clerk = await world.account('clerk', organ);
      const [chief, scrutineer, presidium] = [
        await person('chiefScrutineer'),
        await person('scrutineer'),
        await person('presidium'),
      ];
      await person('teller');
      const given = { number: 1, titleZh: '第一次会议', titleEn: 'First meeting', heldOn: '2026-03-02' };
      const meeting = (await clerk.post(`/api/organs/${organ}/meetings`, given)).body.id;
      await clerk.post(`/api/meetings/${meeting}/state`, { to: 'sitting' });
      const made = await makeCards(clerk, meeting, scrutineer.accountId, plan);
      return {
        organ,
        meeting,
        clerk,
        scrutineer,
        chief,
        presidium,
        made,
        members: members.map(({ id }) => id),
      };
    }

    const arrive = ({ clerk, meeting }: Hall, number: number, hand = 'card') =>
      clerk.post(`/api/meetings/${meeting}/arrivals`, { who: { number: String(number) }, hand });
    const depart = ({ clerk, meeting }: Hall, number: number) =>
      clerk.post(`/api/meetings/${meeting}/departures`, { who: { number: String(number) } });
    const figures = async ({ clerk, meeting }: Hall) =>
      (await clerk.get(`/api/meetings/${meeting}/figures`)).body;

    /** A session of the meeting, sealed; its id is the first that the cards were made for. */
    async function seal({ meeting, clerk, presidium }: Hall): Promise<string> {
      const scrutineers = appointScrutineers(electionGroup(), 3, 2, seededRandom(meeting));
      await world.sql`
        insert into ceremonies (meeting_id, threshold, state, trustees)
        values (${meeting}, 2, 'complete', ${writeTrustees(electionGroup(), scrutineers.trustees)}) on conflict do nothing`;
      const { body } = await clerk.post(`/api/meetings/${meeting}/ballot-sessions`, draftOf(3));
      const shown = await presidium.get(`/api/ballot-sessions/${body.id}/seal`);
      const sealed = await presidium.post(`/api/ballot-sessions/${body.id}/seal`, {
        setupHash: shown.body.setupHash,
      });
      expect([sealed.status, sealed.body.detail]).toEqual([200, undefined]);
      return body.id;
    }
    const open = async ({ clerk, chief }: Hall, poll: string) => {
      expect((await clerk.post(`/api/ballot-sessions/${poll}/roll`)).status).toBe(200);
      expect((await chief.post(`/api/ballot-sessions/${poll}/opening`)).status).toBe(200);
    };
    const rollOf = async (poll: string) => {
      const roll = await rollOfPoll(world.deps, poll);
      if (roll === null) throw new Error('no roll');
      return roll;
    };

    test('cards are registered by public parts; every card has a credential for every session to come', async () => {
      const hall = await openHall();
      expect(hall.made.finished.body).toMatchObject({
        kind: 'named',
        state: 'complete',
        witness: hall.scrutineer.name,
        cards: { regular: 4, spare: 2, activated: 0 },
        freeSpares: ['S-0001', 'S-0002'],
        withoutCard: [],
      });
      expect(hall.made.finished.body.polls.map((one: { credentials: number }) => one.credentials)).toEqual([
        6, 6,
      ]);
      const [logged] = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${hall.meeting} order by index desc limit 1`;
      expect(JSON.parse(logged?.action ?? '')).toMatchObject({
        did: 'cards_made',
        with: hall.scrutineer.name,
      });
    });

    test('R9: nothing that the server stores or logs contains the secret of a card', async () => {
      const hall = await openHall(2);
      const dump = JSON.stringify(
        await world.sql`
        select to_jsonb(c) as a, to_jsonb(k) as b from box.cards k left join box.credentials c using (meeting_id, serial)`,
      );
      for (const { secret } of hall.made.cards) {
        for (const form of [secret, secret.replaceAll('-', '')]) {
          expect(dump).not.toContain(form);
          expect(world.log.join('\n')).not.toContain(form);
        }
      }
    });

    test('a registration that is not complete lets nothing be sealed, and can be begun again until a card is used', async () => {
      const hall = await openHall();
      const { clerk, meeting, made } = hall;
      const again = await makeCards(clerk, meeting, hall.scrutineer.accountId, { seed: 'again' });
      expect(again.finished.body.state).toBe('complete');
      expect(again.polls).not.toEqual(made.polls);
      await clerk.post(`/api/meetings/${meeting}/cards`, {
        kind: 'drawn',
        reserves: ['9'.repeat(22)],
        cards: [{ serial: 'A-1', isSpare: false, loginHash: '0'.repeat(64) }],
      });
      const { body } = await clerk.post(`/api/meetings/${meeting}/cards/finish`, {
        witnessId: hall.scrutineer.accountId,
      });
      expect(body.code).toBe('INCONSISTENT');
      await makeCards(clerk, meeting, hall.scrutineer.accountId, { seed: 'third' });
      expect((await arrive(hall, 1)).status).toBe(200);
      await expect(makeCards(clerk, meeting, hall.scrutineer.accountId, { seed: 'late' })).rejects.toThrow(
        'WRONG_STATE',
      );
    });

    test('uploads that lie are refused: strangers to the group, doubles, other cards, a clerk as own witness', async () => {
      const hall = await openHall(2);
      const { clerk, meeting, made, scrutineer } = hall;
      const begin = (cards: readonly object[], kindOfCards = 'named') =>
        clerk.post(`/api/meetings/${meeting}/cards`, {
          kind: kindOfCards,
          reserves: ['8'.repeat(22)],
          cards,
        });
      const card = (serial: string, more: object) => ({
        serial,
        isSpare: false,
        loginHash: serial.padEnd(64, 'a').replace(/[^0-9a-f]/g, '0'),
        ...more,
      });
      const [first = '', second = ''] = hall.members;
      expect((await begin([card('A-1', {})])).body.code).toBe('INCONSISTENT');
      expect(
        (await begin([card('A-1', { memberId: first }), card('A-2', { memberId: first })])).body.code,
      ).toBe('INCONSISTENT');
      expect((await begin([card('A-1', { memberId: first })], 'drawn')).body.code).toBe('INCONSISTENT');
      expect((await begin([card('A-1', { memberId: scrutineer.accountId })])).body.code).toBe('INCONSISTENT');
      expect(
        (await begin([card('A-1', { memberId: first }), card('A-1', { memberId: second })])).body.code,
      ).toBe('ALREADY_EXISTS');
      expect(
        (await begin([card('A-1', { memberId: first }), card('A-2', { memberId: second })])).status,
      ).toBe(201);
      const give = (credentials: readonly object[], poll = '8'.repeat(22)) =>
        clerk.post(`/api/meetings/${meeting}/cards/credentials`, { poll, credentials });
      const credential = credentialOf(electionGroup(), '8'.repeat(22), made.cards[0]?.secret ?? '');
      expect((await give([{ serial: 'A-1', credential: '2' }])).body.code).toBe('NOT_IN_GROUP');
      expect((await give([{ serial: 'A-1', credential: `0${credential}` }])).status).toBe(400);
      expect((await give([{ serial: 'A-9', credential }])).body.code).toBe('NOT_FOUND');
      expect((await give([{ serial: 'A-1', credential }], '7'.repeat(22))).body.code).toBe('WRONG_STATE');
      expect(
        (
          await give([
            { serial: 'A-1', credential },
            { serial: 'A-2', credential },
          ])
        ).body.code,
      ).toBe('ALREADY_EXISTS');
      expect((await give([{ serial: 'A-1', credential }])).status).toBe(200);
      expect((await give([{ serial: 'A-1', credential }])).status).toBe(200);
      const other = credentialOf(electionGroup(), '8'.repeat(22), made.cards[1]?.secret ?? '');
      expect((await give([{ serial: 'A-1', credential: other }])).body.code).toBe('ALREADY_EXISTS');
      const finish = (witnessId: string) =>
        clerk.post(`/api/meetings/${meeting}/cards/finish`, { witnessId });
      expect((await finish(clerk.accountId)).body.code).toBe('NOT_FOUND');
      expect((await finish(scrutineer.accountId)).body.code).toBe('INCONSISTENT');
    });

    test('one card a member, however often the desk scans; a card is scanned by its outside serial', async () => {
      const hall = await openHall();
      const { clerk, meeting } = hall;
      const scan = () =>
        clerk.post(`/api/meetings/${meeting}/arrivals`, { who: { serial: 'A-0003' }, hand: 'card' });
      const scanned = await Promise.all([scan(), scan(), scan()]);
      expect(scanned.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect(scanned.find(({ status }) => status === 200)?.body).toMatchObject({
        member: { number: '3' },
        attendance: 'new',
        medium: 'electronic',
        serial: 'A-0003',
      });
      expect((await arrive(hall, 3, 'paper')).body.code).toBe('ALREADY_ISSUED');
      expect((await arrive(hall, 4, 'paper')).status).toBe(200);
      expect((await arrive(hall, 4, 'card')).body.code).toBe('ALREADY_ISSUED');
      expect(await figures(hall)).toMatchObject({
        present: 2,
        issued: { electronic: 1, paper: 1 },
        cards: { activated: 1 },
      });
    });

    test('where the server died between roll and box, scanning once more completes it', async () => {
      const hall = await openHall();
      await world.sql`select roll.arrive(${hall.meeting}, ${hall.members[0] ?? ''}, 'electronic')`;
      expect(await figures(hall)).toMatchObject({ issued: { electronic: 1 }, cards: { activated: 0 } });
      expect((await arrive(hall, 1)).status).toBe(200);
      expect(await figures(hall)).toMatchObject({ issued: { electronic: 1 }, cards: { activated: 1 } });
      expect((await arrive(hall, 1)).body.code).toBe('ALREADY_ISSUED');
    });

    test('the roll and the box agree through late arrivals, early leavers, paper and a comeback', async () => {
      const hall = await openHall(6);
      for (const number of [1, 2, 3]) await arrive(hall, number);
      await arrive(hall, 4, 'paper');
      const first = await seal(hall);
      await open(hall, first);
      expect(await rollOf(first)).toMatchObject({
        inOffice: 6,
        present: 4,
        issued: { electronic: 3, paper: 1 },
      });
      // A late arrival while the session is open can vote in it.
      await arrive(hall, 5);
      let roll = await rollOf(first);
      expect([roll.present, roll.issued.electronic, usableCards(roll).size]).toEqual([5, 4, 4]);
      // Who leaves early stays in the session that was open, and is in none after it.
      expect((await depart(hall, 1)).body).toMatchObject({ serial: 'A-0001', medium: 'electronic' });
      roll = await rollOf(first);
      expect([roll.present, roll.issued.electronic, usableCards(roll).size]).toEqual([5, 4, 4]);
      expect((await hall.chief.post(`/api/ballot-sessions/${first}/closing`)).status).toBe(200);
      const second = await seal(hall);
      await open(hall, second);
      roll = await rollOf(second);
      expect([roll.present, roll.issued.electronic, usableCards(roll).size]).toEqual([4, 3, 3]);
      const cards = hall.made.cards.map(({ secret }) =>
        cardHash(credentialOf(electionGroup(), second, secret)),
      );
      expect(roll.activated).not.toContain(cards[0]);
      // Back in with the card that was handed over at the door.
      expect((await arrive(hall, 1)).body).toMatchObject({ attendance: 'back', medium: 'electronic' });
      roll = await rollOf(second);
      expect([roll.present, roll.issued.electronic, usableCards(roll).size]).toEqual([5, 4, 4]);
      expect((await hall.chief.post(`/api/ballot-sessions/${second}/closing`)).status).toBe(200);
      for (const poll of [first, second]) {
        const [stored] = await world.sql<
          { roll: string }[]
        >`select roll from ballot_sessions where id = ${poll}`;
        const frozen = assertOk(readRoll(stored?.roll ?? '', 'roll.json'));
        expect(await rollOf(poll)).toEqual(frozen);
        const listed = hall.made.cards.map(({ secret }) =>
          cardHash(credentialOf(electionGroup(), poll, secret)),
        );
        expect(checkRoll(frozen, new Set(listed))).toEqual([]);
      }
    });

    test('a member for whom no card was made gets a spare one, or paper', async () => {
      const hall = await openHall(3);
      const { clerk, meeting, organ } = hall;
      const [late] = await world.sql<{ id: string }[]>`
        insert into members (organ_id, number, name) values (${organ}, '9', '补选代表') returning id`;
      expect((await arrive(hall, 9)).body).toMatchObject({ code: 'NOT_FOUND', where: 'card' });
      const name = (memberId: string, serial: string) =>
        clerk.post(`/api/meetings/${meeting}/holders`, { memberId, serial });
      expect((await name(late?.id ?? '', 'A-0001')).body.code).toBe('NOT_FOUND');
      expect((await name(hall.members[0] ?? '', 'S-0001')).body.code).toBe('ALREADY_EXISTS');
      expect((await name(late?.id ?? '', 'S-0001')).status).toBe(200);
      expect((await arrive(hall, 9)).body.serial).toBe('S-0001');
      for (const number of [1, 2]) await arrive(hall, number);
      // Never more cards in use than regular ones were made: the verifier would refute the record.
      expect((await arrive(hall, 3)).body.code).toBe('ISSUED_EXCEEDS_PRESENT');
    });

    test('after a session a member changes to paper, never while one is open', async () => {
      const hall = await openHall(3);
      for (const number of [1, 2, 3]) await arrive(hall, number);
      const { clerk, meeting, members } = hall;
      const change = () => clerk.post(`/api/meetings/${meeting}/paper-instead`, { memberId: members[2] });
      const poll = await seal(hall);
      await open(hall, poll);
      expect((await change()).body.code).toBe('WRONG_STATE');
      await hall.chief.post(`/api/ballot-sessions/${poll}/closing`);
      expect((await change()).status).toBe(200);
      expect((await change()).body.code).toBe('NOT_ISSUED');
      expect(await figures(hall)).toMatchObject({
        issued: { electronic: 2, paper: 1 },
        cards: { activated: 2 },
      });
    });

    describe('drawn cards', () => {
      const batch = ({ clerk, meeting, members }: Hall, numbers: readonly number[]) =>
        clerk.post(`/api/meetings/${meeting}/issues`, {
          members: numbers.map((number) => members[number - 1]),
        });
      const activate = ({ clerk, meeting }: Hall, serials: readonly string[]) =>
        clerk.post(`/api/meetings/${meeting}/activations`, { serials });

      test('the roll knows who drew one, the box which were drawn, nobody which is whose', async () => {
        const hall = await openHall(4, { kind: 'drawn' });
        for (const number of [1, 2, 3]) expect((await arrive(hall, number, 'nothing')).status).toBe(200);
        expect((await arrive(hall, 4, 'card')).body.code).toBe('INCONSISTENT');
        // Cards before the roll knows their holders: refused.
        expect((await activate(hall, ['A-0002'])).body.code).toBe('ISSUED_EXCEEDS_PRESENT');
        expect((await batch(hall, [1, 2, 4])).body).toEqual({ issued: 2, refused: [hall.members[3]] });
        expect((await batch(hall, [1])).body).toEqual({ issued: 0, refused: [hall.members[0]] });
        expect((await activate(hall, ['A-0004', 'A-0002'])).body).toEqual({ activated: 2 });
        expect((await activate(hall, ['A-0004', 'A-0002'])).status).toBe(200);
        expect((await activate(hall, ['A-0001'])).body.code).toBe('ISSUED_EXCEEDS_PRESENT');
        expect((await activate(hall, ['S-0001'])).body.code).toBe('NOT_ISSUED');
        expect((await activate(hall, ['A-0999'])).body.code).toBe('NOT_FOUND');
        const holders = await world.sql`select 1 from roll.card_holders where meeting_id = ${hall.meeting}`;
        expect(holders).toHaveLength(0);
        const desk = (await hall.clerk.get(`/api/meetings/${hall.meeting}/desk`)).body.members;
        expect(desk.every((row: { serial: string | null }) => row.serial === null)).toBe(true);
      });

      test('F11: rows of the roll and rows of the box are never written in one transaction, and a batch says no order', async () => {
        const hall = await openHall(12, { kind: 'drawn' });
        const all = Array.from({ length: 12 }, (_, i) => i + 1);
        for (const number of all) await arrive(hall, number, 'nothing');
        await batch(hall, all);
        await activate(
          hall,
          all.map((number) => `A-${String(number).padStart(4, '0')}`),
        );
        const poll = await seal(hall);
        await open(hall, poll);
        const [shared] = await world.sql<{ count: number }[]>`
          select count(*)::int from roll.issues i join box.cards k on k.xmin = i.xmin
          where i.meeting_id = ${hall.meeting}`;
        expect(shared?.count).toBe(0);
        const [also] = await world.sql<{ count: number }[]>`
          select count(*)::int from roll.issues i join box.usable u on u.xmin = i.xmin`;
        expect(also?.count).toBe(0);
        const stored = await world.sql<{ id: string }[]>`
          select member_id as id from roll.issues where meeting_id = ${hall.meeting} order by ctid`;
        expect(stored.map(({ id }) => id)).not.toEqual(hall.members);
        const usable = await world.sql<{ serial: string }[]>`
          select c.serial from box.usable u join box.credentials c using (poll, credential)
          where u.poll = ${poll} order by u.ctid`;
        expect(usable).toHaveLength(12);
      });

      test('while a session is open no card becomes usable that the roll has no holder for', async () => {
        const hall = await openHall(4, { kind: 'drawn' });
        for (const number of [1, 2, 3]) await arrive(hall, number, 'nothing');
        await batch(hall, [1, 2, 3]);
        await activate(hall, ['A-0001', 'A-0002', 'A-0003']);
        const poll = await seal(hall);
        await open(hall, poll);
        await depart(hall, 1);
        await hall.clerk.post(`/api/meetings/${hall.meeting}/returns`, { serials: ['A-0002'] });
        expect((await activate(hall, ['A-0004'])).body.code).toBe('ISSUED_EXCEEDS_PRESENT');
        expect(usableCards(await rollOf(poll)).size).toBe(3);
        await arrive(hall, 4, 'nothing');
        await batch(hall, [4]);
        expect((await activate(hall, ['A-0004'])).status).toBe(200);
        const roll = await rollOf(poll);
        expect([roll.issued.electronic, usableCards(roll).size]).toEqual([4, 4]);
      });
    });
  });
}
