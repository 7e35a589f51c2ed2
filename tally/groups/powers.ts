/**
 * Products of powers modulo p, over any arithmetic that multiplies numbers in registers (plain BigInt, WebAssembly): how
 * an exponentiation becomes multiplications is decided here, once for all of them. Which registers are touched depends
 * on the exponents, so nothing here runs in constant time; docs/security.md says what follows from that.
 */
import { assert } from '../result.ts';
import type { ModP, PowerEngine } from './mod-p.ts';

/** Numbers modulo p in numbered registers. A register is named by its first number; neighbours are `stride` apart. */
export interface Registers {
  readonly stride: number;
  /** The first of `count` fresh neighbouring registers, for good. */
  reserve(count: number): number;
  /** 0 <= value < p. */
  write(to: number, value: bigint): void;
  /** The number in [0, p). */
  read(from: number): bigint;
  copy(to: number, from: number): void;
  /** `to` may be one of the operands, here and in `square`. */
  multiply(to: number, a: number, b: number): void;
  square(to: number, a: number): void;
}

/** Bits of a window of a prepared base's table, for an order of up to 512 bits and for a longer one. */
export interface TableWidths {
  readonly short: number;
  readonly long: number;
}

/** Tables kept; the one prepared first makes room. */
const MAX_TABLES = 8;

/**
 * The engine over the given registers. A prepared base gets a table when it is first raised: base^(d·2^(wi)) for every
 * window i and digit d > 0 of w bits, so that a power costs one multiplication a window. All powers of another base
 * share one chain of squarings (see `raiseShared`).
 */
export function createPowerEngine({ p, q }: ModP, registers: Registers, widths: TableWidths): PowerEngine {
  const { stride } = registers;
  const bits = q.toString(2).length;
  const tableWidth = bits > 512 ? widths.long : widths.short;
  const tableRows = Math.ceil(bits / tableWidth);
  const tableDigits = 2 ** tableWidth - 1;
  const chainWidth = cheapestWindow(bits);
  const buckets = 2 ** (chainWidth - 1);

  const prepared = new Map<bigint, number | undefined>();
  const freeTables: number[] = [];
  let scratch = { first: 0, count: 0 };

  function prepare(base: bigint): void {
    assertBase(base);
    if (prepared.has(base)) return;
    for (const [oldest, table] of prepared) {
      if (prepared.size < MAX_TABLES) break;
      prepared.delete(oldest);
      if (table !== undefined) freeTables.push(table);
    }
    prepared.set(base, undefined);
  }

  function tableOf(base: bigint): number {
    const made = prepared.get(base);
    if (made !== undefined) return made;
    const table = freeTables.pop() ?? registers.reserve(tableRows * tableDigits);
    for (let row = 0; row < tableRows; row++) {
      const unit = table + row * tableDigits * stride;
      const entry = (digit: number) => unit + (digit - 1) * stride;
      if (row === 0) registers.write(unit, base);
      else registers.square(unit, unit - (tableDigits - 2 ** (tableWidth - 1) + 1) * stride);
      for (let digit = 2; digit <= tableDigits; digit++) {
        if (digit % 2 === 0) registers.square(entry(digit), entry(digit / 2));
        else registers.multiply(entry(digit), entry(digit - 1), unit);
      }
    }
    prepared.set(base, table);
    return table;
  }

  function assertBase(base: bigint | undefined): asserts base is bigint {
    assert(base !== undefined && base >= 0n && base < p, 'a base lies in [0, p)');
  }

  /** Registers for one call: the rows, then `work` more. What they held before is lost. */
  function scratchFor(rows: number, work: number): number {
    if (scratch.count < rows + work) {
      const count = Math.max(rows + work, 2 * scratch.count);
      scratch = { first: registers.reserve(count), count };
    }
    return scratch.first;
  }

  return {
    prepare,
    productsOfPowers(bases, products) {
      const uses: Use[][] = bases.map((base) => {
        assertBase(base);
        return [];
      });
      products.forEach((factors, row) => {
        for (const [base, exponent] of factors) {
          assert(exponent >= 0n && exponent < p, 'an exponent lies in [0, p)');
          const own = uses[base];
          assert(own !== undefined, 'a factor names one of the bases');
          if (exponent > 0n) own.push({ row, exponent });
        }
      });
      const usesTable = bases.map(
        (base, index) => prepared.has(base) && (uses[index] ?? []).every(({ exponent }) => exponent <= q),
      );
      const most = uses.reduce(
        (most, own, index) => (usesTable[index] ? most : Math.max(most, own.length)),
        0,
      );
      const first = scratchFor(products.length, most * buckets + 3);
      const rows = new RunningProducts(registers, first, products.length);
      const work = first + products.length * stride;
      bases.forEach((base, index) => {
        const own = uses[index] ?? [];
        if (own.length === 0) return;
        if (!usesTable[index]) {
          registers.write(work, base);
          raiseShared(registers, work, own, chainWidth, rows);
          return;
        }
        const table = tableOf(base);
        for (const { row, exponent } of own) {
          digitsOf(exponent, tableWidth).forEach((digit, i) => {
            if (digit !== 0) rows.multiply(row, table + (i * tableDigits + digit - 1) * stride);
          });
        }
      });
      return products.map((_, row) => (rows.has(row) ? registers.read(rows.register(row)) : 1n));
    },
  };
}

