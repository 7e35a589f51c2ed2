/**
 * The key set of a threshold ("Pedersen") trustee as it stands in `threshold.json` and `trustees.json` (Belenios
 * protocol version 1, sections 5.1–5.3): certificates, commitments to everybody's coefficients, verification keys. Two
 * styles exist: hardened (2.5.1 and later; what we write) and 2.0, which lacks contexts and the further signatures. The
 * ceremony that makes a key set is in threshold-ceremony.ts.
 */
import { readDecimal } from '../encoding/decimal.ts';
import { array, integer, mapped, object, optional, type Reader, string } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { invertModulo } from '../groups/mod-p.ts';
import { ok, refuse } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { elementReader, type Proof, proofJson, proofReader, reduce } from './scalar.ts';
import { MAX_MESSAGE, type SignedMessage, signedMessageJson, signedMessageReader } from './signed-message.ts';
import { type TrusteeKey, trusteeKeyJson, trusteeKeyReader } from './trustee-key.ts';

export const MAX_MEMBERS = 100;

/** What a hardened certificate is for. */
export interface CertificateContext {
  readonly group: string;
  /** Number of members. */
  readonly size: number;
  /** Members needed to decrypt, and number of coefficients of every polynomial. */
  readonly threshold: number;
  /** Position of the member, from 1. */
  readonly index: number;
}

/** A member's two public keys, signed with the first. */
export interface Certificate {
  readonly signed: SignedMessage;
  readonly context?: CertificateContext;
  readonly verification: Element;
  readonly encryption: Element;
}

/** A member's commitments g^a0, g^a1, … to its polynomial, signed with its verification key. */
export interface Commitments {
  readonly signed: SignedMessage;
  readonly coefficients: readonly Element[];
}

/** All lists have one entry a member, in the order of their indexes. */
export interface ThresholdKeys {
  readonly threshold: number;
  readonly certificates: readonly Certificate[];
  readonly commitments: readonly Commitments[];
  /** Of `certificatesText`, by each member: its commitments belong to exactly these certificates. Hardened only. */
  readonly signatures?: readonly Proof[];
  /** Signed by their members in the hardened style. */
  readonly verificationKeys: readonly TrusteeKey[];
}

/** Whether the key set has everything the hardened style adds (which `checkTrustees` then requires to be true). */
export function isHardened(keys: ThresholdKeys): boolean {
  return keys.signatures !== undefined;
}

/** What a member signs over all certificates and its own commitments (section 5.3). */
export function certificatesText(
  group: Group,
  certificates: readonly Certificate[],
  coefficients: readonly Element[],
): string {
  const certs = certificates.map(({ signed }) => signedMessageJson(signed));
  return `certs_sig|${JSON.stringify({ certs, coefexps: coefficients.map((each) => group.text(each)) })}`;
}

export function certificateMessage(
  group: Group,
  { context, verification, encryption }: Omit<Certificate, 'signed'>,
): string {
  return JSON.stringify({
    ...(context === undefined ? {} : { context: contextJson(context) }),
    verification: group.text(verification),
    encryption: group.text(encryption),
  });
}

function contextJson({ group, size, threshold, index }: CertificateContext): object {
  return { group, size, threshold, index };
}

export function certificateReader(group: Group): Reader<Certificate> {
  const size = integer(1, MAX_MEMBERS);
  const shape = object({
    context: optional(object({ group: string(50), size, threshold: size, index: size })),
    verification: elementReader(group),
    encryption: elementReader(group),
  });
  return mapped(signedMessageReader(group), (signed, where) => {
    const read = readCompact(signed.message, `${where}.message`, MAX_MESSAGE, shape, (certificate) =>
      certificateMessage(group, certificate),
    );
    return read.ok ? ok({ signed, ...read.value }) : read;
  });
}

export function commitmentsMessage(group: Group, coefficients: readonly Element[]): string {
  return JSON.stringify({ coefexps: coefficients.map((coefficient) => group.text(coefficient)) });
}

export function commitmentsReader(group: Group): Reader<Commitments> {
  const shape = object({ coefexps: array(elementReader(group), MAX_MEMBERS, 1) });
  return mapped(signedMessageReader(group), (signed, where) => {
    const read = readCompact(signed.message, `${where}.message`, MAX_MESSAGE, shape, ({ coefexps }) =>
      commitmentsMessage(group, coefexps),
    );
    return read.ok ? ok({ signed, coefficients: read.value.coefexps }) : read;
  });
}

