/**
 * The ceremony that makes a threshold key (Belenios protocol version 1, sections 5.2 and 5.3): n members each draw a
 * polynomial, send each other shares, and any t of them can decrypt afterwards, while fewer learn nothing. Each function
 * is one step of one member, or of the organiser between them (step 5 is in threshold-share.ts); a member keeps its seed,
 * all else is public or encrypted. We write the hardened messages; members who use belenios-tool 2.0 can take part if
 * everyone agrees to that.
 */
import type { Element, Group } from '../groups/group.ts';
import { assert, err, ok, type Refusal, type Result } from '../result.ts';
import { type MemberKeys, memberKeysOf, sendMessage } from './channel.ts';
import { checkCertificates, checkThresholdKeys } from './check-trustees.ts';
import { drawScalar, type Random, reduce } from './scalar.ts';
import { signMessage, signText } from './signed-message.ts';
import {
  type Certificate,
  certificateMessage,
  certificatesText,
  commitmentsMessage,
  MAX_MEMBERS,
  type ThresholdKeys,
} from './threshold.ts';
import type { MemberInput, MemberOutput, Polynomial } from './threshold-messages.ts';

/** Step 1: a member's certificate for its place in a ceremony of `size` members, `threshold` of whom can decrypt. */
export function makeCertificate(
  group: Group,
  seed: string,
  place: { readonly index: number; readonly size: number; readonly threshold: number },
  random: Random,
): Certificate {
  const { index, size, threshold } = place;
  assert(index >= 1 && index <= size && threshold >= 1 && threshold <= size, 'no such place in a ceremony');
  const keys = memberKeysOf(group, seed);
  const context = { group: group.name, size, threshold, index };
  const { verification, encryption } = keys;
  const message = certificateMessage(group, { context, verification, encryption });
  return { signed: signMessage(group, keys.signingKey, message, random), context, verification, encryption };
}

/** A ceremony whose certificates hold; only `openCeremony` makes one. */
export interface Ceremony {
  readonly group: Group;
  readonly certificates: readonly Certificate[];
  readonly threshold: number;
  /** Whether every member uses hardened messages; then everything those add is required. */
  readonly isHardened: boolean;
}

/**
 * Step 2, by everyone: checks the certificates of all members in order, which fixes the positions 1…n.
 *
 * @param threshold what the members were told; 1…n
 * @param style     'hardened' refuses certificates without a context; 'any' lets users of belenios-tool 2.0 in
 * @returns the ceremony, or all findings
 */
export function openCeremony(
  group: Group,
  certificates: readonly Certificate[],
  threshold: number,
  style: 'hardened' | 'any',
): Result<Ceremony, readonly Refusal[]> {
  if (threshold < 1 || threshold > certificates.length || certificates.length > MAX_MEMBERS) {
    const message = `a threshold of ${threshold} does not suit ${certificates.length} members (at most ${MAX_MEMBERS})`;
    return err([{ code: 'INCONSISTENT', where: 'threshold', message }]);
  }
  const findings = checkCertificates(group, certificates, 'certs', threshold, style);
  const isHardened = certificates.every(({ context }) => context !== undefined);
  return findings.length === 0 ? ok({ group, certificates, threshold, isHardened }) : err(findings);
}

/** The one position, from 1, whose certificate has the keys of this seed. */
export function positionOf(
  { group, certificates }: Ceremony,
  keys: MemberKeys,
): Result<number, readonly Refusal[]> {
  const own = certificates.flatMap(({ verification, encryption }, i) =>
    group.equals(verification, keys.verification) && group.equals(encryption, keys.encryption) ? [i + 1] : [],
  );
  const [position] = own;
  return position !== undefined && own.length === 1
    ? ok(position)
    : err([
        {
          code: 'NOT_FOUND',
          where: 'certs',
          message: `the keys of this seed must stand in one certificate, they stand in ${own.length}`,
        },
      ]);
}

