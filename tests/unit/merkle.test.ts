/**
 * Hashes and proofs of the ledger's tree against the reference values of Certificate Transparency: the eight leaf
 * inputs and their node hashes, as in github.com/transparency-dev/merkle testonly/constants.go (before that in
 * google/certificate-transparency merkletree tests), and against a naive copy of RFC 6962 section 2.1.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hex, readHex, utf8 } from '../../tally/encoding/bytes.ts';
import {
  append,
  createMerkleTree,
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  frontierRoot,
  leafHash,
  nodeHash,
} from '../../tally/ledger/merkle.ts';
import * as proofs from '../../tally/ledger/merkle-proof.ts';
import type { Result } from '../../tally/result.ts';

const verifyInclusion = (
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Result<null> => proofs.verifyInclusion({ leafHash, index, size, root, proof }, 'proof');
const verifyConsistency = (
  from: number,
  fromRoot: Uint8Array,
  to: number,
  toRoot: Uint8Array,
  proof: readonly Uint8Array[],
): Result<null> => proofs.verifyConsistency({ from, fromRoot, to, toRoot, proof }, 'proof');
const bytes = (text: string): Uint8Array => readHex(text) ?? new Uint8Array();
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const LEAVES = INPUTS.map((input) => leafHash(bytes(input)));
const NODES = [
  [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
    '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    '4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658',
    'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
    '46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1',
  ],
  [
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  ],
  [
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ],
] as const;
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

// RFC 6962 section 2.1, word for word.
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  const k = naiveSplit(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}
function naiveSplit(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}
function naivePath(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = naiveSplit(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}
function naiveSubproof(m: number, leaves: readonly Uint8Array[], b: boolean): Uint8Array[] {
  const n = leaves.length;
  if (m === n) return b ? [] : [naiveRoot(leaves)];
  const k = naiveSplit(n);
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), b), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map(hex);
const manyLeaves = (n: number): Uint8Array[] =>
  Array.from({ length: n }, (_, i) => leafHash(utf8(`leaf ${i}`)));

test('the eight reference leaves give the published node hashes and roots', () => {
  expect(hexes(LEAVES)).toEqual(NODES[0]);
  const tree = createMerkleTree(LEAVES);
  ROOTS.forEach((root, size) => {
    expect(hex(tree.root(size))).toBe(root);
  });
  let frontier = EMPTY_FRONTIER;
  expect(hex(frontierRoot(frontier))).toBe(ROOTS[0]);
  for (const leaf of LEAVES) {
    frontier = append(frontier, leaf);
    expect(hex(frontierRoot(frontier))).toBe(ROOTS[frontier.size]);
  }
});

test('the reference tree gives the published inclusion paths', () => {
  const tree = createMerkleTree(LEAVES);
  // RFC 9162 section 2.1.5 draws these paths for seven leaves; the values are the node hashes above.
  expect(hexes(tree.inclusionProof(0, 7))).toEqual([
    NODES[0][1],
    NODES[1][1],
    hex(nodeHash(bytes(NODES[1][2]), bytes(NODES[0][6]))),
  ]);
  expect(hexes(tree.inclusionProof(3, 7))).toEqual([
    NODES[0][2],
    NODES[1][0],
    hex(nodeHash(bytes(NODES[1][2]), bytes(NODES[0][6]))),
  ]);
  expect(hexes(tree.inclusionProof(4, 7))).toEqual([NODES[0][5], NODES[0][6], NODES[2][0]]);
  expect(hexes(tree.inclusionProof(6, 7))).toEqual([NODES[1][2], NODES[2][0]]);
  expect(hexes(tree.inclusionProof(5, 8))).toEqual([NODES[0][4], NODES[1][3], NODES[2][0]]);
  expect(tree.inclusionProof(0, 1)).toEqual([]);
});

test('the reference tree gives the published consistency proofs', () => {
  const tree = createMerkleTree(LEAVES);
  // RFC 9162 section 2.1.5: PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l], PROOF(6, D[7]) = [i, j, k].
  const l = hex(nodeHash(bytes(NODES[1][2]), bytes(NODES[0][6])));
  expect(hexes(tree.consistencyProof(3, 7))).toEqual([NODES[0][2], NODES[0][3], NODES[1][0], l]);
  expect(hexes(tree.consistencyProof(4, 7))).toEqual([l]);
  expect(hexes(tree.consistencyProof(6, 7))).toEqual([NODES[1][2], NODES[0][6], NODES[2][0]]);
  expect(hexes(tree.consistencyProof(6, 8))).toEqual([NODES[1][2], NODES[1][3], NODES[2][0]]);
  expect(hexes(tree.consistencyProof(2, 5))).toEqual([NODES[1][1], NODES[0][4]]);
  expect(tree.consistencyProof(0, 8)).toEqual([]);
  expect(tree.consistencyProof(8, 8)).toEqual([]);
});

describe('against the recursive definition of RFC 6962', () => {
  const sizes = fc.integer({ min: 1, max: 70 });

  test('roots and inclusion proofs agree for every tree and leaf, and verify', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, pick) => {
        const leaves = manyLeaves(size);
        const index = pick % size;
        const tree = createMerkleTree(manyLeaves(size + 5));
        expect(hex(tree.root(size))).toBe(hex(naiveRoot(leaves)));
        expect(hex(frontierRoot(leaves.reduce(append, EMPTY_FRONTIER)))).toBe(hex(naiveRoot(leaves)));
        const proof = tree.inclusionProof(index, size);
        expect(hexes(proof)).toEqual(hexes(naivePath(index, leaves)));
        expect(verifyInclusion(leaves[index] ?? EMPTY_ROOT, index, size, proof, tree.root(size)).ok).toBe(
          true,
        );
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('consistency proofs agree for every pair of sizes, and verify', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (to, pick) => {
        const leaves = manyLeaves(to);
        const from = 1 + (pick % to);
        const tree = createMerkleTree(leaves);
        const proof = tree.consistencyProof(from);
        expect(hexes(proof)).toEqual(hexes(naiveSubproof(from, leaves, true)));
        expect(verifyConsistency(from, tree.root(from), to, tree.root(), proof).ok).toBe(true);
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  test('no proof survives a changed bit, another index, another size, a hash too few or too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, pick, bit) => {
        const tree = createMerkleTree(manyLeaves(size));
        const index = pick % size;
        const leaf = manyLeaves(size)[index] ?? EMPTY_ROOT;
        const proof = tree.inclusionProof(index);
        const verify = (i: number, n: number, hashes: readonly Uint8Array[], root = tree.root()): boolean =>
          verifyInclusion(leaf, i, n, hashes, root).ok;
        expect(verify(index, size, proof)).toBe(true);
        const flipped = proof.map((hash) => hash.slice());
        const target = flipped[bit % flipped.length];
        if (target !== undefined) target[bit % 32] = (target[bit % 32] ?? 0) ^ (1 << (bit % 8));
        expect(verify(index, size, flipped)).toBe(false);
        expect(verify(index, size, proof.slice(1))).toBe(false);
        expect(verify(index, size, [...proof, leaf])).toBe(false);
        for (let other = 0; other < size; other++)
          if (other !== index) expect(verify(other, size, proof)).toBe(false);
        expect(verify(size, size, proof)).toBe(false);
        const from = 1 + (bit % (size - 1));
        const path = tree.consistencyProof(from);
        const consistent = (a: number, b: number, hashes: readonly Uint8Array[]): boolean =>
          verifyConsistency(a, tree.root(from), b, tree.root(), hashes).ok;
        expect(consistent(from, size, path)).toBe(true);
        expect(consistent(from, size, path.slice(1))).toBe(false);
        expect(consistent(from, size, [...path, leaf])).toBe(false);
        expect(consistent(size, from, path)).toBe(false);
      }),
      { seed: 3, numRuns: 120 },
    );
  });
});

describe('edges are refused by name', () => {
  const message = (result: Result<null>): string => (result.ok ? 'verified' : result.error.message);
  const leaf = LEAVES[0] ?? EMPTY_ROOT;

  test('nothing is in an empty tree', () => {
    expect(message(verifyInclusion(leaf, 0, 0, [], EMPTY_ROOT))).toBe(
      'index 0 is outside a tree of 0 leaves',
    );
  });
  test('numbers that are no size or index', () => {
    expect(message(verifyInclusion(leaf, -1, 1, [], leaf))).toBe(
      '-1 is not a size or index from 0 to 2^53 - 1',
    );
    expect(message(verifyInclusion(leaf, 0, 2 ** 53, [], leaf))).toContain('is not a size or index');
    expect(message(verifyInclusion(leaf, 0.5, 1, [], leaf))).toContain('0.5 is not a size or index');
  });
  test('a hash of the wrong length', () => {
    expect(message(verifyInclusion(leaf, 0, 2, [new Uint8Array(31)], leaf))).toBe(
      'a hash has 32 bytes, found one of 31',
    );
  });
  test('a proof of the wrong length', () => {
    expect(message(verifyInclusion(leaf, 0, 2, [], leaf))).toBe(
      'the inclusion proof has 0 hashes, expected 1',
    );
  });
  test('consistency from size 0 needs the root of nothing and an empty proof', () => {
    expect(message(verifyConsistency(0, EMPTY_ROOT, 1, leaf, []))).toBe('verified');
    expect(message(verifyConsistency(0, leaf, 1, leaf, []))).toBe(
      'the root of a tree of size 0 is not the hash of nothing',
    );
    expect(message(verifyConsistency(0, EMPTY_ROOT, 1, leaf, [leaf]))).toBe(
      'from size 0 to 1 the proof is empty, found 1 hashes',
    );
  });
  test('equal sizes need equal roots and an empty proof', () => {
    expect(message(verifyConsistency(1, leaf, 1, leaf, []))).toBe('verified');
    expect(message(verifyConsistency(1, leaf, 1, EMPTY_ROOT, []))).toBe(
      'two different roots for the same size 1',
    );
    expect(message(verifyConsistency(1, leaf, 1, leaf, [leaf]))).toContain('the proof is empty, found 1');
  });
  test('a later tree before an earlier one', () => {
    expect(message(verifyConsistency(3, leaf, 2, leaf, []))).toBe(
      'a tree of 3 leaves cannot be the beginning of one of 2',
    );
  });
  test('indices beyond 32 bits are not cut', () => {
    const size = 2 ** 40 + 1;
    const root = nodeHash(EMPTY_ROOT, leaf);
    expect(message(verifyInclusion(leaf, 2 ** 40, size, [EMPTY_ROOT], root))).toBe('verified');
    expect(message(verifyInclusion(leaf, 0, size, [EMPTY_ROOT], root))).toBe(
      'the inclusion proof has 1 hashes, expected 41',
    );
  });
});
