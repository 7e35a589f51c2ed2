/** A signing key out of its file, for one signature. It is held no longer than the call that uses it. */
import { proveSigningKey, type Result, readHex, refuse } from '#tally';
import { openKeyFile, readKeyFile } from './key-file.ts';

/** @param publicKey the key it must be, in hex; INCONSISTENT for another one */
export async function openSigningKey(
  file: string,
  passphrase: string,
  publicKey: string,
): Promise<Result<Uint8Array>> {
  const read = readKeyFile(file);
  if (!read.ok) return read;
  const opened = await openKeyFile(read.value, passphrase);
  if (!opened.ok) return opened;
  const secret = readHex(opened.value, 32);
  // What is signed here is thrown away: it shows which public key the secret belongs to.
  const own = secret === undefined ? undefined : proveSigningKey('', opened.value)?.publicKey;
  return secret === undefined || own !== publicKey
    ? refuse('INCONSISTENT', 'key file', 'this is another signing key')
    : { ok: true, value: secret };
}

/** Now, as signatures state it: UTC to the second. */
export function signingTime(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
