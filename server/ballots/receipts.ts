/**
 * Receipts (docs/formats/receipt.md): written from what stands in the box and proved under the head of exactly the size the
 * log had when the ballot was boxed, so that every process gives the same text at any time.
 */
import { hex, leafHash, type RecordedVote, type Result, shortCode, writeLeaf, writeReceipt } from '#tally';
import type { Ledger, LedgerRefusal } from '../ledger/ledger.ts';
import type { BoxedRow, BoxRow } from './box-store.ts';

/** What a cast is answered with. `position` is the ballot's height in the archive, or the vote's leaf in the ledger. */
export interface CastAnswer {
  readonly receipt: string;
  readonly code: string;
  readonly tracker: string;
  readonly position: number;
}

type Answer = Promise<Result<CastAnswer, LedgerRefusal>>;

export async function secretReceipt(ledger: Ledger, box: BoxRow, boxed: BoxedRow): Answer {
  const { poll, title, fingerprint, setupHash, meetingTitle, verifier } = box;
  const { tracker, credential, height, eventHash, index, logSize, seq, supersedes } = boxed;
  const hash = leafHash(writeLeaf({ kind: 'ballot-event', poll, height, eventHex: eventHash }));
  const proof = await proofOf(ledger, logSize, index, hash);
  if (!proof.ok) return proof;
  const code = shortCode(tracker);
  const receipt = writeReceipt({
    v: 'receipt/1',
    class: 'secret',
    meeting: meetingTitle,
    verify: verifier,
    says: 'inclusion only; does not show a choice',
    entries: [
      {
        poll,
        title,
        fingerprint,
        setup: setupHash,
        credential,
        tracker,
        code,
        seq,
        supersedes,
        leaf: hex(hash),
        proof: proof.value,
      },
    ],
  });
  return { ok: true, value: { receipt, code, tracker, position: height } };
}

export interface LoggedVote {
  readonly vote: RecordedVote;
  readonly tracker: string;
  readonly index: number;
  readonly logSize: number;
}

export async function openReceipt(ledger: Ledger, box: BoxRow, logged: LoggedVote): Answer {
  const { poll, title, meetingTitle, verifier } = box;
  const { vote, tracker, index, logSize } = logged;
  const hash = leafHash(writeLeaf({ kind: 'action', hashHex: tracker }));
  const proof = await proofOf(ledger, logSize, index, hash);
  if (!proof.ok) return proof;
  const code = shortCode(tracker);
  const receipt = writeReceipt({
    v: 'receipt/1',
    class: 'open',
    meeting: meetingTitle,
    verify: verifier,
    says: 'inclusion of the recorded vote shown',
    entries: [
      { poll, title, tracker, code, seq: 1, supersedes: null, leaf: hex(hash), proof: proof.value, vote },
    ],
  });
  return { ok: true, value: { receipt, code, tracker, position: index } };
}

async function proofOf(
  ledger: Ledger,
  logSize: number,
  index: number,
  hash: Uint8Array,
): Promise<Result<string, LedgerRefusal>> {
  const proofs = await ledger.proveUnder(logSize, [{ index, hash }]);
  if (!proofs.ok) return proofs;
  const [proof] = proofs.value;
  if (proof === undefined) throw new Error('broken promise: a proof a leaf');
  return { ok: true, value: proof };
}
