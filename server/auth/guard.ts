/**
 * The one place that decides whether a request may act (R12): who is logged in, where the object belongs, which role the
 * person holds there. No login: 401. An object of an organ the person has no role in is hidden: 404. A role that may not:
 * 403. Each guard carries what it asks for, so that tests can list it for every route; a route without one must be in
 * PUBLIC_ROUTES.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app.ts';
import { HttpRefusal } from '../http/errors.ts';
import { type AccountLogin, type CardLogin, readAccountLogin, readCardLogin } from './logins.ts';
import {
  FRESH_MS,
  PERMISSIONS,
  type Permission,
  type PermissionRule,
  type Role,
  SECOND_FACTOR_ROLES,
} from './permissions.ts';

export type { Permission, Role } from './permissions.ts';

export interface Place {
  /** Null: the installation. */
  readonly organId: string | null;
}

/** Where the object of a request belongs; null when there is no such object. */
export type Locate = (c: Context<AppEnv>) => Promise<Place | null> | Place;

export const installation: Locate = () => ({ organId: null });

export interface Actor {
  readonly accountId: string;
  readonly name: string;
  readonly loginName: string;
  readonly roles: AccountLogin['roles'];
  /** The first allowed role the person holds where the object is. */
  readonly roleHere: Role;
}

/** What a guard asks for. */
export type Access =
  | {
      readonly kind: 'role';
      readonly permission: Permission;
      readonly place: 'installation' | 'organ';
    }
  | { readonly kind: 'account' }
  | { readonly kind: 'card' };

/** Routes anyone may call, as `METHOD path`. */
export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([
  'GET /',
  'GET /meetings/:meeting',
  'GET /polls/:poll',
  'GET /polls/:poll/board',
  'GET /polls/:poll/certificate',
  'GET /polls/:poll/certificate.pdf',
  'GET /polls/:poll/proclamation',
  'GET /polls/:poll/proclamation.pdf',
  'GET /receipts',
  'GET /ledger',
  'GET /how-to-verify',
  'GET /api/public/polls',
  'GET /api/public/polls/:poll',
  'GET /api/public/polls/:poll/board',
  'GET /api/public/polls/:poll/archive',
  'GET /api/public/polls/:poll/report.json',
  'GET /api/public/polls/:poll/certificate.json',
  'GET /api/public/polls/:poll/votes.csv',
  'GET /api/public/polls/:poll/:file{record-[1-9A-HJ-NP-Za-km-z]+\\.zip}',
  'GET /api/public/receipts/:given',
  'GET /api/public/policy',
  'GET /api/public/ledger/checkpoint',
  'GET /api/public/ledger/proof',
  'GET /api/public/ledger/consistency',
  'GET /api/public/ledger/leaves',
  'GET /healthz',
  'GET /readyz',
  'GET /api/site',
  'GET /api/openapi.json',
  'GET /assets/:name',
  'GET /app',
  'GET /app/*',
  'GET /vote',
  'GET /verify',
  'POST /api/logins',
  'DELETE /api/logins/current',
  'POST /api/invitations/read',
  'POST /api/invitations/accept',
  'POST /api/card-logins',
  'GET /api/card-logins/meetings',
  'DELETE /api/card-logins/current',
  'GET /api/public/pictures/:hash',
]);

const ACCESS = Symbol('access');
type Guard = MiddlewareHandler<AppEnv> & { readonly [ACCESS]?: Access };

function marked(access: Access, handler: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> {
  return Object.assign(handler, { [ACCESS]: access });
}

/** What a handler of `app.routes` asks for, if it is a guard. */
export function accessOf(handler: unknown): Access | undefined {
  return typeof handler === 'function' ? (handler as Guard)[ACCESS] : undefined;
}

/** Lets through who holds an allowed role where the object is, and sets `c.var.actor`. */
export function guard(permission: Permission, locate: Locate): MiddlewareHandler<AppEnv> {
  const rule: PermissionRule = PERMISSIONS[permission];
  const where = locate === installation ? 'installation' : 'organ';
  return marked({ kind: 'role', permission, place: where }, async (c, next) => {
    const login = await requireLogin(c);
    if (login.hasSecondFactor) requireSecondFactor(login);
    const place = await locate(c);
    const held = place === null ? [] : rolesAt(login, place);
    if (place === null || (place.organId !== null && held.length === 0)) {
      throw new HttpRefusal('NOT_FOUND', 'path', 'nothing is here');
    }
    const allowed = rule.roles.filter((role) => held.includes(role));
    const [first] = allowed;
    if (first === undefined) throw new HttpRefusal('FORBIDDEN', 'role', 'another role is needed for this');
    const roleHere = allowed.find((role) => isUsable(login, role));
    if (roleHere === undefined) requireSecondFactor(login);
    if (rule.fresh) requireSecondFactor(login, c.var.deps.now().getTime() - FRESH_MS);
    const { accountId, name, loginName, roles } = login;
    c.set('actor', { accountId, name, loginName, roles, roleHere: roleHere ?? first });
    await next();
  });
}

/** Lets through anyone with an account, whatever the roles, and sets `c.var.login`: for one's own account only. */
export function requireAccount(): MiddlewareHandler<AppEnv> {
  return marked({ kind: 'account' }, async (c, next) => {
    c.set('login', await requireLogin(c));
    await next();
  });
}

/** Lets through a representative logged in with a card, and sets `c.var.card`. */
export function requireCard(): MiddlewareHandler<AppEnv> {
  return marked({ kind: 'card' }, async (c, next) => {
    const login: CardLogin | null = await readCardLogin(c);
    if (login === null) throw new HttpRefusal('UNAUTHENTICATED', 'login', 'scan the card first');
    c.set('card', { cardId: login.cardId, meetingId: login.meetingId, serial: login.serial });
    await next();
  });
}

/** @throws HttpRefusal unless the second factor was given, and after `since` */
export function requireSecondFactor(login: AccountLogin, since = 0): void {
  if (login.secondFactorAt === null || login.secondFactorAt.getTime() < since) {
    throw new HttpRefusal('SECOND_FACTOR_NEEDED', 'login', 'give the code of the second factor');
  }
}

async function requireLogin(c: Context<AppEnv>): Promise<AccountLogin> {
  const login = await readAccountLogin(c);
  if (login === null) throw new HttpRefusal('UNAUTHENTICATED', 'login', 'sign in first');
  return login;
}

/**
 * An administrator's role holds everywhere; what it may do there is up to the permission. Of the installation itself,
 * which belongs to no organ, every role counts: what such a route shows must then follow from `actor.roles`.
 */
function rolesAt(login: AccountLogin, place: Place): readonly Role[] {
  const held = login.roles.filter(
    ({ organId }) => place.organId === null || organId === null || organId === place.organId,
  );
  return held.map(({ role }) => role);
}

function isUsable(login: AccountLogin, role: Role): boolean {
  return login.secondFactorAt !== null || !SECOND_FACTOR_ROLES.includes(role);
}
