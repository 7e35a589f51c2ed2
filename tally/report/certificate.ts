/**
 * The certificate (认证结果): chief scrutineer, scrutineer and teller, three different people, each sign one report hash,
 * and the presidium confirms it (domain reference, sections 2 and 5.2; docs/formats/certificate.md). Signatures are
 * Ed25519 (RFC 8032, verified strictly) over a short text that a person can read. Keys are anchored in `setup.json`, times
 * come in as data.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, readBase64, readHex, utf8 } from '../encoding/bytes.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { TAGS } from '../encoding/hash.ts';
import type { Refusal, RefusalCode } from '../result.ts';
import type { BothLanguages } from './wording.ts';

/** The three who sign the count, in the order of the certificate. */
export const COUNT_ROLES = ['chiefScrutineer', 'scrutineer', 'teller'] as const;

/** All who sign a report: the presidium confirms it. */
export const SIGNER_ROLES = [...COUNT_ROLES, 'presidium'] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];

export const ROLE_NAMES: { readonly [role in SignerRole]: BothLanguages } = {
  chiefScrutineer: { zh: '总监票人', en: 'chief scrutineer' },
  scrutineer: { zh: '监票人', en: 'scrutineer' },
  teller: { zh: '计票人', en: 'teller' },
  presidium: { zh: '主席团', en: 'presidium' },
};

/** One who may sign in a role: name or number, and the Ed25519 public key in 64 hex digits. Listed in `setup.json`. */
export type Signer = { readonly role: SignerRole; readonly name: string; readonly publicKey: string };

/** What is signed: this session's report, by whom, as what, when (UTC, to the second, ISO 8601). */
export type Statement = Signer & {
  readonly sessionUuid: string;
  readonly reportHash: string;
  readonly signedAt: string;
};

/** `signature` is 64 bytes in Base64 over `statementText`. */
export type Signature = Signer & { readonly signedAt: string; readonly signature: string };

/** `signatures` in the order of `COUNT_ROLES`, as far as given; `confirmation` by the presidium, null before it. */
export type Certificate = {
  readonly format: typeof TAGS.certificate;
  readonly sessionUuid: string;
  readonly reportHash: string;
  readonly verificationCode: string;
  readonly signatures: readonly Signature[];
  readonly confirmation: Signature | null;
};

/** The bytes that are signed are the UTF-8 of this text: the tag, then one labelled line each, no final newline. */
export function statementText(statement: Statement): string {
  return [
    TAGS.certificate,
    `session ${statement.sessionUuid}`,
    `report ${statement.reportHash}`,
    `role ${statement.role}`,
    `name ${statement.name}`,
    `key ${statement.publicKey}`,
    `time ${statement.signedAt}`,
  ].join('\n');
}

/** Signs a statement. @param secretKey the 32-byte Ed25519 secret of `statement.publicKey` */
export function signStatement(statement: Statement, secretKey: Uint8Array): Signature {
  const { role, name, publicKey, signedAt } = statement;
  const signature = base64(ed25519.sign(utf8(statementText(statement)), secretKey));
  return { role, name, publicKey, signedAt, signature };
}

/** The certificate of these signatures, in the order of roles whatever order they came in. */
export function writeCertificate(
  session: Pick<Statement, 'sessionUuid' | 'reportHash'>,
  signatures: readonly Signature[],
): Certificate {
  return {
    format: TAGS.certificate,
    sessionUuid: session.sessionUuid,
    reportHash: session.reportHash,
    verificationCode: verificationCode(session.reportHash),
    signatures: COUNT_ROLES.flatMap((role) => signatures.filter((signature) => signature.role === role)),
    confirmation: signatures.find((signature) => signature.role === 'presidium') ?? null,
  };
}

/** 20 hex digits of the report hash in groups of four: to read out and compare, not to verify by. */
export function verificationCode(reportHash: string): string {
  return (reportHash.slice(0, 20).match(/.{4}/g) ?? []).join('-');
}

/**
 * Every flaw of a certificate: INCONSISTENT when it is of another session or report, MISSING_SIGNATURE when a role has
 * not signed, SAME_SIGNER when one person or key signs twice (the presidium does not count, so it is nobody of the
 * three), NOT_FOUND for a signer not anchored in that role, BAD_SIGNATURE.
 *
 * @param signers the anchored list of `setup.json`
 * @param needsConfirmation false while the presidium has still to confirm
 */
export function checkCertificate(
  certificate: Certificate,
  expected: Pick<Statement, 'sessionUuid' | 'reportHash'>,
  signers: readonly Signer[],
  needsConfirmation = true,
): readonly Refusal[] {
  const { signatures, confirmation } = certificate;
  const findings: Refusal[] = [];
  const find = (code: RefusalCode, where: string, message: string) =>
    findings.push({ code, where: `certificate.${where}`, message });
  if (certificate.sessionUuid !== expected.sessionUuid) {
    find(
      'INCONSISTENT',
      'sessionUuid',
      `expected session ${expected.sessionUuid}, found ${certificate.sessionUuid}`,
    );
  }
  if (certificate.reportHash !== expected.reportHash) {
    find(
      'INCONSISTENT',
      'reportHash',
      `the report's hash is ${expected.reportHash}, signed is ${certificate.reportHash}`,
    );
  }
  if (certificate.verificationCode !== verificationCode(certificate.reportHash)) {
    find('INCONSISTENT', 'verificationCode', 'the code is not that of the report hash');
  }
  for (const role of COUNT_ROLES) {
    if (!signatures.some((signature) => signature.role === role)) {
      find('MISSING_SIGNATURE', 'signatures', `the ${ROLE_NAMES[role].en} has not signed`);
    }
  }
  if (confirmation === null && needsConfirmation) {
    find('MISSING_SIGNATURE', 'confirmation', 'the presidium has not confirmed');
  }
  const all = confirmation === null ? signatures : [...signatures, confirmation];
  for (const [i, signature] of all.entries()) {
    const where = i < signatures.length ? `signatures[${i}]` : 'confirmation';
    const twin = all
      .slice(0, i)
      .find(({ name, publicKey }) => name === signature.name || publicKey === signature.publicKey);
    if (twin !== undefined) {
      find(
        'SAME_SIGNER',
        where,
        `${signature.name} also signs as ${ROLE_NAMES[twin.role].en}; each role is another person`,
      );
    }
    if (!isAnchored(signature, signers)) {
      find(
        'NOT_FOUND',
        where,
        `${signature.name} is not listed as ${ROLE_NAMES[signature.role].en} with this key`,
      );
    }
    if (!isSigned(certificate, signature)) {
      find('BAD_SIGNATURE', where, `the signature of ${signature.name} does not verify`);
    }
  }
  return findings;
}

function isAnchored({ role, name, publicKey }: Signature, signers: readonly Signer[]): boolean {
  return signers.some(
    (signer) => signer.role === role && signer.name === name && signer.publicKey === publicKey,
  );
}

function isSigned(
  { sessionUuid: uuid, reportHash }: Certificate,
  { signature, ...rest }: Signature,
): boolean {
  const key = readHex(rest.publicKey, 32);
  const bytes = readBase64(signature);
  if (key === undefined || bytes?.length !== 64) return false;
  try {
    const text = statementText({ ...rest, sessionUuid: uuid, reportHash });
    return ed25519.verify(bytes, utf8(text), key, { zip215: false });
  } catch {
    return false; // A key or point that is no encoding of a curve point.
  }
}

/** The canonical JSON text that is published. */
export function writeCertificateText(value: Certificate): string {
  return canonicalJson(value);
}
