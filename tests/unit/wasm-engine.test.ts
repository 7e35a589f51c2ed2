import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { allowRelaxedSimd } from '../../tally/cli/relaxed-simd.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import type { Factor } from '../../tally/groups/group.ts';
import { createBigIntEngine, invertModulo } from '../../tally/groups/mod-p.ts';
import { RFC_3526_2048 } from '../../tally/groups/rfc-3526-2048.ts';
import { compileMultiplier, createWasmEngine, multipliesCorrectly } from '../../tally/groups/wasm/engine.ts';
import { emitModule } from '../../tally/groups/wasm/montgomery.ts';
import { TIERS } from '../../tally/groups/wasm/tier.ts';
import { createWasmRegisters } from '../../tally/groups/wasm/wasm-registers.ts';

// Where the processor has no fused multiply-add, that tier is skipped.
allowRelaxedSimd();
const tiers = (['simd', 'fma'] as const).filter((tier) => compileMultiplier([tier]) !== undefined);

const SEED = 20_240_614;
const bits2048 = fc.bigInt({ min: 0n, max: (1n << 2048n) - 1n });

function multiplierOf(tier: 'simd' | 'fma') {
  const multiplier = compileMultiplier([tier]);
  if (multiplier === undefined) throw new Error(`the ${tier} tier does not work here`);
  return multiplier;
}

test('the SIMD multiplier works wherever these tests run', () => {
  expect(tiers).toContain('simd');
});

test('a compiled multiplier works on after structured cloning, as on its way to another thread', () => {
  const multiplier = structuredClone(multiplierOf('simd'));
  const engine = createWasmEngine(BELENIOS_2048, multiplier);
  expect(engine?.productsOfPowers([3n], [[[0, 5n]]])).toEqual([243n]);
});

test('where WebAssembly is missing there is no engine, and the caller takes BigInt', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  vi.resetModules();
  const fresh = await import('../../tally/groups/wasm/engine.ts');
  expect(fresh.compileMultiplier()).toBeUndefined();
  expect(fresh.createWasmEngine(BELENIOS_2048)).toBeUndefined();
  vi.unstubAllGlobals();
});

test.runIf(tiers.includes('fma'))('known answers unmask a platform whose multiply-add is another', () => {
  const { module } = multiplierOf('fma');
  expect(multipliesCorrectly({ tier: 'fma', module })).toBe(true);
  // Another instruction on three vectors, v128.bitselect, in the place of every f64x2.relaxed_madd.
  const bytes = emitModule(TIERS.fma);
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0xfd && bytes[i + 1] === 0x87 && bytes[i + 2] === 0x02) bytes.set([0xfd, 0xd2, 0x00], i);
  }
  expect(multipliesCorrectly({ tier: 'fma', module: new WebAssembly.Module(bytes) })).toBe(false);
});

test('the emitted modules are small and the same every time', () => {
  for (const tier of Object.values(TIERS)) {
    const bytes = emitModule(tier);
    expect(bytes.length).toBeLessThan(32_768);
    expect(emitModule(tier)).toEqual(bytes);
  }
});

