/** HTTP of the count, its signatures and its publication: below /api/ballot-sessions/:poll. */
import { Hono } from 'hono';
import { z } from 'zod';
import { chunksOf } from '#tally';
import type { AppEnv } from '../app.ts';
import { guard } from '../auth/guard.ts';
import { at, organOfPoll } from '../auth/locate.ts';
import { answer } from '../http/errors.ts';
import { input } from '../http/input.ts';
import { JSON_LIMITS } from '../http/strict-json.ts';
import { archiveSource } from './archive-source.ts';
import { continueCount, postDecryption, reconcile } from './count.ts';
import { correctionInput, decryptionInput, MAX_DECRYPTION_BYTES, signatureInput } from './count-shapes.ts';
import { listLeaves, viewCount, viewEvidence, viewReport } from './count-view.ts';
import { agreeCorrection, proposeCorrection, publishResult } from './publish.ts';
import { announceResult, confirmReport, signReport } from './sign.ts';

const ofPoll = at(organOfPoll, 'poll');
const DECRYPTION_LIMITS = { bytes: MAX_DECRYPTION_BYTES + 64 * 1024, json: JSON_LIMITS };
const fromQuery = z.strictObject({ from: z.coerce.number().int().min(0).max(1e12) });

export const countRoutes = new Hono<AppEnv>()
  .get('/ballot-sessions/:poll/count', guard('count.view', ofPoll), async (c) =>
    answer(c, await viewCount(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .post('/ballot-sessions/:poll/count', guard('count.continue', ofPoll), async (c) =>
    answer(c, await continueCount(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .post('/ballot-sessions/:poll/reconciliation', guard('count.reconcile', ofPoll), async (c) =>
    answer(c, await reconcile(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .get('/ballot-sessions/:poll/count/evidence', guard('count.open', ofPoll), async (c) =>
    answer(c, await viewEvidence(c.var.deps, c.req.param('poll'))),
  )
  .get(
    '/ballot-sessions/:poll/count/leaves',
    guard('count.open', ofPoll),
    input('query', fromQuery),
    async (c) => c.json(await listLeaves(c.var.deps, c.req.valid('query').from)),
  )
  .get('/ballot-sessions/:poll/count/archive.bel', guard('count.open', ofPoll), async (c) => {
    const { deps } = c.var;
    const poll = c.req.param('poll');
    const found = await viewEvidence(deps, poll);
    if (!found.ok) return answer(c, found);
    const source = await archiveSource(deps, poll, 'EncryptedTally');
    return c.body(streamOf(chunksOf(source)), 200, {
      'content-type': 'application/octet-stream',
      'content-length': String(source.size),
      'content-disposition': `attachment; filename="${poll}.bel"`,
    });
  })
  .post(
    '/ballot-sessions/:poll/count/decryptions',
    guard('count.open', ofPoll),
    input('json', decryptionInput, DECRYPTION_LIMITS),
    async (c) =>
      answer(c, await postDecryption(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json')), 201),
  )
  .get('/ballot-sessions/:poll/report', guard('count.view', ofPoll), async (c) =>
    answer(c, await viewReport(c.var.deps, c.req.param('poll'))),
  )
  .post(
    '/ballot-sessions/:poll/signatures',
    guard('report.sign', ofPoll),
    input('json', signatureInput),
    async (c) =>
      answer(c, await signReport(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json')), 201),
  )
  .post('/ballot-sessions/:poll/announcement', guard('report.announce', ofPoll), async (c) =>
    answer(c, await announceResult(c.var.deps, c.var.actor, c.req.param('poll'))),
  )
  .post(
    '/ballot-sessions/:poll/confirmation',
    guard('report.confirm', ofPoll),
    input('json', signatureInput),
    async (c) =>
      answer(c, await confirmReport(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json')), 201),
  )
  .post('/ballot-sessions/:poll/publication', guard('record.publish', ofPoll), async (c) =>
    answer(c, await publishResult(c.var.deps, c.var.actor, c.req.param('poll')), 201),
  )
  .post(
    '/ballot-sessions/:poll/correction',
    guard('record.propose-correction', ofPoll),
    input('json', correctionInput),
    async (c) =>
      answer(
        c,
        await proposeCorrection(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json').reason),
        201,
      ),
  )
  .post(
    '/ballot-sessions/:poll/correction/agreement',
    guard('record.agree-correction', ofPoll),
    input('json', correctionInput),
    async (c) =>
      answer(
        c,
        await agreeCorrection(c.var.deps, c.var.actor, c.req.param('poll'), c.req.valid('json')),
        201,
      ),
  );

/** A body that is read as fast as the client takes it. */
function streamOf(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: async () => {
      await chunks.return();
    },
  });
}
