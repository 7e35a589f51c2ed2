/** Routes of accounts and roles. Who may: server/auth/permissions.ts. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard, installation } from '../auth/guard.ts';
import { at, organOfOrgan } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input } from '../http/input.ts';
import {
  createAccount,
  disableAccount,
  enableAccount,
  grantRole,
  inviteAgain,
  renameAccount,
  withdrawRole,
} from './accounts.ts';
import { accountInput, inviteInput, nameInput, roleInput } from './shapes.ts';
import { listAccounts, listColleagues } from './store.ts';

export const peopleRoutes = new Hono<AppEnv>()
  .get('/accounts', guard('accounts.list', installation), async (c) =>
    c.json({ accounts: await listAccounts(c.var.deps, c.var.deps.now()) }),
  )
  .post('/accounts', guard('accounts.create', installation), input('json', accountInput), async (c) =>
    answer(c, await createAccount(c.var.deps, c.var.actor, c.req.valid('json')), 201),
  )
  .patch('/accounts/:id', guard('accounts.change', installation), input('json', nameInput), async (c) =>
    answer(c, await renameAccount(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json').name)),
  )
  .post(
    '/accounts/:id/invitation',
    guard('accounts.invite', installation),
    input('json', inviteInput),
    async (c) => {
      const { resets } = c.req.valid('json');
      return answer(c, await inviteAgain(c.var.deps, c.var.actor, c.req.param('id'), resets), 201);
    },
  )
  .post('/accounts/:id/disable', guard('accounts.disable', installation), async (c) =>
    answer(c, await disableAccount(c.var.deps, c.var.actor, c.req.param('id'))),
  )
  .post('/accounts/:id/enable', guard('accounts.disable', installation), async (c) =>
    answer(c, await enableAccount(c.var.deps, c.var.actor, c.req.param('id'))),
  )
  .post('/accounts/:id/roles', guard('roles.grant', installation), input('json', roleInput), async (c) =>
    answer(c, await grantRole(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json')), 201),
  )
  .delete('/accounts/:id/roles', guard('roles.grant', installation), input('json', roleInput), async (c) =>
    answer(c, await withdrawRole(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/organs/:id/people', guard('people.of-organ', at(organOfOrgan)), async (c) =>
    c.json({ people: await listColleagues(c.var.deps, c.req.param('id')) }),
  );
