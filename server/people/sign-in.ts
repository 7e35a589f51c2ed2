/**
 * Signing in with name and password, then the code of the second factor. Every failure is one and the same answer after the
 * same work, whether the account exists or not (R5); delays grow with failures (R7).
 */
import { ok, type Result } from '#tally';
import { codeAttempts, forgetAttempts, passwordAttempts, takeAttempt } from '../auth/delays.ts';
import type { AccountLogin, Judged } from '../auth/logins.ts';
import { checkPassword } from '../auth/passwords.ts';
import { findTotpStep } from '../auth/totp.ts';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import { loadByLoginName, loadSecrets, spendTotpStep } from './store.ts';

const wrong = () => refused('WRONG_LOGIN', 'login', 'name or password, or the code, is not right');

/** @returns the account whose password this is */
export async function signIn(
  deps: Deps,
  given: { readonly loginName: string; readonly password: string },
  address: string,
): Promise<Result<Judged, Refused>> {
  const loginName = given.loginName.normalize('NFKC').trim().toLowerCase();
  const attempts = passwordAttempts(loginName, address);
  const delay = await takeAttempt(deps, attempts);
  if (delay !== null) return { ok: false, error: delay };
  const account = await loadByLoginName(deps, loginName);
  const isRight = await checkPassword(deps, given.password, account?.passwordHash ?? null);
  if (!isRight.ok) return isRight;
  if (!isRight.value || account === null) return wrong();
  await forgetAttempts(deps, attempts);
  return ok({ accountId: account.id, epoch: account.epoch });
}

/** Judges a code of the account that is logged in, and spends its time step. */
export async function giveSecondFactor(
  deps: Deps,
  { accountId }: Pick<AccountLogin, 'accountId'>,
  code: string,
): Promise<Result<{ readonly givenAt: Date }, Refused>> {
  const attempts = codeAttempts(accountId);
  const delay = await takeAttempt(deps, attempts);
  if (delay !== null) return { ok: false, error: delay };
  const account = await loadSecrets(deps, accountId);
  if (account === null || account.totpSecret === null || !account.isConfirmed) {
    return refused('WRONG_STATE', 'second factor', 'no second factor is set up');
  }
  const step = findTotpStep(account.totpSecret, code, deps.now());
  if (step === null) return wrong();
  if (!(await spendTotpStep(deps, { id: accountId, secret: account.totpSecret, step }))) return wrong();
  await forgetAttempts(deps, attempts);
  return ok({ givenAt: deps.now() });
}
