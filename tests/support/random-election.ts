/**
 * Small elections drawn at random: questions of every shape (blank or not, nothing to choose, more allowed than there are
 * answers), weights, revotes, mandatory and threshold trustees, who decrypts and in which order.
 */
import type { HomomorphicQuestion } from '../../tally/belenios/election.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import type { Choices, SetupPlan, TrusteePlan, Vote } from './election.ts';
import { drawBelow, seededRandom } from './random.ts';

export type PlayPlan = SetupPlan & {
  readonly votes: readonly Vote[];
  readonly decryptedBy: readonly number[];
};

const TEXTS = ['甲', '乙 & "丙"', 'Änderung', '🗳️', '', 'line\nbreak', '\\', '/', '\u2028', '赞成'];

export function drawElection(seed: string): PlayPlan {
  const random = seededRandom(`plan ${seed}`);
  const below = (bound: number) => drawBelow(bound, random);
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const questions = some(1 + below(2), () => drawQuestion(random));
  const trustees: readonly TrusteePlan[] = shuffled(
    [
      ...some(below(3), () => 'single' as const),
      ...some(below(3) === 0 ? 1 : 0, () => {
        const size = 1 + below(3);
        return { size, threshold: 1 + below(size) };
      }),
    ],
    random,
  );
  const voters = 1 + below(4);
  const hasWeights = below(2) === 0;
  const weights = some(voters, () =>
    hasWeights && below(4) > 0 ? [0n, 1n, 2n, 7n, 1073741824n][below(5)] : undefined,
  );
  return {
    seed,
    questions,
    name: TEXTS[below(TEXTS.length)] ?? '',
    description: TEXTS[below(TEXTS.length)] ?? '',
    ...(below(2) === 0 ? {} : { administrator: '选举办公室', credentialAuthority: 'server' }),
    trustees: trustees.length === 0 ? ['single'] : trustees,
    weights,
    votes: some(below(6), () => [below(voters), questions.map((question) => drawChoices(question, random))]),
    decryptedBy: drawOwners(trustees.length === 0 ? ['single'] : trustees, random),
  };
}

function drawQuestion(random: Random): HomomorphicQuestion {
  const below = (bound: number) => drawBelow(bound, random);
  const answers = Array.from({ length: 1 + below(4) }, () => TEXTS[below(TEXTS.length)] ?? '');
  const min = below(answers.length + 1);
  const max = Math.max(min, below(answers.length + 2));
  const blank = [undefined, false, true][below(3)];
  const question = TEXTS[below(TEXTS.length)] ?? '';
  return { kind: 'homomorphic', answers, ...(blank === undefined ? {} : { blank }), min, max, question };
}

/** Choices the question allows. */
export function drawChoices(question: HomomorphicQuestion, random: Random): Choices[number] {
  const { answers, blank = false, min, max } = question;
  if (blank && drawBelow(4, random) === 0) return [1, ...answers.map(() => 0)];
  const count = min + drawBelow(Math.min(max, answers.length) - min + 1, random);
  const order = shuffled([...answers.keys()], random);
  const chosen = new Set(order.slice(0, count));
  const marks = answers.map((_, i) => (chosen.has(i) ? 1 : 0));
  return blank ? [0, ...marks] : marks;
}

/** Enough owners, sometimes more, in any order. */
function drawOwners(trustees: readonly TrusteePlan[], random: Random): readonly number[] {
  let next = 1;
  const owners = trustees.flatMap((trustee) => {
    if (trustee === 'single') return [next++];
    const members = shuffled(
      Array.from({ length: trustee.size }, () => next++),
      random,
    );
    const spare = trustee.size - trustee.threshold;
    return members.slice(0, trustee.threshold + drawBelow(spare + 1, random));
  });
  return shuffled(owners, random);
}

/** In any order, each as likely as the others up to a negligible bias. */
export function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const rest = [...list];
  return list.flatMap(() => rest.splice(drawBelow(rest.length, random), 1));
}
