/**
 * A stranger tries to log in with cards that are not theirs. Every wrong guess gets one answer, whatever was wrong (R5); a
 * flood of them is slowed down at its own address and nowhere else, and no card is ever locked by it (R7): the true voter
 * logs in and votes meanwhile.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64url } from '../../tally/encoding/bytes.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { preset } from '../support/poll.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let box: OpenBox;
beforeAll(async () => {
  world = await openWorld();
  box = await openBox(world.sql, { pack: preset('resolution-default'), items: 1, cards: 2, seed: 'guess' });
});
afterAll(() => world?.close());

const guess = (loginKey: string, address: string, meeting = box.meetingId) =>
  world.browser().post('/api/card-logins', { meeting, loginKey }, { 'x-test-address': address });
const keyOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const ownKey = (card: number) => base64url(box.cards[card]?.loginKey ?? new Uint8Array());

test('R5: an unknown key, the key of a voided card and a card of another meeting get the same answer', async () => {
  await world.sql`update box.cards set state = 'voided' where id = ${box.cards[1]?.cardId ?? ''}`;
  const answers = await Promise.all([
    guess(keyOf('nobody'), 'a'),
    guess(ownKey(1), 'a'),
    guess(ownKey(0), 'a', '00000000-0000-4000-8000-000000000000'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
});

test('R7: a flood of wrong guesses is slowed down where it comes from; the voter elsewhere logs in and votes', async () => {
  const statuses = new Map<number, number>();
  for (let i = 0; i < 200; i += 1) {
    const { status } = await guess(keyOf(`guess ${i}`), 'flood');
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect(statuses.get(429)).toBeGreaterThan(100);
  const limited = await guess(keyOf('one more'), 'flood');
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);

  const voter = world.browser();
  const entered = await voter.post(
    '/api/card-logins',
    { meeting: box.meetingId, loginKey: ownKey(0) },
    { 'x-test-address': 'hall' },
  );
  expect(entered.status).toBe(201);
  const { ballot, caps } = box.make(0, [0]);
  expect((await voter.post(`/api/booth/${box.poll}/cast`, { ballot, caps })).status).toBe(201);
  // Even behind the same address the right key opens: only wrong guesses are counted.
  expect((await guess(ownKey(0), 'flood')).status).toBe(201);
});

test('R9: neither the key of a card nor anything that opens one is in the database', async () => {
  const [dump] = await world.sql<{ text: string }[]>`
    select string_agg(c::text, ' ') || (select string_agg(l::text, ' ') from logins l) as text from box.cards c`;
  for (const { loginKey } of box.cards) {
    expect(dump?.text).not.toContain(Buffer.from(loginKey).toString('hex'));
    expect(dump?.text).not.toContain(base64url(loginKey));
  }
});
