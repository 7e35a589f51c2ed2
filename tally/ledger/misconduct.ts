/**
 * Proof that a log has signed two histories (`misconduct/1`, docs/formats/witness.md). Each side is a head signed by the
 * log, alone or as part of a proof of logging with its leaf hash, such as a receipt holds. The two convict the log's key
 * when they cannot both be true of one log that only grows. Anyone can check the file with nothing but the log's key.
 */

import { hex, readHex } from '../encoding/bytes.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { hash256, object, oneOf, pair, type Reader, readCanonical, string } from '../encoding/reader.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readCheckpoint, type SignedCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type Commitment, type Contradiction, findContradiction } from './committed-ranges.ts';
import type { VerifierKey } from './note.ts';
import { openNote } from './open-note.ts';
import { readTlogProof, type TlogProof, verifyTlogProof, writeTlogProof } from './proof.ts';

/** A statement of the log: a head, or a leaf (by its RFC 6962 hash) proved under a head. */
export type Evidence =
  | { readonly kind: 'head'; readonly signed: SignedCheckpoint }
  | { readonly kind: 'leaf'; readonly leafHash: Uint8Array; readonly proof: TlogProof };

/** The file: the C2SP texts unchanged. */
type EvidenceText =
  | { readonly kind: 'head'; readonly checkpoint: string }
  | { readonly kind: 'leaf'; readonly leaf: string; readonly proof: string };

type MisconductFile = {
  readonly v: 'misconduct/1';
  readonly evidence: readonly [EvidenceText, EvidenceText];
};

const MAX_TEXT_LENGTH = 1 << 18;
const MAX_FILE_LENGTH = 1 << 20;

const headText = object({ kind: oneOf('head'), checkpoint: string(MAX_TEXT_LENGTH) });
const leafText = object({ kind: oneOf('leaf'), leaf: hash256, proof: string(MAX_TEXT_LENGTH) });
const evidenceText: Reader<EvidenceText> = (value, where) => {
  const isHead = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'head';
  return isHead ? headText(value, where) : leafText(value, where);
};
const misconductFile: Reader<MisconductFile> = object({
  v: oneOf('misconduct/1'),
  evidence: pair(evidenceText, evidenceText),
});

export function writeMisconduct(a: Evidence, b: Evidence): string {
  const file: MisconductFile = { v: 'misconduct/1', evidence: [writeEvidence(a), writeEvidence(b)] };
  return canonicalJson(file);
}

function writeEvidence(evidence: Evidence): EvidenceText {
  return evidence.kind === 'head'
    ? { kind: 'head', checkpoint: writeCheckpoint(evidence.signed) }
    : { kind: 'leaf', leaf: hex(evidence.leafHash), proof: writeTlogProof(evidence.proof) };
}

/** The evidence of a misconduct file, well-formed but not yet judged. */
export function readMisconduct(text: string, where: string): Result<readonly [Evidence, Evidence]> {
  const file = readCanonical(text, where, MAX_FILE_LENGTH, misconductFile);
  if (!file.ok) return file;
  const [first, second] = file.value.evidence;
  const a = readEvidence(first, `${where}.evidence[0]`);
  if (!a.ok) return a;
  const b = readEvidence(second, `${where}.evidence[1]`);
  return b.ok ? ok([a.value, b.value]) : b;
}

function readEvidence(evidence: EvidenceText, where: string): Result<Evidence> {
  if (evidence.kind === 'head') {
    const signed = readCheckpoint(evidence.checkpoint, where);
    return signed.ok ? ok({ kind: 'head', signed: signed.value }) : signed;
  }
  const proof = readTlogProof(evidence.proof, where);
  if (!proof.ok) return proof;
  const leafHash = readHex(evidence.leaf, 32) ?? new Uint8Array();
  return ok({ kind: 'leaf', leafHash, proof: proof.value });
}

/**
 * Whether two statements convict the log: both are signed by its key, their proofs verify, and they contradict each other.
 * Refuses with BAD_SIGNATURE, BAD_PROOF, or INCONSISTENT (another log) when a statement is none of this log, and with
 * NOT_FOUND when both are, and can both be true.
 *
 * @returns the range of leaves to which the log has given two histories
 */
export function convict(a: Evidence, b: Evidence, log: VerifierKey, where: string): Result<Contradiction> {
  const commitmentA = readCommitment(a, log, `${where}.evidence[0]`);
  if (!commitmentA.ok) return commitmentA;
  const commitmentB = readCommitment(b, log, `${where}.evidence[1]`);
  if (!commitmentB.ok) return commitmentB;
  const contradiction = findContradiction(commitmentA.value, commitmentB.value);
  return contradiction === undefined
    ? refuse('NOT_FOUND', where, 'both statements can be true of one log: they prove no misconduct')
    : ok(contradiction);
}

function readCommitment(evidence: Evidence, log: VerifierKey, where: string): Result<Commitment> {
  const { checkpoint, note } = evidence.kind === 'head' ? evidence.signed : evidence.proof.signed;
  if (checkpoint.origin !== log.name) {
    return refuse('INCONSISTENT', where, `a head of the log ${checkpoint.origin}, expected ${log.name}`);
  }
  if (openNote(note, [log], where).signers.length === 0) {
    return refuse('BAD_SIGNATURE', where, `${log.name} has not signed this head`);
  }
  const { size, root } = checkpoint;
  if (evidence.kind === 'head') return ok({ size, root });
  const { leafHash, proof } = evidence;
  const verified = verifyTlogProof(proof, leafHash, where);
  return verified.ok
    ? ok({ size, root, inclusion: { index: proof.index, leafHash, hashes: proof.hashes } })
    : verified;
}
