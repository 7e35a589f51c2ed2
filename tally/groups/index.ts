/**
 * Opens a group by its Belenios name. Tables of powers are made once a group and arithmetic, so ask here rather than
 * creating groups: the same name and factory give the same object.
 */
import { ok, type Result, refuse } from '../result.ts';
import { BELENIOS_2048, createBelenios2048 } from './belenios-2048.ts';
import { createEd25519 } from './ed25519.ts';
import type { Group, GroupName } from './group.ts';
import type { ModP, PowerEngine } from './mod-p.ts';
import { createRfc3526, RFC_3526_2048 } from './rfc-3526-2048.ts';

/** Makes the arithmetic of one of the groups of integers modulo p; Ed25519 has its own. */
export type EngineFactory = (params: ModP) => PowerEngine;

const CREATORS: { readonly [N in GroupName]: (engineFor?: EngineFactory) => Group } = {
  'BELENIOS-2048': (engineFor) => createBelenios2048(engineFor?.(BELENIOS_2048)),
  'RFC-3526-2048': (engineFor) => createRfc3526(engineFor?.(RFC_3526_2048)),
  Ed25519: () => createEd25519(),
};

const plain = new Map<string, Group>();
const byFactory = new WeakMap<EngineFactory, Map<string, Group>>();

/**
 * @param engineFor arithmetic modulo p; plain BigInt when absent
 * @returns the group, or UNSUPPORTED
 */
export function openGroup(name: string, engineFor?: EngineFactory): Result<Group> {
  if (!isGroupName(name)) {
    return refuse('UNSUPPORTED', 'group', `the group "${name.slice(0, 40)}" is not one this program knows`);
  }
  const opened = engineFor === undefined ? plain : (byFactory.get(engineFor) ?? new Map<string, Group>());
  if (engineFor !== undefined) byFactory.set(engineFor, opened);
  const group = opened.get(name) ?? CREATORS[name](engineFor);
  opened.set(name, group);
  return ok(group);
}

function isGroupName(name: string): name is GroupName {
  return Object.hasOwn(CREATORS, name);
}
