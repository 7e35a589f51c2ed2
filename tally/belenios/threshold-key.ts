/**
 * A threshold member's decryption key, kept as a seed (22 characters) and an encrypted `.dkey` text (Belenios protocol
 * version 1, section 5.2): opening it, and proving before the count that what was kept still works.
 */
import { object } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { memberKeysOf, receiveMessage } from './channel.ts';
import { readCompact } from './compact-json.ts';
import { reduce } from './scalar.ts';
import { type ThresholdKeys, unreducedScalarReader } from './threshold.ts';

const MAX_DECRYPTION_KEY = 2_000;

/** Opens a `.dkey` text with the seed it was made for; the key is reduced into [0, order). */
export function decryptionKeyOf(group: Group, seed: string, text: string, where: string): Result<bigint> {
  const keys = memberKeysOf(group, seed);
  const message = receiveMessage(group, keys, keys.verification, text, where);
  if (!message.ok) return message;
  const reader = object({ decryption_key: unreducedScalarReader(group) });
  const read = readCompact(message.value, where, MAX_DECRYPTION_KEY, reader, ({ decryption_key }) =>
    JSON.stringify({ decryption_key: decryption_key.toString() }),
  );
  return read.ok ? ok(reduce(group, read.value.decryption_key)) : read;
}

export interface RestoredMember {
  /** Position in the key set, from 1. */
  readonly position: number;
  readonly decryptionKey: bigint;
}

/**
 * Restores a member from what it kept, and proves that it is enough: the seed's keys stand in a certificate, the
 * `.dkey` text opens, and its exponent gives that member's public verification key. Ask every scrutineer for this before
 * a session is sealed.
 *
 * @returns NOT_FOUND (the seed belongs to nobody here), UNDECRYPTABLE, INCONSISTENT (the key of another key set) …
 */
export function restoreMember(
  group: Group,
  seed: string,
  text: string,
  keys: ThresholdKeys,
  where: string,
): Result<RestoredMember> {
  const own = memberKeysOf(group, seed).verification;
  const index = keys.certificates.findIndex(({ verification }) => group.equals(verification, own));
  const expected = keys.verificationKeys[index]?.publicKey;
  if (expected === undefined) {
    return refuse('NOT_FOUND', where, 'this seed belongs to no member of the key set');
  }
  const decryptionKey = decryptionKeyOf(group, seed, text, where);
  if (!decryptionKey.ok) return decryptionKey;
  return group.equals(group.power(group.generator, decryptionKey.value), expected)
    ? ok({ position: index + 1, decryptionKey: decryptionKey.value })
    : refuse('INCONSISTENT', where, 'the decryption key does not belong to this key set');
}