describe.each(tiers)('the %s multiplier', (tier) => {
  const { limbBits, limbs } = TIERS[tier];
  const width = BigInt(limbBits);
  const radix = 1n << (width * BigInt(limbs));
  /** The number with the given limb everywhere. */
  const filledWith = (limbAt: (i: number) => bigint) =>
    Array.from({ length: Math.floor(2048 / limbBits) }, (_, i) => limbAt(i) << (width * BigInt(i)));
  const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);
  const half = 1n << (width - 1n);

  function expectProducts(p: bigint, values: readonly bigint[]) {
    const registers = createWasmRegisters(multiplierOf(tier).module, TIERS[tier], p);
    const [a, b, c] = [registers.reserve(1), registers.reserve(1), registers.reserve(1)];
    for (const x of values) {
      registers.write(a, x);
      expect(registers.read(a)).toBe(x);
      registers.square(c, a);
      expect(registers.read(c)).toBe((x * x) % p);
      for (const y of values) {
        registers.write(b, y);
        registers.multiply(c, a, b);
        expect(registers.read(c)).toBe((x * y) % p);
      }
      registers.multiply(a, a, a);
      expect(registers.read(a)).toBe((x * x) % p);
      registers.square(a, a);
      expect(registers.read(a)).toBe(x ** 4n % p);
    }
  }

  /** Numbers whose limbs, as the registers hold them, are as large as limbs get, with all patterns of signs. */
  function extremes(p: bigint): bigint[] {
    const inner = [
      sum(filledWith(() => half - 1n)),
      sum(filledWith(() => -half)),
      sum(filledWith((i) => (i % 2 === 0 ? half - 1n : -half))),
      sum(filledWith((i) => (i % 2 === 0 ? -half : half - 1n))),
      sum(filledWith((i) => (i < limbs / 2 ? half - 1n : -half))),
      1n << (width * 3n),
      (1n << (width * 3n)) - 1n,
      half,
      -half,
    ];
    const toInner = invertModulo(radix, p);
    return inner.map((value) => ((((value % p) + p) * toInner) % p) as bigint);
  }

  test.each([BELENIOS_2048, RFC_3526_2048])(
    'multiplies edge values and full limbs modulo p of $name',
    ({ p }) => {
      expectProducts(p, [0n, 1n, 2n, p - 1n, p - 2n, (p - 1n) / 2n, (1n << 2047n) - 1n, ...extremes(p)]);
    },
  );

  test('multiplies modulo numbers whose own limbs are as large as limbs get', () => {
    for (const p of [
      (1n << 2048n) - 1n,
      sum(filledWith((i) => (i === 0 ? half - 1n : half))) | 1n,
      sum(filledWith((i) => (i % 2 === 0 ? half : 1n - half))) | 1n,
      (1n << 2047n) + 1n,
      65_537n,
    ]) {
      const ownExtremes = extremes(p);
      expectProducts(p, [0n, 1n, p - 1n, p - 2n, p / 3n, ...ownExtremes]);
    }
  });

  test('multiplies as BigInt does', () => {
    const { p } = BELENIOS_2048;
    const registers = createWasmRegisters(multiplierOf(tier).module, TIERS[tier], p);
    const [a, b] = [registers.reserve(1), registers.reserve(1)];
    fc.assert(
      fc.property(bits2048, bits2048, (left, right) => {
        const [x, y] = [left % p, right % p];
        registers.write(a, x);
        registers.write(b, y);
        registers.multiply(b, b, a);
        registers.square(a, b);
        expect(registers.read(b)).toBe((x * y) % p);
        expect(registers.read(a)).toBe((((x * y) % p) * x * y) % p);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test('refuses an even or too large modulus', () => {
    const { module } = multiplierOf(tier);
    expect(() => createWasmRegisters(module, TIERS[tier], 10n)).toThrow('odd');
    expect(() => createWasmRegisters(module, TIERS[tier], (1n << 2048n) + 1n)).toThrow('2048 bits');
  });

  test.each([
    [BELENIOS_2048, 12],
    [RFC_3526_2048, 2],
  ] as const)('gives the products of powers that BigInt gives, case %#', (params, numRuns) => {
    const { p, q, g } = params;
    const plain = createBigIntEngine(params);
    const fast = createWasmEngine(params, multiplierOf(tier));
    if (fast === undefined) throw new Error('no engine');
    const exponent = fc.oneof(
      fc.bigInt({ min: 0n, max: q }),
      fc.constantFrom(0n, 1n, 2n, 3n, 31n, 32n, 255n, 256n, q - 1n, q),
    );
    const base = fc.oneof(
      bits2048.map((x) => x % p),
      fc.constantFrom(0n, 1n, p - 1n, g),
    );
    const work = fc
      .tuple(base, base, base)
      .chain((bases) =>
        fc.tuple(
          fc.constant(bases),
          fc.array(fc.array(fc.tuple(fc.nat(2), exponent), { maxLength: 4 }), { maxLength: 5 }),
        ),
      );
    for (const engine of [plain, fast]) engine.prepare(g);
    fc.assert(
      fc.property(work, fc.boolean(), ([bases, rows], prepares) => {
        for (const engine of [plain, fast]) if (prepares) engine.prepare(bases[0]);
        expect(fast.productsOfPowers(bases, rows)).toEqual(plain.productsOfPowers(bases, rows));
      }),
      { seed: SEED, numRuns },
    );
  });
});

describe.each(['bigint', ...tiers] as const)('the %s engine', (name) => {
  const { p, q, g } = BELENIOS_2048;
  const engine =
    name === 'bigint'
      ? createBigIntEngine(BELENIOS_2048)
      : createWasmEngine(BELENIOS_2048, multiplierOf(name));
  if (engine === undefined) throw new Error('no engine');
  const power = (base: bigint, exponent: bigint) => engine.productsOfPowers([base], [[[0, exponent]]])[0];

  test('an empty product is 1, and so is a power with exponent 0', () => {
    expect(engine.productsOfPowers([g], [[], [[0, 0n]]])).toEqual([1n, 1n]);
    expect(engine.productsOfPowers([], [])).toEqual([]);
  });

  test('a base may occur several times in a row of factors', () => {
    const square: Factor[] = [
      [0, 3n],
      [0, 4n],
      [1, 5n],
    ];
    expect(engine.productsOfPowers([2n, 3n], [square])).toEqual([2n ** 7n * 3n ** 5n]);
  });

  test('raises to exponents beyond the order, as the shuffle generators need', () => {
    const cofactor = (p - 1n) / q;
    const element = power(1_234_567n, cofactor) ?? 0n;
    expect(element).not.toBe(1n);
    expect(power(element, q)).toBe(1n);
    engine.prepare(1_234_567n);
    expect(power(1_234_567n, cofactor)).toBe(element);
  });

  test('keeps giving right powers when more bases are prepared than tables are kept', () => {
    const bases = Array.from({ length: 10 }, (_, i) => BigInt(i) + 2n);
    for (const base of bases) {
      engine.prepare(base);
      expect(power(base, 1_000n)).toBe(base ** 1_000n % p);
    }
    for (const base of bases) expect(power(base, 999n)).toBe(base ** 999n % p);
  });

  test('refuses bases, exponents and indexes out of range', () => {
    expect(() => power(p, 1n)).toThrow('base');
    expect(() => power(-1n, 1n)).toThrow('base');
    expect(() => power(g, -1n)).toThrow('exponent');
    expect(() => power(g, p)).toThrow('exponent');
    expect(() => engine.prepare(p)).toThrow('base');
    expect(() => engine.productsOfPowers([g], [[[1, 1n]]])).toThrow('names');
  });
});
