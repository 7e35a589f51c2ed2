/**
 * The encrypted tally (Belenios protocol version 1, section 8). Homomorphic questions: the componentwise product of the
 * counted ballots, each raised to its voter's weight. Ranked questions: the list of ciphertexts, sorted. Accumulators
 * merge, so that workers can sum their share, and superseded ballots (revotes) are taken out by division.
 */
import { array, hash256, object, type Reader } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { assert, ok, type Result, refuse } from '../result.ts';
import type { Answer } from './ballot.ts';
import { readCompact } from './compact-json.ts';
import { countJson, countReader } from './count-number.ts';
import type { Question } from './election.ts';
import { ciphertextJson, ciphertextReader, columnsOf } from './homomorphic-answer.ts';
import { type Ciphertext, multiplyCiphertexts } from './proofs.ts';

/** Per question, the columns (homomorphic) or the ballots' ciphertexts in ascending order (ranked). */
export type EncryptedTally = readonly (readonly Ciphertext[])[];

/** Payload of the EncryptedTally event. */
export interface SizedTally {
  /** Ballots counted: one a credential. */
  readonly numTallied: number;
  /** Sum of the counted credentials' weights. */
  readonly totalWeight: bigint;
  /** SHA-256, in hex, of the encrypted tally's text. */
  readonly encryptedTally: string;
}

/** The tally of no ballots: identity ciphertexts, no ranked ones. */
export function emptyTally(group: Group, questions: readonly Question[]): EncryptedTally {
  const zero: Ciphertext = { alpha: group.identity, beta: group.identity };
  return questions.map((question) =>
    question.kind === 'ranked' ? [] : new Array<Ciphertext>(columnsOf(question)).fill(zero),
  );
}

/** One ballot's contribution: its ciphertexts to the power of the weight. A ranked answer weighs 1. */
export function tallyOfBallot(group: Group, answers: readonly Answer[], weight: bigint): EncryptedTally {
  const weighted = ({ alpha, beta }: Ciphertext): Ciphertext =>
    weight === 1n
      ? { alpha, beta }
      : { alpha: group.power(alpha, weight % group.order), beta: group.power(beta, weight % group.order) };
  return answers.map((answer) =>
    answer.kind === 'ranked' ? [answer.choices] : answer.choices.map(weighted),
  );
}

/** The sum of two tallies of the same questions. */
export function mergeTallies(
  group: Group,
  questions: readonly Question[],
  first: EncryptedTally,
  second: EncryptedTally,
): EncryptedTally {
  return questions.map((question, i) => {
    const a = first[i] ?? [];
    const b = second[i] ?? [];
    if (question.kind === 'ranked') return [...a, ...b];
    assert(a.length === b.length, 'two tallies of one question have the same columns');
    return a.map((column, k) => multiplyCiphertexts(group, [column, b[k] ?? column]));
  });
}

/** `tally` without the ballots summed in `removed`. */
export function subtractTally(
  group: Group,
  questions: readonly Question[],
  tally: EncryptedTally,
  removed: EncryptedTally,
): EncryptedTally {
  return questions.map((question, i) => {
    const columns = tally[i] ?? [];
    const gone = removed[i] ?? [];
    if (question.kind === 'ranked') return withoutCiphertexts(group, columns, gone);
    return columns.map((column, k) => {
      const { alpha, beta } = gone[k] ?? { alpha: group.identity, beta: group.identity };
      return multiplyCiphertexts(group, [column, { alpha: group.invert(alpha), beta: group.invert(beta) }]);
    });
  });
}

/** `list` less one occurrence of each ciphertext in `removed`. */
function withoutCiphertexts(
  group: Group,
  list: readonly Ciphertext[],
  removed: readonly Ciphertext[],
): Ciphertext[] {
  const keyOf = ({ alpha, beta }: Ciphertext) => `${group.text(alpha)},${group.text(beta)}`;
  const toRemove = new Map<string, number>();
  for (const ciphertext of removed)
    toRemove.set(keyOf(ciphertext), (toRemove.get(keyOf(ciphertext)) ?? 0) + 1);
  return list.filter((ciphertext) => {
    const left = toRemove.get(keyOf(ciphertext)) ?? 0;
    if (left > 0) toRemove.set(keyOf(ciphertext), left - 1);
    return left === 0;
  });
}

/** The tally as it is published: ranked ciphertexts sorted by (alpha, beta) as integers. */
export function sortTally(
  group: Group,
  questions: readonly Question[],
  tally: EncryptedTally,
): EncryptedTally {
  const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  return tally.map((column, i) =>
    questions[i]?.kind === 'ranked'
      ? [...column].sort(
          (a, b) =>
            compare(group.sortKey(a.alpha), group.sortKey(b.alpha)) ||
            compare(group.sortKey(a.beta), group.sortKey(b.beta)),
        )
      : column,
  );
}

export function writeEncryptedTally(group: Group, tally: EncryptedTally): string {
  return JSON.stringify(tally.map((column) => column.map((ciphertext) => ciphertextJson(group, ciphertext))));
}

/** Reads an encrypted tally: form and ranges only; compare it with the recomputed one. */
export function readEncryptedTally(group: Group, text: string, where: string): Result<EncryptedTally> {
  const reader: Reader<EncryptedTally> = array(array(ciphertextReader(group), 1_000_000), 1000);
  return readCompact(text, where, text.length, reader, (tally) => writeEncryptedTally(group, tally));
}

const sizedReader = object({
  num_tallied: (value: unknown, where: string): Result<number> =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? ok(value)
      : refuse('MALFORMED', where, 'expected the number of ballots counted'),
  total_weight: countReader,
  encrypted_tally: hash256,
});

export function writeSizedTally({ numTallied, totalWeight, encryptedTally }: SizedTally): string {
  return JSON.stringify({
    num_tallied: numTallied,
    total_weight: countJson(totalWeight),
    encrypted_tally: encryptedTally,
  });
}

export function readSizedTally(text: string, where: string): Result<SizedTally> {
  const read = readCompact(text, where, 10_000, sizedReader, (value) =>
    JSON.stringify({ ...value, total_weight: countJson(value.total_weight) }),
  );
  if (!read.ok) return read;
  const { num_tallied, total_weight, encrypted_tally } = read.value;
  return ok({ numTallied: num_tallied, totalWeight: total_weight, encryptedTally: encrypted_tally });
}
