/** The SQL of accounts, roles and invitations. Changes are functions of migration 0004, each whole with its leaf. */
import type { Judged } from '../auth/logins.ts';
import type { Deps } from '../deps.ts';
import type { AccountRow, Colleague, RoleHeld } from './shapes.ts';

type Store = Pick<Deps, 'sql'>;

export type Done = 'DONE' | 'ALREADY_EXISTS' | 'NOT_FOUND' | 'WRONG_STATE' | 'STALE';
type DoneRow = { readonly done: Done };

/** What signing in needs to know of an account. */
export type Secrets = {
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly totpPending: string | null;
  readonly isConfirmed: boolean;
  readonly epoch: number;
};

const secretsOf = ({ sql }: Store) => sql`
  select id, name, login_name as "loginName", password_hash as "passwordHash", totp_secret as "totpSecret",
    totp_pending as "totpPending", totp_confirmed_at is not null as "isConfirmed", epoch
  from accounts`;

export async function loadByLoginName(store: Store, loginName: string): Promise<Secrets | null> {
  const rows = await store.sql<Secrets[]>`
    ${secretsOf(store)} where login_name = ${loginName} and disabled_at is null`;
  return rows[0] ?? null;
}

export async function loadSecrets(store: Store, id: string): Promise<Secrets | null> {
  return (
    (await store.sql<Secrets[]>`${secretsOf(store)} where id = ${id} and disabled_at is null`)[0] ?? null
  );
}

const rolesOf = ({ sql }: Store) => sql`
  coalesce((
    select json_agg(json_build_object('role', g.role, 'organ', case when o.id is not null then
        json_build_object('id', o.id, 'nameZh', o.name_zh, 'nameEn', o.name_en) end)
      order by o.name_zh nulls first, g.role)
    from role_grants g left join organs o on o.id = g.organ_id where g.account_id = a.id), '[]')`;

export async function loadOwn(store: Store, id: string) {
  const rows = await store.sql<
    { signingKey: string | null; isKeyInUse: boolean; roles: readonly RoleHeld[] }[]
  >`
    select a.signing_key as "signingKey", ${rolesOf(store)} as roles,
      a.signing_key is not null and exists (
        select from ballot_sessions s
        where s.state not in ('configured', 'published', 'archived', 'voided', 'poll_invalid')
          and position(a.signing_key in s.setup) > 0) as "isKeyInUse"
    from accounts a where a.id = ${id}`;
  return rows[0] ?? { signingKey: null, isKeyInUse: false, roles: [] };
}

export async function listAccounts(store: Store, now: Date): Promise<readonly AccountRow[]> {
  const rows = await store.sql<(Omit<AccountRow, 'invitedUntil'> & { invitedUntil: Date | null })[]>`
    select a.id, a.login_name as "loginName", a.name,
      case when a.disabled_at is not null then 'disabled' when a.password_hash is null then 'invited' else 'active' end as state,
      a.totp_confirmed_at is not null as "hasSecondFactor", a.signing_key is not null as "hasSigningKey",
      (select max(i.expires_at) from invitations i
        where i.account_id = a.id and i.used_at is null and i.expires_at > ${now}) as "invitedUntil",
      ${rolesOf(store)} as roles
    from accounts a order by a.disabled_at is not null, a.login_name`;
  return rows.map((row) => ({ ...row, invitedUntil: row.invitedUntil?.toISOString() ?? null }));
}

export async function listColleagues({ sql }: Store, organId: string): Promise<readonly Colleague[]> {
  return sql<(Colleague & Record<string, unknown>)[]>`
    select a.id as "accountId", a.name, a.signing_key as "signingKey", json_agg(g.role order by g.role) as roles
    from accounts a join role_grants g on g.account_id = a.id
    where g.organ_id = ${organId} and a.disabled_at is null
    group by a.id order by a.name, a.id`;
}

export async function loadName({ sql }: Store, id: string): Promise<string | null> {
  const rows = await sql<{ loginName: string }[]>`
    select login_name as "loginName" from accounts where id::text = ${id}`;
  return rows[0]?.loginName ?? null;
}

export async function createAccount(
  { sql }: Store,
  given: {
    readonly id: string;
    readonly loginName: string;
    readonly name: string;
    readonly roles: readonly { readonly role: string; readonly organId: string | null }[];
    readonly tokenHash: Uint8Array;
    readonly expiresAt: Date;
    readonly at: Date;
    readonly action: string;
  },
): Promise<Done> {
  const { id, loginName, name, roles, tokenHash, expiresAt, at, action } = given;
  return doneOf(
    await sql<DoneRow[]>`
    select people.create_account(${id}, ${loginName}, ${name},
      ${sql.array(roles.map(({ role }) => role))}::text[], ${sql.array(roles.map(({ organId }) => organId))}::uuid[],
      ${tokenHash}, ${expiresAt}, ${at}, ${action}) as done`,
  );
}

export async function rename({ sql }: Store, id: string, name: string, action: string): Promise<boolean> {
  const rows = await sql`
    with renamed as (update accounts set name = ${name} where id = ${id} returning id)
    select ledger.append_action('installation', ${action}) from renamed`;
  return rows.length > 0;
}

export async function invite(
  { sql }: Store,
  given: {
    readonly id: string;
    readonly tokenHash: Uint8Array;
    readonly expiresAt: Date;
    readonly resets: boolean;
    readonly action: string;
  },
): Promise<Done> {
  const { id, tokenHash, expiresAt, resets, action } = given;
  return doneOf(
    await sql<DoneRow[]>`
    select people.invite(${id}, ${tokenHash}, ${expiresAt}, ${resets}, ${action}) as done`,
  );
}

