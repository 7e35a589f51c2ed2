/**
 * `caps.json` of a record (docs/formats/caps.md): the cap proofs of every ballot, in the order of the archive. Canonical
 * JSON; empty where the rules need no cap proof.
 */
import { type Proof, proofJson, proofReader } from '../belenios/scalar.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { array, hash256, object, oneOf, type Reader, readJson, string } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { type Result, refuse } from '../result.ts';
import type { CapProofs } from './cap-proof.ts';

export interface CapsFile {
  /** Uuid of the ballot session. */
  readonly poll: string;
  readonly ballots: readonly {
    /** SHA-256 of the ballot's text, hex. */
    readonly ballot: string;
    /** One proof a cap rule, each with max + 1 entries. */
    readonly proofs: CapProofs;
  }[];
}

const MAX_BALLOTS = 1_000_000;
const MAX_RULES = 10;
const MAX_ENTRIES = 501;
export const MAX_CAPS_LENGTH = 500_000_000;

function proofsReader(group: Group): Reader<CapProofs> {
  return array(array(proofReader(group), MAX_ENTRIES, 1), MAX_RULES, 1);
}

export function capProofsJson(proofs: CapProofs): { challenge: string; response: string }[][] {
  return proofs.map((proof: readonly Proof[]) => proof.map(proofJson));
}

/** Reads the proofs that come with one ballot. */
export function readCapProofs(group: Group, value: unknown, where: string): Result<CapProofs> {
  return proofsReader(group)(value, where);
}

export function writeCapsFile({ poll, ballots }: CapsFile): string {
  return canonicalJson({
    v: 'caps/1',
    poll,
    ballots: ballots.map(({ ballot, proofs }) => ({ ballot, proofs: capProofsJson(proofs) })),
  });
}

export function readCapsFile(group: Group, text: string, where: string): Result<CapsFile> {
  const parsed = readJson(text, where, MAX_CAPS_LENGTH);
  if (!parsed.ok) return parsed;
  const read = object({
    v: oneOf('caps/1'),
    poll: string(64),
    ballots: array(object({ ballot: hash256, proofs: proofsReader(group) }), MAX_BALLOTS),
  })(parsed.value, where);
  if (!read.ok) return read;
  const { v: _, ...file } = read.value;
  return writeCapsFile(file) === text
    ? { ok: true, value: file }
    : refuse('NON_CANONICAL', where, 'the text is not the canonical JSON of what it says');
}
