/**
 * What a witness remembers of a log, as a file of its own (`witness-state/1`, docs/formats/witness.md): the last head it
 * has cosigned, with the log's signature, so that a contradicting head convicts the log and not the witness's memory.
 */
import { equalBytes, hex, readHex } from '../encoding/bytes.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { hash256, integer, nullable, object, oneOf, readCanonical, string } from '../encoding/reader.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readCheckpoint, type SignedCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './merkle.ts';

export interface WitnessState {
  readonly origin: string;
  /** Size and root of the last head cosigned; 0 and the root of nothing at the beginning. */
  readonly size: number;
  readonly root: Uint8Array;
  /** That head as the log signed it; absent until the first. */
  readonly last?: SignedCheckpoint;
}

const MAX_ORIGIN_LENGTH = 256;
const MAX_CHECKPOINT_LENGTH = 1 << 17;
const MAX_STATE_LENGTH = 1 << 18;

const stateFile = object({
  v: oneOf('witness-state/1'),
  origin: string(MAX_ORIGIN_LENGTH),
  size: integer(0, Number.MAX_SAFE_INTEGER),
  rootHex: hash256,
  checkpoint: nullable(string(MAX_CHECKPOINT_LENGTH)),
});

/** The state of a witness that has not seen the log yet. */
export function newWitnessState(origin: string): WitnessState {
  return { origin, size: 0, root: EMPTY_ROOT };
}

export function writeWitnessState({ origin, size, root, last }: WitnessState): string {
  return canonicalJson({
    v: 'witness-state/1',
    origin,
    size,
    rootHex: hex(root),
    checkpoint: last === undefined ? null : writeCheckpoint(last),
  });
}

/** Refuses with INCONSISTENT if size and root are not those of the head it keeps: a damaged memory must not cosign. */
export function readWitnessState(text: string, where: string): Result<WitnessState> {
  const file = readCanonical(text, where, MAX_STATE_LENGTH, stateFile);
  if (!file.ok) return file;
  const { origin, size, rootHex, checkpoint } = file.value;
  const root = readHex(rootHex, 32) ?? EMPTY_ROOT;
  if (checkpoint === null) {
    return size === 0 && equalBytes(root, EMPTY_ROOT)
      ? ok({ origin, size, root })
      : refuse('INCONSISTENT', where, 'without a head, the size is 0 and the root that of nothing');
  }
  const last = readCheckpoint(checkpoint, `${where}.checkpoint`);
  if (!last.ok) return last;
  const head = last.value.checkpoint;
  return head.origin === origin && head.size === size && equalBytes(head.root, root)
    ? ok({ origin, size, root, last: last.value })
    : refuse('INCONSISTENT', where, 'origin, size and root are not those of the checkpoint kept');
}
