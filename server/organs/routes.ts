/** Routes of organs, members and rolls. Who may: server/auth/permissions.ts. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard, installation } from '../auth/guard.ts';
import { at, organOfOrgan } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input, readBody } from '../http/input.ts';
import {
  addMember,
  certifyRoll,
  changeOrgan,
  createOrgan,
  editMember,
  listMembers,
  organsOf,
  previewRoll,
  requireOrgan,
  returnToOffice,
  vacate,
} from './actions.ts';
import { writeRollFile } from './export.ts';
import { MAX_FILE_BYTES } from './import/read-roll-file.ts';
import {
  fileQuery,
  MAX_MEMBERS,
  memberInput,
  membersQuery,
  organChange,
  organInput,
  previewQuery,
  returnInput,
  rollInput,
  vacateInput,
} from './shapes.ts';
import { loadRoll } from './store.ts';

/** A roll is the longest thing a clerk sends. */
const ROLL_LIMITS = {
  bytes: 4 * 1024 * 1024,
  json: { depth: 4, keys: 5 * MAX_MEMBERS, items: MAX_MEMBERS },
};

const organ = at(organOfOrgan);

export const organRoutes = new Hono<AppEnv>()
  .get('/organs', guard('organs.list', installation), async (c) =>
    c.json({ organs: await organsOf(c.var.deps, c.var.actor) }),
  )
  .post('/organs', guard('organs.create', installation), input('json', organInput), async (c) =>
    answer(c, await createOrgan(c.var.deps, c.var.actor, c.req.valid('json')), 201),
  )
  .get('/organs/:id', guard('organs.read', organ), async (c) =>
    answer(c, await requireOrgan(c.var.deps, c.req.param('id'))),
  )
  .patch('/organs/:id', guard('organs.change', organ), input('json', organChange), async (c) =>
    answer(c, await changeOrgan(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/organs/:id/members', guard('roll.read', organ), input('query', membersQuery), async (c) =>
    answer(c, await listMembers(c.var.deps, c.req.param('id'), c.req.valid('query'))),
  )
  .post('/organs/:id/members', guard('roll.change', organ), input('json', memberInput), async (c) =>
    answer(c, await addMember(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json')), 201),
  )
  .patch(
    '/organs/:id/members/:member',
    guard('roll.change', organ),
    input('json', memberInput),
    async (c) => {
      const { id, member } = c.req.param();
      return answer(c, await editMember(c.var.deps, c.var.actor, id, member, c.req.valid('json')));
    },
  )
  .post(
    '/organs/:id/members/:member/vacate',
    guard('roll.change', organ),
    input('json', vacateInput),
    async (c) => {
      const { id, member } = c.req.param();
      return answer(c, await vacate(c.var.deps, c.var.actor, id, member, c.req.valid('json')));
    },
  )
  .post(
    '/organs/:id/members/:member/return',
    guard('roll.change', organ),
    input('json', returnInput),
    async (c) => {
      const { id, member } = c.req.param();
      return answer(c, await returnToOffice(c.var.deps, c.var.actor, id, member, c.req.valid('json')));
    },
  )
  .put('/organs/:id/roll-preview', guard('roll.change', organ), input('query', previewQuery), async (c) => {
    const bytes = await readBody(c, MAX_FILE_BYTES);
    return answer(c, await previewRoll(c.var.deps, c.req.param('id'), c.req.valid('query').name, bytes));
  })
  .post('/organs/:id/roll', guard('roll.change', organ), input('json', rollInput, ROLL_LIMITS), async (c) =>
    answer(c, await certifyRoll(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/organs/:id/roll-file', guard('roll.read', organ), input('query', fileQuery), async (c) => {
    const { as, empty } = c.req.valid('query');
    const members = empty === 'yes' ? [] : await loadRoll(c.var.deps, c.req.param('id'));
    const file = await writeRollFile(
      members.filter(({ inOffice }) => inOffice),
      as,
    );
    return c.body(file.bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
    });
  });
