/** Routes of signing in and out, of invitations, and of one's own account. */
import { type Context, Hono } from 'hono';
import { ok, type Result } from '#tally';
import type { AppEnv } from '../app.ts';
import { requireAccount, requireSecondFactor } from '../auth/guard.ts';
import {
  type AccountLogin,
  createAccountLogin,
  endAllLoginsOf,
  endLogin,
  type Judged,
} from '../auth/logins.ts';
import { FRESH_MS } from '../auth/permissions.ts';
import { answer, type Refused } from '../http/errors.ts';
import { input } from '../http/input.ts';
import { limitByAddress, type Rate } from '../http/limits.ts';
import { acceptInvitation, readInvitation } from './invitations.ts';
import {
  confirmSecondFactor,
  describeMe,
  needsSecondFactor,
  registerSigningKey,
  replacePassword,
  startSecondFactor,
} from './own-account.ts';
import { acceptInput, codeInput, passwordInput, signInInput, signingKeyInput, tokenInput } from './shapes.ts';
import { giveSecondFactor, signIn } from './sign-in.ts';

const LOGINS: Rate = { name: 'logins', burst: 60, perMinute: 30 };
const LINKS: Rate = { name: 'invitations', burst: 30, perMinute: 10 };

export const loginRoutes = new Hono<AppEnv>()
  .post('/logins', limitByAddress(LOGINS), input('json', signInInput), async (c) => {
    const signedIn = await signIn(c.var.deps, c.req.valid('json'), c.var.deps.addressOf(c));
    if (signedIn.ok) await createAccountLogin(c, signedIn.value);
    return answer(c, withoutValue(signedIn), 201);
  })
  .post('/logins/current/second-factor', requireAccount(), input('json', codeInput), async (c) => {
    const { login, deps } = c.var;
    const given = await giveSecondFactor(deps, login, c.req.valid('json').code);
    if (given.ok) await renewLogin(c, login, given.value.givenAt);
    return answer(c, given);
  })
  .delete('/logins/current', async (c) => {
    await endLogin(c, 'account');
    return c.json({});
  })
  .delete('/logins', requireAccount(), async (c) => {
    await endAllLoginsOf(c.var.deps, 'account', c.var.login.accountId);
    await endLogin(c, 'account');
    return c.json({});
  })
  .post('/invitations/read', limitByAddress(LINKS), input('json', tokenInput), async (c) =>
    answer(c, await readInvitation(c.var.deps, c.req.valid('json').token)),
  )
  .post('/invitations/accept', limitByAddress(LINKS), input('json', acceptInput), async (c) => {
    const accepted = await acceptInvitation(c.var.deps, c.req.valid('json'));
    if (accepted.ok) await createAccountLogin(c, accepted.value);
    return answer(c, withoutValue(accepted), 201);
  })
  .get('/me', requireAccount(), async (c) => c.json(await describeMe(c.var.deps, c.var.login)))
  .put('/me/password', requireAccount(), input('json', passwordInput), async (c) => {
    const { login, deps } = c.var;
    if (login.hasSecondFactor) requireSecondFactor(login);
    const replaced = await replacePassword(deps, login, c.req.valid('json'), deps.addressOf(c));
    if (replaced.ok) await renewLogin(c, replaced.value, login.secondFactorAt);
    return answer(c, withoutValue(replaced));
  })
  .post('/me/second-factor', requireAccount(), async (c) => {
    const { login, deps } = c.var;
    if (login.hasSecondFactor) requireFresh(c, login);
    return c.json(await startSecondFactor(deps, login));
  })
  .put('/me/second-factor', requireAccount(), input('json', codeInput), async (c) => {
    const { login, deps } = c.var;
    if (login.hasSecondFactor) requireFresh(c, login);
    const confirmed = await confirmSecondFactor(deps, login, c.req.valid('json').code);
    if (confirmed.ok) await renewLogin(c, confirmed.value, deps.now());
    return answer(c, withoutValue(confirmed));
  })
  .put('/me/signing-key', requireAccount(), input('json', signingKeyInput), async (c) => {
    const { login, deps } = c.var;
    if (needsSecondFactor(login)) requireFresh(c, login);
    return answer(c, await registerSigningKey(deps, login, c.req.valid('json')));
  });

/** What is done needs no words but a refusal. */
function withoutValue(result: Result<unknown, Refused>): Result<Record<never, never>, Refused> {
  return result.ok ? ok({}) : result;
}

function requireFresh(c: Context<AppEnv>, login: AccountLogin): void {
  requireSecondFactor(login, c.var.deps.now().getTime() - FRESH_MS);
}

/** The same login under a new id, as long as the first would have lasted. */
async function renewLogin(c: Context<AppEnv>, judged: Judged, secondFactorAt: Date | null): Promise<void> {
  const { startedAt } = c.var.login;
  await createAccountLogin(c, judged, {
    startedAt,
    ...(secondFactorAt === null ? {} : { secondFactorAt }),
  });
}
