/** What people do with their own account: look at it, change the password, set up the second factor, register a signing key. */
import { checkSigningKeyProof, ok, type Result } from '#tally';
import { codeAttempts, forgetAttempts, passwordAttempts, takeAttempt } from '../auth/delays.ts';
import type { AccountLogin, Judged } from '../auth/logins.ts';
import { checkPassword, findPasswordFlaw, hashPassword } from '../auth/passwords.ts';
import { FRESH_MS, SECOND_FACTOR_ROLES } from '../auth/permissions.ts';
import { drawTotpSecret, findTotpStep, totpAddress } from '../auth/totp.ts';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import { actionText } from '../ledger/action-text.ts';
import type { Me, SigningKeyInput } from './shapes.ts';
import { changePassword, confirmTotp, keepPendingTotp, loadOwn, loadSecrets, registerKey } from './store.ts';

export async function describeMe(deps: Deps, login: AccountLogin): Promise<Me> {
  const { accountId, loginName, name, hasSecondFactor, secondFactorAt } = login;
  const { signingKey, isKeyInUse, roles } = await loadOwn(deps, accountId);
  const freshUntil = secondFactorAt === null ? null : new Date(secondFactorAt.getTime() + FRESH_MS);
  return {
    accountId,
    loginName,
    name,
    roles,
    secondFactor: {
      isSetUp: hasSecondFactor,
      isNeeded: needsSecondFactor(login),
      isGiven: secondFactorAt !== null,
      freshUntil: freshUntil?.toISOString() ?? null,
    },
    signingKey,
    isKeyInUse,
  };
}

/** Whether this login is only half one without the second factor. */
export function needsSecondFactor({ hasSecondFactor, roles }: AccountLogin): boolean {
  return hasSecondFactor || roles.some(({ role }) => SECOND_FACTOR_ROLES.includes(role));
}

/** The rules for a password, as a refusal that names the one it breaks. */
export function checkNewPassword(
  password: string,
  account: { readonly loginName: string; readonly name: string },
): Refused | null {
  const flaw = findPasswordFlaw(password, [account.loginName, account.name]);
  return flaw === null
    ? null
    : refused('WEAK_PASSWORD', flaw, 'expected at least 12 characters that nobody would try first').error;
}

/** Afterwards every login has ended, this one too: the caller starts a new one. */
export async function replacePassword(
  deps: Deps,
  login: AccountLogin,
  given: { readonly current: string; readonly next: string },
  address: string,
): Promise<Result<Judged, Refused>> {
  const weak = checkNewPassword(given.next, login);
  if (weak !== null) return { ok: false, error: weak };
  const attempts = passwordAttempts(login.loginName, address);
  const delay = await takeAttempt(deps, attempts);
  if (delay !== null) return { ok: false, error: delay };
  const account = await loadSecrets(deps, login.accountId);
  const isRight = await checkPassword(deps, given.current, account?.passwordHash ?? null);
  if (!isRight.ok) return isRight;
  const before = account?.passwordHash ?? null;
  if (!isRight.value || before === null)
    return refused('WRONG_LOGIN', 'current', 'the password is not right');
  await forgetAttempts(deps, attempts);
  const hashed = await hashPassword(deps, given.next);
  if (!hashed.ok) return hashed;
  const epoch = await changePassword(deps, {
    id: login.accountId,
    before,
    passwordHash: hashed.value,
    action: ownAction(deps, login, 'account_changed', `password of ${login.loginName}`),
  });
  return epoch === null
    ? refused('STALE', 'account', 'the account has changed meanwhile')
    : ok({ accountId: login.accountId, epoch });
}

/** A secret to scan, in force once a code of it is given. */
export async function startSecondFactor(
  deps: Deps,
  login: AccountLogin,
): Promise<{ readonly address: string; readonly secret: string }> {
  const secret = drawTotpSecret(deps.random);
  await keepPendingTotp(deps, login.accountId, secret);
  return { address: totpAddress(secret, login.loginName), secret };
}

/** Afterwards every login has ended, this one too: the caller starts a new one. */
export async function confirmSecondFactor(
  deps: Deps,
  login: AccountLogin,
  code: string,
): Promise<Result<Judged, Refused>> {
  const attempts = codeAttempts(login.accountId);
  const delay = await takeAttempt(deps, attempts);
  if (delay !== null) return { ok: false, error: delay };
  const secret = (await loadSecrets(deps, login.accountId))?.totpPending ?? null;
  if (secret === null) return refused('WRONG_STATE', 'second factor', 'scan a new code first');
  const step = findTotpStep(secret, code, deps.now());
  if (step === null) return refused('WRONG_LOGIN', 'code', 'this is not the code shown now');
  await forgetAttempts(deps, attempts);
  const epoch = await confirmTotp(deps, {
    id: login.accountId,
    secret,
    step,
    at: deps.now(),
    action: ownAction(deps, login, 'account_changed', `second factor of ${login.loginName}`),
  });
  return epoch === null
    ? refused('STALE', 'second factor', 'another code was begun meanwhile')
    : ok({ accountId: login.accountId, epoch });
}

export async function registerSigningKey(
  deps: Deps,
  login: AccountLogin,
  { publicKey, proof }: SigningKeyInput,
): Promise<Result<{ readonly signingKey: string }, Refused>> {
  if (!checkSigningKeyProof(login.accountId, publicKey, proof)) {
    return refused('BAD_SIGNATURE', 'proof', 'expected a signature of this account by this key');
  }
  const done = await registerKey(
    deps,
    login.accountId,
    publicKey,
    ownAction(deps, login, 'key_registered', `${login.loginName} ${publicKey}`),
  );
  if (done === 'WRONG_STATE')
    return refused(done, 'signing key', 'a sealed session names the present key until it is published');
  if (done === 'ALREADY_EXISTS') return refused(done, 'signing key', 'this key is registered already');
  return ok({ signingKey: publicKey });
}

function ownAction(
  deps: Deps,
  { name }: AccountLogin,
  did: 'account_changed' | 'key_registered',
  what: string,
): string {
  return actionText(deps, { poll: 'installation', role: 'holder', who: name, did, what });
}
