/**
 * Whoever runs the server and its database changes the box behind everybody's back: a ballot changed, exchanged for another
 * of the same voter, dropped, moved, added, or counted twice. The database is made to obey; the archive it then serves is
 * refuted by the verifier, is not what the ledger has signed, or is contradicted by a voter's receipt — the table says which.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { judgeBox } from '../support/judge-box.ts';
import { preset } from '../support/poll.ts';
import { openWorld, type World } from '../support/world.ts';

interface Row {
  readonly height: number;
  readonly type: string;
  readonly members: readonly string[];
}

let world: World;
let box: OpenBox;
const receipts: string[] = [];
/** With the leaf of the ledger that covers each. */
let honest: readonly (Row & { readonly leafIndex: number })[] = [];
/** A ballot the second voter made and opened for a test: signed, valid, and never cast. */
let tested = '';
/** A ballot of a card that was never handed out, whose secret the server got hold of. */
let strange = '';

beforeAll(async () => {
  world = await openWorld();
  box = await openBox(world.sql, { pack: preset('resolution-default'), items: 1, cards: 3, seed: 'stuffed' });
  tested = box.make(1, [1]).ballot;
  strange = box.make(3, [1]).ballot;
  for (const card of [0, 1, 2]) {
    const client = await world.card(box.cards[card]?.cardId ?? '');
    const { ballot, caps } = box.make(card, [0]);
    receipts.push((await client.post(`/api/booth/${box.poll}/cast`, { ballot, caps })).body.receipt);
  }
  honest = await world.sql<((typeof honest)[number] & Record<string, unknown>)[]>`
    select height, type, members, leaf_index as "leafIndex" from box.events
    where poll = ${box.poll} order by height`;
  // What a superuser can do and the server's own role should not be able to.
  await world.sql`alter table box.events disable trigger user`;
  await world.sql`alter table box.ballots disable trigger user`;
});
afterAll(() => world?.close());

/** Writes these events in the place of the honest ones, as far as the archive is made of them. */
async function rewrite(rows: readonly Row[]): Promise<void> {
  const { sql } = world;
  await sql`update box.polls set height = ${rows.length - 1} where poll = ${box.poll}`;
  await sql`delete from box.ballots where poll = ${box.poll}`;
  await sql`delete from box.events where poll = ${box.poll}`;
  for (const [height, { type, members }] of rows.entries()) {
    await sql`
      insert into box.events (poll, height, type, event, hash, members, leaf_index, log_size)
      select ${box.poll}, ${height}, ${type}, '', ${sha256Hex(`row ${height}`)}, ${sql.array([...members])}::text[],
        coalesce(${honest[height]?.leafIndex ?? null}::int, ledger.append(array[${`action/1\n${sha256Hex('cover')}\n`}])), 0`;
  }
}

const ballotAt = (height: number) => honest[height] ?? { height, type: 'Ballot', members: [] };
const withBallot = (height: number, text: string) =>
  honest.map((row) => (row.height === height ? { ...row, members: [text] } : row));

test('as it was, the box verifies, is what the ledger signed, and every receipt is true', async () => {
  expect(await judgeBox(world.sql, box.poll, world.deps.ledger.policy, receipts)).toEqual({
    refutedBy: [],
    isLogged: true,
    receipts: [true, true, true],
  });
});

test.each([
  [
    'a digit of a ballot is changed',
    () => withBallot(1, (ballotAt(1).members[0] ?? '').replace(/"response":"\d/, '"response":"')),
    { refuted: true, first: false },
  ],
  [
    'a ballot is exchanged for another valid one of the same voter',
    () => withBallot(2, tested),
    { refuted: false, second: false },
  ],
  ['the last ballot is dropped', () => honest.slice(0, 3), { refuted: false, third: false }],
  [
    'a ballot in the middle is dropped',
    () => honest.filter(({ height }) => height !== 2),
    { refuted: false, second: false, third: false },
  ],
  [
    'two ballots change places',
    () => [ballotAt(0), ballotAt(2), ballotAt(1), ballotAt(3)],
    { refuted: false, first: false, second: false },
  ],
  [
    'a ballot is put before the others',
    () => [ballotAt(0), { height: 1, type: 'Ballot', members: [strange] }, ...honest.slice(1)],
    { refuted: false, first: false },
  ],
  [
    'a ballot is added at the end',
    () => [...honest, { height: 4, type: 'Ballot', members: [strange] }],
    { refuted: false },
  ],
  ['a ballot is replayed', () => [...honest, { ...ballotAt(1), height: 4 }], { refuted: true }],
] as const)('%s', async (_, rows, expected) => {
  await rewrite(rows());
  const judged = await judgeBox(world.sql, box.poll, world.deps.ledger.policy, receipts);
  expect(judged.isLogged).toBe(false);
  expect(judged.refutedBy.length > 0).toBe(expected.refuted);
  for (const [i, who] of (['first', 'second', 'third'] as const).entries()) {
    if (who in expected) expect(judged.receipts[i], `the receipt of the ${who} voter`).not.toBe(true);
  }
});
