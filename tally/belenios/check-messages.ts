/**
 * What the organiser of a threshold ceremony can check of one member's message the moment it comes in (Belenios protocol
 * version 1, sections 5.2 and 5.3), so that a member at fault is named at once and not when the keys are assembled. What is
 * encrypted to another member only that member can check (threshold-share.ts).
 */
import type { Group } from '../groups/group.ts';
import type { Refusal } from '../result.ts';
import {
  expectCertificate,
  expectContext,
  expectMemberCommitments,
  expectVerificationKey,
} from './check-trustees.ts';
import { createPowerBatch, type PendingCheck, runChecks } from './power-batch.ts';
import { expectSignature } from './signed-message.ts';
import { type Certificate, certificatesText, expectedVerificationKeys } from './threshold.ts';
import type { Ceremony } from './threshold-ceremony.ts';
import type { MemberOutput, Polynomial } from './threshold-messages.ts';

/** Step 1: keys in the group, signature, and that the certificate is for this place in this ceremony. */
export function checkMemberCertificate(
  group: Group,
  certificate: Certificate,
  place: { readonly index: number; readonly size: number; readonly threshold: number },
  where: string,
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const signer = batch.base(certificate.verification);
  return runChecks(batch, [
    ...expectCertificate(batch, signer, certificate, where),
    ...expectContext(certificate, { group: group.name, ...place }, true, `${where}.message.context`),
  ]);
}

/**
 * Step 3: commitments, both signatures, and a share for everybody.
 *
 * @param position of the member, from 1
 */
export function checkPolynomial(
  { group, certificates, threshold }: Ceremony,
  position: number,
  { secrets, commitments, signature }: Polynomial,
  where: string,
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const own = certificates[position - 1];
  if (own === undefined) return [{ code: 'NOT_FOUND', where, message: `there is no member ${position}` }];
  const signer = batch.base(own.verification);
  const text = certificatesText(group, certificates, commitments.coefficients);
  return runChecks(batch, [
    ...expectMemberCommitments(batch, signer, commitments, threshold, `${where}.coefexps`),
    signature === undefined
      ? fault(`${where}.signature`, 'the member has not signed the certificates')
      : expectSignature(batch, signer, text, signature, `${where}.signature`),
    ...(secrets.length === certificates.length
      ? []
      : [fault(`${where}.secrets`, `expected ${certificates.length} shares, found ${secrets.length}`)]),
  ]);
}

/**
 * Step 5: the member's public key follows from everybody's commitments, is known to it and signed by it.
 *
 * @param polynomials of all members in order
 * @param position    of the member, from 1
 */
export function checkMemberOutput(
  { group, certificates, threshold }: Ceremony,
  polynomials: readonly Polynomial[],
  position: number,
  { publicKey: key }: MemberOutput,
  where: string,
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const own = certificates[position - 1];
  if (own === undefined) return [{ code: 'NOT_FOUND', where, message: `there is no member ${position}` }];
  const commitments = polynomials.map((polynomial) => polynomial.commitments);
  const expected = expectedVerificationKeys(group, commitments, threshold, position)[position - 1];
  return runChecks(batch, [
    ...expectVerificationKey(batch, batch.base(own.verification), key, true, `${where}.public_key`),
    ...(expected !== undefined && group.equals(expected, key.publicKey)
      ? []
      : [
          fault(
            `${where}.public_key.public_key`,
            'the key does not follow from the commitments of all members',
          ),
        ]),
  ]);
}

function fault(where: string, message: string): PendingCheck {
  return () => ({ code: 'INCONSISTENT', where, message });
}
