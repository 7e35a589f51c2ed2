/** Routes of cards: registration in the clerk's browser, and lost ones. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfMeeting } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { type BodyLimits, input } from '../http/input.ts';
import {
  credentialsInput,
  finishInput,
  lostInput,
  MAX_CARDS,
  MAX_CHUNK,
  registrationInput,
} from './card-shapes.ts';
import { finishRegistration, startRegistration, takeCredentials, viewCards } from './cards.ts';
import { confirmLost, listLost, reportLost, withdrawLost } from './lost-card.ts';

const meeting = at(organOfMeeting, 'meeting');
const ALL_CARDS: BodyLimits = {
  bytes: 4 * 1024 * 1024,
  json: { depth: 4, keys: 4 * MAX_CARDS + 10, items: MAX_CARDS },
};
const CHUNK: BodyLimits = {
  bytes: 512 * 1024,
  json: { depth: 4, keys: 2 * MAX_CHUNK + 10, items: MAX_CHUNK },
};

export const cardRoutes = new Hono<AppEnv>()
  .get('/meetings/:meeting/cards', guard('cards.read', meeting), async (c) =>
    answer(c, await viewCards(c.var.deps, c.req.param('meeting'))),
  )
  .post(
    '/meetings/:meeting/cards',
    guard('cards.register', meeting),
    input('json', registrationInput, ALL_CARDS),
    async (c) =>
      answer(c, await startRegistration(c.var.deps, c.req.param('meeting'), c.req.valid('json')), 201),
  )
  .post(
    '/meetings/:meeting/cards/credentials',
    guard('cards.upload', meeting),
    input('json', credentialsInput, CHUNK),
    async (c) => answer(c, await takeCredentials(c.var.deps, c.req.param('meeting'), c.req.valid('json'))),
  )
  .post(
    '/meetings/:meeting/cards/finish',
    guard('cards.upload', meeting),
    input('json', finishInput),
    async (c) => {
      const { witnessId } = c.req.valid('json');
      return answer(c, await finishRegistration(c.var.deps, c.var.actor, c.req.param('meeting'), witnessId));
    },
  )
  .get('/meetings/:meeting/lost-cards', guard('cards.read', meeting), async (c) =>
    c.json({ lost: await listLost(c.var.deps, c.req.param('meeting')) }),
  )
  .post(
    '/meetings/:meeting/lost-cards',
    guard('cards.report-lost', meeting),
    input('json', lostInput),
    async (c) =>
      answer(c, await reportLost(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json')), 201),
  )
  .delete('/meetings/:meeting/lost-cards/:serial', guard('cards.report-lost', meeting), async (c) =>
    answer(c, await withdrawLost(c.var.deps, c.req.param('meeting'), c.req.param('serial'))),
  )
  .post('/meetings/:meeting/lost-cards/:serial/confirm', guard('cards.confirm-lost', meeting), async (c) => {
    const { meeting: id, serial } = c.req.param();
    return answer(c, await confirmLost(c.var.deps, c.var.actor, id, serial));
  });
