/**
 * The rules are changed after people have seen them: more places once it is clear who would win them, another threshold,
 * another title, a later closing, a session deleted and made again under its id. R22: from sealing on every such attempt is
 * answered 409, by every role and in every state, and nothing has changed.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_STATES } from '../../tally/lifecycle/states.ts';
import { draftOf, itemOf, openSitting, type Sitting } from '../support/sitting.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let sitting: Sitting;
let poll: string;
const snapshot = async () =>
  (await world.sql`select to_jsonb(s) - 'state' as whole from ballot_sessions s where id = ${poll}`)[0]
    ?.whole;

beforeAll(async () => {
  world = await openWorld();
  sitting = await openSitting(world, { sessions: 2 });
  const created = await sitting.create(draftOf(3));
  poll = created.body.id;
  await sitting.seal(poll);
});
afterAll(() => world?.close());

const attempts: readonly (readonly [string, object])[] = [
  ['more places', { rules: { preset: 'congress-default', seats: 1 } }],
  ['other rules', { rules: { preset: 'congress-tick', seats: 2 } }],
  ['votes by name', { rules: { preset: 'congress-default', seats: 2, secrecy: 'recorded' } }],
  ['another title', { items: [itemOf(1, { titleZh: '改名' }), itemOf(2), itemOf(3)] }],
  ['another order', { items: [itemOf(2), itemOf(1), itemOf(3)] }],
  ['one item fewer', { items: [itemOf(1), itemOf(2), itemOf(4)] }],
  ['another description', { items: [itemOf(1, { description: { textZh: '改' } }), itemOf(2), itemOf(3)] }],
  ['another subject', { subjectZh: '改题' }],
  ['other times', { planned: { opensAt: '2030-01-01T00:00:00Z', closesAt: '2030-01-02T00:00:00Z' } }],
  ['nothing at all', {}],
];

describe.each(SESSION_STATES.filter((state) => state !== 'configured'))(
  'R22: of a session that is %s',
  (state) => {
    beforeAll(async () => {
      await world.sql`update ballot_sessions set state = ${state} where id = ${poll}`;
    });

    test('no content can be changed', async () => {
      const before = await snapshot();
      for (const [what, change] of attempts) {
        for (const version of [1, 2]) {
          const refused = await sitting.clerk.patch(`/api/ballot-sessions/${poll}`, {
            version,
            ...draftOf(3, change),
          });
          expect([refused.status, refused.body.code], what).toEqual([409, 'RULES_SEALED']);
        }
      }
      expect(await snapshot()).toEqual(before);
    });

    test('it cannot be deleted or sealed again', async () => {
      const before = await snapshot();
      const deleted = await sitting.clerk.delete(`/api/ballot-sessions/${poll}`);
      expect([deleted.status, deleted.body.code]).toEqual([409, 'RULES_SEALED']);
      const sealed = await sitting.presidium.post(`/api/ballot-sessions/${poll}/seal`, {
        setupHash: '0'.repeat(64),
      });
      expect([sealed.status, sealed.body.code]).toEqual([409, 'WRONG_STATE']);
      expect(await snapshot()).toEqual(before);
    });

    test('the keys it is sealed under are begun again only where it has come to nothing', async () => {
      const keys = `/api/meetings/${sitting.meetingId}/keys`;
      const { body: view } = await sitting.clerk.get(keys);
      const isOver = state === 'voided' || state === 'poll_invalid';
      expect(view.isInUse).toBe(!isOver);
      if (isOver) return;
      const refused = await sitting.clerk.post(keys, { afterAttempt: view.attempt });
      expect([refused.status, refused.body.code]).toEqual([409, 'RULES_SEALED']);
      expect((await sitting.clerk.get(keys)).body).toEqual(view);
    });
  },
);

test('R22: nobody but the clerk changes a draft either', async () => {
  const { body } = await sitting.create(draftOf(2));
  for (const client of [sitting.presidium, sitting.chief, sitting.tellers[0]]) {
    const refused = await client.patch(`/api/ballot-sessions/${body.id}`, { version: 1, ...draftOf(3) });
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
  }
});
