/**
 * Signed messages of the threshold ceremony, `{"message":"TEXT","signature":{challenge,response}}`, and bare signatures
 * over a text (Belenios protocol version 1, section 5.1): a Schnorr proof whose hash covers `sigmsg|TEXT|`.
 */
import { object, type Reader, string } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import type { PendingCheck, PowerBatch } from './power-batch.ts';
import { expectSchnorr, proveSchnorr } from './proofs.ts';
import { type Proof, proofJson, proofReader, type Random } from './scalar.ts';

export interface SignedMessage {
  /** The exact text that is signed. */
  readonly message: string;
  readonly signature: Proof;
}

/** Longest text of any message: the coefficients of the largest ceremony, nested twice as JSON strings. */
export const MAX_MESSAGE = 1_000_000;

export function signText(group: Group, signingKey: bigint, text: string, random: Random): Proof {
  return proveSchnorr(group, signingKey, `sigmsg|${text}|`, random);
}

export function signMessage(
  group: Group,
  signingKey: bigint,
  message: string,
  random: Random,
): SignedMessage {
  return { message, signature: signText(group, signingKey, message, random) };
}

/** Registers the check of a signature by the verification key at `signer` in the batch; BAD_SIGNATURE otherwise. */
export function expectSignature(
  batch: PowerBatch,
  signer: number,
  text: string,
  signature: Proof,
  where: string,
): PendingCheck {
  return expectSchnorr(batch, signer, `sigmsg|${text}|`, signature, (holds) =>
    holds ? undefined : { code: 'BAD_SIGNATURE', where, message: 'the signature does not verify' },
  );
}

export function signedMessageReader(group: Group): Reader<SignedMessage> {
  return object({ message: string(MAX_MESSAGE), signature: proofReader(group) });
}

export function signedMessageJson({ message, signature }: SignedMessage): object {
  return { message, signature: proofJson(signature) };
}
