/**
 * How a list of small integers becomes an element and comes back (Belenios protocol version 1, section 7.4): the
 * integers as one number, 8 bits each, most significant first; then `padding` bits in which the smallest value is
 * looked for that makes an element. The groups differ only in how a number becomes an element.
 */
import { assert } from '../result.ts';
import type { Element, Embedding } from './group.ts';

const BITS = 8n;

export interface EmbeddingRule {
  readonly padding: bigint;
  /** More bits than any embedded number may have, padding included. */
  readonly capacity: bigint;
  /** The element a number denotes, or undefined when it denotes none of the prime-order group. */
  elementOf(number: bigint): Element | undefined;
  numberOf(element: Element): bigint;
}

export function createEmbedding({ padding, capacity, elementOf, numberOf }: EmbeddingRule): Embedding {
  return {
    encode(integers) {
      assert(BITS * BigInt(integers.length) + padding < capacity, 'too many integers for one element');
      const folded = integers.reduce((number, integer) => (number << BITS) | BigInt(integer), 0n);
      const start = folded << padding;
      for (let tried = 0n; tried < 1n << padding; tried++) {
        const element = elementOf(start + tried);
        if (element !== undefined) return element;
      }
      // About every second number is an element (every sixteenth on the Edwards curve): out of 2^-300 in practice.
      throw new Error('broken promise: no element in the search space');
    },
    decode(element, count) {
      let folded = numberOf(element) >> padding;
      const integers: number[] = [];
      for (let i = 0; i < count; i++) {
        integers.unshift(Number(folded & 0xffn));
        folded >>= BITS;
      }
      return folded === 0n ? integers : undefined;
    },
  };
}
