/**
 * A secret signing key as text: `PRIVATE+KEY+name+keyid+base64(type || seed)`, the form Go's note package
 * (golang.org/x/mod/sumdb/note) gives to the key beside the public `name+keyid+base64`. Here also for cosignature keys.
 */
import { base64, concatBytes, readBase64 } from '../encoding/bytes.ts';
import { ok, type Result, refuse } from '../result.ts';
import { isKeyName, keyIdHex, type SigningKey, verifierKeyOf } from './note.ts';

const START = 'PRIVATE+KEY+';
const SEED_BYTES = 32;

export function writeSigningKey(key: SigningKey): string {
  const id = keyIdHex(verifierKeyOf(key));
  return `${START}${key.name}+${id}+${base64(concatBytes(new Uint8Array([key.type]), key.seed))}`;
}

/** Refuses a key id that is not the key's, so that no damaged key signs. No refusal repeats the text. */
export function readSigningKey(text: string, where: string): Result<SigningKey> {
  const [name = '', id = '', encoded = '', ...more] = text.startsWith(START)
    ? text.slice(START.length).split('+')
    : [];
  // Base64 may hold plus signs itself.
  const bytes = readBase64([encoded, ...more].join('+'));
  if (!isKeyName(name) || bytes?.length !== 1 + SEED_BYTES) {
    return refuse('MALFORMED', where, 'expected PRIVATE+KEY+name+keyid+base64 of a type and 32 bytes');
  }
  const [type] = bytes;
  if (type !== 1 && type !== 4) {
    return refuse(
      'UNSUPPORTED',
      where,
      `signature type ${type}; this program signs with types 1 and 4 (Ed25519)`,
    );
  }
  const key: SigningKey = { name, type, seed: bytes.slice(1) };
  return keyIdHex(verifierKeyOf(key)) === id
    ? ok(key)
    : refuse('INCONSISTENT', where, 'the key id is not that of the key');
}
