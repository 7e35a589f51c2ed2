/**
 * Who holds the keys that can open the count: each scrutineer signs, with the Ed25519 key that also signs the report, the
 * hash of `trustees.json` and their own place in it (docs/formats/setup.md). The statements are sealed in `setup.json`, so
 * a server that made all the keys by itself would need the scrutineers' signing keys too, and these sign the certificate.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, readBase64, readHex, utf8 } from '../encoding/bytes.ts';
import { TAGS } from '../encoding/hash.ts';
import { array, hash256, integer, line, object, optional, string } from '../encoding/reader.ts';
import { utcSecond } from '../encoding/time-text.ts';
import type { Signer } from '../report/certificate.ts';
import type { Refusal } from '../result.ts';

/** One scrutineer's statement. `position` is the trustee number, counted from 1 as partial decryptions count it. */
export type KeyHolder = {
  readonly position: number;
  readonly name: string;
  /** Ed25519, 64 hex digits: the signing key the set-up lists under this name. */
  readonly publicKey: string;
  readonly signedAt: string;
  /** 64 bytes in Base64 over `keyHolderText`. */
  readonly signature: string;
};

/** `trustees` is the SHA-256 of `trustees.json`. */
export type KeyHolders = { readonly trustees: string; readonly statements: readonly KeyHolder[] };

export const keyHoldersShape = optional(
  object({
    trustees: hash256,
    statements: array(
      object({
        position: integer(1, 10_000),
        name: line(100),
        publicKey: string(64, /^[0-9a-f]{64}$/, 'an Ed25519 public key in 64 hex digits'),
        signedAt: utcSecond,
        signature: string(88, /^[A-Za-z0-9+/]{86}==$/, 'an Ed25519 signature in Base64'),
      }),
      10_000,
    ),
  }),
);

/** The bytes that are signed are the UTF-8 of this text. */
export function keyHolderText(trustees: string, holder: Omit<KeyHolder, 'signature'>): string {
  return [
    TAGS.keyHolder,
    `trustees ${trustees}`,
    `position ${holder.position}`,
    `name ${holder.name}`,
    `key ${holder.publicKey}`,
    `time ${holder.signedAt}`,
  ].join('\n');
}

/**
 * Signs one's place in the key set.
 *
 * @param trusteesHash SHA-256 of `trustees.json`
 * @param secretKey the 32-byte Ed25519 secret of `holder.publicKey`
 */
export function signKeyHolder(
  trusteesHash: string,
  holder: Omit<KeyHolder, 'signature'>,
  secretKey: Uint8Array,
): KeyHolder {
  return { ...holder, signature: base64(ed25519.sign(utf8(keyHolderText(trusteesHash, holder)), secretKey)) };
}

/**
 * Everything wrong with the statements: INCONSISTENT for another key set, or not one statement a trustee in order;
 * NOT_FOUND for a holder the set-up does not list as a scrutineer with this key; SAME_SIGNER for one person in two places;
 * BAD_SIGNATURE.
 *
 * @param trusteesHash SHA-256 of `trustees.json`; undefined where it cannot be read
 * @param members how many trustees there are
 */
export function checkKeyHolders(
  { trustees, statements }: KeyHolders,
  trusteesHash: string | undefined,
  members: number,
  signers: readonly Signer[],
  where: string,
): readonly Refusal[] {
  const findings: Refusal[] = [];
  const find = (code: Refusal['code'], message: string) => findings.push({ code, where, message });
  if (trustees !== trusteesHash) {
    find('INCONSISTENT', 'the scrutineers have signed other keys than those of the election');
  }
  if (
    statements.map(({ position }) => position).join() !==
    Array.from({ length: members }, (_, i) => i + 1).join()
  ) {
    find('INCONSISTENT', `expected one statement of each of ${members} trustees, in order`);
  }
  for (const [i, holder] of statements.entries()) {
    const { name, publicKey } = holder;
    if (statements.slice(0, i).some((one) => one.name === name || one.publicKey === publicKey)) {
      find('SAME_SIGNER', `${name} holds the keys of two trustees`);
    }
    const isListed = signers.some(
      (signer) =>
        (signer.role === 'scrutineer' || signer.role === 'chiefScrutineer') &&
        signer.name === name &&
        signer.publicKey === publicKey,
    );
    if (!isListed) find('NOT_FOUND', `${name} is not listed as a scrutineer with this key`);
    if (!isSigned(trustees, holder)) find('BAD_SIGNATURE', `the statement of ${name} does not verify`);
  }
  return findings;
}

/** Whether a statement is signed by its own key; whose key that is, `checkKeyHolders` asks. */
export function isSigned(trustees: string, { signature, ...holder }: KeyHolder): boolean {
  const key = readHex(holder.publicKey, 32);
  const bytes = readBase64(signature);
  if (key === undefined || bytes?.length !== 64) return false;
  try {
    return ed25519.verify(bytes, utf8(keyHolderText(trustees, holder)), key, { zip215: false });
  } catch {
    return false; // A key or point that is no encoding of a curve point.
  }
}
