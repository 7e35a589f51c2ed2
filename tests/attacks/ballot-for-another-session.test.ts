/**
 * A card of one session is used in another: a ballot made for another session, the ciphertexts of one moved into a ballot of
 * another, another voter's ciphertexts under one's own credential, a card of another meeting (R28). Proofs bind election and
 * credential, and a card finds the sessions of its own meeting only.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBallot } from '../../tally/belenios/ballot.ts';
import { assertOk } from '../../tally/result.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { signAnswers } from '../support/hostile-client.ts';
import { preset } from '../support/poll.ts';
import { type Client, openWorld, type World } from '../support/world.ts';

let world: World;
let here: OpenBox;
let there: OpenBox;
let client: Client;
const cast = (poll: string, ballot: string) => client.post(`/api/booth/${poll}/cast`, { ballot, caps: [] });

beforeAll(async () => {
  world = await openWorld();
  here = await openBox(world.sql, { pack: preset('resolution-default'), items: 1, cards: 2, seed: 'here' });
  there = await openBox(world.sql, { pack: preset('resolution-default'), items: 1, cards: 2, seed: 'there' });
  client = await world.card(here.cards[0]?.cardId ?? '');
});
afterAll(() => world?.close());

const homomorphic = (of: OpenBox, text: string) =>
  assertOk(readBallot(text, of.election().open, 'ballot')).answers.filter(
    (answer) => answer.kind === 'homomorphic',
  );

test('R28: a ballot made for another session is refused here', async () => {
  const answered = await cast(here.poll, there.make(0, [0]).ballot);
  expect([answered.status, answered.body.code]).toEqual([422, 'INCONSISTENT']);
});

test('R28: ciphertexts of another session, signed here, are refused', async () => {
  const stolen = homomorphic(there, there.make(0, [0]).ballot);
  const answered = await cast(here.poll, signAnswers(here.election(), 0, stolen));
  expect([answered.status, answered.body.code]).toEqual([422, 'BAD_PROOF']);
});

test('R28: another voter’s ciphertexts under one’s own credential are refused', async () => {
  const stolen = homomorphic(here, here.make(1, [0]).ballot);
  const answered = await cast(here.poll, signAnswers(here.election(), 0, stolen));
  expect([answered.status, answered.body.code]).toEqual([422, 'BAD_PROOF']);
});

test('a card of another meeting does not find the session, and casts nothing in it', async () => {
  for (const path of ['', '/receipt']) {
    expect((await client.get(`/api/booth/${there.poll}${path}`)).status).toBe(404);
  }
  const answered = await cast(there.poll, there.make(0, [0]).ballot);
  expect([answered.status, answered.body.code]).toEqual([404, 'NOT_FOUND']);
});

test('after all that the card casts its own ballot, once, and nothing else is in either box', async () => {
  expect((await cast(here.poll, here.make(0, [0]).ballot)).status).toBe(201);
  const rows = await world.sql<
    { poll: string; credential: string }[]
  >`select poll, credential from box.ballots`;
  expect(rows).toEqual([{ poll: here.poll, credential: here.cards[0]?.credential }]);
});
