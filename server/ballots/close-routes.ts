/** The chief scrutineer ends the voting. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfPoll } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { closeSession } from './close.ts';

export const closeRoutes = new Hono<AppEnv>().post(
  '/ballot-sessions/:poll/closing',
  guard('ballots.close', at(organOfPoll, 'poll')),
  async (c) => answer(c, await closeSession(c.var.deps, c.req.param('poll'), c.var.actor)),
);
