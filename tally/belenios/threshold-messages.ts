/**
 * What members of a threshold ceremony write and receive (Belenios protocol version 1, sections 5.2 and 5.3): the texts
 * of steps 1, 3, 4 and 5, each on one line, read strictly and written as the peer writes them. Fields only the hardened
 * style has are optional on reading, because members may use belenios-tool 2.0.
 */

import { sha256Hex } from '../encoding/hash.ts';
import { array, mapped, object, optional, type Reader, string } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { ok, type Result } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { type Proof, proofJson, proofReader } from './scalar.ts';
import { signedMessageJson } from './signed-message.ts';
import {
  type Certificate,
  type Commitments,
  certificateReader,
  commitmentsReader,
  MAX_MEMBERS,
  type ThresholdKeys,
  thresholdKeysJson,
  thresholdKeysReader,
} from './threshold.ts';
import { type TrusteeKey, trusteeKeyJson, trusteeKeyReader } from './trustee-key.ts';

const MAX_TEXT = 20_000_000;
const channelText = string(MAX_TEXT);

/** Step 3: what a member has drawn, in part readable by everyone, in part encrypted. */
export interface Polynomial {
  /** Channel text to the member itself: its coefficients, so that it need keep nothing but the seed. */
  readonly polynomial: string;
  /** Channel texts, one a member in order: the value of the polynomial at that member's position. */
  readonly secrets: readonly string[];
  readonly commitments: Commitments;
  /** Over all certificates and the commitments; absent from 2.0 peers. */
  readonly signature?: Proof;
}

/** Step 4: everything addressed to one member. Lists have one entry a member. */
export interface MemberInput {
  readonly polynomial: string;
  readonly secrets: readonly string[];
  readonly commitments: readonly Commitments[];
  readonly signatures?: readonly Proof[];
}

/** Step 5: a member's share of the key. */
export interface MemberOutput {
  /** Channel text to the member itself, kept as the `.dkey` file. */
  readonly decryptionKey: string;
  readonly publicKey: TrusteeKey;
}

export function readCertificate(group: Group, text: string, where: string): Result<Certificate> {
  return readCompact(text, where, MAX_TEXT, certificateReader(group), writeCertificate);
}

export function writeCertificate({ signed }: Certificate): string {
  return JSON.stringify(signedMessageJson(signed));
}

/** Names the files of a member: SHA-256 of the certificate's message. */
export function certificateId({ signed }: Certificate): string {
  return sha256Hex(signed.message);
}

export function readPolynomial(group: Group, text: string, where: string): Result<Polynomial> {
  const shape = object({
    polynomial: channelText,
    secrets: array(channelText, MAX_MEMBERS),
    coefexps: commitmentsReader(group),
    signature: optional(proofReader(group)),
  });
  const reader: Reader<Polynomial> = mapped(shape, ({ coefexps, ...rest }) =>
    ok({ ...rest, commitments: coefexps }),
  );
  return readCompact(text, where, MAX_TEXT, reader, writePolynomial);
}

export function writePolynomial({ polynomial, secrets, commitments, signature }: Polynomial): string {
  return JSON.stringify({
    polynomial,
    secrets,
    coefexps: signedMessageJson(commitments.signed),
    ...(signature === undefined ? {} : { signature: proofJson(signature) }),
  });
}

export function readMemberInput(group: Group, text: string, where: string): Result<MemberInput> {
  const shape = object({
    polynomial: channelText,
    secrets: array(channelText, MAX_MEMBERS),
    coefexps: array(commitmentsReader(group), MAX_MEMBERS),
    signatures: optional(array(proofReader(group), MAX_MEMBERS)),
  });
  const reader: Reader<MemberInput> = mapped(shape, ({ coefexps, ...rest }) =>
    ok({ ...rest, commitments: coefexps }),
  );
  return readCompact(text, where, MAX_TEXT, reader, writeMemberInput);
}

export function writeMemberInput({ polynomial, secrets, commitments, signatures }: MemberInput): string {
  return JSON.stringify({
    polynomial,
    secrets,
    coefexps: commitments.map(({ signed }) => signedMessageJson(signed)),
    ...(signatures === undefined ? {} : { signatures: signatures.map(proofJson) }),
  });
}

export function readMemberOutput(group: Group, text: string, where: string): Result<MemberOutput> {
  const shape = object({ private_key: channelText, public_key: trusteeKeyReader(group) });
  const reader: Reader<MemberOutput> = mapped(shape, ({ private_key, public_key }) =>
    ok({ decryptionKey: private_key, publicKey: public_key }),
  );
  return readCompact(text, where, MAX_TEXT, reader, (output) => writeMemberOutput(group, output));
}

export function writeMemberOutput(group: Group, { decryptionKey, publicKey }: MemberOutput): string {
  return JSON.stringify({ private_key: decryptionKey, public_key: trusteeKeyJson(group, publicKey) });
}

/** `threshold.json`, without its line end. */
export function readThresholdKeys(group: Group, text: string, where: string): Result<ThresholdKeys> {
  return readCompact(text, where, MAX_TEXT, thresholdKeysReader(group), (keys) =>
    writeThresholdKeys(group, keys),
  );
}

export function writeThresholdKeys(group: Group, keys: ThresholdKeys): string {
  return JSON.stringify(thresholdKeysJson(group, keys));
}
