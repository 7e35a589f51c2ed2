/** A small ledger for tests: a log key, two witnesses, and leaves of one poll; all keys are fixed. */

import { sha256Hex } from '../../tally/encoding/hash.ts';
import { addSignatures, type SignedCheckpoint, signCheckpoint } from '../../tally/ledger/checkpoint.ts';
import { cosign } from '../../tally/ledger/cosignature.ts';
import { type Leaf, writeLeaf } from '../../tally/ledger/leaf.ts';
import { createMerkleTree, leafHash, type MerkleTree } from '../../tally/ledger/merkle.ts';
import { type SigningKey, verifierKeyOf } from '../../tally/ledger/note.ts';
import type { Policy } from '../../tally/ledger/policy.ts';
import type { TlogProof } from '../../tally/ledger/proof.ts';

export const POLL = 'gFs2YwPqKBuZrd7T5hNxEm';
export const LOG_KEY: SigningKey = {
  name: 'qinghe.example/ledger',
  type: 1,
  seed: new Uint8Array(32).fill(1),
};
export const WITNESS_KEYS: readonly SigningKey[] = ['auditor.example/w', 'press.example/w'].map(
  (name, i) => ({
    name,
    type: 4 as const,
    seed: new Uint8Array(32).fill(2 + i),
  }),
);
/** 2026-11-23T04:00:00Z */
export const TIME = 1795406400;

export function policyOf(quorum: number): Policy {
  const witnesses = WITNESS_KEYS.map((key, i) => ({ name: `w${i + 1}`, key: verifierKeyOf(key) }));
  return { log: verifierKeyOf(LOG_KEY), witnesses, quorum };
}

export function eventLeaf(height: number, content = `event ${height}`): Leaf {
  return { kind: 'ballot-event', poll: POLL, height, eventHex: sha256Hex(content) };
}

export function hashOf(leaf: Leaf): Uint8Array {
  return leafHash(writeLeaf(leaf));
}

export function treeOf(leaves: readonly Leaf[]): MerkleTree {
  return createMerkleTree(leaves.map(hashOf));
}

/** The head of the first `size` leaves, signed by the log and cosigned by the first `witnesses` witnesses. */
export function headOf(tree: MerkleTree, witnesses = 0, size = tree.size): SignedCheckpoint {
  const head = signCheckpoint(size, tree.root(size), LOG_KEY);
  return addSignatures(
    head,
    WITNESS_KEYS.slice(0, witnesses).map((key) => cosign(head.note.text, key, TIME)),
  );
}

export function proofOf(tree: MerkleTree, index: number, witnesses = 0, size = tree.size): TlogProof {
  return { index, hashes: tree.inclusionProof(index, size), signed: headOf(tree, witnesses, size) };
}