/** Whose link this is; null when it is spent, too old or of a disabled account. */
export async function loadInvited(store: Store, tokenHash: Uint8Array, now: Date): Promise<Secrets | null> {
  const { sql } = store;
  const rows = await sql<Secrets[]>`
    ${secretsOf(store)} where disabled_at is null and id = (
      select account_id from invitations
      where token_hash = ${tokenHash} and used_at is null and expires_at > ${now})`;
  return rows[0] ?? null;
}

/** @returns the account in its new epoch, or null when the link can no longer be used */
export async function acceptInvitation(
  { sql }: Store,
  given: {
    readonly tokenHash: Uint8Array;
    readonly passwordHash: string;
    readonly at: Date;
    readonly action: string;
  },
): Promise<Judged | null> {
  const { tokenHash, passwordHash, at, action } = given;
  const rows = await sql<Judged[]>`
    select account as "accountId", epoch
    from people.accept_invitation(${tokenHash}, ${passwordHash}, ${at}, ${action}) where account is not null`;
  return rows[0] ?? null;
}

/** Sets a password in place of the one that was checked, and ends every login. @returns the new epoch; null: it was changed meanwhile */
export async function changePassword(
  { sql }: Store,
  given: {
    readonly id: string;
    readonly before: string;
    readonly passwordHash: string;
    readonly action: string;
  },
): Promise<number | null> {
  const { id, before, passwordHash, action } = given;
  const rows = await sql<{ epoch: number }[]>`
    with changed as (
      update accounts set password_hash = ${passwordHash}
      where id = ${id} and password_hash = ${before} and disabled_at is null returning epoch
    )
    select epoch, ledger.append_action('installation', ${action}) from changed`;
  return rows[0]?.epoch ?? null;
}

/** Uses a time step: false when it, or a later one, was used before. */
export async function spendTotpStep(
  { sql }: Store,
  given: { readonly id: string; readonly secret: string; readonly step: number },
): Promise<boolean> {
  const rows = await sql`
    update accounts set totp_last_step = ${given.step}
    where id = ${given.id} and totp_secret = ${given.secret} and totp_last_step < ${given.step}
    returning id`;
  return rows.length > 0;
}

export async function keepPendingTotp({ sql }: Store, id: string, secret: string): Promise<void> {
  await sql`update accounts set totp_pending = ${secret} where id = ${id}`;
}

/** Puts the pending secret in force and ends every login: what was signed in by password alone must start anew. @returns the new epoch */
export async function confirmTotp(
  { sql }: Store,
  given: {
    readonly id: string;
    readonly secret: string;
    readonly step: number;
    readonly at: Date;
    readonly action: string;
  },
): Promise<number | null> {
  const { id, secret, step, at, action } = given;
  const rows = await sql<{ epoch: number }[]>`
    with confirmed as (
      update accounts set totp_secret = totp_pending, totp_pending = null, totp_confirmed_at = ${at}, totp_last_step = ${step}
      where id = ${id} and totp_pending = ${secret} returning epoch
    )
    select epoch, ledger.append_action('installation', ${action}) from confirmed`;
  return rows[0]?.epoch ?? null;
}

export async function disable({ sql }: Store, id: string, at: Date, action: string): Promise<Done> {
  return doneOf(await sql<DoneRow[]>`select people.disable(${id}, ${at}, ${action}) as done`);
}

export async function enable({ sql }: Store, id: string, action: string): Promise<boolean> {
  const rows = await sql`
    with enabled as (
      update accounts set disabled_at = null where id = ${id} and disabled_at is not null returning id
    )
    select ledger.append_action('installation', ${action}) from enabled`;
  return rows.length > 0;
}

interface RoleChange {
  readonly id: string;
  readonly role: string;
  readonly organId: string | null;
  readonly action: string;
}

/** What the ledger files a change of a role under. */
const placeOf = (organId: string | null) => organId ?? 'installation';

export async function grantRole({ sql }: Store, given: RoleChange & { readonly at: Date }): Promise<Done> {
  const { id, role, organId, at, action } = given;
  return doneOf(
    await sql<DoneRow[]>`
    select people.grant_role(${id}, ${role}, ${organId}, ${at}, ${placeOf(organId)}, ${action}) as done`,
  );
}

export async function withdrawRole({ sql }: Store, given: RoleChange): Promise<Done> {
  const { id, role, organId, action } = given;
  return doneOf(
    await sql<DoneRow[]>`
    select people.withdraw_role(${id}, ${role}, ${organId}, ${placeOf(organId)}, ${action}) as done`,
  );
}

export async function registerKey({ sql }: Store, id: string, key: string, action: string): Promise<Done> {
  return doneOf(await sql<DoneRow[]>`select people.register_key(${id}, ${key}, ${action}) as done`);
}

export async function makeFirstAdministrator(
  { sql }: Store,
  given: {
    readonly id: string;
    readonly loginName: string;
    readonly name: string;
    readonly tokenHash: Uint8Array;
    readonly expiresAt: Date;
    readonly action: string;
  },
): Promise<boolean> {
  const { id, loginName, name, tokenHash, expiresAt, action } = given;
  const [row] = await sql<{ made: boolean }[]>`
    select people.first_administrator(${id}, ${loginName}, ${name}, ${tokenHash}, ${expiresAt}, ${action}) as made`;
  return row?.made ?? false;
}

function doneOf(rows: readonly DoneRow[]): Done {
  const [row] = rows;
  if (row === undefined) throw new Error('the function answered nothing');
  return row.done;
}
