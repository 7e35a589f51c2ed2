/**
 * C2SP cosignatures of type Ed25519 (c2sp.org/tlog-cosignature, "cosignature/v1"): a witness states that, as of a time,
 * this checkpoint is the largest consistent head it has seen of the log. The signature is over a header line, the time,
 * and the whole text of the checkpoint. ML-DSA-44 cosignatures (type 0x06) are not implemented: unknown lines.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bigIntToBytes, bytesToBigInt, concatBytes, utf8 } from '../encoding/bytes.ts';
import { ok, type Result, refuse } from '../result.ts';
import {
  keyIdHex,
  type NoteSignature,
  type SigningKey,
  type VerifierKey,
  verifierKeyOf,
  verifyEd25519,
} from './note.ts';

const TIME_BYTES = 8;

/** @param timeSeconds POSIX time of signing, 1 to 2^53 - 1 */
export function cosign(text: string, key: SigningKey, timeSeconds: number): NoteSignature {
  return {
    name: key.name,
    keyIdHex: keyIdHex(verifierKeyOf(key)),
    bytes: concatBytes(
      bigIntToBytes(BigInt(timeSeconds), TIME_BYTES),
      ed25519.sign(signedMessage(text, timeSeconds), key.seed),
    ),
  };
}

/** @returns the witness's time in seconds; 0 (no time) and times beyond 2^53 - 1 are refused */
export function verifyCosignature(
  text: string,
  signature: NoteSignature,
  key: VerifierKey,
  where: string,
): Result<number> {
  if (signature.bytes.length !== TIME_BYTES + 64) {
    return refuse(
      'BAD_SIGNATURE',
      where,
      `a cosignature has ${TIME_BYTES + 64} bytes, found ${signature.bytes.length}`,
    );
  }
  const time = bytesToBigInt(signature.bytes.subarray(0, TIME_BYTES));
  if (time === 0n || time > BigInt(Number.MAX_SAFE_INTEGER)) {
    return refuse('BAD_SIGNATURE', where, `${time} is not the time of a cosignature`);
  }
  const timeSeconds = Number(time);
  return verifyEd25519(signature.bytes.subarray(TIME_BYTES), signedMessage(text, timeSeconds), key.publicKey)
    ? ok(timeSeconds)
    : refuse('BAD_SIGNATURE', where, `the cosignature of ${key.name} does not verify`);
}

function signedMessage(text: string, timeSeconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}
