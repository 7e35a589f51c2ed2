/**
 * Browser logins of accounts and of cards, each in its own cookie. The only file that knows Lucia, which upstream has retired
 * (docs/decisions/0010): it keeps the cookie and the life of a login; this adapter keeps the rows. Of a cookie's id only
 * the SHA-256 is stored (R1). Every login has a new id, also when the second factor is given; a login ends when idle, after
 * half a day, or with its account or card (R2).
 */
import type { Context } from 'hono';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import { base64url, sha256, utf8 } from '#tally';
import type { AppEnv } from '../app.ts';
import type { Deps } from '../deps.ts';
import type { Role } from './permissions.ts';

export interface HeldRole {
  readonly role: Role;
  /** Null for an administrator's, which is of the installation. */
  readonly organId: string | null;
}

export type AccountLogin = {
  readonly kind: 'account';
  readonly accountId: string;
  readonly name: string;
  readonly loginName: string;
  readonly roles: readonly HeldRole[];
  /** Whether the account has a second factor set up. */
  readonly hasSecondFactor: boolean;
  /** When it was last given in this login; null for a login by password alone. */
  readonly secondFactorAt: Date | null;
  readonly startedAt: Date;
  /** The epoch of the account in which its password was judged: in a later one this login is none. */
  readonly epoch: number;
};

export type CardLogin = {
  readonly kind: 'card';
  readonly cardId: string;
  readonly meetingId: string;
  readonly serial: string;
};

type Kind = 'account' | 'card';
type LoginDeps = Pick<Deps, 'sql' | 'now' | 'random' | 'origins'>;

type Times = Pick<AccountLogin, 'secondFactorAt' | 'startedAt'>;
/** An account, and its epoch when what was given for it was judged right. */
export type Judged = Pick<AccountLogin, 'accountId' | 'epoch'>;
interface LoginAttributes extends Times {
  /** Null for a card. */
  readonly epoch: number | null;
  /** SHA-256 of the id this login takes the place of. */
  readonly replaces: Uint8Array | null;
}
interface Subject {
  readonly subject: Omit<AccountLogin, keyof Times> | CardLogin;
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Times, Subject>;
    DatabaseSessionAttributes: LoginAttributes;
    DatabaseUserAttributes: Subject;
    UserId: string;
  }
}

/** A login unused for this long ends. */
const IDLE: Readonly<Record<Kind, TimeSpan>> = { account: new TimeSpan(2, 'h'), card: new TimeSpan(12, 'h') };
/** A login ends after this long, used or not. */
const WHOLE_MS = 12 * 3_600_000;
const ID_BYTES = 32;

/**
 * Starts a login and returns the value of `Set-Cookie`. Pass the cookie header the browser sent: the login it had ends in the
 * same statement, so that an id known to somebody else before is worth nothing after (fixation).
 */
export async function startLogin(
  deps: LoginDeps,
  kind: Kind,
  subjectId: string,
  given: {
    readonly epoch: number | null;
    readonly secondFactorAt?: Date;
    readonly startedAt?: Date;
    readonly cookies?: string | undefined;
  },
): Promise<string> {
  const lucia = openLucia(deps, kind);
  const before = lucia.readSessionCookie(given.cookies ?? '');
  const id = base64url(deps.random(ID_BYTES));
  await lucia.createSession(
    subjectId,
    {
      secondFactorAt: given.secondFactorAt ?? null,
      startedAt: given.startedAt ?? deps.now(),
      epoch: given.epoch,
      replaces: before === null ? null : hashOf(before),
    },
    { sessionId: id },
  );
  return lucia.createSessionCookie(id).serialize();
}

/** Logs the browser in with an account; `secondFactorAt` when its code was given too. */
export async function createAccountLogin(
  c: Context<AppEnv>,
  { accountId, epoch }: Judged,
  given: { readonly secondFactorAt?: Date; readonly startedAt?: Date } = {},
): Promise<void> {
  const cookies = c.req.header('cookie');
  const cookie = await startLogin(c.var.deps, 'account', accountId, { ...given, epoch, cookies });
  c.header('set-cookie', cookie, { append: true });
}

/** Logs the browser in with a card. */
export async function createCardLogin(c: Context<AppEnv>, cardId: string): Promise<void> {
  const cookies = c.req.header('cookie');
  c.header('set-cookie', await startLogin(c.var.deps, 'card', cardId, { epoch: null, cookies }), {
    append: true,
  });
}

/** The account this browser is logged in with; null without one, after its end, or when the account is disabled. */
export async function readAccountLogin(c: Context<AppEnv>): Promise<AccountLogin | null> {
  const read = await readLogin(c, 'account');
  if (read === null || read.user.subject.kind !== 'account') return null;
  const { secondFactorAt, startedAt } = read.session;
  return { ...read.user.subject, secondFactorAt, startedAt };
}

/** The card this browser is logged in with; null without one, after its end, or when the card was voided. */
export async function readCardLogin(c: Context<AppEnv>): Promise<CardLogin | null> {
  const read = await readLogin(c, 'card');
  return read?.user.subject.kind === 'card' ? read.user.subject : null;
}

/** Signs this browser out, if it was in, and takes its cookie away. */
export async function endLogin(c: Context<AppEnv>, kind: Kind): Promise<void> {
  const lucia = openLucia(c.var.deps, kind);
  const id = lucia.readSessionCookie(c.req.header('cookie') ?? '');
  if (id !== null) await lucia.invalidateSession(id);
  c.header('set-cookie', lucia.createBlankSessionCookie().serialize(), { append: true });
}

/** Ends every login of an account or card, on all devices at once. */
export async function endAllLoginsOf(deps: LoginDeps, kind: Kind, subjectId: string): Promise<void> {
  await openLucia(deps, kind).invalidateUserSessions(subjectId);
}

