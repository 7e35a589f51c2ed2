/** Routes of meetings. What the desk does with cards is server/ballots/desk-routes.ts. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfMeeting, organOfOrgan } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input } from '../http/input.ts';
import {
  changeMeeting,
  createMeeting,
  requireMeeting,
  setAttendees,
  setMeetingState,
  undoSignIn,
  viewDesk,
  viewFigures,
} from './actions.ts';
import { attendeesInput, meetingInput, stateInput } from './shapes.ts';
import { listMeetings } from './store.ts';

const organ = at(organOfOrgan);
const meeting = at(organOfMeeting, 'meeting');

export const meetingRoutes = new Hono<AppEnv>()
  .get('/organs/:id/meetings', guard('meetings.read', organ), async (c) =>
    c.json({ meetings: await listMeetings(c.var.deps, { organId: c.req.param('id') }) }),
  )
  .post('/organs/:id/meetings', guard('meetings.change', organ), input('json', meetingInput), async (c) =>
    answer(c, await createMeeting(c.var.deps, c.var.actor, c.req.param('id'), c.req.valid('json')), 201),
  )
  .get('/meetings/:meeting', guard('meetings.read', meeting), async (c) =>
    answer(c, await requireMeeting(c.var.deps, c.req.param('meeting'))),
  )
  .patch('/meetings/:meeting', guard('meetings.change', meeting), input('json', meetingInput), async (c) =>
    answer(c, await changeMeeting(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json'))),
  )
  .post('/meetings/:meeting/state', guard('meetings.change', meeting), input('json', stateInput), async (c) =>
    answer(c, await setMeetingState(c.var.deps, c.var.actor, c.req.param('meeting'), c.req.valid('json').to)),
  )
  .post(
    '/meetings/:meeting/attendees',
    guard('desk.sign-in', meeting),
    input('json', attendeesInput),
    async (c) =>
      answer(c, await setAttendees(c.var.deps, c.req.param('meeting'), c.req.valid('json').attendees)),
  )
  .get('/meetings/:meeting/figures', guard('meetings.figures', meeting), async (c) =>
    answer(c, await viewFigures(c.var.deps, c.req.param('meeting'))),
  )
  .get('/meetings/:meeting/desk', guard('desk.read', meeting), async (c) =>
    answer(c, await viewDesk(c.var.deps, c.req.param('meeting'))),
  )
  .delete('/meetings/:meeting/attendance/:member', guard('desk.sign-in', meeting), async (c) =>
    answer(c, await undoSignIn(c.var.deps, c.req.param('meeting'), c.req.param('member'))),
  );
