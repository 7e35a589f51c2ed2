/** Bytes that follow from a seed, so that a failing case can be run again: SHA-256 of the seed and a counter. */
import { createHash } from 'node:crypto';
import type { Random } from '../../tally/belenios/scalar.ts';

export function seededRandom(seed: number | string): Random {
  let counter = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < byteLength; length += 32) {
      blocks.push(createHash('sha256').update(`${seed}|${counter++}`).digest());
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, byteLength));
  };
}

/** A whole number from 0 to `bound` - 1. */
export function drawBelow(bound: number, random: Random): number {
  return random(6).reduce((value, byte) => value * 256 + byte, 0) % bound;
}
