/**
 * Whether the trustees of an election are what they claim (Belenios protocol version 1, sections 4, 5.2, 5.3 and 14):
 * every element in the group, every proof of knowledge and signature, contexts, thresholds, and verification keys that
 * follow from the commitments. Everything wrong is reported, not only the first.
 */
import type { Group } from '../groups/group.ts';
import type { Refusal, RefusalCode } from '../result.ts';
import {
  createPowerBatch,
  expectMember,
  type PendingCheck,
  type PowerBatch,
  runChecks,
} from './power-batch.ts';
import { expectSignature } from './signed-message.ts';
import {
  type Certificate,
  type CertificateContext,
  type Commitments,
  certificatesText,
  expectedVerificationKeys,
  isHardened,
  type ThresholdKeys,
} from './threshold.ts';
import type { Trustee } from './trustee.ts';
import { expectTrusteeKey, type TrusteeKey } from './trustee-key.ts';

/**
 * All findings over a list of trustees; empty when everything holds. Places are those of the reader, such as
 * `trustees[1][1].certs[0].signature`.
 */
export function checkTrustees(
  group: Group,
  trustees: readonly Trustee[],
  where = 'trustees',
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const checks = trustees.flatMap((trustee, i) => {
    const place = `${where}[${i}][1]`;
    return trustee.kind === 'Single'
      ? expectTrusteeKey(batch, trustee.key, place).checks
      : expectThresholdKeys(batch, trustee.keys, place);
  });
  return runChecks(batch, checks);
}

/** The same for one threshold key set, as the ceremony ends. */
export function checkThresholdKeys(group: Group, keys: ThresholdKeys, where: string): readonly Refusal[] {
  const batch = createPowerBatch(group);
  return runChecks(batch, expectThresholdKeys(batch, keys, where));
}

/**
 * Step 2 of the ceremony: certificates as they stand in `certs.jsons`, before there is anything else.
 *
 * @param style 'hardened' when every certificate must have a context; 'any' checks only those that have one
 */
export function checkCertificates(
  group: Group,
  certificates: readonly Certificate[],
  where: string,
  threshold: number,
  style: 'hardened' | 'any',
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const { checks } = expectCertificates(batch, certificates, where);
  const contexts = expectContexts(group, certificates, threshold, style === 'hardened', where);
  return runChecks(batch, [...checks, ...contexts]);
}

function finding(code: RefusalCode, where: string, message: string): PendingCheck {
  return () => ({ code, where, message });
}

/** Registers membership of both keys and the signature of every certificate. `signers` are the verification keys. */
function expectCertificates(
  batch: PowerBatch,
  certificates: readonly Certificate[],
  where: string,
): { readonly signers: readonly number[]; readonly checks: readonly PendingCheck[] } {
  const signers = certificates.map(({ verification }) => batch.base(verification));
  const checks = certificates.flatMap((certificate, i) =>
    expectCertificate(batch, signers[i] ?? 0, certificate, `${where}[${i}]`),
  );
  return { signers, checks };
}

/** The same for one; `signer` is its verification key. */
export function expectCertificate(
  batch: PowerBatch,
  signer: number,
  { signed, encryption }: Certificate,
  place: string,
): readonly PendingCheck[] {
  return [
    expectMember(batch, signer, `${place}.message.verification`),
    expectMember(batch, batch.base(encryption), `${place}.message.encryption`),
    expectSignature(batch, signer, signed.message, signed.signature, `${place}.signature`),
  ];
}

/** Registers membership, signature and number of every member's commitments. */
export function expectCommitments(
  batch: PowerBatch,
  signers: readonly number[],
  commitments: readonly Commitments[],
  threshold: number,
  where: string,
): readonly PendingCheck[] {
  return commitments.flatMap((each, i) =>
    expectMemberCommitments(batch, signers[i] ?? 0, each, threshold, `${where}[${i}]`),
  );
}

/** The same for one member. */
export function expectMemberCommitments(
  batch: PowerBatch,
  signer: number,
  { signed, coefficients }: Commitments,
  threshold: number,
  place: string,
): readonly PendingCheck[] {
  const message = `expected ${threshold} commitments, as many as the threshold, found ${coefficients.length}`;
  return [
    expectSignature(batch, signer, signed.message, signed.signature, `${place}.signature`),
    ...coefficients.map((coefficient, k) =>
      expectMember(batch, batch.base(coefficient), `${place}.message.coefexps[${k}]`),
    ),
    ...(coefficients.length === threshold ? [] : [finding('INCONSISTENT', place, message)]),
  ];
}

