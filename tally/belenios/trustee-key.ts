/**
 * The key of one trustee (Belenios protocol version 1, section 4): secret x, public key g^x with a proof of knowledge,
 * and the two files a mandatory ("Single") trustee makes, `.privkey` and `.pubkey`. Members of threshold sets have the
 * same kind of public key.
 */
import { object, optional, type Reader, string } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Refusal, type Result } from '../result.ts';
import { readCompact } from './compact-json.ts';
import {
  createPowerBatch,
  expectMember,
  type PendingCheck,
  type PowerBatch,
  runChecks,
} from './power-batch.ts';
import { expectSchnorr, proveSchnorr } from './proofs.ts';
import {
  drawScalar,
  elementReader,
  type Proof,
  proofJson,
  proofReader,
  type Random,
  scalarReader,
} from './scalar.ts';

const MAX_NAME = 1000;
const MAX_KEY_TEXT = 20_000;

/** A trustee's public key; its secret x is known to nobody else. */
export interface TrusteeKey {
  /** Proof of knowledge of x; its hash names the group. */
  readonly pok: Proof;
  /** g^x */
  readonly publicKey: Element;
  /** Of the key's text, by the member of a threshold set who owns it (2.5.1 and later). Not checked on a Single key. */
  readonly signature?: Proof;
  readonly name?: string;
}

export interface TrusteeKeyPair {
  /** In [0, order). */
  readonly secret: bigint;
  readonly key: TrusteeKey;
}

/** A fresh mandatory trustee. */
export function drawTrustee(group: Group, random: Random): TrusteeKeyPair {
  const secret = drawScalar(group, random);
  return { secret, key: trusteeKeyOf(group, secret, random) };
}

/** The public key of a secret, with a fresh proof. */
export function trusteeKeyOf(group: Group, secret: bigint, random: Random): TrusteeKey {
  const publicKey = group.power(group.generator, secret);
  return { pok: proveSchnorr(group, secret, pokPrefix(group, publicKey), random), publicKey };
}

/** What the proof of knowledge hashes before its commitment. */
function pokPrefix(group: Group, publicKey: Element): string {
  return `pok|${group.name}|${group.text(publicKey)}|`;
}

/**
 * Registers the checks of a public key: it lies in the group (NOT_IN_GROUP) and its owner knows the secret (BAD_PROOF).
 *
 * @returns the key's index among the bases, for further checks, and what to ask after the batch has run
 */
export function expectTrusteeKey(
  batch: PowerBatch,
  { pok, publicKey }: TrusteeKey,
  where: string,
): { readonly base: number; readonly checks: readonly PendingCheck[] } {
  const base = batch.base(publicKey);
  const message = 'the proof of knowledge of the secret key does not verify';
  return {
    base,
    checks: [
      expectMember(batch, base, `${where}.public_key`),
      expectSchnorr(batch, base, pokPrefix(batch.group, publicKey), pok, (holds) =>
        holds ? undefined : { code: 'BAD_PROOF', where: `${where}.pok`, message },
      ),
    ],
  };
}

/** Checks one public key on its own, as a trustee's file arrives. */
export function checkTrusteeKey(group: Group, key: TrusteeKey, where: string): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const { checks } = expectTrusteeKey(batch, key, where);
  return runChecks(batch, checks);
}

export function trusteeKeyReader(group: Group): Reader<TrusteeKey> {
  const shape = object({
    pok: proofReader(group),
    public_key: elementReader(group),
    signature: optional(proofReader(group)),
    name: optional(string(MAX_NAME)),
  });
  return (value, where) => {
    const read = shape(value, where);
    if (!read.ok) return read;
    const { public_key: publicKey, ...rest } = read.value;
    return ok({ publicKey, ...rest });
  };
}

export function trusteeKeyJson(group: Group, { pok, publicKey, signature, name }: TrusteeKey): object {
  return {
    pok: proofJson(pok),
    public_key: group.text(publicKey),
    ...(signature === undefined ? {} : { signature: proofJson(signature) }),
    ...(name === undefined ? {} : { name }),
  };
}

/** A `.pubkey` text, without its line end. */
export function readTrusteeKey(group: Group, text: string, where: string): Result<TrusteeKey> {
  return readCompact(text, where, MAX_KEY_TEXT, trusteeKeyReader(group), (key) =>
    writeTrusteeKey(group, key),
  );
}

export function writeTrusteeKey(group: Group, key: TrusteeKey): string {
  return JSON.stringify(trusteeKeyJson(group, key));
}

/** A `.privkey` text, without its line end: the secret as a JSON string. */
export function readTrusteeSecret(group: Group, text: string, where: string): Result<bigint> {
  return readCompact(text, where, MAX_KEY_TEXT, scalarReader(group), writeTrusteeSecret);
}

export function writeTrusteeSecret(secret: bigint): string {
  return JSON.stringify(secret.toString());
}