/** Reads a key set; refuses lists of different lengths. */
export function thresholdKeysReader(group: Group): Reader<ThresholdKeys> {
  const shape = object({
    threshold: integer(1, MAX_MEMBERS),
    certs: array(certificateReader(group), MAX_MEMBERS, 1),
    coefexps: array(commitmentsReader(group), MAX_MEMBERS),
    signatures: optional(array(proofReader(group), MAX_MEMBERS)),
    verification_keys: array(trusteeKeyReader(group), MAX_MEMBERS),
  });
  return mapped(shape, ({ threshold, certs, coefexps, signatures, verification_keys }, where) => {
    const size = certs.length;
    for (const [name, list] of Object.entries({ coefexps, signatures, verification_keys })) {
      if (list !== undefined && list.length !== size) {
        const message = `there are ${size} certificates, but ${list.length} entries here`;
        return refuse('INCONSISTENT', `${where}.${name}`, message);
      }
    }
    return ok({
      threshold,
      certificates: certs,
      commitments: coefexps,
      ...(signatures === undefined ? {} : { signatures }),
      verificationKeys: verification_keys,
    });
  });
}

export function thresholdKeysJson(group: Group, keys: ThresholdKeys): object {
  return {
    threshold: keys.threshold,
    certs: keys.certificates.map(({ signed }) => signedMessageJson(signed)),
    coefexps: keys.commitments.map(({ signed }) => signedMessageJson(signed)),
    ...(keys.signatures === undefined ? {} : { signatures: keys.signatures.map(proofJson) }),
    verification_keys: keys.verificationKeys.map((key) => trusteeKeyJson(group, key)),
  };
}

/**
 * g^f(j) for j = 1…size, where f is the sum of everybody's polynomials: what the verification keys must be. The
 * commitments are multiplied over the members first; then Horner's rule needs only powers by the small number j.
 */
export function expectedVerificationKeys(
  group: Group,
  commitments: readonly Commitments[],
  threshold: number,
  size: number,
): readonly Element[] {
  const sums = Array.from({ length: threshold }, (_, k) =>
    commitments.reduce(
      (product, { coefficients }) => group.multiply(product, coefficients[k] ?? group.identity),
      group.identity,
    ),
  );
  return Array.from({ length: size }, (_, j) => evaluateInExponent(group, sums, j + 1));
}

/** Π_k coefficient_k^(j^k), by Horner's rule. */
export function evaluateInExponent(group: Group, coefficients: readonly Element[], j: number): Element {
  return coefficients.reduceRight(
    (value, coefficient) => group.multiply(smallPower(group, value, j), coefficient),
    group.identity,
  );
}

function smallPower(group: Group, base: Element, exponent: number): Element {
  let power = group.identity;
  for (const bit of exponent.toString(2)) {
    power = group.multiply(power, power);
    if (bit === '1') power = group.multiply(power, base);
  }
  return power;
}

/**
 * Lagrange coefficients at 0 for distinct positions (each from 1): Σ λ_i · f(position_i) = f(0) for every f with fewer
 * coefficients than there are positions, or as many. In the order of `positions`, in [0, order).
 */
export function lagrangeCoefficients(group: Group, positions: readonly number[]): readonly bigint[] {
  return positions.map((j) => {
    const others = positions.filter((k) => k !== j).map(BigInt);
    const numerator = others.reduce((product, k) => product * k, 1n);
    const denominator = others.reduce((product, k) => product * (k - BigInt(j)), 1n);
    return reduce(group, numerator * invertModulo(denominator, group.order));
  });
}

/** Digits of size · threshold · size^(threshold - 1), the most a sum of unreduced shares exceeds the order by. */
const SURPLUS_DIGITS = 2 * MAX_MEMBERS + 4;

/**
 * Reads a share or decryption key. belenios-tool 2.0 adds up a polynomial's terms, and then the shares, without reducing
 * them modulo the order; the number is given as written, so reduce it before use.
 */
export function unreducedScalarReader(group: Group): Reader<bigint> {
  const maxDigits = group.order.toString().length + SURPLUS_DIGITS;
  return (value, where) => {
    const read = typeof value === 'string' ? readDecimal(value, maxDigits) : undefined;
    return read === undefined
      ? refuse('NON_CANONICAL', where, 'expected a number in decimal without leading zeros')
      : ok(read);
  };
}
