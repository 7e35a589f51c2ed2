/**
 * Elements, scalars and Schnorr-like proofs as JSON: `{"challenge":"dec","response":"dec"}`, both in [0, q) (section
 * 1.4), and drawing secret scalars from injected randomness.
 */
import { bytesToBigInt } from '../encoding/bytes.ts';
import { readDecimal } from '../encoding/decimal.ts';
import { object, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, refuse } from '../result.ts';

/** Cryptographically secure random bytes; injected, so that tests can fix it and only the edges reach the platform. */
export type Random = (byteLength: number) => Uint8Array;

/** challenge and response in [0, order). */
export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

/** Reads the text of an element: form and range; membership in the group must be tested after. */
export function elementReader(group: Group): Reader<Element> {
  return (value, where) =>
    typeof value === 'string'
      ? group.read(value, where)
      : refuse('MALFORMED', where, 'expected a group element as text');
}

/** Reads a canonical decimal text below the group order. */
export function scalarReader(group: Group): Reader<bigint> {
  const maxDigits = group.order.toString().length;
  return (value, where) => {
    const scalar = typeof value === 'string' ? readDecimal(value, maxDigits) : undefined;
    if (scalar === undefined) {
      return refuse('NON_CANONICAL', where, 'expected a scalar in decimal without leading zeros');
    }
    return scalar < group.order
      ? ok(scalar)
      : refuse('MALFORMED', where, 'the scalar is not below the group order');
  };
}

export function proofReader(group: Group): Reader<Proof> {
  return object({ challenge: scalarReader(group), response: scalarReader(group) });
}

export function proofJson(proof: Proof): { challenge: string; response: string } {
  return { challenge: proof.challenge.toString(), response: proof.response.toString() };
}

/** A scalar in [0, order), uniform up to a bias below 2^-128 (128 bits more than the order are drawn and reduced). */
export function drawScalar(group: Group, random: Random): bigint {
  const byteLength = Math.ceil(group.order.toString(2).length / 8) + 16;
  return bytesToBigInt(random(byteLength)) % group.order;
}

/** value mod order, in [0, order), for any integer. */
export function reduce(group: Group, value: bigint): bigint {
  const rest = value % group.order;
  return rest < 0n ? rest + group.order : rest;
}
