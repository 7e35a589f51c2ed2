/**
 * `trustees.json` of an election (Belenios protocol version 1, section 4): mandatory ("Single") keys and threshold
 * ("Pedersen") key sets, in any order. Keys are read by trustee-key.ts and threshold.ts; whether all that stands here
 * is true, check-trustees.ts tells.
 */
import { array, oneOf, pair, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Result } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { type ThresholdKeys, thresholdKeysJson, thresholdKeysReader } from './threshold.ts';
import { type TrusteeKey, trusteeKeyJson, trusteeKeyReader } from './trustee-key.ts';

export type Trustee =
  | { readonly kind: 'Single'; readonly key: TrusteeKey }
  | { readonly kind: 'Pedersen'; readonly keys: ThresholdKeys };

const MAX_TRUSTEES = 100;
/** One key set of the largest size (100 members, threshold 100) takes 7 MB; every element costs a power to check. */
const MAX_TEXT = 10_000_000;

/** Reads `trustees.json`: form, ranges and the texts inside signed messages. Truth is `checkTrustees`' matter. */
export function readTrustees(group: Group, text: string, where: string): Result<readonly Trustee[]> {
  const reader = array(trusteeReader(group), MAX_TRUSTEES, 1);
  return readCompact(text, where, MAX_TEXT, reader, (trustees) => writeTrustees(group, trustees));
}

export function writeTrustees(group: Group, trustees: readonly Trustee[]): string {
  return JSON.stringify(
    trustees.map((trustee) =>
      trustee.kind === 'Single'
        ? ['Single', trusteeKeyJson(group, trustee.key)]
        : ['Pedersen', thresholdKeysJson(group, trustee.keys)],
    ),
  );
}

function trusteeReader(group: Group): Reader<Trustee> {
  const kind = pair(oneOf('Single', 'Pedersen'), (value) => ok(value));
  const single = trusteeKeyReader(group);
  const pedersen = thresholdKeysReader(group);
  return (value, where) => {
    const read = kind(value, where);
    if (!read.ok) return read;
    const place = `${where}[1]`;
    if (read.value[0] === 'Single') {
      const key = single(read.value[1], place);
      return key.ok ? ok({ kind: 'Single', key: key.value }) : key;
    }
    const keys = pedersen(read.value[1], place);
    return keys.ok ? ok({ kind: 'Pedersen', keys: keys.value }) : keys;
  };
}

/** One holder of a decryption key, as events and partial decryptions number them. */
export interface Member {
  /** The trustee id: 1, 2, … through the whole list, a Pedersen item taking one for each of its keys. */
  readonly owner: number;
  /** Index into the list of trustees. */
  readonly item: number;
  /** Index inside a Pedersen item, from 1 (the point its share is taken at); 1 for a Single trustee. */
  readonly position: number;
  readonly key: TrusteeKey;
}

export function listMembers(trustees: readonly Trustee[]): readonly Member[] {
  return trustees
    .flatMap((trustee, item) =>
      (trustee.kind === 'Single' ? [trustee.key] : trustee.keys.verificationKeys).map((key, i) => ({
        item,
        position: i + 1,
        key,
      })),
    )
    .map((member, i) => ({ owner: i + 1, ...member }));
}

/** The key ballots are encrypted to: every Single key times every member's constant commitment, per Pedersen item. */
export function electionKeyOf(group: Group, trustees: readonly Trustee[]): Element {
  return trustees
    .flatMap((trustee) =>
      trustee.kind === 'Single'
        ? [trustee.key.publicKey]
        : trustee.keys.commitments.map(({ coefficients }) => coefficients[0] ?? group.identity),
    )
    .reduce((product, key) => group.multiply(product, key), group.identity);
}
