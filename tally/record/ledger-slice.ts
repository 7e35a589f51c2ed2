/**
 * `ledger/proofs.json` (docs/formats/record.md): the leaves of the installation's ledger that belong to one record, each
 * with its index and inclusion proof in the tree of `ledger/checkpoint`. Leaves are in the order of the ledger.
 */
import { base64, readBase64, readUtf8, utf8 } from '../encoding/bytes.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import {
  array,
  integer,
  mapped,
  object,
  oneOf,
  type Reader,
  readJson,
  refine,
  string,
} from '../encoding/reader.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import { type Leaf, MAX_LEAF_BYTES, readLeaf, writeLeaf } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/merkle.ts';
import { verifyInclusion } from '../ledger/merkle-proof.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';

export interface ProvenLeaf {
  readonly index: number;
  readonly leaf: Leaf;
  /** Audit path, 32 bytes each, from the leaf's sibling upwards (RFC 6962, section 2.1.1). */
  readonly proof: readonly Uint8Array[];
}

const MAX_LEAVES = 2_000_000;
const MAX_LENGTH = 500_000_000;

const hash: Reader<Uint8Array> = mapped(string(44), (text, where) => {
  const bytes = readBase64(text);
  return bytes?.length === 32 ? ok(bytes) : refuse('MALFORMED', where, 'expected 32 bytes in Base64');
});

const provenLeaf: Reader<ProvenLeaf> = object({
  index: integer(0, Number.MAX_SAFE_INTEGER),
  leaf: mapped(string(MAX_LEAF_BYTES), (text, where) => readLeaf(utf8(text), where)),
  proof: array(hash, 53),
});

const reader = object({
  v: oneOf('ledger-slice/1'),
  leaves: refine(array(provenLeaf, MAX_LEAVES), (leaves) =>
    leaves.every(({ index }, i) => i === 0 || index > (leaves[i - 1]?.index ?? -1))
      ? undefined
      : 'the indexes of the leaves do not rise',
  ),
});

export function writeLedgerSlice(leaves: readonly ProvenLeaf[]): string {
  return canonicalJson({
    v: 'ledger-slice/1',
    leaves: leaves.map(({ index, leaf, proof }) => ({
      index,
      leaf: readUtf8(writeLeaf(leaf)) ?? '',
      proof: proof.map(base64),
    })),
  });
}

export function readLedgerSlice(text: string, where: string): Result<readonly ProvenLeaf[]> {
  const parsed = readJson(text, where, MAX_LENGTH);
  if (!parsed.ok) return parsed;
  const read = reader(parsed.value, where);
  if (!read.ok) return read;
  return writeLedgerSlice(read.value.leaves) === text
    ? ok(read.value.leaves)
    : refuse('NON_CANONICAL', where, 'the text is not the canonical JSON of what it says');
}

/** Findings about leaves whose proof does not lead to the checkpoint's root. */
export function checkLedgerSlice(
  leaves: readonly ProvenLeaf[],
  checkpoint: Checkpoint,
  where: string,
): readonly Refusal[] {
  return leaves.flatMap(({ index, leaf, proof }, i) => {
    const place = `${where}[${i}]`;
    const { size, root } = checkpoint;
    const verified = verifyInclusion(
      { leafHash: leafHash(writeLeaf(leaf)), index, size, root, proof },
      place,
    );
    return verified.ok ? [] : [verified.error];
  });
}
