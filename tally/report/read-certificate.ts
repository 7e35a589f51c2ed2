/**
 * Reading a published certificate and the signers listed in `setup.json`: their closed shapes (docs/formats/certificate.md).
 * Whether the signatures hold is judged by `checkCertificate`.
 */

import { sessionUuid } from '../count/poll.ts';
import { TAGS } from '../encoding/hash.ts';
import {
  array,
  hash256,
  line,
  nullable,
  object,
  oneOf,
  type Reader,
  readCanonical,
  refine,
  string,
} from '../encoding/reader.ts';
import { utcSecond } from '../encoding/time-text.ts';
import type { Result } from '../result.ts';
import { type Certificate, COUNT_ROLES, type Signature, type Signer } from './certificate.ts';

const signerMembers = {
  name: line(100),
  publicKey: string(64, /^[0-9a-f]{64}$/, 'an Ed25519 public key in 64 hex digits'),
} as const;

/** One anchored signer, as `setup.json` lists them. */
export const signerShape: Reader<Signer> = object({
  role: oneOf('chiefScrutineer', 'scrutineer', 'teller', 'presidium'),
  ...signerMembers,
});

const signed = {
  ...signerMembers,
  signedAt: utcSecond,
  signature: string(88, /^[A-Za-z0-9+/]{86}==$/, 'an Ed25519 signature in Base64'),
} as const;

const signatures: Reader<readonly Signature[]> = refine(
  array(object({ role: oneOf(...COUNT_ROLES), ...signed }), COUNT_ROLES.length),
  (list) => {
    const places = list.map(({ role }) => COUNT_ROLES.indexOf(role));
    return places.every((place, i) => place > (places[i - 1] ?? -1))
      ? undefined
      : 'each role signs once, chief scrutineer, scrutineer, teller in this order';
  },
);

const certificate: Reader<Certificate> = object({
  format: oneOf(TAGS.certificate),
  sessionUuid,
  reportHash: hash256,
  verificationCode: string(24, /^(?:[0-9a-f]{4}-){4}[0-9a-f]{4}$/, 'five groups of four hex digits'),
  signatures,
  confirmation: nullable(object({ role: oneOf('presidium'), ...signed })),
});

/** Reads the canonical text of a certificate; whether it holds is `checkCertificate`'s part. */
export function readCertificate(text: string, where = 'certificate'): Result<Certificate> {
  return readCanonical(text, where, 8_192, certificate);
}
