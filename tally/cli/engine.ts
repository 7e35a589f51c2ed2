/** Which arithmetic the command line uses; verdicts are the same with each (docs/decisions/0002-multiplier.md). */
import { type EngineFactory, openGroup } from '../groups/index.ts';
import { createBigIntEngine } from '../groups/mod-p.ts';
import { createWasmEngine } from '../groups/wasm/engine.ts';
import type { OpenGroup } from '../verify/verify-setup.ts';
import { allowRelaxedSimd } from './relaxed-simd.ts';

/** `auto`: the WebAssembly module where this machine runs it, else BigInt. */
export type EngineName = 'auto' | 'wasm' | 'bigint';

allowRelaxedSimd();

const FACTORIES: Readonly<Record<EngineName, EngineFactory>> = {
  auto: (params) => createWasmEngine(params) ?? createBigIntEngine(params),
  wasm(params) {
    const engine = createWasmEngine(params);
    if (engine === undefined)
      throw new Error('this machine does not run the WebAssembly module; use --engine bigint');
    return engine;
  },
  bigint: createBigIntEngine,
};

export function openGroupWith(name: EngineName): OpenGroup {
  return (group) => openGroup(group, FACTORIES[name]);
}
