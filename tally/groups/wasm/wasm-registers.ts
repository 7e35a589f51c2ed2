/**
 * Registers of numbers modulo p in the memory of the WebAssembly multiplier. A register holds x·R mod p (Montgomery
 * form) as a signed representative in (-p, p); `write` and `read` convert.
 */
import { assert } from '../../result.ts';
import type { Registers } from '../powers.ts';
import { layoutOf, WORD_AREA, WORDS } from './layout.ts';
import type { Tier } from './tier.ts';

const PAGE = 65_536;
/** 1 GiB: far beyond what honest use needs, and below what any engine refuses to grow to by itself. */
const MAX_PAGES = 16_384;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly multiply: (to: number, a: number, b: number) => void;
  readonly square: (to: number, a: number) => void;
  readonly copy: (to: number, a: number) => void;
  readonly unpack: (to: number) => void;
  readonly pack: (a: number) => void;
}

/** @param p an odd modulus of 2048 bits at most */
export function createWasmRegisters(module: WebAssembly.Module, tier: Tier, p: bigint): Registers {
  assert(p % 2n === 1n && p > 2n && p < 1n << 2048n, 'the modulus is odd and of at most 2048 bits');
  const layout = layoutOf(tier);
  const { stride } = layout;
  // The shape is that of the module `emitModule` writes.
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  const { memory, multiply, square, copy, unpack, pack } = exports;
  const rBits = BigInt(tier.limbs * tier.limbBits);

  let end = layout.free;
  function reserve(count: number): number {
    const first = end;
    end += count * stride;
    const missing = Math.ceil((end + stride) / PAGE) - memory.buffer.byteLength / PAGE;
    assert(end < MAX_PAGES * PAGE, 'the registers fit the memory of the multiplier');
    if (missing > 0) memory.grow(missing);
    return first;
  }

  const [radixSquared, one, result] = [reserve(1), reserve(1), reserve(1)];
  let words = new BigUint64Array(memory.buffer, WORD_AREA, WORDS);

  /** Stores the limbs of a number of 2048 bits at most. */
  function writeLimbs(to: number, value: bigint): void {
    if (words.length === 0) words = new BigUint64Array(memory.buffer, WORD_AREA, WORDS);
    const hex = value.toString(16);
    words.fill(0n);
    for (let i = 0, last = hex.length; last > 0; i++, last -= 16) {
      words[i] = BigInt(`0x${hex.slice(Math.max(0, last - 16), last)}`);
    }
    unpack(to);
  }

  /** Stores the limbs of a number below R: more than `writeLimbs` can take. */
  function writeWide(to: number, value: bigint): void {
    const limbs = new Float64Array(memory.buffer, to, tier.limbs);
    const width = BigInt(tier.limbBits);
    let rest = value;
    for (let i = 0; i < tier.limbs; i++) {
      const limb = BigInt.asIntN(tier.limbBits, rest);
      limbs[i] = Number(limb);
      rest = (rest - limb) >> width;
    }
  }

  const invert = inverseModuloPowerOfTwo(p, rBits);
  writeLimbs(layout.modulus, p);
  writeWide(layout.negativeInverse, (1n << rBits) - invert);
  writeLimbs(radixSquared, (1n << (2n * rBits)) % p);
  writeLimbs(one, 1n);

  return {
    stride,
    reserve,
    write(to, value) {
      writeLimbs(to, value);
      multiply(to, to, radixSquared);
    },
    read(from) {
      multiply(result, from, one);
      pack(result);
      if (words.length === 0) words = new BigUint64Array(memory.buffer, WORD_AREA, WORDS);
      let hex = '0x';
      for (let i = WORDS - 1; i >= 0; i--) hex += (words[i] ?? 0n).toString(16).padStart(16, '0');
      const value = BigInt(hex);
      return value < p ? value : value - p;
    },
    copy,
    multiply,
    square,
  };
}

/** The inverse of an odd number modulo 2^bits, by Newton's iteration: each step doubles the bits that are right. */
function inverseModuloPowerOfTwo(odd: bigint, bits: bigint): bigint {
  let inverse = 1n;
  for (let right = 1n; right < bits; right *= 2n) {
    inverse = BigInt.asUintN(Number(right * 2n), inverse * (2n - odd * inverse));
  }
  return BigInt.asUintN(Number(bits), inverse);
}
