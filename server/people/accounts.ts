/** What administrators do: accounts, invitations, roles. Each change is one statement with its leaf in the ledger. */
import { ok, type Result } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import { actionText } from '../ledger/action-text.ts';
import { drawToken, drawUuid } from './draw.ts';
import type { AccountInput, Invitation, RoleInput } from './shapes.ts';
import * as store from './store.ts';

const INVITATION_MS = 7 * 86_400_000;
/** A link that takes over an account that is in use is good for a day. */
const RESET_MS = 86_400_000;

export async function createAccount(
  deps: Deps,
  actor: Actor,
  { loginName, name, roles }: AccountInput,
): Promise<Result<{ readonly id: string; readonly invitation: Invitation }, Refused>> {
  const id = drawUuid(deps);
  const { tokenHash, ...invitation } = drawInvitation(deps, INVITATION_MS);
  const held = roles.map(({ role }) => role).join(', ');
  const done = await store.createAccount(deps, {
    id,
    loginName,
    name,
    roles,
    tokenHash,
    expiresAt: new Date(invitation.expiresAt),
    at: deps.now(),
    action: logText(deps, actor, 'account_changed', null, `created ${loginName}: ${held}`),
  });
  return done === 'DONE' ? ok({ id, invitation }) : refuseDone(done);
}

export async function renameAccount(
  deps: Deps,
  actor: Actor,
  id: string,
  name: string,
): Promise<Result<{ readonly name: string }, Refused>> {
  return withName(deps, id, async (loginName) => {
    const action = logText(deps, actor, 'account_changed', null, `renamed ${loginName}`);
    return (await store.rename(deps, id, name, action)) ? ok({ name }) : refuseDone('NOT_FOUND');
  });
}

/** A new one-time link; with `resets` the account starts anew: password, second factor and logins are gone. */
export async function inviteAgain(
  deps: Deps,
  actor: Actor,
  id: string,
  resets: boolean,
): Promise<Result<{ readonly invitation: Invitation }, Refused>> {
  return withName(deps, id, async (loginName) => {
    const { tokenHash, ...invitation } = drawInvitation(deps, resets ? RESET_MS : INVITATION_MS);
    const done = await store.invite(deps, {
      id,
      tokenHash,
      expiresAt: new Date(invitation.expiresAt),
      resets,
      action: logText(
        deps,
        actor,
        'account_changed',
        null,
        `${resets ? 'access reset' : 'invited'} ${loginName}`,
      ),
    });
    return done === 'DONE' ? ok({ invitation }) : refuseDone(done);
  });
}

export async function disableAccount(deps: Deps, actor: Actor, id: string) {
  return withName(deps, id, async (loginName) => {
    const action = logText(deps, actor, 'account_changed', null, `disabled ${loginName}`);
    const done = await store.disable(deps, id, deps.now(), action);
    return done === 'DONE' ? ok({ state: 'disabled' as const }) : refuseDone(done);
  });
}

export async function enableAccount(deps: Deps, actor: Actor, id: string) {
  return withName(deps, id, async (loginName) => {
    const action = logText(deps, actor, 'account_changed', null, `enabled ${loginName}`);
    const isDone = await store.enable(deps, id, action);
    return isDone ? ok({ state: 'enabled' as const }) : refuseDone('STALE');
  });
}

export async function grantRole(deps: Deps, actor: Actor, id: string, given: RoleInput) {
  return withName(deps, id, async (loginName) => {
    const action = logText(deps, actor, 'role_changed', given.organId, `${given.role} to ${loginName}`);
    const done = await store.grantRole(deps, { id, ...given, at: deps.now(), action });
    return done === 'DONE' ? ok(given) : refuseDone(done);
  });
}

export async function withdrawRole(deps: Deps, actor: Actor, id: string, given: RoleInput) {
  return withName(deps, id, async (loginName) => {
    const action = logText(deps, actor, 'role_changed', given.organId, `${given.role} from ${loginName}`);
    const done = await store.withdrawRole(deps, { id, ...given, action });
    return done === 'DONE' ? ok(given) : refuseDone(done);
  });
}

/**
 * The link by which the first administrator of an empty installation sets a password: a new one at every start until one is
 * used, null from then on.
 */
export async function firstAdministratorLink(deps: Deps): Promise<string | null> {
  const { tokenHash, url, expiresAt } = drawInvitation(deps, INVITATION_MS);
  const loginName = 'administrator';
  const action = actionText(deps, {
    poll: 'installation',
    role: 'installation',
    who: 'server',
    did: 'account_changed',
    what: `invited the first ${loginName}`,
  });
  const made = await store.makeFirstAdministrator(deps, {
    id: drawUuid(deps),
    loginName,
    name: '管理员',
    tokenHash,
    expiresAt: new Date(expiresAt),
    action,
  });
  return made ? url : null;
}

function drawInvitation(deps: Deps, lastsMs: number): Invitation & { readonly tokenHash: Uint8Array } {
  const { token, hash } = drawToken(deps);
  const [origin = ''] = deps.origins;
  return {
    url: `${origin}/app/invitation#${token}`,
    expiresAt: new Date(deps.now().getTime() + lastsMs).toISOString(),
    tokenHash: hash,
  };
}

/** Acts on the account of an id, under the login name that the ledger calls it by. */
async function withName<T>(
  deps: Deps,
  id: string,
  act: (loginName: string) => Promise<Result<T, Refused>>,
): Promise<Result<T, Refused>> {
  const loginName = await store.loadName(deps, id);
  return loginName === null ? refuseDone('NOT_FOUND') : act(loginName);
}

function logText(
  deps: Deps,
  actor: Actor,
  did: 'account_changed' | 'role_changed',
  organId: string | null,
  what: string,
): string {
  return actionText(deps, {
    poll: organId ?? 'installation',
    role: actor.roleHere,
    who: actor.name,
    did,
    what: what.slice(0, 300),
  });
}

const REASONS: Readonly<Record<Exclude<store.Done, 'DONE'>, string>> = {
  ALREADY_EXISTS: 'there is one already',
  NOT_FOUND: 'there is no such account, role or organ, or the account is disabled',
  WRONG_STATE: 'not possible for this account now; the last administrator cannot be removed',
  STALE: 'this was done already',
};

function refuseDone(done: store.Done) {
  if (done === 'DONE') throw new Error('nothing was refused');
  return refused(done, 'account', REASONS[done]);
}
