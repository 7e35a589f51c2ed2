/**
 * The Merkle tree of RFC 6962 section 2.1 (the same as RFC 9162 section 2.1): hashes, the tree that grows by appending,
 * and the two proofs it gives. Checking proofs is in merkle-proof.ts. Sizes and indices are integers of at most
 * 2^53 - 1; halving is done by division, because bit operators would cut them at 32 bits.
 */
import { sha256 } from '../encoding/hash.ts';
import { assert } from '../result.ts';

export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

/** SHA-256(0x00 || leaf); 32 bytes. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const message = new Uint8Array(1 + leaf.length);
  message.set(leaf, 1);
  return sha256(message);
}

/** SHA-256(0x01 || left || right), of two hashes of 32 bytes each. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const message = new Uint8Array(65);
  message[0] = 1;
  message.set(left, 1);
  message.set(right, 33);
  return sha256(message);
}

/** The largest power of two below `n`, for n >= 2: where a tree of n leaves splits into left and right. */
export function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/**
 * What a log must remember to go on appending: the roots of the complete subtrees its leaves fall into, largest first,
 * one for each 1 in the binary form of `size`. A plain value, small enough for a database row.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** The frontier after one more leaf; at most log2(size) + 1 hashes. */
export function append(frontier: Frontier, leaf: Uint8Array): Frontier {
  const peaks = [...frontier.peaks];
  let node = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = peaks.pop();
    assert(left !== undefined, 'a frontier has a peak for each 1 of its size');
    node = nodeHash(left, node);
  }
  return { size: frontier.size + 1, peaks: [...peaks, node] };
}

/** The root of the tree with this frontier; SHA-256 of nothing when it is empty. */
export function frontierRoot(frontier: Frontier): Uint8Array {
  const [last, ...others] = [...frontier.peaks].reverse();
  return last === undefined ? EMPTY_ROOT : others.reduce((right, left) => nodeHash(left, right), last);
}

/** A tree kept whole, for those who make proofs: about 64 bytes a leaf. */
export interface MerkleTree {
  readonly size: number;
  append(leaf: Uint8Array): void;
  /** Root of the first `size` leaves; `size` at most the tree's. */
  root(size?: number): Uint8Array;
  /** Siblings from the leaf upwards (RFC 6962 2.1.1) in the tree of the first `size` leaves; index < size. */
  inclusionProof(index: number, size?: number): readonly Uint8Array[];
  /** Hashes from the tree of `from` leaves to that of `to` (RFC 6962 2.1.2); empty if from is 0 or equals `to`. */
  consistencyProof(from: number, to?: number): readonly Uint8Array[];
}

export function createMerkleTree(leafHashes: Iterable<Uint8Array> = []): MerkleTree {
  // levels[k][i] is the root of the leaves [i * 2^k, (i + 1) * 2^k).
  const levels: Uint8Array[][] = [[]];

  function append(leaf: Uint8Array): void {
    let node = leaf;
    for (let k = 0; ; k++) {
      const level = levels[k] ?? [];
      levels[k] = level;
      level.push(node);
      const left = level[level.length - 2];
      if (level.length % 2 === 1 || left === undefined) return;
      node = nodeHash(left, node);
    }
  }

  /** Root of the leaves [start, end), where start is a multiple of the power of two that covers end - start. */
  function rangeRoot(start: number, end: number): Uint8Array {
    const length = end - start;
    const level = Math.log2(length);
    if (Number.isInteger(level)) {
      const node = levels[level]?.[start / length];
      assert(node !== undefined, `leaves ${start} to ${end} are in the tree`);
      return node;
    }
    const middle = start + splitPoint(length);
    return nodeHash(rangeRoot(start, middle), rangeRoot(middle, end));
  }

  const size = (): number => levels[0]?.length ?? 0;
  const assertSize = (given: number): void =>
    assert(given >= 0 && given <= size(), `no tree of size ${given}`);

  function inclusion(index: number, start: number, end: number): Uint8Array[] {
    if (end - start === 1) return [];
    const middle = start + splitPoint(end - start);
    return index < middle
      ? [...inclusion(index, start, middle), rangeRoot(middle, end)]
      : [...inclusion(index, middle, end), rangeRoot(start, middle)];
  }

  // RFC 6962 SUBPROOF; `isOldTree` is its b: the old tree's root, which the verifier already has, is not repeated.
  function consistency(from: number, start: number, end: number, isOldTree: boolean): Uint8Array[] {
    if (from === end) return isOldTree ? [] : [rangeRoot(start, end)];
    const middle = start + splitPoint(end - start);
    return from <= middle
      ? [...consistency(from, start, middle, isOldTree), rangeRoot(middle, end)]
      : [...consistency(from, middle, end, false), rangeRoot(start, middle)];
  }

  for (const leaf of leafHashes) append(leaf);
  return {
    get size() {
      return size();
    },
    append,
    root: (of = size()) => {
      assertSize(of);
      return of === 0 ? EMPTY_ROOT : rangeRoot(0, of);
    },
    inclusionProof: (index, of = size()) => {
      assertSize(of);
      assert(index >= 0 && index < of, `no leaf ${index} in a tree of size ${of}`);
      return inclusion(index, 0, of);
    },
    consistencyProof: (from, to = size()) => {
      assertSize(to);
      assert(from >= 0 && from <= to, `no proof from size ${from} to ${to}`);
      return from === 0 || from === to ? [] : consistency(from, 0, to, true);
    },
  };
}
