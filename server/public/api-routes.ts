/**
 * The same things as data, without login: sessions, figures, boards, archives, records, receipts, ledger. Nothing here says
 * more than the pages do (requirements R15, R16); documented in docs/api.md.
 */
import { type Context, Hono } from 'hono';
import { hex, leafHash, recordFileName, utf8, writeCheckpoint } from '#tally';
import type { AppEnv } from '../app.ts';
import { readArchiveBytes } from '../ballots/archive.ts';
import { openRecordZip } from '../ballots/record.ts';
import { answer, HttpRefusal } from '../http/errors.ts';
import { loadLeaves } from '../ledger/store.ts';
import { loadBoardHead, loadBoardRows, loadPublicArchive } from './board-store.ts';
import { figuresOf, pendingFigures } from './figures.ts';
import { POLL_ID, readCount, readIndex, UUID } from './parameters.ts';
import { findBallots, readQuestion } from './receipt-check.ts';
import { loadResult } from './result-pages.tsx';
import { loadCurrentPolls, loadEndedPolls, loadPoll, loadPublication } from './store.ts';
import { votesCsv } from './votes-csv.ts';

const PAGE_SIZE = 50;
const BOARD_SIZE = 500;
const LEAVES = 1_000;

function absent(): HttpRefusal {
  return new HttpRefusal('NOT_FOUND', 'path', 'nothing is here');
}

function pollOf(c: Context<AppEnv>): string {
  const poll = c.req.param('poll') ?? '';
  if (!POLL_ID.test(poll)) throw absent();
  return poll;
}

function versionOf(c: Context<AppEnv>): number | null {
  const given = c.req.query('version');
  const version = readCount(given);
  if (given !== undefined && version === undefined) throw absent();
  return version ?? null;
}

function required(given: string | undefined, name: string): number {
  const value = readIndex(given);
  if (value === undefined) throw new HttpRefusal('MALFORMED', `query.${name}`, 'expected a number from 0');
  return value;
}

function download(c: Context<AppEnv>, name: string, type: string, size?: number): void {
  c.header('content-type', type);
  c.header('content-disposition', `attachment; filename="${name}"`);
  c.header('cache-control', 'no-cache');
  if (size !== undefined) c.header('content-length', String(size));
}

/** A body that is made as it is read. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}

async function sendText(c: Context<AppEnv>, file: 'report.json' | 'certificate.json'): Promise<Response> {
  const poll = pollOf(c);
  const publication = await loadPublication(c.var.deps.sql, poll, versionOf(c));
  if (publication === null) throw absent();
  download(c, `${poll}-${file}`, 'application/json');
  return c.body(publication.texts[file]);
}

export const publicRoutes = new Hono<AppEnv>()
  .get('/public/polls', async (c) => {
    const { sql } = c.var.deps;
    const organ = c.req.query('organ') ?? null;
    if (organ !== null && !UUID.test(organ)) throw absent();
    const page = readCount(c.req.query('page')) ?? 1;
    const current = await loadCurrentPolls(sql);
    return c.json({
      current: organ === null ? current : current.filter(({ organId }) => organId === organ),
      ended: await loadEndedPolls(sql, organ, (page - 1) * PAGE_SIZE, PAGE_SIZE),
    });
  })
  .get('/public/polls/:poll', async (c) => {
    const { sql } = c.var.deps;
    const poll = await loadPoll(sql, pollOf(c));
    if (poll === null) throw absent();
    const version = versionOf(c);
    const model = await loadResult(sql, poll, version);
    if (model === null && version !== null) throw absent();
    return c.json(model === null ? pendingFigures(poll) : figuresOf(model));
  })
  .get('/public/polls/:poll/board', async (c) => {
    const { sql } = c.var.deps;
    const poll = pollOf(c);
    const head = await loadBoardHead(sql, poll);
    if (head === null) throw absent();
    const after = readIndex(c.req.query('after')) ?? 0;
    return c.json({ ...head, ballots: await loadBoardRows(sql, poll, after, BOARD_SIZE) });
  })
  .get('/public/polls/:poll/archive', async (c) => {
    const { sql } = c.var.deps;
    const poll = pollOf(c);
    const archive = await loadPublicArchive(sql, poll);
    if (archive === null) throw absent();
    download(c, `${poll}.bel`, 'application/octet-stream');
    return c.body(streamOf(readArchiveBytes(sql, poll, archive)));
  })
  .get('/public/polls/:poll/report.json', (c) => sendText(c, 'report.json'))
  .get('/public/polls/:poll/certificate.json', (c) => sendText(c, 'certificate.json'))
  .get('/public/polls/:poll/votes.csv', async (c) => {
    const { sql } = c.var.deps;
    const poll = await loadPoll(sql, pollOf(c));
    const model = poll === null ? null : await loadResult(sql, poll, versionOf(c));
    if (model === null || model.report.counts === null) throw absent();
    download(c, `${model.poll.id}-votes.csv`, 'text/csv; charset=utf-8');
    return c.body(votesCsv(model));
  })
  .get('/public/polls/:poll/:file{record-[1-9A-HJ-NP-Za-km-z]+\\.zip}', async (c) => {
    const poll = pollOf(c);
    if (c.req.param('file') !== recordFileName(poll)) throw absent();
    const opened = await openRecordZip(c.var.deps, poll, versionOf(c));
    if (!opened.ok) return answer(c, opened);
    const { plan } = opened.value;
    download(c, recordFileName(poll), 'application/zip', plan.size);
    return c.body(streamOf(plan.chunks()));
  })
  .get('/public/receipts/:given', async (c) => {
    const question = readQuestion(c.req.param('given'));
    if (question === null) {
      throw new HttpRefusal(
        'MALFORMED',
        'path',
        'expected a code, a tracker in hex or the text of a QR code',
      );
    }
    return c.json({ found: await findBallots(c.var.deps.sql, question) });
  })
  .get('/public/policy', (c) => c.text(c.var.deps.ledger.policyText))
  .get('/public/ledger/checkpoint', async (c) => {
    const given = c.req.query('size');
    const head = await c.var.deps.ledger.head(given === undefined ? undefined : required(given, 'size'));
    return head.ok ? c.text(writeCheckpoint(head.value)) : answer(c, head);
  })
  .get('/public/ledger/proof', async (c) => {
    const { ledger, sql } = c.var.deps;
    const index = required(c.req.query('index'), 'index');
    const given = c.req.query('size');
    const [leaf] = await loadLeaves(sql, index, 1);
    if (leaf === undefined) throw absent();
    const head = await ledger.head(given === undefined ? undefined : required(given, 'size'));
    if (!head.ok) return answer(c, head);
    const proofs = await ledger.proveUnder(head.value.checkpoint.size, [
      { index, hash: leafHash(utf8(leaf)) },
    ]);
    return proofs.ok ? c.text(proofs.value[0] ?? '') : answer(c, proofs);
  })
  .get('/public/ledger/consistency', async (c) => {
    const from = required(c.req.query('from'), 'from');
    const to = required(c.req.query('to'), 'to');
    const proof = await c.var.deps.ledger.consistency(from, to);
    return proof.ok ? c.json({ from, to, hashes: proof.value }) : answer(c, proof);
  })
  .get('/public/ledger/leaves', async (c) => {
    const from = readIndex(c.req.query('from')) ?? 0;
    const leaves = await loadLeaves(c.var.deps.sql, from, LEAVES);
    return c.json({
      from,
      leaves: leaves.map((leaf) => ({ leaf, hash: hex(leafHash(utf8(leaf))) })),
    });
  });
