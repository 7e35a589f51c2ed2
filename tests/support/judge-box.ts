/**
 * What a stranger finds about a box from what the server publishes: the archive's bytes through the verifier, the leaves the
 * ledger has of the session, and receipts of voters against that archive.
 */

import { loadArchiveHead, readArchiveBytes } from '../../server/ballots/archive.ts';
import type { Sql } from '../../server/db/sql.ts';
import { loadLeaves } from '../../server/ledger/store.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { utf8 } from '../../tally/encoding/bytes.ts';
import { readLeaf } from '../../tally/ledger/leaf.ts';
import type { Policy } from '../../tally/ledger/policy.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import { readReceipt } from '../../tally/record/receipt.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { GROUP } from './box.ts';

export interface Judgement {
  /** Numbers of the checks that refute the archive, each once. */
  readonly refutedBy: readonly string[];
  /** Whether the ledger's leaves of the session are those of the archive's events, in order. */
  readonly isLogged: boolean;
  /** What each receipt is told: true, or the first thing wrong. */
  readonly receipts: readonly (true | string)[];
}

export async function archiveOfBox(sql: Sql, poll: string): Promise<Uint8Array> {
  const head = await loadArchiveHead(sql, poll);
  if (head === null) throw new Error('no such box');
  const chunks: Uint8Array[] = [];
  for await (const chunk of readArchiveBytes(sql, poll, head)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

export async function judgeBox(
  sql: Sql,
  poll: string,
  policy: Policy,
  receipts: readonly string[],
): Promise<Judgement> {
  const bytes = await archiveOfBox(sql, poll);
  const { findings, view } = await verifyArchive(bytesSource(bytes), {
    openGroup: () => ({ ok: true, value: GROUP }),
  });
  const errors = findings.filter(({ severity }) => severity === 'error');
  // Of the whole log, as a stranger downloads it: what the server says its session has is not asked.
  const leaves = (await loadLeaves(sql, 0, 100_000)).flatMap((leaf) => {
    const read = assertOk(readLeaf(utf8(leaf), 'leaf'));
    return read.kind === 'ballot-event' && read.poll === poll ? [read.eventHex] : [];
  });
  const archive = {
    poll,
    fingerprint: view.election?.fingerprint ?? '',
    events: view.events,
    ballots: view.ballots,
  };
  return {
    refutedBy: [...new Set(errors.map(({ check }) => check))],
    isLogged: leaves.join() === view.events.map(({ hash }) => hash).join(),
    receipts: receipts.map((text) => {
      const receipt = assertOk(readReceipt(text, 'receipt'));
      const context = { policy, strangers: 'error' as const, archive };
      const wrong = checkReceipt(receipt, context, 'receipt').find(({ severity }) => severity === 'error');
      return wrong?.message ?? true;
    }),
  };
}