/** Deletes the rows of logins that have ended by themselves. */
export async function deleteExpiredLogins(deps: LoginDeps): Promise<void> {
  await openLucia(deps, 'account').deleteExpiredSessions();
}

async function readLogin(c: Context<AppEnv>, kind: Kind) {
  const lucia = openLucia(c.var.deps, kind);
  const id = lucia.readSessionCookie(c.req.header('cookie') ?? '');
  if (id === null) return null;
  const { user, session } = await lucia.validateSession(id);
  if (session === null) return null;
  // Used in the second half of its idle time: the browser keeps the cookie as long as we keep the login.
  if (session.fresh) c.header('set-cookie', lucia.createSessionCookie(id).serialize(), { append: true });
  return { user, session };
}

function openLucia(deps: LoginDeps, kind: Kind): Lucia<Times, Subject> {
  // Browsers take a `__Host-` cookie only over https (or on this machine), for this host alone, and no subdomain can set it.
  const isSecure = deps.origins.some((origin) => origin.startsWith('https://'));
  const name = kind === 'account' ? 'minyi-login' : 'minyi-card';
  return new Lucia(openAdapter(deps, kind), {
    sessionExpiresIn: IDLE[kind],
    sessionCookie: {
      name: isSecure ? `__Host-${name}` : name,
      attributes: { sameSite: 'lax', secure: isSecure, path: '/' },
    },
    getSessionAttributes: ({ secondFactorAt, startedAt }) => ({ secondFactorAt, startedAt }),
    getUserAttributes: ({ subject }) => ({ subject }),
  });
}

/**
 * Lucia reads the machine's clock; all times of ours are by `deps.now`. So times pass through `shift` on their way in and out,
 * and the statement judges by ours whether a login has ended.
 */
function openAdapter(deps: LoginDeps, kind: Kind): Adapter {
  const { sql } = deps;
  const shift = () => deps.now().getTime() - Date.now();
  const toOurs = (time: Date) => new Date(time.getTime() + shift());
  const toMachine = (time: Date) => new Date(time.getTime() - shift());
  const isWithin = () =>
    sql`l.expires_at > ${deps.now()} and l.created_at > ${new Date(deps.now().getTime() - WHOLE_MS)}`;

  return {
    getSessionAndUser: async (id) => {
      const rows =
        kind === 'account'
          ? await sql<(LoginRow & AccountRow)[]>`
              select l.expires_at as "expiresAt", l.created_at as "startedAt",
                l.second_factor_at as "secondFactorAt", a.id as "accountId", a.name, a.epoch,
                a.login_name as "loginName", a.totp_confirmed_at is not null as "hasSecondFactor",
                coalesce((
                  select json_agg(json_build_object('role', g.role, 'organId', g.organ_id)
                    order by g.granted_at, g.role)
                  from role_grants g where g.account_id = a.id), '[]') as roles
              from logins l join accounts a on a.id = l.account_id and a.epoch = l.epoch
              where l.id_hash = ${hashOf(id)} and ${isWithin()} and a.disabled_at is null`
          : await sql<(LoginRow & CardRow)[]>`
              select l.expires_at as "expiresAt", l.created_at as "startedAt",
                l.second_factor_at as "secondFactorAt",
                k.id as "cardId", k.meeting_id as "meetingId", k.serial
              from logins l join box.cards k on k.id = l.card_id
              where l.id_hash = ${hashOf(id)} and ${isWithin()} and k.state <> 'voided'`;
      const [row] = rows;
      if (row === undefined) return [null, null];
      const { expiresAt, startedAt, secondFactorAt, ...subject } = row;
      const userId = 'accountId' in subject ? subject.accountId : subject.cardId;
      const session: DatabaseSession = {
        id,
        userId,
        expiresAt: toMachine(expiresAt),
        attributes: { secondFactorAt, startedAt, epoch: null, replaces: null },
      };
      const user: DatabaseUser = {
        id: userId,
        attributes: {
          subject: 'accountId' in subject ? { kind: 'account', ...subject } : { kind: 'card', ...subject },
        },
      };
      return [session, user];
    },
    setSession: async ({ id, userId, expiresAt, attributes }) => {
      const { secondFactorAt, startedAt, epoch, replaces } = attributes;
      const subject = kind === 'account' ? sql`account_id` : sql`card_id`;
      await sql`
        with ended as (delete from logins where id_hash = ${replaces})
        insert into logins (id_hash, ${subject}, expires_at, second_factor_at, epoch, created_at)
        values (${hashOf(id)}, ${userId}, ${toOurs(expiresAt)}, ${secondFactorAt}, ${epoch}, ${startedAt})`;
    },
    updateSessionExpiration: async (id, expiresAt) => {
      await sql`update logins set expires_at = ${toOurs(expiresAt)} where id_hash = ${hashOf(id)}`;
    },
    deleteSession: async (id) => {
      await sql`delete from logins where id_hash = ${hashOf(id)}`;
    },
    deleteUserSessions: async (userId) => {
      await (kind === 'account'
        ? sql`delete from logins where account_id = ${userId}`
        : sql`delete from logins where card_id = ${userId}`);
    },
    deleteExpiredSessions: async () => {
      await sql`delete from logins l where not (${isWithin()})`;
    },
    // Nothing asks for a list of ids: they are not kept.
    getUserSessions: async () => [],
  };
}

type LoginRow = Times & { readonly expiresAt: Date };
type AccountRow = Omit<AccountLogin, 'kind' | keyof Times>;
type CardRow = Omit<CardLogin, 'kind'>;

function hashOf(id: string): Uint8Array {
  return sha256(utf8(id));
}
