/**
 * C2SP signed notes (c2sp.org/signed-note@v1.0.0): a text, a blank line, and signature lines `— name base64`. Holds the
 * strict reader, the writer, keys and plain Ed25519 signatures; cosignatures are in cosignature.ts, and which of the
 * signers of a note are known is open-note.ts. `writeNote(readNote(x))` is x for every text the reader accepts.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, concatBytes, hex, isWellFormed, readBase64, readHex, utf8 } from '../encoding/bytes.ts';
import { sha256 } from '../encoding/hash.ts';
import { ok, type Result, refuse } from '../result.ts';

/** Signature type bytes of the specification that this program implements. */
export const PLAIN_ED25519 = 0x01;
export const COSIGNATURE_ED25519 = 0x04;
export type KeyType = typeof PLAIN_ED25519 | typeof COSIGNATURE_ED25519;

/** A public key as configured: who it is, how it signs. `publicKey` has 32 bytes (RFC 8032). */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  readonly publicKey: Uint8Array;
}

/** A secret key: `seed` has 32 bytes (RFC 8032) and never leaves its holder. */
export interface SigningKey {
  readonly name: string;
  readonly type: KeyType;
  readonly seed: Uint8Array;
}

/** One signature line. `keyIdHex` has 8 digits; `bytes` is what follows the key id. */
export interface NoteSignature {
  readonly name: string;
  readonly keyIdHex: string;
  readonly bytes: Uint8Array;
}

/** `text` ends with a line end; at least one signature. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Bounds of what is read; the specification asks for at least 16 signatures of up to nearly 5 kB. */
const MAX_NOTE_LENGTH = 1 << 17;
const MAX_SIGNATURES = 64;
const MAX_NAME_LENGTH = 256;
const MAX_SIGNATURE_BYTES = 8192;
const LINE_START = '— ';

/** First four bytes of SHA-256(name || 0x0A || type || public key), as 8 hex digits. */
export function keyIdHex(key: VerifierKey): string {
  const message = concatBytes(utf8(`${key.name}\n`), new Uint8Array([key.type]), key.publicKey);
  return hex(sha256(message).subarray(0, 4));
}

export function verifierKeyOf(key: SigningKey): VerifierKey {
  return { name: key.name, type: key.type, publicKey: ed25519.getPublicKey(key.seed) };
}

/** The text form `name+keyid+base64(type || public key)`. */
export function writeVerifierKey(key: VerifierKey): string {
  return `${key.name}+${keyIdHex(key)}+${base64(concatBytes(new Uint8Array([key.type]), key.publicKey))}`;
}

/** Refuses a key id that is not the key's, and public keys no strict signature could verify under. */
export function readVerifierKey(text: string, where: string): Result<VerifierKey> {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) return refuse('MALFORMED', where, 'expected name+keyid+base64');
  const name = text.slice(0, first);
  const id = text.slice(first + 1, second);
  if (!isKeyName(name)) return refuse('MALFORMED', where, 'the key name is empty, too long or has a space');
  const bytes = readBase64(text.slice(second + 1));
  const [type] = bytes ?? [];
  if (bytes === undefined || type === undefined) return refuse('MALFORMED', where, 'the key is not base64');
  if (type !== PLAIN_ED25519 && type !== COSIGNATURE_ED25519) {
    return refuse(
      'UNSUPPORTED',
      where,
      `signature type ${type}; this program verifies types 1 and 4 (Ed25519)`,
    );
  }
  const publicKey = bytes.slice(1);
  if (!isStrictPublicKey(publicKey)) {
    return refuse('NOT_IN_GROUP', where, 'the public key is not 32 bytes of a point of prime order');
  }
  const key: VerifierKey = { name, type, publicKey };
  return keyIdHex(key) === id
    ? ok(key)
    : refuse(
        'INCONSISTENT',
        where,
        `the key id is ${keyIdHex(key)}, found ${JSON.stringify(id.slice(0, 16))}`,
      );
}

/** A canonical encoding (RFC 8032) of a point of the prime-order subgroup, other than its identity. */
function isStrictPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** Names are not empty and have no white space, control character or plus sign. */
export function isKeyName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= MAX_NAME_LENGTH &&
    isWellFormed(name) &&
    !/[\p{White_Space}\p{Cc}+]/u.test(name)
  );
}

/** Ed25519 as in RFC 8032, strictly: canonical encodings only, no small-order key. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** A plain signature (type 0x01) over the text of a note; `text` ends with a line end. */
export function signNote(text: string, key: SigningKey): NoteSignature {
  return {
    name: key.name,
    keyIdHex: keyIdHex(verifierKeyOf(key)),
    bytes: ed25519.sign(utf8(text), key.seed),
  };
}

export function writeSignatureLine(signature: NoteSignature): string {
  const id = readHex(signature.keyIdHex) ?? new Uint8Array();
  return `${LINE_START}${signature.name} ${base64(concatBytes(id, signature.bytes))}\n`;
}

export function writeNote(note: SignedNote): string {
  return `${note.text}\n${note.signatures.map(writeSignatureLine).join('')}`;
}

export function readNote(note: string, where: string): Result<SignedNote> {
  if (note.length > MAX_NOTE_LENGTH) {
    return refuse(
      'TOO_LARGE',
      where,
      `a note of ${note.length} characters, at most ${MAX_NOTE_LENGTH} are read`,
    );
  }
  if (!isWellFormed(note) || hasControlCharacter(note)) {
    return refuse('MALFORMED', where, 'the note has a control character other than the line end');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return refuse('MALFORMED', where, 'no blank line before the signatures');
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) {
    return refuse('MALFORMED', where, 'expected signature lines, each with a line end');
  }
  if (lines.length > MAX_SIGNATURES) {
    return refuse('TOO_LARGE', where, `${lines.length} signatures, at most ${MAX_SIGNATURES} are read`);
  }
  const signatures: NoteSignature[] = [];
  for (const [i, line] of lines.entries()) {
    const signature = readSignatureLine(line, `${where}, signature ${i + 1}`);
    if (!signature.ok) return signature;
    signatures.push(signature.value);
  }
  return ok({ text: note.slice(0, split + 1), signatures });
}

/** One signature line, without its line end. */
export function readSignatureLine(line: string, where: string): Result<NoteSignature> {
  if (!line.startsWith(LINE_START))
    return refuse('MALFORMED', where, 'a signature line begins with an em dash and a space');
  const space = line.indexOf(' ', LINE_START.length);
  const name = line.slice(LINE_START.length, space);
  if (space < 0 || !isKeyName(name)) return refuse('MALFORMED', where, 'expected a key name and a space');
  const bytes = readBase64(line.slice(space + 1));
  if (bytes === undefined || bytes.length < 5) {
    return refuse('MALFORMED', where, 'expected the base64 of a key id and a signature');
  }
  if (bytes.length > MAX_SIGNATURE_BYTES)
    return refuse('TOO_LARGE', where, `a signature of ${bytes.length} bytes`);
  return ok({ name, keyIdHex: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) });
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return true;
  }
  return false;
}
