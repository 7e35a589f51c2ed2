/** One-time links: whoever holds one sets the password of its account, once, in time. */
import { ok, type Result } from '#tally';
import type { Judged } from '../auth/logins.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import { actionText } from '../ledger/action-text.ts';
import { hashOfToken } from './draw.ts';
import { checkNewPassword } from './own-account.ts';
import * as store from './store.ts';

const spent = () => refused('EXPIRED', 'invitation', 'this link was used already, replaced, or is too old');

/** Whose link it is. */
export async function readInvitation(
  deps: Deps,
  token: string,
): Promise<Result<{ readonly loginName: string; readonly name: string }, Refused>> {
  const hash = hashOfToken(token);
  const account = hash === null ? null : await store.loadInvited(deps, hash, deps.now());
  if (account === null) return spent();
  return ok({ loginName: account.loginName, name: account.name });
}

/** Sets the password and spends the link. @returns the account, for the caller to log in */
export async function acceptInvitation(
  deps: Deps,
  given: { readonly token: string; readonly password: string },
): Promise<Result<Judged, Refused>> {
  const tokenHash = hashOfToken(given.token);
  const account = tokenHash === null ? null : await store.loadInvited(deps, tokenHash, deps.now());
  if (tokenHash === null || account === null) return spent();
  const weak = checkNewPassword(given.password, account);
  if (weak !== null) return { ok: false, error: weak };
  const hashed = await hashPassword(deps, given.password);
  if (!hashed.ok) return hashed;
  const accepted = await store.acceptInvitation(deps, {
    tokenHash,
    passwordHash: hashed.value,
    at: deps.now(),
    action: actionText(deps, {
      poll: 'installation',
      role: 'holder',
      who: account.name,
      did: 'account_changed',
      what: `invitation accepted by ${account.loginName}`,
    }),
  });
  return accepted === null ? spent() : ok(accepted);
}
