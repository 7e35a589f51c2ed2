/**
 * C2SP proofs of logging (c2sp.org/tlog-proof, "c2sp.org/tlog-proof@v1"): index, inclusion proof and signed checkpoint in
 * one text that anyone can verify offline who knows the leaf and the log's key. Receipts carry it unchanged.
 */
import { base64, readBase64 } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readCheckpoint, type SignedCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { verifyInclusion } from './merkle-proof.ts';

export interface TlogProof {
  /** Position of the leaf in the log, from 0. */
  readonly index: number;
  /** Siblings from the leaf's up to the root's child, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  readonly signed: SignedCheckpoint;
  /** Opaque and unauthenticated; this ledger writes none. */
  readonly extra?: Uint8Array;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of at most 2^53 leaves has no longer path; the specification of witnesses allows 63. */
const MAX_HASHES = 63;
const MAX_EXTRA_LENGTH = 8192;
const MAX_PROOF_LENGTH = 1 << 18;

export function writeTlogProof(proof: TlogProof): string {
  const extra = proof.extra === undefined ? [] : [`extra ${base64(proof.extra)}`];
  const lines = [HEADER, ...extra, `index ${proof.index}`, ...proof.hashes.map(base64)];
  return `${lines.join('\n')}\n\n${writeCheckpoint(proof.signed)}`;
}

export function readTlogProof(text: string, where: string): Result<TlogProof> {
  if (text.length > MAX_PROOF_LENGTH) {
    return refuse(
      'TOO_LARGE',
      where,
      `a proof of ${text.length} characters, at most ${MAX_PROOF_LENGTH} are read`,
    );
  }
  const split = text.indexOf('\n\n');
  if (split < 0) return refuse('MALFORMED', where, 'no blank line before the checkpoint');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== HEADER) return refuse('MALFORMED', where, `the first line is not ${HEADER}`);
  const extra = readExtra(lines, where);
  if (!extra.ok) return extra;
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? readSafeDecimal(indexLine.slice(6)) : undefined;
  if (index === undefined)
    return refuse('MALFORMED', where, 'expected the line "index" with a canonical decimal');
  const hashes = readHashLines(lines, where);
  if (!hashes.ok) return hashes;
  const signed = readCheckpoint(text.slice(split + 2), where);
  if (!signed.ok) return signed;
  const proof = { index, hashes: hashes.value, signed: signed.value };
  return ok(extra.value === undefined ? proof : { ...proof, extra: extra.value });
}

/** Takes the optional `extra` line off `lines`. */
function readExtra(lines: string[], where: string): Result<Uint8Array | undefined> {
  const line = lines[0] ?? '';
  if (!line.startsWith('extra ')) return ok(undefined);
  lines.shift();
  if (line.length > MAX_EXTRA_LENGTH)
    return refuse('TOO_LARGE', where, `an extra line of ${line.length} characters`);
  const bytes = readBase64(line.slice(6));
  return bytes === undefined ? refuse('MALFORMED', where, 'the extra line is not base64') : ok(bytes);
}

/** Lines of base64, one hash of 32 bytes each; at most 63. */
export function readHashLines(lines: readonly string[], where: string): Result<readonly Uint8Array[]> {
  if (lines.length > MAX_HASHES)
    return refuse('TOO_LARGE', where, `${lines.length} hashes, at most ${MAX_HASHES}`);
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = readBase64(line);
    if (hash?.length !== 32) return refuse('MALFORMED', where, 'a proof line is not the base64 of 32 bytes');
    hashes.push(hash);
  }
  return ok(hashes);
}

/** Whether the proof puts this leaf into the tree of its checkpoint. Signatures are policy.ts' matter. */
export function verifyTlogProof(proof: TlogProof, leafHash: Uint8Array, where: string): Result<null> {
  const { size, root } = proof.signed.checkpoint;
  return verifyInclusion({ leafHash, index: proof.index, size, root, proof: proof.hashes }, where);
}
