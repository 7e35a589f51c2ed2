/** Pages that help to check: board of a session, receipt by its code, ledger, how to verify. */
import { Hono } from 'hono';
import { hex, writeCheckpoint } from '#tally';
import type { AppEnv } from '../app.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { loadLeaves } from '../ledger/store.ts';
import { loadBoardHead, loadBoardRows, searchBoard } from './board-store.ts';
import { type PageContext, showAbsent, showFresh, showPage } from './page-context.tsx';
import { BoardPage } from './pages/board.tsx';
import { HowToVerifyPage } from './pages/how-to-verify.tsx';
import { LedgerPage } from './pages/ledger.tsx';
import { ReceiptsPage } from './pages/receipts.tsx';
import { POLL_ID, readCount, readIndex } from './parameters.ts';
import { findBallots, readQuestion } from './receipt-check.ts';
import { loadPoll, loadStamp } from './store.ts';

const BOARD_PAGE = 100;
const MAX_FOUND = 100;
const LEAVES_PAGE = 50;

/** What was typed into the search of a board: the beginning of a code or of a tracker. */
function prefixOf(typed: string): { readonly code: string; readonly tracker: string } {
  const letters = typed.trim().replace(/[\s-]/g, '');
  const code = letters.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return {
    code: /^[0-9A-Z*~$=]{1,13}$/.test(code) ? code : '',
    tracker: /^[0-9a-fA-F]{4,64}$/.test(letters) ? letters.toLowerCase() : '',
  };
}

export function checkingRoutes(context: PageContext) {
  const { site } = context;
  return new Hono<AppEnv>()
    .get('/polls/:poll/board', (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      const page = readCount(c.req.query('page')) ?? 1;
      const search = c.req.query('q')?.slice(0, 80).trim() || null;
      if (!POLL_ID.test(id)) return showAbsent(c, site);
      const plan = {
        subject: id,
        name: 'board',
        parameters: { page: page === 1 ? null : page },
        stamp: () => loadStamp(sql, id),
        render: async (view: Parameters<typeof BoardPage>[0]['view']) => {
          const poll = await loadPoll(sql, id);
          const head = await loadBoardHead(sql, id);
          if (poll === null || head === null) return null;
          const rows =
            search === null
              ? await loadBoardRows(sql, id, (page - 1) * BOARD_PAGE, BOARD_PAGE)
              : await searchBoard(sql, id, prefixOf(search), MAX_FOUND);
          const pages = Math.max(1, Math.ceil(head.count / BOARD_PAGE));
          return (
            <BoardPage
              view={view}
              poll={poll}
              head={head}
              rows={rows}
              page={page}
              pages={pages}
              search={search}
            />
          );
        },
      };
      // What people search for is not kept.
      return search === null ? showPage(c, context, plan) : showFresh(c, context, plan.render);
    })
    .get('/receipts', (c) =>
      showFresh(c, context, async (view) => {
        const given = c.req.query('code')?.slice(0, 200) ?? null;
        const question = given === null ? null : readQuestion(given);
        const found = question === null ? null : await findBallots(c.var.deps.sql, question);
        return <ReceiptsPage view={view} given={given} found={found} />;
      }),
    )
    .get('/ledger', (c) =>
      showFresh(c, context, async (view) => {
        const { ledger, sql } = c.var.deps;
        const head = await headOf(ledger);
        const size = head?.checkpoint.size ?? 0;
        const before = readIndex(c.req.query('before')) ?? null;
        const end = Math.min(before ?? size, size);
        const start = Math.max(0, end - LEAVES_PAGE);
        const leaves = end === start ? [] : await loadLeaves(sql, start, end - start);
        const from = readIndex(c.req.query('from'));
        return (
          <LedgerPage
            view={view}
            head={head}
            policy={ledger.policy}
            policyText={ledger.policyText}
            leaves={leaves.map((leaf, i) => ({ index: start + i, leaf })).reverse()}
            before={before}
            consistency={from === undefined ? null : await consistencyOf(ledger, from, size)}
          />
        );
      }),
    )
    .get('/how-to-verify', (c) =>
      showFresh(c, context, async (view) => {
        const poll = c.req.query('poll') ?? null;
        return <HowToVerifyPage view={view} poll={poll !== null && POLL_ID.test(poll) ? poll : null} />;
      }),
    );
}

async function headOf(ledger: Ledger) {
  const head = await ledger.head();
  if (!head.ok) return null;
  const { checkpoint } = head.value;
  return { checkpoint, rootHex: hex(checkpoint.root), text: writeCheckpoint(head.value) };
}

async function consistencyOf(ledger: Ledger, from: number, to: number) {
  const proof = await ledger.consistency(from, to);
  return { from, hashes: proof.ok ? proof.value : null };
}
