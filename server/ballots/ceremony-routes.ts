/** HTTP of the key set-up: below /api/meetings/:meeting/keys. Messages are those of the command line (docs/cli.md). */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfMeeting } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input } from '../http/input.ts';
import { JSON_LIMITS } from '../http/strict-json.ts';
import { beginKeys, postMessage, rehearsalOf, reportFault, viewKeys, viewPart } from './ceremony.ts';
import { beginInput, faultInput, MAX_MESSAGE_BYTES, messageInput } from './ceremony-shapes.ts';

const ofMeeting = at(organOfMeeting, 'meeting');
const MESSAGE_LIMITS = { bytes: MAX_MESSAGE_BYTES + 64 * 1024, json: JSON_LIMITS };

export const ceremonyRoutes = new Hono<AppEnv>()
  .get('/meetings/:meeting/keys', guard('keys.view', ofMeeting), async (c) =>
    answer(c, await viewKeys(c.var.deps, c.var.actor, c.req.param('meeting'))),
  )
  .post('/meetings/:meeting/keys', guard('keys.begin', ofMeeting), input('json', beginInput), async (c) =>
    answer(c, await beginKeys(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json')), 201),
  )
  .get('/meetings/:meeting/keys/part', guard('keys.take-part', ofMeeting), async (c) =>
    answer(c, await viewPart(c.var.deps, c.var.actor, c.req.param('meeting'))),
  )
  .post(
    '/meetings/:meeting/keys/messages',
    guard('keys.take-part', ofMeeting),
    input('json', messageInput, MESSAGE_LIMITS),
    async (c) =>
      answer(c, await postMessage(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json'))),
  )
  .post(
    '/meetings/:meeting/keys/fault',
    guard('keys.take-part', ofMeeting),
    input('json', faultInput),
    async (c) =>
      answer(c, await reportFault(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json'))),
  )
  .get('/meetings/:meeting/keys/rehearsal.bel', guard('keys.take-part', ofMeeting), async (c) => {
    const found = await rehearsalOf(c.var.deps, c.req.param('meeting'));
    if (!found.ok) return answer(c, found);
    return c.body(new Uint8Array(found.value.bytes), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${found.value.name}"`,
    });
  });
