/**
 * Emits passes over the columns of a product of two numbers: column c is the sum of a[i]·b[c-i]. A pass takes blocks of
 * eight columns, keeps a block's sums in locals while i runs, and stores finished limbs. The bulk of a block is a
 * rectangle of (i, column) pairs, done in a loop; of the triangle at its edge the half that is full joins the loop,
 * the rest is unrolled. Where a pair lies outside, it multiplies by the zeros beside a register.
 */
import { Accumulators, VECTORS, WIDTH } from './accumulators.ts';
import type { Block, FunctionBody, Local } from './assembler.ts';
import type { Tier } from './tier.ts';

const COLUMNS = 2 * WIDTH;
/** Values of i in one turn of the inner loop. */
const STEP = 4;
const LIMB = 8;

/** One function's worth of passes. Operands are addresses of registers in i32 locals. */
export class ColumnPasses {
  readonly #body: FunctionBody;
  readonly #limbs: number;
  readonly #sums: Accumulators;
  readonly #factor: Local;
  readonly #vector: Local;
  readonly #end: Local;
  readonly #offset: Local;
  readonly #address: Local;
  readonly #splats: readonly [Local, Local];
  readonly #pair: Local;

  constructor(body: FunctionBody, tier: Tier) {
    this.#body = body;
    this.#limbs = tier.limbs;
    this.#sums = new Accumulators(body, tier);
    this.#factor = body.local('i32');
    this.#vector = body.local('i32');
    this.#end = body.local('i32');
    this.#offset = body.local('i32');
    this.#address = body.local('i32');
    this.#splats = [body.local('v128'), body.local('v128')];
    this.#pair = body.local('v128');
  }

  /** Begins a pass; each further call continues it with higher columns. */
  start(): void {
    this.#sums.startPass();
  }

