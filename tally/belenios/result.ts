/**
 * From partial decryptions to the result (Belenios protocol version 1, sections 10 and 11): which decryptions are
 * needed, their combination, the discrete logarithm of each homomorphic column, and the check of a published result.
 */
import { array, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { countJson, countReader } from './count-number.ts';
import type { PartialDecryption } from './decryption.ts';
import type { Question } from './election.ts';
import { createPowerBatch } from './power-batch.ts';
import type { EncryptedTally } from './tally.ts';
import { lagrangeCoefficients } from './threshold.ts';
import { listMembers, type Trustee } from './trustee.ts';

/** Per question: a homomorphic question's counts (weight sums), or the decoded vectors in shuffled order. */
export type ElectionResult = readonly (readonly bigint[] | readonly (readonly number[])[])[];

/** Decryptions by trustee number, already checked. */
export type Decryptions = ReadonlyMap<number, PartialDecryption>;

interface Contribution {
  readonly decryption: PartialDecryption;
  readonly exponent: bigint;
}

/** The decryptions that count: every mandatory trustee's, and of each threshold set the first t in order of index. */
function chooseContributions(
  group: Group,
  trustees: readonly Trustee[],
  decryptions: Decryptions,
): Result<readonly Contribution[]> {
  const members = listMembers(trustees);
  const chosen: Contribution[] = [];
  for (const [item, trustee] of trustees.entries()) {
    const own = members.filter((member) => member.item === item);
    const needed = trustee.kind === 'Single' ? 1 : trustee.keys.threshold;
    const available = own.flatMap(({ owner, position }) => {
      const decryption = decryptions.get(owner);
      return decryption === undefined ? [] : [{ decryption, position }];
    });
    if (available.length < needed) {
      const missing = own.filter(({ owner }) => !decryptions.has(owner)).map(({ owner }) => owner);
      const message = `${available.length} of ${needed} needed decryptions are there; trustees without: ${missing.join(', ')}`;
      return refuse('NOT_FOUND', 'decryptions', message);
    }
    const used = available.slice(0, needed);
    const exponents =
      trustee.kind === 'Single'
        ? [1n]
        : lagrangeCoefficients(
            group,
            used.map(({ position }) => position),
          );
    chosen.push(...used.map(({ decryption }, i) => ({ decryption, exponent: exponents[i] ?? 0n })));
  }
  return ok(chosen);
}

/**
 * g^count (or the encoded vector) of every ciphertext: beta divided by the combined decryption factor.
 *
 * @returns NOT_FOUND naming who is missing when too few have decrypted
 */
export function openTally(
  group: Group,
  trustees: readonly Trustee[],
  tally: EncryptedTally,
  decryptions: Decryptions,
): Result<readonly (readonly Element[])[]> {
  const contributions = chooseContributions(group, trustees, decryptions);
  if (!contributions.ok) return contributions;
  const opened = tally.map((column, i) => {
    const batch = createPowerBatch(group);
    const combined = column.map((_, k) =>
      batch.product(
        contributions.value.map(({ decryption, exponent }) => [
          batch.base(decryption.factors[i]?.[k] ?? group.identity),
          exponent,
        ]),
      ),
    );
    batch.run();
    return column.map(({ beta }, k) => group.multiply(beta, group.invert(combined[k]?.() ?? group.identity)));
  });
  return ok(opened);
}

/** Largest total weight whose counts are searched for; 2^40 takes about a million steps. */
const MAX_TOTAL = 2n ** 40n;

/**
 * The result of an opened tally.
 *
 * @param total the sum of counted weights: an upper bound of every count
 * @returns INCONSISTENT if a column holds no count within the bound, or a ranked ciphertext no vector
 */
export function computeResult(
  group: Group,
  questions: readonly Question[],
  opened: readonly (readonly Element[])[],
  total: bigint,
): Result<ElectionResult> {
  if (total > MAX_TOTAL)
    return refuse('TOO_LARGE', 'result', `the total weight ${total} is above ${MAX_TOTAL}`);
  const columns = opened.reduce((sum, column) => sum + column.length, 0);
  const logarithm = createLogarithm(group, total, columns);
  const result: (readonly bigint[] | readonly (readonly number[])[])[] = [];
  for (const [i, question] of questions.entries()) {
    const column = opened[i] ?? [];
    const where = `result[${i}]`;
    if (question.kind === 'ranked') {
      const vectors = column.map((element) => group.embedding?.decode(element, question.answers.length));
      if (vectors.some((vector) => vector === undefined)) {
        return refuse('INCONSISTENT', where, 'a decrypted ciphertext encodes no ranking');
      }
      result.push(vectors.filter((vector) => vector !== undefined));
      continue;
    }
    const counts = column.map(logarithm);
    if (counts.some((count) => count === undefined)) {
      return refuse('INCONSISTENT', where, `a column decrypts to no count between 0 and ${total}`);
    }
    result.push(counts.filter((count) => count !== undefined));
  }
  return ok(result);
}

/** Baby-step giant-step: the x in [0, total] with g^x = element, or undefined. D. Shanks (1971). */
function createLogarithm(
  group: Group,
  total: bigint,
  columns: number,
): (element: Element) => bigint | undefined {
  const steps = sqrtCeil((total + 1n) * BigInt(Math.max(1, columns)));
  const babySteps = steps < total + 1n ? steps : total + 1n;
  // Keys are the low 52 bits of the element: exact matches are confirmed by raising g again.
  const keyOf = (element: Element) => Number(BigInt.asUintN(52, group.sortKey(element)));
  const babies = new Map<number, bigint>();
  let power = group.identity;
  for (let i = 0n; i < babySteps; i++) {
    babies.set(keyOf(power), i);
    power = group.multiply(power, group.generator);
  }
  const giant = group.invert(power);
  return (element) => {
    let rest = element;
    for (let start = 0n; start <= total; start += babySteps) {
      const baby = babies.get(keyOf(rest));
      if (baby !== undefined && start + baby <= total) {
        const found = start + baby;
        if (group.equals(group.power(group.generator, found), element)) return found;
      }
      rest = group.multiply(rest, giant);
    }
    return undefined;
  };
}

function sqrtCeil(value: bigint): bigint {
  let root = BigInt(Math.ceil(Math.sqrt(Number(value))));
  while (root * root < value) root++;
  return root;
}

export function writeResult(result: ElectionResult): string {
  return JSON.stringify({
    result: result.map((column) =>
      column.map((entry) => (Array.isArray(entry) ? entry : countJson(entry as bigint))),
    ),
  });
}

/** Reads a result text: each homomorphic question's counts, each ranked question's vectors of 0…255. */
export function readResult(
  questions: readonly Question[],
  text: string,
  where: string,
): Result<ElectionResult> {
  const vector = array<number>((value, place) => {
    const isByte = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
    return isByte ? ok(value) : refuse('MALFORMED', place, 'expected an integer from 0 to 255');
  }, 500);
  const reader: Reader<ElectionResult> = (value, place) => {
    const columns = (value as { readonly result?: unknown } | null)?.result;
    if (!Array.isArray(columns) || columns.length !== questions.length) {
      return refuse('MALFORMED', `${place}.result`, `expected an array of ${questions.length} questions`);
    }
    const result: (readonly bigint[] | readonly (readonly number[])[])[] = [];
    for (const [i, question] of questions.entries()) {
      const at = `${place}.result[${i}]`;
      const read =
        question.kind === 'ranked'
          ? array(vector, 1_000_000)(columns[i], at)
          : array(countReader, 1000)(columns[i], at);
      if (!read.ok) return read;
      result.push(read.value);
    }
    return ok(result);
  };
  return readCompact(text, where, 100_000_000, reader, writeResult);
}
