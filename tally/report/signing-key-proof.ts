/**
 * The signing key of a person (docs/formats/signing-key.md): an Ed25519 key made in the person's browser. Whoever registers
 * one proves to hold its secret by signing a text that names the account, so that nobody registers the key of another.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Random } from '../belenios/scalar.ts';
import { base64, hex, readBase64, readHex, utf8 } from '../encoding/bytes.ts';
import { TAGS } from '../encoding/hash.ts';

/** Both in 64 hex digits. */
export interface DrawnSigningKey {
  readonly secretKey: string;
  readonly publicKey: string;
}

export function drawSigningKey(random: Random): DrawnSigningKey {
  const secret = random(32);
  return { secretKey: hex(secret), publicKey: hex(ed25519.getPublicKey(secret)) };
}

/** What is signed: tag, account, key, one a line, no final newline. */
export function signingKeyText(accountId: string, publicKey: string): string {
  return [TAGS.signingKey, `account ${accountId}`, `key ${publicKey}`].join('\n');
}

/** The public key of a secret, and the signature of 64 bytes in Base64; undefined when it is not 64 hex digits. */
export function proveSigningKey(
  accountId: string,
  secretKey: string,
): { readonly publicKey: string; readonly proof: string } | undefined {
  const secret = readHex(secretKey);
  if (secret?.length !== 32) return undefined;
  const publicKey = hex(ed25519.getPublicKey(secret));
  return { publicKey, proof: base64(ed25519.sign(utf8(signingKeyText(accountId, publicKey)), secret)) };
}

export function checkSigningKeyProof(accountId: string, publicKey: string, proof: string): boolean {
  const key = readHex(publicKey);
  const signature = readBase64(proof);
  if (key?.length !== 32 || signature?.length !== 64) return false;
  try {
    return ed25519.verify(signature, utf8(signingKeyText(accountId, publicKey)), key, { zip215: false });
  } catch {
    // Not the encoding of a point.
    return false;
  }
}