/**
 * Findings about the contexts: each must name this group, number of members, threshold and its own position.
 *
 * @param isRequired whether a certificate without a context is a finding (hardened style)
 */
function expectContexts(
  group: Group,
  certificates: readonly Certificate[],
  threshold: number,
  isRequired: boolean,
  where: string,
): readonly PendingCheck[] {
  return certificates.flatMap((certificate, i) => {
    const expected = { group: group.name, size: certificates.length, threshold, index: i + 1 };
    return expectContext(certificate, expected, isRequired, `${where}[${i}].message.context`);
  });
}

/** The same for one. */
export function expectContext(
  { context }: Certificate,
  expected: CertificateContext,
  isRequired: boolean,
  place: string,
): readonly PendingCheck[] {
  if (context === undefined) {
    return isRequired ? [finding('INCONSISTENT', place, 'this certificate does not say what it is for')] : [];
  }
  const wrong = (['group', 'size', 'threshold', 'index'] as const).filter(
    (name) => context[name] !== expected[name],
  );
  return wrong.map((name) =>
    finding('INCONSISTENT', `${place}.${name}`, `expected ${expected[name]}, found ${context[name]}`),
  );
}

/** Registers each member's signature over all certificates and its own commitments. */
export function expectCertificatesSignatures(
  batch: PowerBatch,
  signers: readonly number[],
  {
    certificates,
    commitments,
    signatures = [],
  }: Pick<ThresholdKeys, 'certificates' | 'commitments' | 'signatures'>,
  where: string,
): readonly PendingCheck[] {
  return signatures.map((signature, i) => {
    const text = certificatesText(batch.group, certificates, commitments[i]?.coefficients ?? []);
    return expectSignature(batch, signers[i] ?? 0, text, signature, `${where}[${i}]`);
  });
}

function expectThresholdKeys(batch: PowerBatch, keys: ThresholdKeys, where: string): readonly PendingCheck[] {
  const { group } = batch;
  const { threshold, certificates, commitments, verificationKeys } = keys;
  const { signers, checks } = expectCertificates(batch, certificates, `${where}.certs`);
  return [
    ...checks,
    ...expectContexts(group, certificates, threshold, isHardened(keys), `${where}.certs`),
    ...(threshold <= certificates.length
      ? []
      : [finding('INCONSISTENT', `${where}.threshold`, 'the threshold is above the number of members')]),
    ...expectCommitments(batch, signers, commitments, threshold, `${where}.coefexps`),
    ...expectCertificatesSignatures(batch, signers, keys, `${where}.signatures`),
    ...expectVerificationKeys(batch, signers, keys, `${where}.verification_keys`),
    ...(commitments.every(({ coefficients }) => coefficients.length === threshold)
      ? expectedVerificationKeys(group, commitments, threshold, verificationKeys.length).flatMap((key, j) => {
          const place = `${where}.verification_keys[${j}].public_key`;
          const given = verificationKeys[j]?.publicKey;
          return given !== undefined && group.equals(key, given)
            ? []
            : [finding('INCONSISTENT', place, 'the key does not follow from the commitments of all members')];
        })
      : []),
  ];
}

function expectVerificationKeys(
  batch: PowerBatch,
  signers: readonly number[],
  keys: ThresholdKeys,
  where: string,
): readonly PendingCheck[] {
  return keys.verificationKeys.flatMap((key, j) =>
    expectVerificationKey(batch, signers[j] ?? 0, key, isHardened(keys), `${where}[${j}]`),
  );
}

/** The same for one member: proof of knowledge, and the signature the hardened style requires. */
export function expectVerificationKey(
  batch: PowerBatch,
  signer: number,
  key: TrusteeKey,
  isRequired: boolean,
  place: string,
): readonly PendingCheck[] {
  const text = batch.group.text(key.publicKey);
  const missing = finding('INCONSISTENT', `${place}.signature`, 'the member did not sign this key');
  return [
    ...expectTrusteeKey(batch, key, place).checks,
    ...(key.signature !== undefined
      ? [expectSignature(batch, signer, text, key.signature, `${place}.signature`)]
      : isRequired
        ? [missing]
        : []),
  ];
}