/** One power that is wanted: to be multiplied into a row. The exponent is positive. */
interface Use {
  readonly row: number;
  readonly exponent: bigint;
}

/** Products under construction in neighbouring registers; one not yet multiplied is 1, and its register unwritten. */
class RunningProducts {
  readonly #registers: Registers;
  readonly #first: number;
  readonly #written: Uint8Array;

  constructor(registers: Registers, first: number, count: number) {
    this.#registers = registers;
    this.#first = first;
    this.#written = new Uint8Array(count);
  }

  register(index: number): number {
    return this.#first + index * this.#registers.stride;
  }

  has(index: number): boolean {
    return this.#written[index] === 1;
  }

  multiply(index: number, by: number): void {
    const own = this.register(index);
    if (this.has(index)) this.#registers.multiply(own, own, by);
    else this.#registers.copy(own, by);
    this.#written[index] = 1;
  }
}

/**
 * Multiplies base^exponent into its row for each use, with one chain of squarings for all: A. C. Yao, "On the evaluation
 * of powers" (1976). An exponent is a sum of odd digits d·2^i (sliding windows); base^(2^i), as the chain passes it,
 * goes into the bucket of d, and the power is Π bucket_d^d. With R_d = Π_{e>=d} bucket_e that is R_1·(R_3·R_5·…)².
 *
 * @param work the base, followed by registers to work in: two and 2^(width-1) for each use
 */
function raiseShared(
  registers: Registers,
  work: number,
  uses: readonly Use[],
  width: number,
  rows: RunningProducts,
): void {
  const { stride } = registers;
  const perUse = 2 ** (width - 1);
  const chain = work;
  const running = work + stride;
  const product = work + 2 * stride;
  const buckets = new RunningProducts(registers, work + 3 * stride, uses.length * perUse);
  const windows = uses.map(({ exponent }) => slidingWindows(exponent, width));
  const length = windows.reduce((longest, own) => Math.max(longest, own.length), 0);
  for (let i = 0; i < length; i++) {
    if (i > 0) registers.square(chain, chain);
    windows.forEach((digits, use) => {
      const digit = digits[i] ?? 0;
      if (digit !== 0) buckets.multiply(use * perUse + (digit >> 1), chain);
    });
  }
  uses.forEach(({ row }, use) => {
    let anyRunning = false;
    let anyProduct = false;
    for (let half = perUse - 1; half >= 0; half--) {
      const bucket = use * perUse + half;
      if (buckets.has(bucket)) {
        if (anyRunning) registers.multiply(running, running, buckets.register(bucket));
        else registers.copy(running, buckets.register(bucket));
        anyRunning = true;
      }
      if (half === 0 || !anyRunning) continue;
      if (anyProduct) registers.multiply(product, product, running);
      else registers.copy(product, running);
      anyProduct = true;
    }
    rows.multiply(row, running);
    if (!anyProduct) return;
    registers.square(product, product);
    rows.multiply(row, product);
  });
}

/** The window width with the fewest multiplications for an exponent of that many bits: digits, buckets, combination. */
function cheapestWindow(bits: number): number {
  const cost = (width: number) => bits / (width + 1) + 2 ** (width - 1);
  let width = 1;
  while (cost(width + 1) < cost(width)) width += 1;
  return width;
}

/** The 32-bit words of an exponent, least significant first, and one zero word. */
function wordsOf(exponent: bigint): Uint32Array {
  const hex = exponent.toString(16);
  const words = new Uint32Array(Math.ceil(hex.length / 8) + 1);
  for (let i = 0, end = hex.length; end > 0; i++, end -= 8) {
    words[i] = Number.parseInt(hex.slice(Math.max(0, end - 8), end), 16);
  }
  return words;
}

/** `width` bits from bit `at` on, width <= 16; zeros beyond the end. */
function bitsAt(words: Uint32Array, at: number, width: number): number {
  const index = at >> 5;
  const shift = at & 31;
  // Two steps of shifting, because a shift by 32 would be none.
  const low = (words[index] ?? 0) >>> shift;
  const high = ((words[index + 1] ?? 0) << 1) << (31 - shift);
  return (low | high) & (2 ** width - 1);
}

/** The digits of an exponent, least significant first, `width` bits each. */
function digitsOf(exponent: bigint, width: number): Uint16Array {
  const words = wordsOf(exponent);
  const digits = new Uint16Array(Math.ceil((32 * (words.length - 1)) / width));
  for (let i = 0; i < digits.length; i++) digits[i] = bitsAt(words, i * width, width);
  return digits;
}

/** Odd digits below 2^width, one for each i or 0, with Σ digit_i·2^i the exponent; ends with the last digit. */
function slidingWindows(exponent: bigint, width: number): Uint16Array {
  const words = wordsOf(exponent);
  const bits = 32 * (words.length - 1);
  const digits = new Uint16Array(bits);
  let length = 0;
  for (let i = 0; i < bits; ) {
    const digit = bitsAt(words, i, width);
    if (digit % 2 === 0) {
      i += 1;
      continue;
    }
    digits[i] = digit;
    length = i + 1;
    i += width;
  }
  return digits.subarray(0, length);
}
