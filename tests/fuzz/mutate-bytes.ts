/** Changes to bytes that know nothing of what the bytes mean. */
import { concatBytes } from '../../tally/encoding/bytes.ts';
import type { Dice } from './dice.ts';

export interface Mutated<T> {
  readonly mutation: string;
  readonly value: T;
}

type Change = (bytes: Uint8Array, dice: Dice) => Uint8Array;

const CHANGES: Readonly<Record<string, Change>> = {
  'bit flipped': (bytes, dice) =>
    patched(bytes, dice.below(bytes.length), (byte) => byte ^ (1 << dice.below(8))),
  'byte replaced': (bytes, dice) => patched(bytes, dice.below(bytes.length), () => dice.below(256)),
  'bytes flipped': (bytes, dice) => {
    let changed = bytes;
    for (let i = 2 + dice.below(20); i > 0; i--) {
      changed = patched(changed, dice.below(bytes.length), () => dice.below(256));
    }
    return changed;
  },
  truncated: (bytes, dice) => bytes.slice(0, dice.below(bytes.length)),
  'start cut off': (bytes, dice) => bytes.slice(1 + dice.below(Math.min(bytes.length, 2000))),
  'slice removed': (bytes, dice) => {
    const [at, length] = stretch(bytes, dice);
    return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length));
  },
  'slice doubled': (bytes, dice) => {
    const [at, length] = stretch(bytes, dice);
    return concatBytes(bytes.subarray(0, at + length), bytes.subarray(at));
  },
  'bytes inserted': (bytes, dice) => {
    const at = dice.below(bytes.length + 1);
    const inserted = new Uint8Array(1 + dice.below(dice.oneIn(10) ? 5000 : 20));
    const fill = dice.oneIn(2) ? dice.below(256) : undefined;
    for (let i = 0; i < inserted.length; i++) inserted[i] = fill ?? dice.below(256);
    return concatBytes(bytes.subarray(0, at), inserted, bytes.subarray(at));
  },
  'slices swapped': (bytes, dice) => {
    const length = 1 + dice.below(dice.oneIn(2) ? 600 : 16);
    const [first, second] = [dice.below(bytes.length - length), dice.below(bytes.length - length)];
    const changed = bytes.slice();
    changed.set(bytes.subarray(second, second + length), first);
    changed.set(bytes.subarray(first, first + length), second);
    return changed;
  },
  'blocks swapped': (bytes, dice) => {
    const blocks = Math.floor(bytes.length / 512);
    const [first, second] = [dice.below(blocks) * 512, dice.below(blocks) * 512];
    const changed = bytes.slice();
    changed.set(bytes.subarray(second, second + 512), first);
    changed.set(bytes.subarray(first, first + 512), second);
    return changed;
  },
  'zeros written': (bytes, dice) => {
    const [at, length] = stretch(bytes, dice);
    return bytes.slice().fill(0, at, at + length);
  },
  'bytes appended': (bytes, dice) => {
    const tail = new Uint8Array(1 + dice.below(1100)).fill(dice.oneIn(2) ? 0 : dice.below(256));
    return concatBytes(bytes, tail);
  },
};

export function mutateBytes(bytes: Uint8Array, dice: Dice): Mutated<Uint8Array> {
  const mutation = dice.pick(Object.keys(CHANGES));
  return { mutation, value: CHANGES[mutation]?.(bytes, dice) ?? bytes };
}

function patched(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = bytes.slice();
  if (at < changed.length) changed[at] = change(changed[at] ?? 0);
  return changed;
}

function stretch(bytes: Uint8Array, dice: Dice): [at: number, length: number] {
  const at = dice.below(bytes.length);
  return [at, 1 + dice.below(Math.min(bytes.length - at, dice.oneIn(3) ? 3000 : 24))];
}
