/**
 * Somebody wants to know how a vote is going. While the box is open every read route of the server is asked by every role,
 * by a representative and by a stranger; none may answer with votes for an item, and the doors of the count stay shut.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES } from '../../server/auth/permissions.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type Client, openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST] = [0, 1];
/** What an answer with votes in it would be called. */
const TELLING = new Set([
  'counts',
  'totals',
  'marks',
  'result',
  'elected',
  'outcomes',
  'decryption',
  'report',
]);

let world: World;
let meeting: SmallMeeting;
let poll: string;

beforeAll(async () => {
  world = await openWorld();
  meeting = await openSmallMeeting(world, { seed: 'interim' });
  poll = await meeting.open(draftOf(2));
  must(await meeting.cast(poll, 0, [FOR, AGAINST]), 201);
  must(await meeting.cast(poll, 1, [FOR, AGAINST]), 201);
});
afterAll(() => world.close());

/** Every GET route that names a session, a meeting or an organ, with the ids of this one. */
function readRoutes(): readonly string[] {
  const ids: Readonly<Record<string, string>> = {
    poll,
    meeting: meeting.meetingId,
    id: meeting.organId,
    organ: meeting.organId,
  };
  const paths = world.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
  return [...new Set(paths)]
    .filter((path) => path.includes(':'))
    .map((path) =>
      path.replace(/:(\w+)(?:\{[^}]*\}+)?/g, (_, name: string) => ids[name] ?? '1').replaceAll('*', ''),
    );
}

/** Places in an answer that hold votes. */
function tellingPlaces(value: unknown, where = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isEmpty = inner === null || (Array.isArray(inner) && inner.length === 0);
    return TELLING.has(key) && !isEmpty ? [`${where}.${key}`] : tellingPlaces(inner, `${where}.${key}`);
  });
}

async function everyone(): Promise<readonly (readonly [who: string, client: Client])[]> {
  const staff = await Promise.all(
    ROLES.map(
      async (role) =>
        [role, await world.account(role, role === 'administrator' ? null : meeting.organId)] as const,
    ),
  );
  const [card] = await world.sql<{ id: string }[]>`
    select id from box.cards where meeting_id = ${meeting.meetingId} and state = 'activated' limit 1`;
  return [...staff, ['representative', await world.card(card?.id ?? '')], ['stranger', world.browser()]];
}

test('R15: no read route answers with votes while the box is open, whoever asks', async () => {
  const routes = readRoutes();
  expect(routes.length).toBeGreaterThan(30);
  const found: string[] = [];
  let answered = 0;
  for (const [who, client] of await everyone()) {
    for (const path of routes) {
      const { status, body } = await client.get(path);
      expect(status, `${who} ${path}`).toBeLessThan(500);
      if (status >= 300) continue;
      answered += 1;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const places = typeof body === 'string' ? [] : tellingPlaces(body);
      if (places.length > 0) found.push(`${who} ${path}${places.join()}`);
      if (/decryption_factors|"result":\[\[|minyi-report\/1/.test(text)) found.push(`${who} ${path}: text`);
    }
  }
  expect(found).toEqual([]);
  expect(answered).toBeGreaterThan(100);
});

test('R15: the count cannot be reconciled, opened, continued or reported while the box is open', async () => {
  const { chief, clerk } = meeting;
  const path = `/api/ballot-sessions/${poll}`;
  for (const answer of [
    await chief.post(`${path}/reconciliation`),
    await chief.post(`${path}/count`),
    await chief.get(`${path}/count`),
    await chief.get(`${path}/count/evidence`),
    await chief.get(`${path}/count/archive.bel`),
    await clerk.get(`${path}/report`),
    await chief.post(`${path}/count/decryptions`, { head: '0'.repeat(64), decryption: '{}' }),
  ]) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
  }
  const [row] = await world.sql`select report, roll from ballot_sessions where id = ${poll}`;
  expect(row).toEqual({ report: null, roll: null });
});
