/**
 * What the rule `greedy` (take projects by points, skip what no longer fits, fund nothing without points) makes of a
 * counted Pabulib election, and how that stands to the outcome the organisers published. Ties are reported, not broken.
 * To compare with one published outcome an order must nevertheless be assumed: that of the file, and, to see whether
 * any order explains it, the one that puts published projects first among equals. Neither is a decision.
 */
import { selectGreedyBudget } from '../count/greedy-budget.ts';
import { amountText } from './amount.ts';

/** A project with what decides: amounts are integers of 10^-12. */
export interface CountedProject {
  readonly id: string;
  readonly cost: bigint;
  /** Points by which projects are taken; a project with none (or less) is not funded. */
  readonly score: bigint;
  /** Published code, null when the file publishes no outcome. */
  readonly selected: number | null;
}

/** Ids in the order of the file; money as decimal texts. */
export type GreedyOutcome =
  | { readonly kind: 'decided'; readonly funded: readonly string[]; readonly left: string }
  | {
      /** `funded` are certain; `tied` have equal points and not all of them fit; `waiting` depend on who of them wins. */
      readonly kind: 'tie';
      readonly funded: readonly string[];
      readonly tied: readonly string[];
      readonly waiting: readonly string[];
      readonly left: string;
    };

/**
 * Why rule and published outcome part, as far as the file lets us see:
 * - tie_order: another order of tied projects gives exactly the published outcome;
 * - later_stage: published with a code above 1, so funded by something the file's comment explains;
 * - spent_later: would fit, had projects with such a code not used the money;
 * - unstated_threshold: would fit, but has fewer points than every funded project: a minimum the file does not state;
 * - unexplained: the file holds no reason.
 */
export type DifferenceReason =
  | 'tie_order'
  | 'later_stage'
  | 'spent_later'
  | 'unstated_threshold'
  | 'unexplained';

export interface Difference {
  readonly project: string;
  readonly fundedBy: 'greedy' | 'publication';
  readonly reason: DifferenceReason;
}

export interface OutcomeComparison {
  /** The rule, ties in the order of the file, funds exactly the published projects (any code above 0). */
  readonly reproduces: boolean;
  /** Funded by the rule (ties in the order of the file), not published as funded. */
  readonly onlyGreedy: readonly string[];
  /** Published as funded, not funded by the rule. */
  readonly onlyPublished: readonly string[];
  /** Cost of the published projects. */
  readonly publishedCost: string;
  /** One for each project of the two lists, in the order of the file. */
  readonly differences: readonly Difference[];
}

/** The outcome by the rule alone, given points and costs. `budget` >= 0. */
export function decideGreedy(projects: readonly CountedProject[], budget: bigint): GreedyOutcome {
  const selection = selectGreedyBudget(candidatesOf(projects), budget);
  const ids = (numbers: readonly number[]) => numbers.map((no) => projects[no]?.id ?? '');
  const left = amountText(selection.leftFen);
  return selection.kind === 'decided'
    ? { kind: 'decided', funded: ids(selection.elected), left }
    : {
        kind: 'tie',
        funded: ids(selection.elected),
        tied: ids(selection.tied),
        waiting: ids(selection.waiting),
        left,
      };
}

/** Compares with the published codes; null when the file publishes none. */
export function comparePublished(
  projects: readonly CountedProject[],
  budget: bigint,
): OutcomeComparison | null {
  if (projects.every((project) => project.selected === null)) return null;
  const isPublished = (project: CountedProject) => (project.selected ?? 0) > 0;
  const funded = fundInOrder(projects, budget, () => false);
  const differing = projects.filter((project) => funded.has(project) !== isPublished(project));
  const published = projects.filter(isPublished);
  const publishedCost = published.reduce((sum, project) => sum + project.cost, 0n);

  // If some order of tied projects gives the published outcome, so does the order with the published ones first: those
  // the other order took fit together, and what did not fit beside some of them does not fit beside all.
  const kindest = fundInOrder(projects, budget, isPublished);
  const isTieOrder = projects.every((project) => kindest.has(project) === isPublished(project));
  const fewest = published.reduce<bigint | null>(
    (least, { score }) => (least === null || score < least ? score : least),
    null,
  );
  const reasonFor = (project: CountedProject): DifferenceReason => {
    if (isTieOrder) return 'tie_order';
    if (isPublished(project)) return project.selected === 1 ? 'unexplained' : 'later_stage';
    const hasLaterStage = published.some(({ selected }) => selected !== 1);
    if (hasLaterStage && publishedCost + project.cost > budget) return 'spent_later';
    return fewest !== null && project.score < fewest ? 'unstated_threshold' : 'unexplained';
  };
  const differences = differing.map(
    (project): Difference => ({
      project: project.id,
      fundedBy: funded.has(project) ? 'greedy' : 'publication',
      reason: reasonFor(project),
    }),
  );
  const idsOf = (side: Difference['fundedBy']) =>
    differences.filter(({ fundedBy }) => fundedBy === side).map(({ project }) => project);
  return {
    reproduces: differences.length === 0,
    onlyGreedy: idsOf('greedy'),
    onlyPublished: idsOf('publication'),
    publishedCost: amountText(publishedCost),
    differences,
  };
}

/** The projects the rule may fund, numbered by their place in the file. */
function candidatesOf(projects: readonly CountedProject[]) {
  return projects
    .map((project, no) => ({ no, for: project.score, costFen: project.cost }))
    .filter((candidate) => candidate.for > 0n);
}

/** The rule with every tie broken: preferred projects first, then the order of the file. */
function fundInOrder(
  projects: readonly CountedProject[],
  budget: bigint,
  isPreferred: (project: CountedProject) => boolean,
): ReadonlySet<CountedProject> {
  const ranked = candidatesOf(projects).map((candidate) => {
    const project = projects[candidate.no];
    const bonus = project !== undefined && isPreferred(project) ? projects.length : 0;
    return { ...candidate, revoteFor: bonus + projects.length - candidate.no };
  });
  const elected = new Set(selectGreedyBudget(ranked, budget).elected);
  return new Set(projects.filter((_, no) => elected.has(no)));
}
