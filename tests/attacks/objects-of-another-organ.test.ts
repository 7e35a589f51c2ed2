/**
 * Somebody who may do everything in one organ puts ids of another organ's objects into every path (IDOR, R12): the answer is the
 * one for an id that does not exist, so not even their existence shows.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../../server/auth/permissions.ts';
import { fillPath, makeObjects, type Objects, type Route, routeTable } from '../support/route-table.ts';
import { type Client, ORIGIN, openWorld, type World } from '../support/world.ts';

const ABSENT: Objects = {
  organ: '00000000-0000-4000-8000-000000000001',
  member: '00000000-0000-4000-8000-000000000002',
  meeting: '00000000-0000-4000-8000-000000000003',
  account: '00000000-0000-4000-8000-000000000004',
  poll: 'NothingHere11111111111',
};
let world: World;
let routes: readonly Route[];
let own: Objects;
let foreign: Objects;
let insider: Client;

beforeAll(async () => {
  world = await openWorld();
  routes = routeTable(world.app).filter(({ access }) => access?.kind === 'role' && access.place === 'organ');
  own = await makeObjects(world, 'QingheHere111111111111');
  foreign = await makeObjects(world, 'QingheThere11111111111');
  insider = await world.account(
    ROLES.filter((role) => role !== 'administrator'),
    own.organ,
  );
});
afterAll(() => world?.close());

const ask = async ({ method, path }: Route, objects: Objects) => {
  const answer = await insider.request(fillPath(path, objects), {
    method,
    ...(method === 'GET'
      ? {}
      : { headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: '{}' }),
  });
  return `${answer.status} ${await answer.text()}`;
};

describe('ids of another organ', () => {
  test('R12: every route answers as for ids that do not exist', async () => {
    expect(routes.length).toBeGreaterThan(10);
    const telling: string[] = [];
    for (const route of routes) {
      const [theirs, nothing] = [await ask(route, foreign), await ask(route, ABSENT)];
      if (!theirs.startsWith('404') || theirs !== nothing) telling.push(`${route.key}: ${theirs}`);
    }
    expect(telling).toEqual([]);
  });

  test('R12: nor does an own organ or meeting in front open an object of another behind it', async () => {
    const telling: string[] = [];
    const before = await world.sql`select id, name, in_office from members where id = ${foreign.member}`;
    for (const route of routes.filter(({ path }) => path.includes(':member'))) {
      const mixed = await ask(route, { ...own, member: foreign.member });
      if (/^2/.test(mixed)) telling.push(`${route.key}: ${mixed}`);
    }
    expect(telling).toEqual([]);
    expect(await world.sql`select id, name, in_office from members where id = ${foreign.member}`).toEqual(
      before,
    );
  });

  test('R12: lists hold objects of the own organ only', async () => {
    for (const route of routeTable(world.app)) {
      if (route.method !== 'GET' || route.access?.kind !== 'role') continue;
      const text = await ask(route, own);
      for (const id of Object.values(foreign))
        expect([route.key, text.includes(id)]).toEqual([route.key, false]);
    }
  });
});
