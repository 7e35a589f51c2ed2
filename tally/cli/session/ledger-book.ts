/** A ledger of its own for one session played on this machine: leaves in order, a signed head and proofs at the end. */

import { sha256Hex } from '../../encoding/hash.ts';
import { type SignedCheckpoint, signCheckpoint } from '../../ledger/checkpoint.ts';
import { type Leaf, writeLeaf } from '../../ledger/leaf.ts';
import { createMerkleTree, leafHash } from '../../ledger/merkle.ts';
import { type SigningKey, verifierKeyOf } from '../../ledger/note.ts';
import type { Policy } from '../../ledger/policy.ts';
import { type Action, actionHash } from '../../record/actions.ts';
import type { ProvenLeaf } from '../../record/ledger-slice.ts';

export interface LedgerBook {
  readonly policy: Policy;
  readonly actions: readonly Action[];
  /** An event of the session's archive. */
  addEvent(poll: string, height: number, eventHex: string): void;
  addAction(action: Action): void;
  addManifest(manifest: string): void;
  /** Signs the head and proves every leaf under it. */
  close(): { readonly checkpoint: SignedCheckpoint; readonly leaves: readonly ProvenLeaf[] };
}

/** @param key a plain Ed25519 key; its name is the origin of the ledger */
export function openLedgerBook(key: SigningKey): LedgerBook {
  const leaves: Leaf[] = [];
  const actions: Action[] = [];
  const tree = createMerkleTree();
  function add(leaf: Leaf): void {
    leaves.push(leaf);
    tree.append(leafHash(writeLeaf(leaf)));
  }
  return {
    policy: { log: verifierKeyOf(key), witnesses: [], quorum: 0 },
    actions,
    addEvent: (poll, height, eventHex) => add({ kind: 'ballot-event', poll, height, eventHex }),
    addAction(action) {
      actions.push(action);
      add({ kind: 'action', hashHex: actionHash(action) });
    },
    addManifest: (manifest) => add({ kind: 'action', hashHex: sha256Hex(manifest) }),
    close: () => ({
      checkpoint: signCheckpoint(tree.size, tree.root(), key),
      leaves: leaves.map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index) })),
    }),
  };
}