/** Step 3: draws a member's polynomial and writes to everyone. Do this once; a second run makes other shares. */
export function makePolynomial(
  ceremony: Ceremony,
  seed: string,
  random: Random,
): Result<Polynomial, readonly Refusal[]> {
  const { group, certificates, threshold } = ceremony;
  const keys = memberKeysOf(group, seed);
  const position = positionOf(ceremony, keys);
  if (!position.ok) return position;
  const scalars = Array.from({ length: threshold }, () => drawScalar(group, random));
  const coefficients = raiseGenerator(group, scalars);
  const texts = scalars.map((scalar) => scalar.toString());
  return ok({
    polynomial: sendMessage(group, keys, keys.encryption, JSON.stringify({ polynomial: texts }), random),
    secrets: certificates.map(({ encryption }, i) => {
      const secret = evaluate(group, scalars, i + 1).toString();
      return sendMessage(group, keys, encryption, JSON.stringify({ secret }), random);
    }),
    commitments: {
      signed: signMessage(group, keys.signingKey, commitmentsMessage(group, coefficients), random),
      coefficients,
    },
    signature: signText(group, keys.signingKey, certificatesText(group, certificates, coefficients), random),
  });
}

export function raiseGenerator(group: Group, scalars: readonly bigint[]): readonly Element[] {
  return group.productsOfPowers(
    [group.generator],
    scalars.map((scalar) => [[0, scalar]]),
  );
}

/** f(x) modulo the order, coefficients from the constant up. */
function evaluate(group: Group, coefficients: readonly bigint[], x: number): bigint {
  return coefficients.reduceRight((value, coefficient) => reduce(group, value * BigInt(x) + coefficient), 0n);
}

/** Step 4, by the organiser: sorts what all members wrote by recipient. Polynomials stand in the order of positions. */
export function distribute(ceremony: Ceremony, polynomials: readonly Polynomial[]): readonly MemberInput[] {
  const signatures = signaturesOf(polynomials);
  return ceremony.certificates.map((_, j) => ({
    polynomial: polynomials[j]?.polynomial ?? '',
    secrets: polynomials.map(({ secrets }) => secrets[j] ?? ''),
    commitments: polynomials.map(({ commitments }) => commitments),
    ...(signatures === undefined ? {} : { signatures }),
  }));
}

/** Everybody's signature over the certificates, or undefined if one is missing (a 2.0 peer takes part). */
function signaturesOf(polynomials: readonly Polynomial[]): ThresholdKeys['signatures'] {
  const signatures = polynomials.flatMap(({ signature }) => (signature === undefined ? [] : [signature]));
  return signatures.length === polynomials.length ? signatures : undefined;
}

/** Step 6, by the organiser: the key set, complete and checked. Outputs and polynomials in the order of positions. */
export function assembleThresholdKeys(
  { group, certificates, threshold, isHardened }: Ceremony,
  polynomials: readonly Polynomial[],
  outputs: readonly MemberOutput[],
): Result<ThresholdKeys, readonly Refusal[]> {
  const size = certificates.length;
  if (polynomials.length !== size || outputs.length !== size) {
    const message = `expected ${size} polynomials and outputs, found ${polynomials.length} and ${outputs.length}`;
    return err([{ code: 'INCONSISTENT', where: 'threshold', message }]);
  }
  const signatures = isHardened ? signaturesOf(polynomials) : undefined;
  if (isHardened && signatures === undefined) {
    const message = 'a member has not signed the certificates';
    return err([{ code: 'INCONSISTENT', where: 'threshold.signatures', message }]);
  }
  const keys: ThresholdKeys = {
    threshold,
    certificates,
    commitments: polynomials.map(({ commitments }) => commitments),
    ...(signatures === undefined ? {} : { signatures }),
    verificationKeys: outputs.map(({ publicKey }) => publicKey),
  };
  const findings = checkThresholdKeys(group, keys, 'threshold');
  return findings.length === 0 ? ok(keys) : err(findings);
}
