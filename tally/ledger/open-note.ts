/**
 * Whose signatures a note bears, for a reader who knows certain keys (c2sp.org/signed-note, "Signatures"): lines of
 * unknown keys are set aside; the line of a known key must verify. A line belongs to a key when name and key id are the
 * key's; the id depends on the type, so one key cannot pass for another kind.
 */
import { utf8 } from '../encoding/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import { verifyCosignature } from './cosignature.ts';
import {
  COSIGNATURE_ED25519,
  keyIdHex,
  type NoteSignature,
  type SignedNote,
  type VerifierKey,
  verifyEd25519,
} from './note.ts';

interface Signer {
  readonly key: VerifierKey;
  /** When the witness signed; for cosignatures only. */
  readonly timeSeconds?: number;
}

export interface OpenedNote {
  /** One entry for each known key that signed, in the order of the lines. */
  readonly signers: readonly Signer[];
  /** Lines of known keys that do not verify (BAD_SIGNATURE): the note as a whole is not to be believed. */
  readonly invalid: readonly Refusal[];
  /** Lines of keys not known to this reader: they say nothing. */
  readonly unknown: readonly NoteSignature[];
  /** Further lines of keys that have had one: not looked at, as in golang.org/x/mod, so that each key costs one check. */
  readonly repeated: readonly NoteSignature[];
}

export function openNote(note: SignedNote, keys: readonly VerifierKey[], where: string): OpenedNote {
  const known = keys.map((key) => ({ key, id: keyIdHex(key) }));
  const signers: Signer[] = [];
  const invalid: Refusal[] = [];
  const unknown: NoteSignature[] = [];
  const repeated: NoteSignature[] = [];
  const met = new Set<VerifierKey>();
  for (const signature of note.signatures) {
    const key = known.find(({ key, id }) => key.name === signature.name && id === signature.keyIdHex)?.key;
    if (key === undefined) {
      unknown.push(signature);
      continue;
    }
    if (met.has(key)) {
      repeated.push(signature);
      continue;
    }
    met.add(key);
    const verified = verify(note.text, signature, key, where);
    if (verified.ok) signers.push(verified.value);
    else invalid.push(verified.error);
  }
  return { signers, invalid, unknown, repeated };
}

function verify(text: string, signature: NoteSignature, key: VerifierKey, where: string): Result<Signer> {
  if (key.type === COSIGNATURE_ED25519) {
    const time = verifyCosignature(text, signature, key, where);
    return time.ok ? ok({ key, timeSeconds: time.value }) : time;
  }
  return verifyEd25519(signature.bytes, utf8(text), key.publicKey)
    ? ok({ key })
    : refuse('BAD_SIGNATURE', where, `the signature of ${key.name} does not verify`);
}
