/** Throws of dice that follow from a seed and a case's number, so that any case can be run again alone. Not for secrets. */
import { sha256 } from '../../tally/encoding/hash.ts';

export interface Dice {
  /** A whole number from 0 to `bound` - 1; 0 where `bound` is 0. */
  below(bound: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the entries, as likely as its weight says. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T;
}

export function throwDice(seed: string): Dice {
  const start = sha256(seed);
  const view = new DataView(start.buffer, start.byteOffset, 16);
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => view.getUint32(at)) as [number, number, number, number];
  // sfc32, a small fast counter generator (Chris Doty-Humphrey, PractRand).
  function next(): number {
    const sum = (a + b + d) >>> 0;
    d = (d + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  }
  const below = (bound: number) => (bound <= 0 ? 0 : next() % bound);
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[below(list.length)] as T;
  };
  return {
    below,
    pick,
    oneIn: (times) => below(times) === 0,
    weighted(list) {
      let left = below(list.reduce((sum, { weight }) => sum + weight, 0));
      for (const entry of list) {
        if (left < entry.weight) return entry;
        left -= entry.weight;
      }
      return pick(list);
    },
  };
}
