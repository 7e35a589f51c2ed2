/**
 * Key files (docs/formats/key-file.md): a secret of a person (signing key, scrutineer's seed) behind a passphrase, to be kept on
 * a stick or in a safe. PBKDF2-SHA256 stretches the passphrase, AES-256-GCM encrypts and authenticates, by the WebCrypto of
 * the platform. What stands beside the secret is authenticated with it, so no file can pass for another kind or person.
 */
import { base64url, canonicalJson, type Random, type Result, readBase64url, refuse, utf8 } from '#tally';

export type KeyKind = 'signing' | 'scrutineer';

export interface KeyFile {
  readonly v: 'minyi-key/1';
  readonly kind: KeyKind;
  /** For people: whose key it is and what for. Not secret. */
  readonly about: string;
  readonly salt: string;
  readonly iterations: number;
  readonly iv: string;
  readonly box: string;
}

export const KEY_FILE_ITERATIONS = 600_000;
export const MIN_PASSPHRASE = 12;
const MAX_ITERATIONS = 10_000_000;
const MAX_LENGTH = 20_000;
const MEMBERS = 'about box iterations iv kind salt v';

/** @returns the text of a file with `secret` in it; `passphrase` has at least MIN_PASSPHRASE characters */
export async function sealKeyFile(
  given: {
    readonly kind: KeyKind;
    readonly about: string;
    readonly secret: string;
    readonly passphrase: string;
  },
  random: Random,
): Promise<string> {
  if ([...given.passphrase].length < MIN_PASSPHRASE) throw new RangeError('the passphrase is too short');
  const salt = random(16);
  const iv = random(12);
  const head = {
    v: 'minyi-key/1',
    kind: given.kind,
    about: given.about,
    salt: base64url(salt),
    iterations: KEY_FILE_ITERATIONS,
    iv: base64url(iv),
  } as const;
  const key = await stretch(given.passphrase, salt, KEY_FILE_ITERATIONS);
  const box = await crypto.subtle.encrypt(sealing(iv, head), key, bufferOf(utf8(given.secret)));
  return canonicalJson({ ...head, box: base64url(new Uint8Array(box)) });
}

/** What a file says of itself, before its passphrase is known. Refuses what is not a key file of this version. */
export function readKeyFile(text: string): Result<KeyFile> {
  const malformed = (message: string) => refuse('MALFORMED', 'key file', message);
  if (text.length > MAX_LENGTH) return refuse('TOO_LARGE', 'key file', 'this is no key file');
  let given: unknown;
  try {
    given = JSON.parse(text.trim());
  } catch {
    return malformed('expected JSON');
  }
  if (typeof given !== 'object' || given === null || Object.keys(given).sort().join(' ') !== MEMBERS) {
    return malformed(`expected an object with ${MEMBERS}`);
  }
  const file = given as Readonly<Record<keyof KeyFile, unknown>>;
  if (file.v !== 'minyi-key/1') return refuse('UNSUPPORTED', 'key file', 'expected minyi-key/1');
  if (file.kind !== 'signing' && file.kind !== 'scrutineer') return malformed('unknown kind');
  const { about, salt, iterations, iv, box } = file;
  if (typeof about !== 'string' || typeof salt !== 'string' || typeof iv !== 'string') {
    return malformed('expected texts');
  }
  if (typeof box !== 'string' || readBase64url(box) === undefined)
    return malformed('box: expected base64url');
  if (readBase64url(salt)?.length !== 16 || readBase64url(iv)?.length !== 12) {
    return malformed('salt and iv: expected 16 and 12 bytes in base64url');
  }
  if (typeof iterations !== 'number' || !Number.isInteger(iterations)) return malformed('iterations');
  if (iterations < KEY_FILE_ITERATIONS || iterations > MAX_ITERATIONS) {
    return malformed(`iterations: expected ${KEY_FILE_ITERATIONS} to ${MAX_ITERATIONS}`);
  }
  return { ok: true, value: { v: file.v, kind: file.kind, about, salt, iterations, iv, box } };
}

/** The secret in a file. UNDECRYPTABLE for a wrong passphrase and for a file that was changed: they look the same. */
export async function openKeyFile(file: KeyFile, passphrase: string): Promise<Result<string>> {
  const { box, ...head } = file;
  const [salt, iv, sealed] = [file.salt, file.iv, box].map((text) => readBase64url(text) ?? new Uint8Array());
  if (salt === undefined || iv === undefined || sealed === undefined)
    throw new Error('three texts were read');
  const key = await stretch(passphrase, salt, file.iterations);
  try {
    const secret = await crypto.subtle.decrypt(sealing(iv, head), key, bufferOf(sealed));
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(secret) };
  } catch {
    return refuse('UNDECRYPTABLE', 'key file', 'the passphrase is wrong, or the file was changed');
  }
}

async function stretch(passphrase: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey(
    'raw',
    bufferOf(utf8(passphrase.normalize('NFKC'))),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: bufferOf(salt), iterations },
    typed,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function sealing(iv: Uint8Array, head: Omit<KeyFile, 'box'>) {
  return { name: 'AES-GCM', iv: bufferOf(iv), additionalData: bufferOf(utf8(canonicalJson({ ...head }))) };
}

/** WebCrypto takes bytes that are certainly not shared between threads. */
function bufferOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
