/**
 * Between two records of one ledger its operator rewrites the past. Each record holds by itself; compared (20.2), their
 * heads and leaves cannot be true of one log that only grows. Comparing costs hashes, not a signature for every leaf.
 */
import { expect, test } from 'vitest';
import type { Leaf } from '../../tally/ledger/leaf.ts';
import type { MerkleTree } from '../../tally/ledger/merkle.ts';
import type { RecordParts } from '../../tally/verify/verify-record.ts';
import { verifyLedgerSince } from '../../tally/verify/verify-since.ts';
import { eventLeaf, headOf, policyOf, treeOf } from '../support/ledger.ts';

const leavesOf = (count: number, changed?: number): readonly Leaf[] =>
  Array.from({ length: count }, (_, i) => eventLeaf(i, i === changed ? 'another event' : `event ${i}`));

/** What a record says of its ledger: the head of the first `size` leaves, and the first `own` of them proved under it. */
function recordOf(leaves: readonly Leaf[], size: number, own: number): RecordParts {
  const tree: MerkleTree = treeOf(leaves);
  const parts: Pick<RecordParts, 'policy' | 'checkpoint' | 'leaves'> = {
    policy: policyOf(0),
    checkpoint: headOf(tree, 0, size),
    leaves: leaves
      .slice(0, own)
      .map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index, size) })),
  };
  // The comparison looks at nothing else of a record.
  return parts as RecordParts;
}

const honest = leavesOf(1000);

test('a later record of a ledger that has only grown fits an earlier one', () => {
  expect(verifyLedgerSince(recordOf(honest, 1000, 1000), recordOf(honest, 700, 700))).toEqual([]);
  expect(verifyLedgerSince(recordOf(honest, 1000, 3), recordOf(honest, 1000, 1000))).toEqual([]);
});

test('one leaf changed since is found, by whichever record holds the leaf', () => {
  const rewritten = leavesOf(1000, 5);
  const wrong = expect.objectContaining({ check: '20.2', severity: 'error' });
  expect(verifyLedgerSince(recordOf(rewritten, 1000, 10), recordOf(honest, 512, 0))).toEqual([wrong]);
  expect(verifyLedgerSince(recordOf(rewritten, 1000, 0), recordOf(honest, 1000, 0))).toEqual([wrong]);
});

test('a record without the leaf’s proof, or a head nobody signed, is not taken for a history', () => {
  const { leaves, ...rest } = recordOf(honest, 1000, 2);
  const swapped = { ...rest, leaves: leaves.map((leaf, i) => ({ ...leaf, index: 1 - i })) };
  expect(verifyLedgerSince(swapped, recordOf(honest, 512, 0))).toHaveLength(1);
  const { checkpoint } = recordOf(honest, 512, 0);
  const unsigned = {
    ...checkpoint,
    note: { ...checkpoint.note, text: checkpoint.note.text.replace('512', '511') },
  };
  expect(
    verifyLedgerSince(recordOf(honest, 1000, 2), { ...rest, leaves, checkpoint: unsigned }),
  ).toMatchObject([{ check: '20.2', severity: 'error' }]);
});
