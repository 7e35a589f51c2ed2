/**
 * From partial decryptions to the result (Belenios protocol version 1, sections 10 and 11): which decryptions are
 * needed, their combination, the discrete logarithm of each homomorphic column, and the check of a published result.
 */
import { array, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { invertModulo } from '../groups/mod-p.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { countJson, countReader } from './count-number.ts';
import type { PartialDecryption } from './decryption.ts';
import type { Question } from './election.ts';
import { createPowerBatch } from './power-batch.ts';
import type { EncryptedTally } from './tally.ts';

/** Who must decrypt: a mandatory trustee, or any `threshold` of the members numbered from `firstOwner`. */
export type TrusteeShare =
  | { readonly kind: 'single'; readonly owner: number }
  | {
      readonly kind: 'pedersen';
      readonly firstOwner: number;
      readonly members: number;
      readonly threshold: number;
    };

/** Per question: a homomorphic question's counts (weight sums), or the decoded vectors in shuffled order. */
export type ElectionResult = readonly (readonly bigint[] | readonly (readonly number[])[])[];

/** Decryptions by trustee number, already checked. */
export type Decryptions = ReadonlyMap<number, PartialDecryption>;

interface Contribution {
  readonly decryption: PartialDecryption;
  readonly exponent: bigint;
}

/** λ_j = Π k/(k-j) modulo the order, over the other chosen indexes k (Lagrange interpolation at 0). */
export function lagrangeAtZero(order: bigint, indexes: readonly number[], index: number): bigint {
  return indexes
    .filter((other) => other !== index)
    .reduce((product, other) => {
      const difference = ((BigInt(other - index) % order) + order) % order;
      return (((product * BigInt(other)) % order) * invertModulo(difference, order)) % order;
    }, 1n);
}

/** The decryptions that count: every mandatory trustee's, and of each threshold set the first t in order of index. */
function chooseContributions(
  group: Group,
  shares: readonly TrusteeShare[],
  decryptions: Decryptions,
): Result<readonly Contribution[]> {
  const chosen: Contribution[] = [];
  for (const share of shares) {
    if (share.kind === 'single') {
      const decryption = decryptions.get(share.owner);
      if (decryption === undefined) {
        return refuse(
          'NOT_FOUND',
          'decryptions',
          `the decryption of mandatory trustee ${share.owner} is missing`,
        );
      }
      chosen.push({ decryption, exponent: 1n });
      continue;
    }
    const available = Array.from({ length: share.members }, (_, i) => i + 1).filter((index) =>
      decryptions.has(share.firstOwner + index - 1),
    );
    if (available.length < share.threshold) {
      const message = `${available.length} of the trustees ${share.firstOwner} to ${
        share.firstOwner + share.members - 1
      } have decrypted, ${share.threshold} are needed`;
      return refuse('NOT_FOUND', 'decryptions', message);
    }
    const used = available.slice(0, share.threshold);
    for (const index of used) {
      const decryption = decryptions.get(share.firstOwner + index - 1);
      if (decryption !== undefined) {
        chosen.push({ decryption, exponent: lagrangeAtZero(group.order, used, index) });
      }
    }
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
  shares: readonly TrusteeShare[],
  tally: EncryptedTally,
  decryptions: Decryptions,
): Result<readonly (readonly Element[])[]> {
  const contributions = chooseContributions(group, shares, decryptions);
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

/**
 * Findings about a published result against the opened tally: shape, every value at most the total weight, g^value equal
 * to what was decrypted, and each homomorphic question's sum within min…max ballots' weights.
 */
export function checkResult(
  group: Group,
  questions: readonly Question[],
  opened: readonly (readonly Element[])[],
  total: bigint,
  result: ElectionResult,
  where: string,
): Refusal[] {
  return questions.flatMap((question, i) => {
    const column = opened[i] ?? [];
    const published = result[i] ?? [];
    const place = `${where}.result[${i}]`;
    if (published.length !== column.length) {
      const message = `expected ${column.length} values, found ${published.length}`;
      return [{ code: 'MALFORMED', where: place, message }];
    }
    if (question.kind === 'ranked')
      return checkVectors(group, question.answers.length, column, published, place);
    const counts = published.filter((value) => typeof value === 'bigint');
    return [
      ...counts.flatMap((count, k) =>
        checkCount(group, column[k] ?? group.identity, count, total, `${place}[${k}]`),
      ),
      ...checkSum(question, counts, total, place),
    ];
  });
}

function checkCount(group: Group, element: Element, count: bigint, total: bigint, where: string): Refusal[] {
  if (count > total) {
    return [{ code: 'INCONSISTENT', where, message: `${count} is above the total weight ${total}` }];
  }
  return group.equals(group.power(group.generator, count % group.order), element)
    ? []
    : [{ code: 'INCONSISTENT', where, message: `the decrypted tally does not hold ${count}` }];
}

function checkSum(
  question: { readonly min: number; readonly max: number; readonly blank?: boolean },
  counts: readonly bigint[],
  total: bigint,
  where: string,
): Refusal[] {
  const blanks = question.blank === true ? (counts[0] ?? 0n) : 0n;
  const chosen = counts.reduce((sum, count) => sum + count, 0n) - blanks;
  const voters = total - blanks;
  return chosen >= BigInt(question.min) * voters && chosen <= BigInt(question.max) * voters
    ? []
    : [
        {
          code: 'INCONSISTENT',
          where,
          message: `${chosen} choices cannot come from ${voters} ballots of this question`,
        },
      ];
}

function checkVectors(
  group: Group,
  length: number,
  column: readonly Element[],
  published: readonly (bigint | readonly number[])[],
  where: string,
): Refusal[] {
  return column.flatMap((element, k) => {
    const vector = group.embedding?.decode(element, length);
    const given = published[k];
    return vector !== undefined && Array.isArray(given) && vector.join() === given.join()
      ? []
      : [
          {
            code: 'INCONSISTENT' as const,
            where: `${where}[${k}]`,
            message: 'the decrypted ranking is another one',
          },
        ];
  });
}
