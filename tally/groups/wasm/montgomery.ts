/**
 * The multiplier as a WebAssembly module: Montgomery multiplication and squaring of numbers in registers (layout.ts),
 * R = 2^(limbs·limbBits), and the conversions between limbs and 64-bit words. P. L. Montgomery, "Modular multiplication
 * without trial division" (1985), with the quotient formed in one product instead of limb by limb, so that nothing
 * waits for a carry. Every result lies in (-p, p) (docs/decisions/0002-multiplier.md); only `pack` makes it canonical.
 *
 * Exports: `memory`; `multiply(to, a, b)`: a·b/R; `square(to, a)`: a·a/R; `copy(to, a)`; `unpack(to)`: the limbs of the
 * words at WORD_AREA; `pack(a)`: the words of a + p, in (0, 2p). Arguments are addresses of registers; `to` may be
 * an operand.
 */
import { type FunctionBody, type Local, ModuleBuilder } from './assembler.ts';
import { ColumnPasses } from './columns.ts';
import { GUARD, layoutOf, WORD_AREA, WORDS } from './layout.ts';
import type { Tier } from './tier.ts';

/** The bytes of the module; the same for every modulus of up to 2048 bits. */
export function emitModule(tier: Tier): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder(1);
  const layout = layoutOf(tier);
  const { limbs, limbBits } = tier;

  const constant = (body: FunctionBody, address: number): Local => {
    const local = body.local('i32');
    body.i32(address).set(local);
    return local;
  };

  const product = builder.function(undefined, ['i32', 'i32'], (body, a, b) => {
    const passes = new ColumnPasses(body, tier);
    passes.start();
    passes.low(a, b, constant(body, layout.product));
    passes.high(a, b, constant(body, layout.product + 8 * limbs), limbs);
  });

  const squareProduct = builder.function(undefined, ['i32'], (body, a) => {
    const passes = new ColumnPasses(body, tier);
    passes.start();
    passes.square(a, constant(body, layout.product));
  });

  // to = (T + m·p)/R for T the product and m = T·(-1/p) mod R. T + m·p is a multiple of R, so of its columns below n
  // only what they carry matters, and that the last two of them determine; four are computed.
  const reduce = builder.function(undefined, ['i32'], (body, to) => {
    const quotient = constant(body, layout.quotient);
    const passes = new ColumnPasses(body, tier);
    passes.start();
    passes.low(constant(body, layout.product), constant(body, layout.negativeInverse), quotient);
    passes.start();
    const addend = constant(body, layout.product);
    passes.high(quotient, constant(body, layout.modulus), to, limbs - GUARD, addend);
    for (let limb = 0; limb < GUARD; limb += 2) {
      body
        .get(to)
        .i32(-8 * GUARD)
        .op('i32.add')
        .f64x2(0)
        .access('v128.store', 8 * limb);
    }
  });

  builder.function('multiply', ['i32', 'i32', 'i32'], (body, to, a, b) => {
    body.get(a).get(b).call(product).get(to).call(reduce);
  });
  builder.function('square', ['i32', 'i32'], (body, to, a) => {
    body.get(a).call(squareProduct).get(to).call(reduce);
  });
  builder.function('copy', ['i32', 'i32'], (body, to, a) => {
    for (let limb = 0; limb < limbs; limb += 2) {
      body
        .get(to)
        .get(a)
        .access('v128.load', 8 * limb)
        .access('v128.store', 8 * limb);
    }
  });

  const limbMask = (1n << BigInt(limbBits)) - 1n;
  builder.function('unpack', ['i32'], (body, to) => {
    const value = body.local('i64');
    const carry = body.local('i64');
    for (let limb = 0; limb < limbs; limb++) {
      const bit = limb * limbBits;
      const word = WORD_AREA + 8 * Math.floor(bit / 64);
      const shift = bit % 64;
      if (bit >= 64 * WORDS) body.i64(0n);
      else body.i32(word).access('i64.load').i64(BigInt(shift)).op('i64.shr_u');
      if (shift + limbBits > 64 && bit + limbBits <= 64 * WORDS) {
        body
          .i32(word)
          .access('i64.load', 8)
          .i64(BigInt(64 - shift))
          .op('i64.shl', 'i64.or');
      }
      body.i64(limbMask).op('i64.and').get(carry).op('i64.add').tee(value);
      // To the nearest multiple of 2^limbBits goes up, the rest stays: limbs in [-2^(limbBits-1), 2^(limbBits-1)).
      body
        .i64(1n << BigInt(limbBits - 1))
        .op('i64.add')
        .i64(BigInt(limbBits))
        .op('i64.shr_s')
        .set(carry);
      body.get(to).get(value).get(carry).i64(BigInt(limbBits)).op('i64.shl', 'i64.sub', 'f64.convert_i64_s');
      body.access('f64.store', 8 * limb);
    }
  });
  builder.function('pack', ['i32'], (body, a) => {
    const value = body.local('i64');
    const pending = body.local('i64');
    let pendingBits = 0;
    let word = 0;
    for (let limb = 0; limb < limbs && word < WORDS; limb++) {
      body.get(a).access('f64.load', 8 * limb);
      body.i32(layout.modulus).access('f64.load', 8 * limb);
      body.op('f64.add', 'i64.trunc_sat_f64_s').get(value).op('i64.add').set(value);
      body.get(value).i64(limbMask).op('i64.and').i64(BigInt(pendingBits)).op('i64.shl');
      body.get(pending).op('i64.or').set(pending);
      pendingBits += limbBits;
      if (pendingBits >= 64) {
        body
          .i32(WORD_AREA)
          .get(pending)
          .access('i64.store', 8 * word);
        word += 1;
        pendingBits -= 64;
        body
          .get(value)
          .i64(limbMask)
          .op('i64.and')
          .i64(BigInt(limbBits - pendingBits))
          .op('i64.shr_u')
          .set(pending);
      }
      body.get(value).i64(BigInt(limbBits)).op('i64.shr_s').set(value);
    }
    if (word < WORDS)
      body
        .i32(WORD_AREA)
        .get(pending)
        .access('i64.store', 8 * word);
  });
  return builder.encode();
}
