/**
 * Casting through HTTP: a card logs in, loads its ballot, casts it; the same ballot again, another ballot, a ballot that was
 * tested, a box that is not open. Receipts are checked by the tally alone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBoxWriter } from '../../server/ballots/box-writer.ts';
import { openCasting } from '../../server/ballots/cast.ts';
import { createLine } from '../../server/ballots/cast-queue.ts';
import { readBallot } from '../../tally/belenios/ballot.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import { base64url } from '../../tally/encoding/bytes.ts';
import { canonicalJson } from '../../tally/encoding/canonical-json.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import { readReceipt } from '../../tally/record/receipt.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { assertOk } from '../../tally/result.ts';
import { GROUP, type OpenBox, openBox } from '../support/box.ts';
import { must } from '../support/ceremony.ts';
import { bothDatabases } from '../support/database.ts';
import { preset, presetWith } from '../support/poll.ts';
import { type Client, openWorld, type World } from '../support/world.ts';

const CAPPED = presetWith('congress-default', { 'ballot.seats': 2, 'ballot.cap': 2 });
const FOR = 0;
const AGAINST = 1;

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`casting on ${name}`, () => {
    let world: World;
    let box: OpenBox;
    const login = async (card: number): Promise<Client> => world.card(box.cards[card]?.cardId ?? '');
    const cast = (client: Client, { ballot, caps }: { ballot: string; caps: unknown }, poll = box.poll) =>
      client.post(`/api/booth/${poll}/cast`, { ballot, caps });

    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      box = await openBox(world.sql, { pack: CAPPED, items: 3, cards: 6, seed: 'cast' });
    });
    afterAll(() => world?.close());

    test('a card logs in with its login key and sees its sessions; without one nobody is let in', async () => {
      const card = box.cards[0];
      const browser = world.browser();
      const body = { meeting: box.meetingId, loginKey: base64url(card?.loginKey ?? new Uint8Array()) };
      const entered = await browser.post('/api/card-logins', body);
      expect(entered.status).toBe(201);
      expect(entered.body).toMatchObject({
        serial: card?.serial,
        meeting: { id: box.meetingId, titleZh: '第五次会议' },
        polls: [
          {
            id: box.poll,
            state: 'open',
            credential: card?.credential,
            cast: null,
            usable: true,
            isRecorded: false,
          },
        ],
      });
      expect((await browser.get('/api/card-logins/current')).body).toEqual(entered.body);
      expect((await browser.delete('/api/card-logins/current')).status).toBe(200);
      expect((await browser.get('/api/card-logins/current')).status).toBe(401);
      expect((await world.browser().get(`/api/booth/${box.poll}`)).status).toBe(401);
    });

    test('the booth gives the sealed texts, from which the browser makes a ballot the server takes', async () => {
      const client = await login(0);
      const { body } = await client.get(`/api/booth/${box.poll}`);
      expect(body.election).toBe(box.electionText);
      expect(Object.keys(body).sort()).toEqual(['descriptions', 'election', 'form', 'rulePack', 'setup']);
      const made = box.make(0, [FOR, FOR, AGAINST]);
      const answered = await cast(client, made);
      expect(answered.status).toBe(201);
      expect(answered.body).toMatchObject({
        tracker: made.tracker,
        code: shortCode(made.tracker),
        position: 1,
      });
      const receipt = assertOk(readReceipt(answered.body.receipt, 'receipt'));
      const { policy } = world.deps.ledger;
      expect(checkReceipt(receipt, { policy, strangers: 'error' }, 'receipt')).toEqual([]);
      expect(receipt).toMatchObject({
        class: 'secret',
        entries: [
          {
            poll: box.poll,
            tracker: made.tracker,
            seq: 1,
            supersedes: null,
            credential: box.cards[0]?.credential,
          },
        ],
      });
    });

    test('R39: the same ballot again gets the same receipt byte for byte, also when the log has grown since', async () => {
      const client = await login(1);
      const made = box.make(1, [AGAINST, FOR, AGAINST]);
      const first = await cast(client, made);
      await world.sql`select ledger.append(array[${`action/1\n${'e'.repeat(64)}\n`}]::text[])`;
      await cast(await login(2), box.make(2, [FOR, AGAINST, AGAINST]));
      const again = await cast(client, made);
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(first.body);
      expect((await client.get(`/api/booth/${box.poll}/receipt`)).body).toEqual(first.body);
      const { body } = await client.get('/api/card-logins/current');
      expect(body.polls[0].cast).toEqual({ seq: 1, tracker: made.tracker, code: shortCode(made.tracker) });
      const [count] =
        await world.sql`select count(*)::int as n from box.ballots where tracker = ${made.tracker}`;
      expect(count).toEqual({ n: 1 });
    });

    test('R39: a double click, sent at the same moment, boxes one ballot', async () => {
      const client = await login(3);
      const made = box.make(3, [FOR, AGAINST, AGAINST]);
      const answers = await Promise.all(Array.from({ length: 4 }, () => cast(client, made)));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.every(({ status }) => status < 300)).toBe(true);
    });

    test('R21: two different ballots of one card at the same moment: one is cast, the other is ALREADY_CAST', async () => {
      const client = await login(4);
      const answers = await Promise.all([
        cast(client, box.make(4, [FOR, AGAINST, AGAINST])),
        cast(client, box.make(4, [AGAINST, FOR, AGAINST])),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('ALREADY_CAST');
    });

    test('a ballot signed with another card is not taken, and that card can still cast', async () => {
      const refused = await cast(await login(4), box.make(5, [FOR, AGAINST, AGAINST]));
      expect([refused.status, refused.body.code]).toEqual([409, 'ALREADY_CAST']);
      const stranger = await login(6);
      const spare = await cast(stranger, box.make(5, [FOR, AGAINST, AGAINST]));
      expect([spare.status, spare.body.code]).toEqual([403, 'NOT_ISSUED']);
    });

    test('R29: a tested ballot is never cast; a new one is', async () => {
      const client = await login(5);
      const made = box.make(5, [FOR, FOR, AGAINST]);
      expect((await client.post(`/api/booth/${box.poll}/test`, { ballot: made.ballot })).status).toBe(200);
      const refused = await cast(client, made);
      expect([refused.status, refused.body.code]).toEqual([409, 'TESTED']);
      const next = box.make(5, [FOR, FOR, AGAINST]);
      expect((await cast(client, next)).status).toBe(201);
      const late = await client.post(`/api/booth/${box.poll}/test`, { ballot: next.ballot });
      expect([late.status, late.body.code]).toEqual([409, 'ALREADY_CAST']);
    });

    test('R11: a card that was not handed out, or was voided after the page was opened, casts nothing', async () => {
      const spare = await login(6);
      const refused = await cast(spare, box.make(6, [FOR, AGAINST, AGAINST]));
      expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ISSUED']);
    });

    test('R50: a body larger than the longest ballot of these questions is refused before it is read', async () => {
      const client = await login(6);
      const body = JSON.stringify({ ballot: 'x'.repeat(40_000), caps: [] });
      const answered = await client.request(`/api/booth/${box.poll}/cast`, {
        method: 'POST',
        headers: { origin: 'http://localhost:8080', 'content-type': 'application/json' },
        body,
      });
      expect(answered.status).toBe(413);
    });

    test('every ballot in the box is one the verifier reads, under its event and its leaf', async () => {
      const open = assertOk(openElection(assertOk(readElection(box.electionText)), GROUP));
      const rows = await world.sql<{ ballot: string; tracker: string; hash: string; event: string }[]>`
        select e.members[1] as ballot, b.tracker, e.hash, e.event
        from box.ballots b join box.events e using (poll, height) where b.poll = ${box.poll} order by height`;
      expect(rows.length).toBe(6);
      for (const { ballot, tracker, hash, event } of rows) {
        assertOk(readBallot(ballot, open, 'ballot'));
        expect([sha256Hex(ballot), sha256Hex(event)]).toEqual([tracker, hash]);
        expect(JSON.parse(event)).toMatchObject({ type: 'Ballot', payload: tracker });
      }
    });

    test('R41: one ballot of a batch that the database refuses fails alone; the others are cast', async () => {
      const other = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: 8,
        seed: 'poison',
      });
      const writer = createBoxWriter(world.sql);
      const outcomes = await Promise.all(
        other.cards.slice(0, 8).map(async ({ credential }, i) => {
          // The database stores no text with NUL; a ballot that was checked never has one.
          const ballot = i === 3 ? `ballot\0${i}` : `ballot ${i}`;
          const tracker = sha256Hex(ballot);
          return writer
            .append({ poll: other.poll, credential, tracker, code: shortCode(tracker), ballot, caps: '[]' })
            .then(
              ({ outcome }) => outcome,
              () => 'FAILED',
            );
        }),
      );
      expect(outcomes).toEqual(['CAST', 'CAST', 'CAST', 'FAILED', 'CAST', 'CAST', 'CAST', 'CAST']);
      const [count] = await world.sql`select count(*)::int as n from box.ballots where poll = ${other.poll}`;
      expect(count).toEqual({ n: 7 });
    });

    test('R21: two ballots of one credential in one batch: the second is judged when the first is in', async () => {
      const other = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: 2,
        seed: 'batch',
      });
      const writer = createBoxWriter(world.sql);
      const credential = other.cards[0]?.credential ?? '';
      const one = (text: string) => {
        const tracker = sha256Hex(text);
        return writer.append({
          poll: other.poll,
          credential,
          tracker,
          code: shortCode(tracker),
          ballot: text,
          caps: '[]',
        });
      };
      const answers = await Promise.all([one('a'), one('b'), one('c'), one('b')]);
      expect(answers.map(({ outcome }) => outcome)).toEqual([
        'CAST',
        'ALREADY_CAST',
        'ALREADY_CAST',
        'ALREADY_CAST',
      ]);
    });

    test('R27: a second ballot with the tracker’s code of a first is refused, whatever its tracker', async () => {
      const other = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: 2,
        seed: 'codes',
      });
      const writer = createBoxWriter(world.sql);
      const one = (card: number, text: string) =>
        writer.append({
          poll: other.poll,
          credential: other.cards[card]?.credential ?? '',
          tracker: sha256Hex(text),
          code: 'K7QF-2M9X-R4TB-H',
          ballot: text,
          caps: '[]',
        });
      expect((await one(0, 'a')).outcome).toBe('CAST');
      expect((await one(1, 'b')).outcome).toBe('CODE_TAKEN');
    });

    test('R31: the clock of the database ends the voting, whatever time a server thinks it is', async () => {
      const past = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: 1,
        seed: 'past',
        closesAt: new Date(Date.now() - 1_000),
      });
      const client = await world.card(past.cards[0]?.cardId ?? '');
      const refused = await cast(client, past.make(0, [FOR]), past.poll);
      expect([refused.status, refused.body.code]).toEqual([409, 'NOT_OPEN']);
      world.clock.advance(-3_600_000);
      expect((await cast(client, past.make(0, [FOR]), past.poll)).body.code).toBe('NOT_OPEN');
      world.clock.advance(3_600_000);
    });

    test('a vote by name is recorded once, answered with a receipt that repeats it, and shown to nobody yet', async () => {
      const named = await openBox(world.sql, {
        pack: presetWith('resolution-default', { secrecy: 'recorded' }),
        items: 1,
        cards: 2,
        seed: 'named',
      });
      const client = await world.card(named.cards[0]?.cardId ?? '');
      const vote = (choices: unknown) => client.post(`/api/booth/${named.poll}/vote`, { choices });
      expect((await vote([7])).body.code).toBe('INCONSISTENT');
      expect((await vote([0, 0])).body.code).toBe('INCONSISTENT');
      const first = await vote([FOR]);
      expect(first.status).toBe(201);
      const receipt = assertOk(readReceipt(first.body.receipt, 'receipt'));
      const { policy } = world.deps.ledger;
      expect(checkReceipt(receipt, { policy, strangers: 'error' }, 'receipt')).toEqual([]);
      expect(receipt).toMatchObject({
        class: 'open',
        entries: [{ vote: { voter: '1 代表 1', choices: [{ item: '1', mark: 'for' }] } }],
      });
      const again = await vote([FOR]);
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect((await client.get(`/api/booth/${named.poll}/receipt`)).body).toEqual(first.body);
      const other = await vote([AGAINST]);
      expect([other.status, other.body.code]).toEqual([409, 'ALREADY_CAST']);
      const [row] = await world.sql<
        { vote: string }[]
      >`select vote from roll.recorded_votes where poll = ${named.poll}`;
      expect(canonicalJson(JSON.parse(row?.vote ?? ''))).toBe(row?.vote);
      // A secret ballot is no way into a vote by name.
      expect((await client.post(`/api/booth/${named.poll}/cast`, { ballot: 'x', caps: [] })).body.code).toBe(
        'NOT_ISSUED',
      );
    });

    test('R46: whoever waits in the line is told the place, and the same ballot later joins it where it stands', async () => {
      const other = await openBox(world.sql, {
        pack: preset('resolution-default'),
        items: 1,
        cards: 3,
        seed: 'line',
      });
      const { sql, ledger } = world.deps;
      const gates: (() => void)[] = [];
      const checkers = {
        ...world.deps.checkers,
        check: async (...given: Parameters<typeof world.deps.checkers.check>) => {
          await new Promise<void>((resolve) => gates.push(resolve));
          return world.deps.checkers.check(...given);
        },
      };
      const casting = openCasting({
        sql,
        ledger,
        checkers,
        holdMs: 50,
        bounds: { ballots: 2, length: 1_000_000 },
      });
      const ballots = [0, 1, 2].map((card) => other.make(card, [FOR]));
      const send = async (i: number) => {
        const card = { meetingId: other.meetingId, serial: other.cards[i]?.serial ?? '' };
        return casting.cast(
          must(await casting.find(other.poll, card)),
          card,
          ballots[i] ?? { ballot: '', caps: [] },
        );
      };
      const places = [await send(0), await send(1), await send(2)].map((answer) =>
        answer.ok ? 'cast' : answer.error,
      );
      expect(places).toMatchObject([
        { code: 'BUSY', place: 0 },
        { code: 'BUSY', place: 1 },
        { code: 'BUSY', place: 2 },
      ]);
      gates[0]?.();
      await expect.poll(() => gates.length).toBe(2);
      expect(await send(2)).toMatchObject({ ok: false, error: { code: 'BUSY', place: 1 } });
      gates[1]?.();
      await expect.poll(() => gates.length).toBe(3);
      gates[2]?.();
      await expect.poll(async () => (await send(2)).ok).toBe(true);
      expect(await send(0)).toMatchObject({ ok: true, value: { position: 1, isNew: false } });
    });
  });
}

describe('the line of ballots that wait', () => {
  test('it works on so many at once, in the order in which they came, and refuses when it is full', async () => {
    const line = createLine<string>(1, { ballots: 2, length: 100 });
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const work = (name: string) => async () => {
      order.push(name);
      await new Promise<void>((resolve) => gates.push(resolve));
      return name;
    };
    const entries = ['a', 'b', 'c', 'd'].map((name) => line.join(name, 10, work(name)));
    expect(entries.map(({ kind }) => kind)).toEqual(['taken', 'taken', 'taken', 'full']);
    expect(entries.map((entry) => (entry.kind === 'taken' ? entry.place() : entry.place))).toEqual([
      0, 1, 2, 2,
    ]);
    expect(line.join('x', 1_000, work('x')).kind).toBe('full');
    for (const at of [0, 1, 2]) {
      await expect.poll(() => gates.length).toBe(at + 1);
      gates[at]?.();
    }
    const done = await Promise.all(entries.flatMap((entry) => (entry.kind === 'taken' ? [entry.done] : [])));
    expect([done, order]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });
});
