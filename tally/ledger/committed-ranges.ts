/**
 * What a signed head and an inclusion proof under it commit the log to: the hashes of certain ranges of leaves. Two
 * such commitments convict a log when they give one range two different hashes, because a tree that only grows keeps
 * the hash of every range whose leaves do not change. Pure arithmetic on RFC 6962 trees; signatures are checked elsewhere.
 */

import { equalBytes } from '../encoding/bytes.ts';
import { assert } from '../result.ts';
import { nodeHash, splitPoint } from './merkle.ts';

/** The leaves [start, end) hash to `hash`, as RFC 6962 hashes such a list; start is a multiple of a power of two >= end - start. */
interface CommittedRange {
  readonly start: number;
  readonly end: number;
  readonly hash: Uint8Array;
}

/** A tree head, perhaps with an inclusion proof that has been verified against it. */
export interface Commitment {
  readonly size: number;
  readonly root: Uint8Array;
  readonly inclusion?: {
    readonly index: number;
    readonly leafHash: Uint8Array;
    readonly hashes: readonly Uint8Array[];
  };
}

/** A range of leaves [start, end) on which two commitments differ. */
export interface Contradiction {
  readonly start: number;
  readonly end: number;
}

/**
 * The shortest range that the two commitments hash differently, or undefined if they can both be true of one growing tree
 * as far as their hashes tell. Symmetric. Inclusion proofs must have been verified before.
 */
export function findContradiction(a: Commitment, b: Commitment): Contradiction | undefined {
  const ofA = committedRanges(a);
  const ofB = committedRanges(b);
  const [shortest] = [...contradictions(ofA, ofB), ...contradictions(ofB, ofA)].sort(
    (one, other) => one.end - one.start - (other.end - other.start) || one.start - other.start,
  );
  return shortest === undefined ? undefined : { start: shortest.start, end: shortest.end };
}

function contradictions(
  claims: readonly CommittedRange[],
  facts: readonly CommittedRange[],
): readonly CommittedRange[] {
  return claims.filter(({ start, end, hash }) => {
    const other = hashOfRange(start, end, facts);
    return other !== undefined && !equalBytes(other, hash);
  });
}

/** The hash of the leaves [start, end) as far as `facts` tell; looks only at ranges that contain a fact. */
function hashOfRange(start: number, end: number, facts: readonly CommittedRange[]): Uint8Array | undefined {
  const inside = facts.filter((fact) => start <= fact.start && fact.end <= end);
  const exact = inside.find((fact) => fact.start === start && fact.end === end);
  if (exact !== undefined) return exact.hash;
  if (inside.length === 0 || end - start < 2) return undefined;
  const middle = start + splitPoint(end - start);
  const left = hashOfRange(start, middle, inside);
  const right = left === undefined ? undefined : hashOfRange(middle, end, inside);
  return left === undefined || right === undefined ? undefined : nodeHash(left, right);
}

/** The root, the nodes on the way down to the leaf, and their siblings: at most 2 * 53 + 1 ranges. */
function committedRanges({ size, root, inclusion }: Commitment): readonly CommittedRange[] {
  if (size === 0) return [];
  const ranges: CommittedRange[] = [{ start: 0, end: size, hash: root }];
  if (inclusion === undefined) return ranges;
  const { index, leafHash, hashes } = inclusion;
  const steps: { start: number; end: number; sibling: readonly [number, number] }[] = [];
  for (let start = 0, end = size; end - start > 1; ) {
    const middle = start + splitPoint(end - start);
    const sibling: readonly [number, number] = index < middle ? [middle, end] : [start, middle];
    if (index < middle) end = middle;
    else start = middle;
    steps.push({ start, end, sibling });
  }
  assert(steps.length === hashes.length, 'a verified inclusion proof has one hash for each step');
  let node = leafHash;
  for (const [i, { start, end, sibling }] of steps.reverse().entries()) {
    const hash = hashes[i] ?? node;
    ranges.push({ start, end, hash: node }, { start: sibling[0], end: sibling[1], hash });
    node = sibling[0] < start ? nodeHash(hash, node) : nodeHash(node, hash);
  }
  return ranges;
}
