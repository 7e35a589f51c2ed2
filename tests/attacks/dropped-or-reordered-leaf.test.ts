/**
 * The operator drops a ballot's event from the ledger, or puts two in another order, after receipts were given out. No new
 * head fits the old one: a witness refuses it (422), and the receipt with any later proof convicts the log.
 */
import { describe, expect, test } from 'vitest';
import type { Leaf } from '../../tally/ledger/leaf.ts';
import type { MerkleTree } from '../../tally/ledger/merkle.ts';
import { convict, type Evidence } from '../../tally/ledger/misconduct.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { verifyTlogProof } from '../../tally/ledger/proof.ts';
import { addCheckpoint, writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { newWitnessState } from '../../tally/ledger/witness-state.ts';
import {
  eventLeaf,
  hashOf,
  headOf,
  LOG_KEY,
  proofOf,
  TIME,
  treeOf,
  WITNESS_KEYS,
} from '../support/ledger.ts';

const [WITNESS = LOG_KEY] = WITNESS_KEYS;
const KEYS = { log: verifierKeyOf(LOG_KEY), witness: WITNESS };
const HONEST = Array.from({ length: 12 }, (_, height) => eventLeaf(height));
const DROPPED = [...HONEST.slice(0, 4), ...HONEST.slice(5), eventLeaf(12)];
const SWAPPED = [...HONEST.slice(0, 4), eventLeaf(5), eventLeaf(4), ...HONEST.slice(6)];

const leafProof = (leaves: readonly Leaf[], tree: MerkleTree, index: number): Evidence => {
  const leaf = leaves[index];
  if (leaf === undefined) throw new Error(`no leaf ${index}`);
  return { kind: 'leaf', leafHash: hashOf(leaf), proof: proofOf(tree, index) };
};

describe.each([
  ['dropped', DROPPED],
  ['put in another order', SWAPPED],
])('when a leaf was %s', (_, leaves) => {
  const before = treeOf(HONEST.slice(0, 9));
  const after = treeOf(leaves);

  test('a witness of the old head does not cosign the new one, whatever proof it is given', () => {
    const first = writeAddCheckpoint({ oldSize: 0, proof: [], signed: headOf(before) });
    const seen = addCheckpoint(newWitnessState(LOG_KEY.name), first, KEYS, TIME);
    if (seen.status !== 200) throw new Error('the first head is cosigned');
    for (const proof of [after.consistencyProof(9), treeOf(HONEST).consistencyProof(9), []]) {
      const body = writeAddCheckpoint({ oldSize: 9, proof, signed: headOf(after) });
      expect(addCheckpoint(seen.state, body, KEYS, TIME).status).toBe(422);
    }
  });

  test('the receipt no longer verifies under the new head', () => {
    const moved = { ...proofOf(after, 4), hashes: after.inclusionProof(4) };
    expect(verifyTlogProof(moved, hashOf(eventLeaf(4)), 'receipt')).toMatchObject({
      error: { code: 'BAD_PROOF' },
    });
  });

  test('the receipt and any other receipt of the new history convict the log', () => {
    const receipt = leafProof(HONEST, before, 4);
    for (const index of [4, 5, 6, 7]) {
      expect(convict(receipt, leafProof(leaves, after, index), KEYS.log, 'file')).toMatchObject({ ok: true });
    }
  });

  test('a receipt of a leaf that stands before the change convicts as well, once the changed part is proved', () => {
    const receipt = leafProof(HONEST, before, 1);
    expect(convict(receipt, leafProof(leaves, after, 5), KEYS.log, 'file')).toMatchObject({ ok: true });
  });
});
