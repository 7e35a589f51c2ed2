/**
 * Checking inclusion and consistency proofs of RFC 6962 trees, by the algorithms of RFC 9162 sections 2.1.3.2 and
 * 2.1.4.2. Every edge is refused by name: an index outside the tree, a proof too short or too long, a proof where none
 * belongs. Sizes and indices are integers of at most 2^53 - 1, hashes 32 bytes.
 */
import { equalBytes } from '../encoding/bytes.ts';
import { err, ok, type Refusal, type Result, refuse } from '../result.ts';
import { EMPTY_ROOT, nodeHash } from './merkle.ts';

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** That a leaf is at `index` in the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** Siblings from the leaf's up to the root's child. */
  readonly proof: readonly Uint8Array[];
}

/** That the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Refuses with BAD_PROOF what is not proved, with MALFORMED what is no index, size or hash. */
export function verifyInclusion(claim: InclusionClaim, where: string): Result<null> {
  const { leafHash, index, size, root, proof } = claim;
  const refusal = checkNumbers([index, size], where) ?? checkHashes([leafHash, root, ...proof], where);
  if (refusal !== undefined) return err(refusal);
  if (index >= size) return refuse('BAD_PROOF', where, `index ${index} is outside a tree of ${size} leaves`);
  const depth = inclusionLength(index, size);
  if (proof.length !== depth) {
    return refuse('BAD_PROOF', where, `the inclusion proof has ${proof.length} hashes, expected ${depth}`);
  }
  let node = leafHash;
  let first = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (isOdd(first) || first === last) {
      node = nodeHash(sibling, node);
      // On the right edge, levels without a sibling are passed over.
      while (!isOdd(first) && first !== 0) {
        first = half(first);
        last = half(last);
      }
    } else {
      node = nodeHash(node, sibling);
    }
    first = half(first);
    last = half(last);
  }
  return equalBytes(node, root)
    ? ok(null)
    : refuse('BAD_PROOF', where, 'the inclusion proof leads to another root than the one given');
}

/** Number of hashes of the inclusion proof of a leaf: its siblings on the way to the root. */
function inclusionLength(index: number, size: number): number {
  let length = 0;
  for (let first = index, last = size - 1; last > 0; first = half(first), last = half(last)) {
    if (isOdd(first) || first < last) length++;
  }
  return length;
}

/**
 * From size 0 every tree follows and the proof is empty; between equal sizes the roots must be the same and the proof is
 * empty. Refuses as `verifyInclusion` does.
 */
export function verifyConsistency(claim: ConsistencyClaim, where: string): Result<null> {
  const { from, fromRoot, to, toRoot, proof } = claim;
  const refusal = checkNumbers([from, to], where) ?? checkHashes([fromRoot, toRoot, ...proof], where);
  if (refusal !== undefined) return err(refusal);
  if (from > to)
    return refuse('BAD_PROOF', where, `a tree of ${from} leaves cannot be the beginning of one of ${to}`);
  if (from === 0 && !equalBytes(fromRoot, EMPTY_ROOT)) {
    return refuse('BAD_PROOF', where, 'the root of a tree of size 0 is not the hash of nothing');
  }
  if (from === to && !equalBytes(fromRoot, toRoot)) {
    return refuse('BAD_PROOF', where, `two different roots for the same size ${from}`);
  }
  if (from === 0 || from === to) {
    return proof.length === 0
      ? ok(null)
      : refuse(
          'BAD_PROOF',
          where,
          `from size ${from} to ${to} the proof is empty, found ${proof.length} hashes`,
        );
  }
  let first = from - 1;
  let last = to - 1;
  while (isOdd(first)) {
    first = half(first);
    last = half(last);
  }
  // A complete old tree is itself the first node, and the proof does not repeat it.
  const [start, ...path] = first === 0 ? [fromRoot, ...proof] : proof;
  if (start === undefined) return refuse('BAD_PROOF', where, 'the consistency proof is empty');
  let fromNode = start;
  let toNode = start;
  for (const node of path) {
    if (last === 0) return refuse('BAD_PROOF', where, 'the consistency proof is too long');
    if (isOdd(first) || first === last) {
      fromNode = nodeHash(node, fromNode);
      toNode = nodeHash(node, toNode);
      while (!isOdd(first) && first !== 0) {
        first = half(first);
        last = half(last);
      }
    } else {
      toNode = nodeHash(toNode, node);
    }
    first = half(first);
    last = half(last);
  }
  if (last !== 0) return refuse('BAD_PROOF', where, 'the consistency proof is too short');
  if (!equalBytes(fromNode, fromRoot)) {
    return refuse('BAD_PROOF', where, `the consistency proof leads to another root at size ${from}`);
  }
  return equalBytes(toNode, toRoot)
    ? ok(null)
    : refuse('BAD_PROOF', where, `the consistency proof leads to another root at size ${to}`);
}

function checkNumbers(numbers: readonly number[], where: string): Refusal | undefined {
  const wrong = numbers.find((number) => !Number.isSafeInteger(number) || number < 0);
  if (wrong === undefined) return undefined;
  return { code: 'MALFORMED', where, message: `${wrong} is not a size or index from 0 to 2^53 - 1` };
}

function checkHashes(hashes: readonly Uint8Array[], where: string): Refusal | undefined {
  const wrong = hashes.find((hash) => hash.length !== 32);
  if (wrong === undefined) return undefined;
  return { code: 'MALFORMED', where, message: `a hash has 32 bytes, found one of ${wrong.length}` };
}
