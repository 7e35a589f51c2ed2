/** Routes of the sign-in desk: members come and go, with cards or paper ballots. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfMeeting } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input } from '../http/input.ts';
import {
  arrivalInput,
  departureInput,
  holderInput,
  issuesInput,
  paperInsteadInput,
  serialsInput,
} from './card-shapes.ts';
import {
  activateBatch,
  arrive,
  depart,
  nameSpare,
  recordIssues,
  returnBatch,
  takePaperInstead,
} from './issue.ts';

const meeting = at(organOfMeeting, 'meeting');

export const deskRoutes = new Hono<AppEnv>()
  .post(
    '/meetings/:meeting/arrivals',
    guard('desk.sign-in', meeting),
    input('json', arrivalInput),
    async (c) => answer(c, await arrive(c.var.deps, c.req.param('meeting'), c.req.valid('json'))),
  )
  .post(
    '/meetings/:meeting/departures',
    guard('desk.sign-in', meeting),
    input('json', departureInput),
    async (c) => answer(c, await depart(c.var.deps, c.req.param('meeting'), c.req.valid('json').who)),
  )
  .post('/meetings/:meeting/issues', guard('cards.issue', meeting), input('json', issuesInput), async (c) =>
    answer(c, await recordIssues(c.var.deps, c.req.param('meeting'), c.req.valid('json').members)),
  )
  .post(
    '/meetings/:meeting/activations',
    guard('cards.issue', meeting),
    input('json', serialsInput),
    async (c) =>
      answer(c, await activateBatch(c.var.deps, c.req.param('meeting'), c.req.valid('json').serials)),
  )
  .post('/meetings/:meeting/returns', guard('cards.issue', meeting), input('json', serialsInput), async (c) =>
    answer(c, await returnBatch(c.var.deps, c.req.param('meeting'), c.req.valid('json').serials)),
  )
  .post(
    '/meetings/:meeting/holders',
    guard('cards.issue', meeting),
    input('json', holderInput),
    async (c) => {
      const { memberId, serial } = c.req.valid('json');
      return answer(c, await nameSpare(c.var.deps, c.req.param('meeting'), memberId, serial));
    },
  )
  .post(
    '/meetings/:meeting/paper-instead',
    guard('cards.issue', meeting),
    input('json', paperInsteadInput),
    async (c) =>
      answer(c, await takePaperInstead(c.var.deps, c.req.param('meeting'), c.req.valid('json').memberId)),
  );
