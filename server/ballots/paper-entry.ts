/**
 * Paper ballots beside electronic ones (design 3.5): after the closing two tellers key every batch, neither seeing what the
 * other keyed; where they differ, or a ballot is doubtful, the chief scrutineer rules. `paperOfPoll` is what the count takes.
 */
import { type Column, ok, type Paper, type PaperBatch } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { type BatchRow, enterBatch, loadBatches, resolveBatch } from './paper-store.ts';
import { type Answer, refused } from './refused.ts';
import { checkBatches, checkPaperColumn, needsRuling } from './rules.ts';
import type { BatchView } from './shapes.ts';
import { loadSession, type StoredSession } from './store.ts';

/** Every batch, as a person may see it: what was keyed only once is shown to nobody. */
export async function listBatches(
  deps: Deps,
  poll: string,
): Promise<Answer<{ readonly batches: readonly BatchView[] }>> {
  return ok({ batches: (await loadBatches(deps, poll)).map(viewOf) });
}

function viewOf(row: BatchRow): BatchView {
  const { secondColumn, resolution, resolvedBy } = row;
  return {
    batch: row.batch,
    firstTeller: row.firstTeller,
    secondTeller: row.secondTeller,
    columns: secondColumn === null ? null : { first: row.firstColumn, second: secondColumn },
    waits: secondColumn !== null && resolution === null && needsRuling(row.firstColumn, secondColumn),
    resolution: resolution === null ? null : { by: resolvedBy ?? '', ...resolution },
  };
}

/** One keying of a batch: the first, the first once more, or the second. */
export async function enterPaper(
  deps: Deps,
  actor: Actor,
  poll: string,
  batch: number,
  column: Column,
): Promise<Answer<{ readonly keyed: 'FIRST' | 'SECOND'; readonly waits: boolean }>> {
  const session = await loadSession(deps, poll);
  const flaw = checkColumn(session, column);
  if (flaw !== null) return flaw;
  const before = (await loadBatches(deps, poll)).find((row) => row.batch === batch);
  if (before !== undefined && before.firstAccount !== actor.accountId && before.firstTeller === actor.name) {
    return refused('SAME_PERSON', 'account', 'the two tellers of a batch need different names');
  }
  const action = actionText(deps, {
    poll,
    role: actor.roleHere,
    who: before?.firstTeller ?? actor.name,
    did: 'paper_entered',
    what: `batch ${batch}`,
    with: actor.name,
  });
  const code = await enterBatch(deps, poll, batch, actor.accountId, column, action);
  if (code === 'FIRST') return ok({ keyed: code, waits: false });
  if (code === 'SECOND') {
    const kept = (await loadBatches(deps, poll)).find((row) => row.batch === batch);
    return ok({ keyed: code, waits: kept !== undefined && viewOf(kept).waits });
  }
  return code === 'ALREADY_EXISTS'
    ? refused(
        'ALREADY_EXISTS',
        'batch',
        `batch ${batch} has been keyed twice; the chief scrutineer rules on it`,
      )
    : refused('WRONG_STATE', 'session', 'paper ballots are keyed after the closing and before the count');
}

/** What holds of a batch, by the chief scrutineer, with the reason. No ballot may stay doubtful. */
export async function rulePaper(
  deps: Deps,
  actor: Actor,
  poll: string,
  batch: number,
  ruling: { readonly column: Column; readonly reason: string },
): Promise<Answer<{ readonly batch: number }>> {
  const session = await loadSession(deps, poll);
  const flaw = checkColumn(session, ruling.column);
  if (flaw !== null) return flaw;
  if (ruling.column.pending > 0) {
    return refused('INCONSISTENT', 'column.pending', 'a ruling leaves no ballot in doubt');
  }
  const row = (await loadBatches(deps, poll)).find((one) => one.batch === batch);
  if (row === undefined) return refused('NOT_FOUND', 'batch', 'no such batch was keyed');
  if (!viewOf(row).waits) return refused('WRONG_STATE', 'batch', 'this batch waits for no ruling');
  const action = actionText(deps, {
    poll,
    role: actor.roleHere,
    who: actor.name,
    did: 'adjudicated',
    what: `batch ${batch}: ${ruling.reason}`,
  });
  const code = await resolveBatch(deps, poll, batch, actor.accountId, ruling, action);
  if (code === 'SAME_PERSON') {
    return refused(code, 'account', 'whoever keyed a batch does not rule on it');
  }
  return code === 'DONE' ? ok({ batch }) : refused('WRONG_STATE', 'batch', 'this batch waits for no ruling');
}

function checkColumn(session: StoredSession | null, column: Column): Answer<never> | null {
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  if (session.isRecorded) return refused('WRONG_STATE', 'session', 'a vote by name has no paper ballots');
  const { pack, items, round } = session;
  const possible = checkPaperColumn({ pack, items, round }, column);
  return possible.ok ? null : possible;
}

/** The paper of a session as the record holds it; ADJUDICATION_PENDING while a batch is keyed once or waits for a ruling. */
export async function paperOfPoll(deps: Pick<Deps, 'sql'>, poll: string): Promise<Answer<Paper>> {
  const batches = checkBatches((await loadBatches(deps, poll)).map(batchOf));
  return batches.ok ? ok({ v: 'paper/1', poll, batches: batches.value }) : batches;
}

function batchOf(
  row: BatchRow,
): Omit<PaperBatch, 'second'> & { readonly second: PaperBatch['second'] | null } {
  const { secondTeller, secondColumn, resolution } = row;
  return {
    batch: row.batch,
    first: { teller: row.firstTeller, column: row.firstColumn },
    second:
      secondColumn === null || secondTeller === null ? null : { teller: secondTeller, column: secondColumn },
    resolution: resolution === null ? null : { by: row.resolvedBy ?? '', ...resolution },
  };
}
