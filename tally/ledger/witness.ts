/**
 * The witness (R25): a small machine of an auditor that remembers the last head it has seen of a log and cosigns the next
 * only if it extends that one. A pure state machine with the semantics of `add-checkpoint` in c2sp.org/tlog-witness; the
 * caller stores the new state durably before it lets the cosignature out, takes one request at a time, and passes the
 * time in.
 */
import { base64, equalBytes } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import { readCheckpoint, type SignedCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { EMPTY_ROOT } from './merkle.ts';
import { verifyConsistency } from './merkle-proof.ts';
import { convict, writeMisconduct } from './misconduct.ts';
import type { NoteSignature, SigningKey, VerifierKey } from './note.ts';
import { openNote } from './open-note.ts';
import { readHashLines } from './proof.ts';
import type { WitnessState } from './witness-state.ts';

/** The body of an add-checkpoint request. */
export interface AddCheckpoint {
  /** Size of the head the witness is believed to have cosigned last; 0 for none. */
  readonly oldSize: number;
  /** Consistency proof from that head to `signed`; empty from size 0. */
  readonly proof: readonly Uint8Array[];
  readonly signed: SignedCheckpoint;
}

/** Who is witnessed and who witnesses: the log's key (its name is the origin), and the witness's own of type 0x04. */
export interface WitnessKeys {
  readonly log: VerifierKey;
  readonly witness: SigningKey;
}

export type WitnessAnswer =
  /** Store `state`, then send the signature line. */
  | { readonly status: 200; readonly state: WitnessState; readonly signature: NoteSignature }
  /** The client's idea of the last head is stale; `size` is the true one. */
  | { readonly status: 409; readonly size: number; readonly misconduct?: string }
  /** 400 malformed, 403 not signed by the log, 404 another log, 422 not an extension of the last head. */
  | {
      readonly status: 400 | 403 | 404 | 422;
      readonly refusal: Refusal;
      /** A misconduct file, when this head and the last one convict the log by themselves. */
      readonly misconduct?: string;
    };

const MAX_REQUEST_LENGTH = 1 << 18;

export function writeAddCheckpoint({ oldSize, proof, signed }: AddCheckpoint): string {
  return `${[`old ${oldSize}`, ...proof.map(base64)].join('\n')}\n\n${writeCheckpoint(signed)}`;
}

export function readAddCheckpoint(text: string, where: string): Result<AddCheckpoint> {
  if (text.length > MAX_REQUEST_LENGTH)
    return refuse('TOO_LARGE', where, `a request of ${text.length} characters`);
  const split = text.indexOf('\n\n');
  if (split < 0) return refuse('MALFORMED', where, 'no blank line before the checkpoint');
  const [old = '', ...lines] = text.slice(0, split).split('\n');
  const oldSize = old.startsWith('old ') ? readSafeDecimal(old.slice(4)) : undefined;
  if (oldSize === undefined)
    return refuse('MALFORMED', where, 'expected the line "old" with a canonical decimal');
  const proof = readHashLines(lines, where);
  if (!proof.ok) return proof;
  const signed = readCheckpoint(text.slice(split + 2), where);
  return signed.ok ? ok({ oldSize, proof: proof.value, signed: signed.value }) : signed;
}

/** Answers one request (its text) in one state. The state is unchanged unless the answer brings a new one. */
export function addCheckpoint(
  state: WitnessState,
  request: string,
  keys: WitnessKeys,
  timeSeconds: number,
): WitnessAnswer {
  const where = 'add-checkpoint';
  const read = readAddCheckpoint(request, where);
  if (!read.ok) return { status: 400, refusal: read.error };
  const { oldSize, proof, signed } = read.value;
  const { checkpoint, note } = signed;
  const refused = (status: 400 | 403 | 404 | 422, code: Refusal['code'], message: string): WitnessAnswer => ({
    status,
    refusal: { code, where, message },
  });
  if (checkpoint.origin !== state.origin || checkpoint.origin !== keys.log.name) {
    return refused(404, 'NOT_FOUND', 'this witness does not know the origin');
  }
  const opened = openNote(note, [keys.log], where);
  if (opened.signers.length === 0 || opened.invalid.length > 0) {
    return refused(403, 'BAD_SIGNATURE', 'the head is not signed by the log, or not validly');
  }
  if (oldSize > checkpoint.size) {
    return refused(400, 'MALFORMED', `old size ${oldSize} is above the size ${checkpoint.size} of the head`);
  }
  const misconduct = misconductOf(state, signed, keys.log);
  if (oldSize !== state.size) return { status: 409, size: state.size, ...misconduct };
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) {
    return refused(422, 'INCONSISTENT', 'the root of an empty tree is not the hash of nothing');
  }
  const consistent = verifyConsistency(
    { from: oldSize, fromRoot: state.root, to: checkpoint.size, toRoot: checkpoint.root, proof },
    where,
  );
  if (!consistent.ok) return { status: 422, refusal: consistent.error, ...misconduct };
  return {
    status: 200,
    state: { origin: state.origin, size: checkpoint.size, root: checkpoint.root, last: signed },
    signature: cosign(note.text, keys.witness, timeSeconds),
  };
}

/** Two heads convict by themselves only at the same size; other forks need a proof of logging (misconduct.ts). */
function misconductOf(
  { last }: WitnessState,
  signed: SignedCheckpoint,
  log: VerifierKey,
): { readonly misconduct?: string } {
  if (last === undefined) return {};
  const [a, b] = [{ kind: 'head', signed: last } as const, { kind: 'head', signed } as const];
  return convict(a, b, log, 'misconduct').ok ? { misconduct: writeMisconduct(a, b) } : {};
}
