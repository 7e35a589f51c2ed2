/**
 * The fast arithmetic for groups of integers modulo p: chooses the best tier of the WebAssembly multiplier that works
 * here, and says nothing works where WebAssembly or its SIMD is missing (then plain BigInt does the same, slower).
 * `compileMultiplier` once, `createWasmEngine` for each group and thread; a compiled multiplier can be posted to workers.
 */
import type { ModP, PowerEngine } from '../mod-p.ts';
import { createPowerEngine } from '../powers.ts';
import { emitModule } from './montgomery.ts';
import { TIERS, type Tier } from './tier.ts';
import { createWasmRegisters } from './wasm-registers.ts';

/** A compiled multiplier module and which of the two it is. Structured clone carries it to other threads. */
export interface Multiplier {
  readonly tier: Tier['name'];
  readonly module: WebAssembly.Module;
}

const compiled = new Map<Tier['name'], Multiplier | undefined>();

/**
 * The first of the wanted tiers that this platform compiles and that computes correctly, undefined if none; compiled
 * once a thread. `fma` needs relaxed SIMD, which Node 20 has behind a flag (tally/cli/relaxed-simd.ts).
 */
export function compileMultiplier(tiers: readonly Tier['name'][] = ['fma', 'simd']): Multiplier | undefined {
  for (const tier of tiers) {
    if (!compiled.has(tier)) compiled.set(tier, compileTier(tier));
    const multiplier = compiled.get(tier);
    if (multiplier !== undefined) return multiplier;
  }
  return undefined;
}

/**
 * Takes a multiplier that the host has compiled, from `emitMultiplier` at build time: Workers compile nothing at run time.
 * @returns whether it computes correctly here; if not, nothing changes
 */
export function adoptMultiplier(multiplier: Multiplier): boolean {
  if (!multipliesCorrectly(multiplier)) return false;
  compiled.set(multiplier.tier, multiplier);
  return true;
}

/** The module of a tier as a `.wasm` file has it. */
export function emitMultiplier(tier: Tier['name']): Uint8Array {
  return emitModule(TIERS[tier]);
}

function compileTier(tier: Tier['name']): Multiplier | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const bytes = emitModule(TIERS[tier]);
  try {
    if (!WebAssembly.validate(bytes)) return undefined;
    const multiplier = { tier, module: new WebAssembly.Module(bytes) };
    return multipliesCorrectly(multiplier) ? multiplier : undefined;
  } catch {
    // A content security policy or host may forbid compiling; there is no way to ask beforehand.
    return undefined;
  }
}

/** Known answers with full limbs. They fail where "relaxed" multiply-add is not fused, as the standard permits. */
export function multipliesCorrectly({ tier, module }: Multiplier): boolean {
  const p = (1n << 2048n) - 1942289n;
  const registers = createWasmRegisters(module, TIERS[tier], p);
  const [a, b, c] = [registers.reserve(1), registers.reserve(1), registers.reserve(1)];
  let [x, y] = [p - 2n, p / 3n];
  for (let round = 0; round < 4; round++) {
    registers.write(a, x);
    registers.write(b, y);
    registers.multiply(c, a, b);
    const product = (x * y) % p;
    if (registers.read(c) !== product) return false;
    registers.square(c, c);
    x = (product * product) % p;
    if (registers.read(c) !== x) return false;
    y = p - product;
  }
  return true;
}

/**
 * The engine for a group of integers modulo a prime of at most 2048 bits; undefined where no multiplier works.
 * Verdicts and values are those of the BigInt engine.
 */
export function createWasmEngine(
  params: ModP,
  multiplier: Multiplier | undefined = compileMultiplier(),
): PowerEngine | undefined {
  if (multiplier === undefined) return undefined;
  const registers = createWasmRegisters(multiplier.module, TIERS[multiplier.tier], params.p);
  // 8160 registers of 384 or 736 bytes for a 256-bit order (3 or 6 MB), 12,710 for a 2047-bit one (5 or 9 MB).
  return createPowerEngine(params, registers, { short: 8, long: 5 });
}
