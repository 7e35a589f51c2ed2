/**
 * A client of the voter's own making sends more than the rules allow, through HTTP with a real card: two votes for one
 * project, a negative vote, no mark where one is asked, more approvals across the ballot than the cap, cap proofs of another
 * ballot, fewer proofs, none. The server refuses each, boxes nothing, and the card can still cast an honest ballot.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { proveCaps } from '../../tally/caps/cap-proof.ts';
import { capProofsJson } from '../../tally/caps/caps-file.ts';
import { capsOf, choicesOf } from '../../tally/record/questions.ts';
import { assertOk } from '../../tally/result.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { encryptAnything, signAnswers } from '../support/hostile-client.ts';
import { presetWith } from '../support/poll.ts';
import { type Client, openWorld, type World } from '../support/world.ts';

let world: World;
let box: OpenBox;
let client: Client;

beforeAll(async () => {
  world = await openWorld();
  const pack = presetWith('congress-default', { 'ballot.seats': 1, 'ballot.cap': 1 });
  box = await openBox(world.sql, { pack, items: 3, cards: 2, seed: 'overvote' });
  client = await world.card(box.cards[0]?.cardId ?? '');
});
afterAll(() => world?.close());

const cast = (ballot: string, caps: unknown) => client.post(`/api/booth/${box.poll}/cast`, { ballot, caps });

/** Three answers of any numbers, with the cap proofs of an honest ballot. */
function anything(values: readonly (readonly number[])[]): string {
  const election = box.election();
  const answers = election.open.election.questions.flatMap((question, i) =>
    question.kind === 'homomorphic' ? [encryptAnything(election, 0, question, values[i] ?? [])] : [],
  );
  return signAnswers(election, 0, answers);
}

test.each([
  [
    'two votes for one project',
    [
      [2, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ],
  ],
  [
    'two votes, one taken from another',
    [
      [2, -1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ],
  ],
  [
    'no mark where one is asked',
    [
      [0, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ],
  ],
  [
    'two marks where one is asked',
    [
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ],
  ],
])('R28: %s', async (_, values) => {
  const answered = await cast(anything(values), box.make(0, [0, 1, 1]).caps);
  expect([answered.status, answered.body.code]).toEqual([422, 'BAD_PROOF']);
});

test('R28: more approvals across the ballot than the cap', async () => {
  const { open, random } = box.election();
  const rules = capsOf(box.sheet);
  const made = (marks: readonly number[]) =>
    assertOk(encryptBallot(open, choicesOf(box.sheet, marks), box.cards[0]?.secret ?? 0n, random));
  const over = made([0, 0, 1]);
  // The widest proof a client can make: of a cap of two.
  const wider = assertOk(
    proveCaps(
      open,
      rules.map((rule) => ({ ...rule, max: 2 })),
      over,
      choicesOf(box.sheet, [0, 0, 1]),
      random,
    ),
  );
  const honest = box.make(0, [0, 1, 1]);
  for (const caps of [
    capProofsJson(wider),
    honest.caps,
    capProofsJson(wider).map((proof) => proof.slice(0, 2)),
  ]) {
    const answered = await cast(over.text, caps);
    expect(['BAD_PROOF', 'INCONSISTENT', 'TOO_LARGE']).toContain(answered.body.code);
  }
});

test('R28: an honest ballot without its cap proofs, with too few, or with those of another', async () => {
  const honest = box.make(0, [0, 1, 1]);
  const proofs = honest.caps as readonly (readonly unknown[])[];
  for (const caps of [
    null,
    [],
    [[]],
    [...proofs, ...proofs],
    proofs.map((proof) => proof.slice(1)),
    box.make(0, [0, 1, 1]).caps,
  ]) {
    const answered = await cast(honest.ballot, caps);
    expect([400, 413, 422]).toContain(answered.status);
  }
  expect(await world.sql`select * from box.ballots`).toEqual([]);
  expect((await cast(honest.ballot, honest.caps)).status).toBe(201);
});
