/** Which arithmetic the command line uses. */
import { type EngineFactory, openGroup } from '../groups/index.ts';
import { createBigIntEngine } from '../groups/mod-p.ts';
import type { OpenGroup } from '../verify/verify-setup.ts';

export type EngineName = 'auto' | 'wasm' | 'bigint';

const FACTORIES: Readonly<Record<EngineName, EngineFactory>> = {
  auto: createBigIntEngine,
  wasm: createBigIntEngine,
  bigint: createBigIntEngine,
};

export function openGroupWith(name: EngineName): OpenGroup {
  return (group) => openGroup(group, FACTORIES[name]);
}
