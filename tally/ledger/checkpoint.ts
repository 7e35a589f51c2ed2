/**
 * C2SP checkpoints (c2sp.org/tlog-checkpoint@v1.0.0): a signed note whose text says origin, size and root of a log's
 * tree. Extension lines are read, because the specification allows them; this ledger writes none, and policy.ts
 * reports any (they are "not auditable by log monitors").
 */
import { base64, readBase64 } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { ok, type Result, refuse } from '../result.ts';
import {
  type NoteSignature,
  readNote,
  type SignedNote,
  type SigningKey,
  signNote,
  writeNote,
} from './note.ts';

/** A head of a log: `size` leaves have this root (32 bytes). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions: readonly string[];
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

const MAX_ORIGIN_LENGTH = 256;
const MAX_EXTENSIONS = 16;
const ROOT_BASE64_LENGTH = 44;

/** The text that is signed. */
export function writeCheckpointText(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  return [origin, String(size), base64(root), ...extensions, ''].join('\n');
}

export function readCheckpointText(text: string, where: string): Result<Checkpoint> {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n');
  if (extensions.pop() !== '')
    return refuse('MALFORMED', where, 'expected at least three lines, each with a line end');
  if (origin === '' || extensions.includes(''))
    return refuse('MALFORMED', where, 'a line of the checkpoint is empty');
  if (origin.length > MAX_ORIGIN_LENGTH || extensions.length > MAX_EXTENSIONS) {
    return refuse(
      'TOO_LARGE',
      where,
      `an origin of ${origin.length} characters, ${extensions.length} extension lines`,
    );
  }
  const sizeNumber = readSafeDecimal(size);
  if (sizeNumber === undefined) {
    return refuse('MALFORMED', where, 'the size is not a canonical decimal of at most 2^53 - 1');
  }
  const rootBytes = root.length === ROOT_BASE64_LENGTH ? readBase64(root) : undefined;
  if (rootBytes?.length !== 32) return refuse('MALFORMED', where, 'the root is not the base64 of 32 bytes');
  return ok({ origin, size: sizeNumber, root: rootBytes, extensions });
}

export function readCheckpoint(text: string, where: string): Result<SignedCheckpoint> {
  const note = readNote(text, where);
  if (!note.ok) return note;
  const checkpoint = readCheckpointText(note.value.text, where);
  return checkpoint.ok ? ok({ checkpoint: checkpoint.value, note: note.value }) : checkpoint;
}

export function writeCheckpoint(signed: SignedCheckpoint): string {
  return writeNote(signed.note);
}

/** A head signed by the log itself; its origin is the name of the key, as the specification recommends. */
export function signCheckpoint(size: number, root: Uint8Array, logKey: SigningKey): SignedCheckpoint {
  const checkpoint: Checkpoint = { origin: logKey.name, size, root, extensions: [] };
  const text = writeCheckpointText(checkpoint);
  return { checkpoint, note: { text, signatures: [signNote(text, logKey)] } };
}

/** The same head with further signature lines, as witnesses return them. */
export function addSignatures(signed: SignedCheckpoint, lines: readonly NoteSignature[]): SignedCheckpoint {
  const { checkpoint, note } = signed;
  return { checkpoint, note: { text: note.text, signatures: [...note.signatures, ...lines] } };
}
