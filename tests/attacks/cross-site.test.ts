/**
 * R6: another site makes a logged-in person's browser send requests. Every unsafe route is tried with foreign, absent and null
 * origins and with the content types a form can send, by somebody who may do everything; and no GET changes anything.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLogin } from '../../server/auth/logins.ts';
import { ROLES } from '../../server/auth/permissions.ts';
import {
  fillPath,
  isUnsafe,
  makeObjects,
  type Objects,
  type Route,
  routeTable,
} from '../support/route-table.ts';
import { type Client, ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
let routes: readonly Route[];
let objects: Objects;
let victim: Client;

beforeAll(async () => {
  // Transactions are counted: nobody else may use this database server meanwhile.
  world = await openWorld('embedded');
  routes = routeTable(world.app);
  objects = await makeObjects(world, 'QingheCrossSite1111111');
  victim = await world.account([...ROLES], objects.organ);
});
afterAll(() => world?.close());

const JSON_TYPE = 'application/json';
const FORGERIES: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ['a foreign origin', { origin: 'https://evil.example', 'content-type': JSON_TYPE }],
  ['an origin that begins like ours', { origin: `${ORIGIN}.evil.example`, 'content-type': JSON_TYPE }],
  ['the origin null', { origin: 'null', 'content-type': JSON_TYPE }],
  ['no origin', { 'content-type': JSON_TYPE }],
  ['a form', { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }],
  ['a form with a file', { origin: ORIGIN, 'content-type': 'multipart/form-data; boundary=x' }],
  ['plain text', { origin: ORIGIN, 'content-type': 'text/plain' }],
];

/** The last transaction that wrote anything. */
const lastWrite = async () =>
  (
    await world.sql<{ xid: string }[]>`
      select pg_snapshot_xmax(pg_current_snapshot())::text as xid`
  )[0]?.xid;

describe('requests another site can make a browser send', () => {
  test.each(FORGERIES)('R6: %s: every unsafe route refuses and changes nothing', async (_what, headers) => {
    const before = await lastWrite();
    const accepted: string[] = [];
    for (const { method, path, key } of routes.filter(isUnsafe)) {
      const answer = await victim.request(fillPath(path, objects), { method, headers, body: '{}' });
      if (answer.status !== 403) accepted.push(`${key}: ${answer.status}`);
    }
    expect(accepted).toEqual([]);
    expect(await lastWrite()).toBe(before);
  });

  test('R6: no GET changes anything', async () => {
    // The head of the log as it stands is signed when it is first asked for, whoever asks.
    await world.browser().get('/ledger');
    const changing: string[] = [];
    for (const { method, path, key } of routes) {
      if (method !== 'GET') continue;
      const before = await lastWrite();
      await victim.request(fillPath(path, objects), { headers: { 'sec-fetch-site': 'cross-site' } });
      if ((await lastWrite()) !== before) changing.push(key);
    }
    expect(changing).toEqual([]);
  });

  test('R1: the cookie is not sent along with what another site embeds or posts', async () => {
    const set = await startLogin(world.deps, 'account', objects.account, { epoch: 0 });
    expect(set).toMatch(/; SameSite=Lax/);
  });
});
