/**
 * Whether a published result is what the ballots decrypt to (Belenios protocol version 1, sections 11 and 14.12): shape,
 * bounds and, by raising the generator, the equation of every value. No logarithm is searched for.
 */
import type { Element, Group } from '../groups/group.ts';
import type { Refusal } from '../result.ts';
import type { HomomorphicQuestion, Question } from './election.ts';
import type { ElectionResult } from './result.ts';

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
  question: HomomorphicQuestion,
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