  /**
   * Columns below `limbs` of a·b, into `out`. If eight does not divide the number of limbs, four zero limbs are stored
   * below `out`.
   */
  low(a: Local, b: Local, out: Local): void {
    const body = this.#body;
    this.#blocks(-(this.#limbs % COLUMNS), this.#limbs, out, 0, (block) => {
      this.#sums.startBlock();
      // i from 0 to column + 3, then the columns that reach further.
      body.get(a).set(this.#factor);
      this.#sum(this.#vector, b, this.#offset);
      this.#sum(this.#end, a, this.#offset, LIMB * STEP);
      this.#rectangle(block);
      this.#move(this.#vector, b, -LIMB);
      for (let t = 0; t < STEP; t++) {
        this.#loadFactor(t);
        for (const v of VECTORS) if (2 * v - 3 >= t) this.#product(v, this.#vector, 2 * v - 3 - t);
      }
    });
  }

  /**
   * Columns from `first` to 2·limbs-1 of a·b; column `limbs` goes to `out`, the others around it.
   * @param first  `limbs`, or `limbs` - 4 for a register `a` with zeros below it
   * @param addend address of limbs to add, of column 0
   */
  high(a: Local, b: Local, out: Local, first: number, addend?: Local): void {
    const n = this.#limbs;
    this.#blocks(first, 2 * n, out, n, (block) => {
      if (addend !== undefined) this.#sum(this.#address, addend, this.#offset);
      this.#sums.startBlock(addend === undefined ? undefined : this.#address);
      this.#upperEdge(a, b);
      this.#move(this.#end, a, LIMB * n);
      this.#rectangle(block);
    });
  }

  /** All columns of a·a, into the 2·limbs (rounded up to a multiple of eight) limbs at `out`. */
  square(a: Local, out: Local): void {
    const body = this.#body;
    const n = this.#limbs;
    const middle = Math.ceil(n / COLUMNS) * COLUMNS;
    // Below i = column/2 each product counts twice.
    const rest = (block: Block) => {
      body.get(a).get(this.#offset).i32(1).op('i32.shr_u', 'i32.add').set(this.#end);
      this.#rectangle(block);
      for (const t of VECTORS) {
        this.#loadFactor(t);
        for (let v = t + 1; v < WIDTH; v++) this.#product(v, this.#factor, 2 * v - t);
      }
      this.#sums.settle(block);
      // i = column/2 itself: a[i]² in the lower lane, 2·a[i]·a[i+1] in the upper.
      for (const v of VECTORS) {
        this.#sums.double(v);
        this.#loadFactor(v);
        body.get(this.#splats[0]).f64x2(1, 2).op('f64x2.mul').set(this.#splats[0]);
        this.#product(v, this.#factor, v);
      }
    };
    this.#blocks(0, middle, out, 0, (block) => {
      this.#sums.startBlock();
      body.get(a).set(this.#factor);
      this.#sum(this.#vector, a, this.#offset);
      rest(block);
    });
    this.#blocks(middle, 2 * n, out, 0, (block) => {
      this.#sums.startBlock();
      this.#upperEdge(a, a);
      rest(block);
    });
  }

  /** Starts a block above `limbs`: i = column - limbs + 1 … + 3, and the pointers ready for + 4. */
  #upperEdge(a: Local, b: Local): void {
    const n = this.#limbs;
    this.#sum(this.#factor, a, this.#offset, -LIMB * n);
    this.#move(this.#vector, b, LIMB * (n - STEP));
    for (let t = 1; t < STEP; t++) {
      this.#loadFactor(t);
      for (const v of VECTORS) if (2 * v < t) this.#product(v, this.#vector, STEP + 2 * v - t);
    }
    this.#move(this.#factor, this.#factor, LIMB * STEP);
  }

  /** While factor < end: STEP values of i, over all columns of the block; vector holds the address of b[column - i]. */
  #rectangle(block: Block): void {
    const body = this.#body;
    this.#move(this.#vector, this.#vector, -LIMB * (STEP - 1));
    body.get(this.#factor).get(this.#end).op('i32.lt_u');
    body.when(() => {
      body.repeatWhile(
        () => {
          // Values of i two apart use the same vectors of b, for neighbouring vectors of columns.
          for (const parity of [0, 1]) {
            if (parity === 1) this.#sums.settle(block);
            const [first, second] = this.#splats;
            body
              .get(this.#factor)
              .access('v128.load64_splat', LIMB * parity)
              .set(first);
            body
              .get(this.#factor)
              .access('v128.load64_splat', LIMB * (parity + 2))
              .set(second);
            for (let v = -1; v < WIDTH; v++) {
              const limb = 2 * v - parity + STEP - 1;
              body
                .get(this.#vector)
                .access('v128.load', LIMB * limb)
                .set(this.#pair);
              if (v >= 0) this.#sums.multiplyAdd(v, first, this.#pair);
              if (v < WIDTH - 1) this.#sums.multiplyAdd(v + 1, second, this.#pair);
            }
          }
          this.#move(this.#factor, this.#factor, LIMB * STEP);
          this.#move(this.#vector, this.#vector, -LIMB * STEP);
        },
        () => body.get(this.#factor).get(this.#end).op('i32.lt_u'),
      );
    });
  }

  /** The factor a[i + limb] in both lanes, for i at #factor. */
  #loadFactor(limb: number): void {
    this.#body
      .get(this.#factor)
      .access('v128.load64_splat', LIMB * limb)
      .set(this.#splats[0]);
  }

  /** columns[v] += loaded factor · the two limbs at `base` + limb. */
  #product(v: number, base: Local, limb: number): void {
    this.#body
      .get(base)
      .access('v128.load', LIMB * limb)
      .set(this.#pair);
    this.#sums.multiplyAdd(v, this.#splats[0], this.#pair);
  }

  /** Blocks from column `from` to before `to`; the limb of column `origin` is stored at `out`. */
  #blocks(from: number, to: number, out: Local, origin: number, emitBlock: (block: Block) => void): void {
    const body = this.#body;
    body.i32(LIMB * from).set(this.#offset);
    body.repeatWhile(
      () => {
        body.block(emitBlock);
        this.#sum(this.#address, out, this.#offset, -LIMB * origin);
        this.#sums.finishBlock(this.#address);
        this.#move(this.#offset, this.#offset, LIMB * COLUMNS);
      },
      () =>
        body
          .get(this.#offset)
          .i32(LIMB * to)
          .op('i32.lt_s'),
    );
  }

  #move(to: Local, from: Local, bytes: number): void {
    this.#body.get(from).i32(bytes).op('i32.add').set(to);
  }

  #sum(to: Local, left: Local, right: Local, bytes = 0): void {
    this.#body.get(left).get(right).op('i32.add');
    if (bytes !== 0) this.#body.i32(bytes).op('i32.add');
    this.#body.set(to);
  }
}
