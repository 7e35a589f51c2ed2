/** Every multiplication back end this machine can run, so that a golden test demands the same verdicts of each. */

import v8 from 'node:v8';
import type { EngineFactory } from '../../tally/groups/index.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { createBigIntEngine } from '../../tally/groups/mod-p.ts';
import { compileMultiplier, createWasmEngine } from '../../tally/groups/wasm/engine.ts';
import { TIERS } from '../../tally/groups/wasm/tier.ts';
import type { OpenGroup } from '../../tally/verify/verify-setup.ts';

// Node 20 has relaxed SIMD behind a flag; where the processor lacks FMA, that tier is left out.
v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

export interface BackEnd {
  readonly name: string;
  readonly openGroup: OpenGroup;
}

/** Plain BigInt everywhere; each WebAssembly tier where the platform has it (SIMD wherever these tests run). */
export const backEnds: readonly BackEnd[] = [
  backEnd('BigInt', createBigIntEngine),
  ...Object.values(TIERS).flatMap(({ name }) => {
    const multiplier = compileMultiplier([name]);
    return multiplier === undefined
      ? []
      : [
          backEnd(`WebAssembly ${name}`, (params) => {
            const engine = createWasmEngine(params, multiplier);
            if (engine === undefined) throw new Error(`the ${name} multiplier works here`);
            return engine;
          }),
        ];
  }),
];

function backEnd(name: string, engineFor: EngineFactory): BackEnd {
  return { name, openGroup: (group) => openGroup(group, engineFor) };
}
