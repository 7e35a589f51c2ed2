/**
 * Emits the innermost arithmetic: the sums of products for a block of neighbouring columns, held in vector locals, and
 * their conversion to limbs by carrying. The two tiers differ here and nowhere else.
 */
import type { Block, FunctionBody, Local } from './assembler.ts';
import { CARRY, NEVER } from './layout.ts';
import type { Tier } from './tier.ts';

/** Vectors in a block, of two columns each. With more, V8 runs out of the 16 vector registers of x64. */
export const WIDTH = 4;
export const VECTORS: readonly number[] = [0, 1, 2, 3];

/** Lane 1 of the first vector, then lane 0 of the second: the values one column further down. */
const ONE_COLUMN_DOWN = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

export class Accumulators {
  readonly #body: FunctionBody;
  readonly #tier: Tier;
  readonly #low: readonly Local[];
  readonly #high: readonly Local[];
  readonly #next: Local;
  readonly #value: Local;
  readonly #carry: Local;
  readonly #pending: readonly Local[];
  readonly #never: Local;

  constructor(body: FunctionBody, tier: Tier) {
    this.#body = body;
    this.#tier = tier;
    this.#low = body.locals('v128', WIDTH);
    this.#high = tier.name === 'fma' ? body.locals('v128', WIDTH) : [];
    this.#next = body.local('v128');
    this.#value = body.local('v128');
    this.#carry = body.local('v128');
    this.#pending = body.locals('v128', 2);
    this.#never = body.local('i32');
    body.i32(NEVER).access('i32.load').set(this.#never);
  }

  /** Begins a pass over ascending columns: nothing is carried into the first. */
  startPass(): void {
    for (const slot of [0, 16]) this.#body.i32(CARRY).f64x2(0).access('v128.store', slot);
  }

  /** Begins a block with zero, or with the limbs at the address `from`. */
  startBlock(from?: Local): void {
    for (const v of VECTORS) {
      if (from === undefined) this.#body.f64x2(0);
      else this.#body.get(from).access('v128.load', 16 * v);
      this.#body.set(at(this.#low, v));
      if (this.#tier.name === 'fma') this.#body.f64x2(this.#rounder).set(at(this.#high, v));
    }
  }

  /** columns[v] += factor · vector, lane by lane. */
  multiplyAdd(v: number, factor: Local, vector: Local): void {
    const body = this.#body;
    const low = at(this.#low, v);
    if (this.#tier.name === 'simd') {
      body.get(low).get(factor).get(vector).op('f64x2.mul', 'f64x2.add').set(low);
      return;
    }
    // `high` stays in the binade of the rounder, where doubles are multiples of 2^limbBits: the fused operation adds
    // the product rounded to such a multiple, and a second one finds exactly what the rounding left over.
    const high = at(this.#high, v);
    body.get(factor).get(vector).get(high).op('f64x2.relaxed_madd').set(this.#next);
    body.get(low);
    body.get(factor).get(vector).get(high).get(this.#next).op('f64x2.sub', 'f64x2.relaxed_madd');
    body.op('f64x2.add').set(low);
    body.get(this.#next).set(high);
  }

  /** columns[v] *= 2. */
  double(v: number): void {
    const low = at(this.#low, v);
    this.#body.get(low).get(low).op('f64x2.add').set(low);
    if (this.#tier.name === 'fma') {
      const high = at(this.#high, v);
      this.#body.get(high).f64x2(this.#rounder).op('f64x2.sub').get(high).op('f64x2.add').set(high);
    }
  }

  /**
   * Keeps V8 from postponing the sums: its scheduler delays pure operations to the end of a basic block but leaves
   * loads in place, and so would hold dozens of loaded vectors at once, on the stack. A jump out of the block that is
   * never taken, behind which the sums are used, makes them due here.
   */
  settle(block: Block): void {
    this.#body.get(this.#never).leaveIf(block);
  }

  /** Turns the block into limbs, stored at `to`; what is carried out waits for the next block of the pass. */
  finishBlock(to: Local): void {
    const body = this.#body;
    const { limbBits, carryRounds, name } = this.#tier;
    const downscale = 2 ** -limbBits;
    const pending = this.#pending;
    pending.forEach((local, i) => {
      body
        .i32(CARRY)
        .access('v128.load', 16 * i)
        .set(local);
    });
    // Adds to the vector on the stack what each column's lower neighbour sends up.
    const receive = (previous: Local) => {
      body.get(previous).get(this.#carry).shuffle(ONE_COLUMN_DOWN).op('f64x2.add');
      body.get(this.#carry).set(previous);
    };
    for (const v of VECTORS) {
      const low = at(this.#low, v);
      body.get(low);
      if (name === 'fma') {
        body.get(at(this.#high, v)).f64x2(this.#rounder).op('f64x2.sub');
        body.f64x2(downscale).op('f64x2.mul').set(this.#carry);
        receive(at(pending, 1));
      }
      for (let round = 0; round < carryRounds; round++) {
        body.tee(this.#value).f64x2(this.#rounder).op('f64x2.add');
        body.f64x2(this.#rounder).op('f64x2.sub').set(this.#carry);
        body.get(this.#value).get(this.#carry).op('f64x2.sub');
        body.get(this.#carry).f64x2(downscale).op('f64x2.mul').set(this.#carry);
        receive(at(pending, round));
      }
      body
        .set(low)
        .get(to)
        .get(low)
        .access('v128.store', 16 * v);
    }
    pending.forEach((local, i) => {
      body
        .i32(CARRY)
        .get(local)
        .access('v128.store', 16 * i);
    });
  }

  /** 1.5·2^(52+limbBits): adding it rounds anything up to a third of it to a multiple of 2^limbBits. */
  get #rounder(): number {
    return 1.5 * 2 ** (52 + this.#tier.limbBits);
  }
}

function at(locals: readonly Local[], index: number): Local {
  const local = locals[index];
  if (local === undefined) throw new Error('broken promise: no such accumulator');
  return local;
}
