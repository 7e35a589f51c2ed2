/**
 * The fastest multiplier needs WebAssembly's relaxed SIMD. It is standard and on by default everywhere but in Node 20,
 * whose V8 11.3 has it finished behind a flag; the multiplier still proves itself by known answers before it is used.
 */
import v8 from 'node:v8';

/** Call before the first `compileMultiplier` of the process; holds for all its threads. Does nothing beyond Node 20. */
export function allowRelaxedSimd(): void {
  if (process.versions.v8.startsWith('11.3.')) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
}
