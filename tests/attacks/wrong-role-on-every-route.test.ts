/**
 * R12, R4: every route of the application is tried by nobody, by every role of another organ, by every wrong role, by every
 * right role with a password alone or a second factor too old. Generated from the table of routes; a route without a guard
 * must be on the list of public ones.
 */
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppEnv } from '../../server/app.ts';
import { PUBLIC_ROUTES } from '../../server/auth/guard.ts';
import {
  PERMISSIONS,
  type PermissionRule,
  ROLES,
  type Role,
  SECOND_FACTOR_ROLES,
} from '../../server/auth/permissions.ts';
import { problemOf, problemResponse } from '../../server/http/errors.ts';
import { fillPath, makeObjects, type Objects, type Route, routeTable } from '../support/route-table.ts';
import { type AccountClient, type Client, ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
let routes: readonly Route[];
let own: Objects;
const people = new Map<Role, AccountClient>();
const strangers = new Map<Role, AccountClient>();

beforeAll(async () => {
  world = await openWorld();
  routes = routeTable(world.app);
  own = await makeObjects(world, 'QingheRoutes1111111111');
  const elsewhere = await makeObjects(world, 'QingheRoutes2222222222');
  for (const role of ROLES) {
    people.set(role, await world.account(role, own.organ));
    if (role !== 'administrator') strangers.set(role, await world.account(role, elsewhere.organ));
  }
});
afterAll(() => world?.close());

const ask = async (client: Client, { method, path }: Route) => {
  const response = await client.request(fillPath(path, own), {
    method,
    ...(method === 'GET'
      ? {}
      : { headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: '{}' }),
  });
  const isProblem = /problem/.test(response.headers.get('content-type') ?? '');
  const code = isProblem ? ((await response.json()) as { code: string }).code : '';
  return `${response.status} ${code}`.trim();
};

/** The guard of a route alone, so that the right roles are tried without doing anything. */
const passes = async (client: Client, route: Route) => {
  const { guard } = route;
  if (guard === undefined) throw new Error(`${route.key} has no guard`);
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('deps', world.deps);
    await next();
  });
  app.onError((error) => problemResponse(problemOf(error)));
  app.on(route.method, route.path, guard, (c) => c.json({ roleHere: c.var.actor?.roleHere }));
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await app.request(fillPath(route.path, own), {
    method: route.method,
    headers: { cookie },
  });
  const { code = '' } = (await response.json()) as { code?: string };
  return `${response.status} ${code}`.trim();
};

const ruleOf = ({ access }: Route): PermissionRule | null =>
  access?.kind === 'role' ? PERMISSIONS[access.permission] : null;
const isOfInstallation = ({ access }: Route) => access?.kind === 'role' && access.place === 'installation';

/** "route as role: answer" for each case whose answer is not the expected one. */
async function offences(
  choose: (
    route: Route,
    role: Role,
  ) => { readonly client: Client | undefined; readonly expected: string } | null,
  via: typeof ask,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const route of routes) {
    for (const role of ROLES) {
      const chosen = ruleOf(route) === null ? null : choose(route, role);
      if (chosen?.client === undefined) continue;
      const answered = await via(chosen.client, route);
      if (answered !== chosen.expected) found.push(`${route.key} as ${role}: ${answered}`);
    }
  }
  return found;
}

describe('every route', () => {
  test('has a guard before everything else, or is on the list of public routes', () => {
    const open = routes.filter(({ key, access }) => access === undefined && !PUBLIC_ROUTES.has(key));
    expect(open.map(({ key }) => key)).toEqual([]);
    const late = routes.filter(({ access, isGuardedFirst }) => access !== undefined && !isGuardedFirst);
    expect(late.map(({ key }) => key)).toEqual([]);
    const both = routes.filter(({ key, access }) => access !== undefined && PUBLIC_ROUTES.has(key));
    expect(both.map(({ key }) => key)).toEqual([]);
  });

  test('on the list of public routes exists', () => {
    const keys = new Set(routes.map(({ key }) => key));
    expect([...PUBLIC_ROUTES].filter((key) => !keys.has(key))).toEqual([]);
  });

  test('R12: with a guard is 401 to nobody', async () => {
    const found: string[] = [];
    for (const route of routes.filter(({ access }) => access !== undefined)) {
      const answered = await ask(world.browser(), route);
      if (answered !== '401 UNAUTHENTICATED') found.push(`${route.key}: ${answered}`);
    }
    expect(found).toEqual([]);
  });

  test('R12: of an organ is 404 to every role of another organ', async () => {
    expect(
      await offences(
        (route, role) =>
          isOfInstallation(route) ? null : { client: strangers.get(role), expected: '404 NOT_FOUND' },
        ask,
      ),
    ).toEqual([]);
  });

  test('R12: is 403 to every role that may not', async () => {
    expect(
      await offences(
        (route, role) =>
          ruleOf(route)?.roles.includes(role)
            ? null
            : { client: people.get(role), expected: '403 FORBIDDEN' },
        ask,
      ),
    ).toEqual([]);
  });

  test('lets every role through that may', async () => {
    expect(
      await offences(
        (route, role) =>
          ruleOf(route)?.roles.includes(role) ? { client: people.get(role), expected: '200' } : null,
        passes,
      ),
    ).toEqual([]);
  });

  test('R4: wants the second factor of the roles that must have one', async () => {
    const half = new Map<Role, Client>();
    for (const role of SECOND_FACTOR_ROLES) {
      const account = people.get(role);
      if (account !== undefined) half.set(role, await world.login(account.accountId, { isHalf: true }));
    }
    expect(
      await offences(
        (route, role) =>
          ruleOf(route)?.roles.includes(role)
            ? { client: half.get(role), expected: '403 SECOND_FACTOR_NEEDED' }
            : null,
        ask,
      ),
    ).toEqual([]);
  });

  test('R4: marked fresh wants a second factor of the last quarter of an hour', async () => {
    const old = new Map<Role, Client>();
    for (const [role, { accountId }] of people) old.set(role, await world.login(accountId));
    world.clock.advance(15 * 60_000 + 1);
    expect(
      await offences((route, role) => {
        const rule = ruleOf(route);
        if (rule === null || !rule.roles.includes(role)) return null;
        return { client: old.get(role), expected: rule.fresh ? '403 SECOND_FACTOR_NEEDED' : '200' };
      }, passes),
    ).toEqual([]);
  });
});
