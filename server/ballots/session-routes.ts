/** HTTP of ballot sessions up to their opening, of further votes, paper ballots and giving up. Below /api. */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfMeeting, organOfPoll } from '../auth/locate.ts';
import { answer, HttpRefusal } from '../http/errors.ts';
import { type BodyLimits, input, readBody } from '../http/input.ts';
import { MAX_FILE_BYTES } from '../organs/import/read-roll-file.ts';
import { confirmAbandonment, dropAbandonment, proposeAbandonment } from './abandon.ts';
import { createChild, startChild } from './children.ts';
import { changeBallotSession, createBallotSession, deleteBallotSession, loadView } from './configure.ts';
import { readItemsFile } from './items-file.ts';
import { openBallotSession } from './open.ts';
import { enterPaper, listBatches, rulePaper } from './paper-entry.ts';
import { addPicture, loadPicture, MAX_PICTURE_BYTES } from './pictures.ts';
import { previewSeal, sealBallotSession } from './seal.ts';
import {
  changeInput,
  childInput,
  draftInput,
  paperInput,
  reasonInput,
  rulingInput,
  sealInput,
} from './shapes.ts';
import { listSessions } from './store.ts';
import { takeRoll } from './take-roll.ts';

const ofMeeting = at(organOfMeeting, 'meeting');
const ofPoll = at(organOfPoll, 'poll');
/** A long list of candidates with its descriptions, or a column of counts. */
const LONG: BodyLimits = { bytes: 1 << 20, json: { depth: 8, keys: 10_000, items: 1_000 } };

export const sessionRoutes = new Hono<AppEnv>()
  .get('/meetings/:meeting/ballot-sessions', guard('ballots.view', ofMeeting), async (c) =>
    c.json(await listSessions(c.var.deps, c.req.param('meeting'))),
  )
  .post(
    '/meetings/:meeting/ballot-sessions',
    guard('ballots.configure', ofMeeting),
    input('json', draftInput, LONG),
    async (c) =>
      answer(c, await createBallotSession(c.var.deps, c.req.param('meeting'), c.req.valid('json')), 201),
  )
  .put('/meetings/:meeting/pictures', guard('ballots.configure', ofMeeting), async (c) =>
    answer(
      c,
      await addPicture(c.var.deps, c.req.param('meeting'), await readBody(c, MAX_PICTURE_BYTES)),
      201,
    ),
  )
  .put('/meetings/:meeting/items-file', guard('ballots.configure', ofMeeting), async (c) =>
    answer(c, await readItemsFile(await readBody(c, MAX_FILE_BYTES))),
  )
  .get('/public/pictures/:hash', async (c) => {
    const picture = await loadPicture(c.var.deps, c.req.param('hash'));
    if (picture === null) throw new HttpRefusal('NOT_FOUND', 'path', 'nothing is here');
    return c.body(new Uint8Array(picture.bytes), 200, {
      'content-type': picture.type,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline; filename="picture"',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  })
  .get('/ballot-sessions/:poll', guard('ballots.view', ofPoll), async (c) =>
    answer(c, await loadView(c.var.deps, c.req.param('poll'))),
  )
  .patch(
    '/ballot-sessions/:poll',
    guard('ballots.configure', ofPoll),
    input('json', changeInput, LONG),
    async (c) => answer(c, await changeBallotSession(c.var.deps, c.req.param('poll'), c.req.valid('json'))),
  )
  .delete('/ballot-sessions/:poll', guard('ballots.configure', ofPoll), async (c) =>
    answer(c, await deleteBallotSession(c.var.deps, c.req.param('poll'))),
  )
  .get('/ballot-sessions/:poll/seal', guard('ballots.view', ofPoll), async (c) =>
    answer(c, await previewSeal(c.var.deps, c.req.param('poll'))),
  )
  .post('/ballot-sessions/:poll/seal', guard('ballots.seal', ofPoll), input('json', sealInput), async (c) =>
    answer(
      c,
      await sealBallotSession(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').setupHash),
    ),
  )
  .post('/ballot-sessions/:poll/roll', guard('ballots.take-roll', ofPoll), async (c) =>
    answer(c, await takeRoll(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .post('/ballot-sessions/:poll/opening', guard('ballots.open', ofPoll), async (c) =>
    answer(c, await openBallotSession(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .post(
    '/ballot-sessions/:poll/children',
    guard('ballots.prepare-further-vote', ofPoll),
    input('json', childInput),
    async (c) =>
      answer(
        c,
        await createChild(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').kind),
        201,
      ),
  )
  .post(
    '/ballot-sessions/:poll/children/sealed',
    guard('ballots.seal', ofPoll),
    input('json', childInput),
    async (c) =>
      answer(
        c,
        await startChild(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').kind),
        201,
      ),
  )
  .post(
    '/ballot-sessions/:poll/abandonment',
    guard('ballots.propose-abandonment', ofPoll),
    input('json', reasonInput),
    async (c) =>
      answer(
        c,
        await proposeAbandonment(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').reason),
        201,
      ),
  )
  .post(
    '/ballot-sessions/:poll/abandonment/confirmation',
    guard('ballots.abandon', ofPoll),
    input('json', reasonInput),
    async (c) =>
      answer(
        c,
        await confirmAbandonment(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').reason),
      ),
  )
  .delete('/ballot-sessions/:poll/abandonment', guard('ballots.abandon', ofPoll), async (c) =>
    answer(c, await dropAbandonment(c.var.deps, c.req.param('poll'))),
  )
  .get('/ballot-sessions/:poll/paper', guard('paper.view', ofPoll), async (c) =>
    answer(c, await listBatches(c.var.deps, c.req.param('poll'))),
  )
  .put(
    '/ballot-sessions/:poll/paper/:batch{[1-9][0-9]{0,3}}',
    guard('paper.enter', ofPoll),
    input('json', paperInput, LONG),
    async (c) =>
      answer(
        c,
        await enterPaper(
          c.var.deps,
          c.var.actor,
          c.req.param('poll'),
          Number(c.req.param('batch')),
          c.req.valid('json').column,
        ),
      ),
  )
  .post(
    '/ballot-sessions/:poll/paper/:batch{[1-9][0-9]{0,3}}/ruling',
    guard('paper.rule', ofPoll),
    input('json', rulingInput, LONG),
    async (c) =>
      answer(
        c,
        await rulePaper(
          c.var.deps,
          c.var.actor,
          c.req.param('poll'),
          Number(c.req.param('batch')),
          c.req.valid('json'),
        ),
      ),
  );
