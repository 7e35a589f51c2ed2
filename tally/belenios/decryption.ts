/**
 * Partial decryption by one trustee (Belenios protocol version 1, section 10): the factor alpha^x of every ciphertext of
 * the tally, each with a proof that the exponent is the trustee's. A trustee's program calls `decryptTally` only on the
 * tally it recomputed itself.
 */
import { array, hash256, integer, object, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Refusal, type Result } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { challengeOf } from './hash.ts';
import { createPowerBatch, expectMember, runChecks } from './power-batch.ts';
import {
  drawScalar,
  elementReader,
  type Proof,
  proofJson,
  proofReader,
  type Random,
  reduce,
} from './scalar.ts';
import type { EncryptedTally } from './tally.ts';

/** Shaped as the tally it decrypts. */
export interface PartialDecryption {
  readonly factors: readonly (readonly Element[])[];
  readonly proofs: readonly (readonly Proof[])[];
}

/** Payload of Shuffle and PartialDecryption events: the trustee's number (from 1) and the hash of what it made. */
export interface Owned {
  readonly owner: number;
  readonly payload: string;
}

const MAX_TRUSTEES = 1000;

export function readOwned(text: string, where: string): Result<Owned> {
  const reader: Reader<Owned> = object({ owner: integer(1, MAX_TRUSTEES), payload: hash256 });
  return readCompact(text, where, 1000, reader, writeOwned);
}

export function writeOwned({ owner, payload }: Owned): string {
  return JSON.stringify({ owner, payload });
}

/** Reads the text of a partial decryption: form and ranges; its shape and proofs are `checkDecryption`'s. */
export function readDecryption(group: Group, text: string, where: string): Result<PartialDecryption> {
  const element = elementReader(group);
  const shape = object({
    decryption_factors: array(array(element, 1_000_000), 1000),
    decryption_proofs: array(array(proofReader(group), 1_000_000), 1000),
  });
  const reader: Reader<PartialDecryption> = (value, place) => {
    const read = shape(value, place);
    return read.ok
      ? ok({ factors: read.value.decryption_factors, proofs: read.value.decryption_proofs })
      : read;
  };
  return readCompact(text, where, text.length, reader, (value) => writeDecryption(group, value));
}

export function writeDecryption(group: Group, { factors, proofs }: PartialDecryption): string {
  return JSON.stringify({
    decryption_factors: factors.map((row) => row.map((factor) => group.text(factor))),
    decryption_proofs: proofs.map((row) => row.map(proofJson)),
  });
}

function decryptionPrefix(fingerprint: string, publicKeyText: string): string {
  return `decrypt|${fingerprint}|${publicKeyText}|`;
}

/** The factors and proofs of the trustee with this secret, for every ciphertext of `tally`. */
export function decryptTally(
  group: Group,
  fingerprint: string,
  tally: EncryptedTally,
  secret: bigint,
  random: Random,
): PartialDecryption {
  const exponent = reduce(group, secret);
  const prefix = decryptionPrefix(fingerprint, group.text(group.power(group.generator, exponent)));
  const made = tally.map((column) =>
    column.map(({ alpha }) => {
      const commitment = drawScalar(group, random);
      const [factor, a, b] = group.productsOfPowers(
        [group.generator, alpha],
        [[[1, exponent]], [[0, commitment]], [[1, commitment]]],
      );
      const challenge = challengeOf(group, prefix, [a ?? group.identity, b ?? group.identity]);
      const response = reduce(group, commitment - exponent * challenge);
      return { factor: factor ?? group.identity, proof: { challenge, response } };
    }),
  );
  return {
    factors: made.map((row) => row.map(({ factor }) => factor)),
    proofs: made.map((row) => row.map(({ proof }) => proof)),
  };
}

/** Findings about one trustee's partial decryption of `tally`: shape, membership of every factor, every proof. */
export function checkDecryption(
  group: Group,
  fingerprint: string,
  tally: EncryptedTally,
  trusteeKey: Element,
  decryption: PartialDecryption,
  where: string,
): Refusal[] {
  const isShaped = (rows: readonly (readonly unknown[])[]) =>
    rows.length === tally.length && rows.every((row, i) => row.length === tally[i]?.length);
  if (!isShaped(decryption.factors) || !isShaped(decryption.proofs)) {
    return [
      { code: 'MALFORMED', where, message: 'factors and proofs are not shaped like the encrypted tally' },
    ];
  }
  const prefix = decryptionPrefix(fingerprint, group.text(trusteeKey));
  const claims = tally.flatMap((column, i) =>
    column.map(
      ({ alpha }, k): Claim => ({
        alpha,
        factor: decryption.factors[i]?.[k] ?? group.identity,
        proof: decryption.proofs[i]?.[k] ?? { challenge: 0n, response: 0n },
        place: `${where}[${i}][${k}]`,
      }),
    ),
  );
  const findings: Refusal[] = [];
  for (let at = 0; at < claims.length; at += BATCH_CIPHERTEXTS) {
    for (const found of checkClaims(group, prefix, trusteeKey, claims.slice(at, at + BATCH_CIPHERTEXTS))) {
      findings.push(found);
    }
  }
  return findings;
}

/** That `factor` is alpha^x, x being the trustee's secret. */
interface Claim {
  readonly alpha: Element;
  readonly factor: Element;
  readonly proof: Proof;
  readonly place: string;
}

/** Enough to share the work on the trustee's key; memory grows with each, and a tally may have a million. */
const BATCH_CIPHERTEXTS = 256;

function checkClaims(
  group: Group,
  prefix: string,
  trusteeKey: Element,
  claims: readonly Claim[],
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const key = batch.base(trusteeKey);
  const checks = claims.flatMap(({ alpha, factor, proof: { challenge, response }, place }) => {
    const claimed = batch.base(factor);
    const a = batch.product([
      [batch.generator, response],
      [key, challenge],
    ]);
    const b = batch.product([
      [batch.base(alpha), response],
      [claimed, challenge],
    ]);
    return [
      expectMember(batch, claimed, place),
      (): Refusal | undefined =>
        challengeOf(group, prefix, [a(), b()]) === challenge
          ? undefined
          : { code: 'BAD_PROOF', where: place, message: 'the proof of correct decryption does not verify' },
    ];
  });
  return runChecks(batch, checks);
}
