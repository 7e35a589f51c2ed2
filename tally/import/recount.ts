/**
 * Counts a Pabulib election again and sets the result beside what was published: totals a project, then, where the
 * file's rule is `greedy`, the outcome. The report is plain data (it can be written as JSON); recount-text.ts says it
 * in words. How points come about: approval 1 a project, ordinal by place, cumulative and scoring as given.
 */
import { amountText, ONE } from './amount.ts';
import type { PabulibElection } from './pabulib.ts';
import {
  type CountedProject,
  comparePublished,
  decideGreedy,
  type GreedyOutcome,
  type OutcomeComparison,
} from './published-outcome.ts';

/** Counts and points as decimal texts, exact. */
export interface ProjectTotal {
  readonly id: string;
  readonly name: string | null;
  readonly cost: string;
  /** Ballots that name the project. */
  readonly votes: number;
  readonly score: string;
  readonly publishedVotes: string | null;
  readonly publishedScore: string | null;
  /** Every published figure equals the counted one. */
  readonly agrees: boolean;
}

export interface RecountReport {
  readonly title: string;
  readonly voteType: string;
  readonly rule: string;
  readonly budget: string;
  readonly ballots: number;
  /** Ballots beyond a limit META states (length, points, cost); counted like the others. `firstLine` is null at 0. */
  readonly outsideLimits: { readonly ballots: number; readonly firstLine: number | null };
  /** In the order of the file. */
  readonly projects: readonly ProjectTotal[];
  /** `unpublished`: the file has neither `votes` nor `score`. */
  readonly counts: 'equal' | 'different' | 'unpublished';
  /** null when the file's rule is not `greedy`: then this program recounts and decides nothing. */
  readonly outcome: GreedyOutcome | null;
  /** null when nothing was decided, or nothing published to compare with. */
  readonly comparison: OutcomeComparison | null;
}

/** The only rule of Pabulib files that decides here. */
const RULE = 'greedy';

/** Votes (ballots that name the project) and points, both in the order of the projects; points are integers of 10^-12. */
export interface Totals {
  readonly votes: readonly number[];
  readonly scores: readonly bigint[];
}

export function countBallots(election: PabulibElection): Totals {
  const { projects, ballots, voteRules } = election;
  const votes = new Array<number>(projects.length).fill(0);
  const scores = new Array<bigint>(projects.length).fill(0n);
  const firstPlace = voteRules.maxLength ?? projects.length;
  for (const ballot of ballots) {
    ballot.choices.forEach((project, place) => {
      votes[project] = (votes[project] ?? 0) + 1;
      // A place beyond the last one that counts earns nothing.
      const worth =
        voteRules.voteType === 'ordinal'
          ? BigInt(Math.max(0, firstPlace - place)) * ONE
          : (ballot.points?.[place] ?? ONE);
      scores[project] = (scores[project] ?? 0n) + worth;
    });
  }
  if (voteRules.voteType !== 'scoring') return { votes, scores };
  const withDefault = scores.map(
    (score, project) => score + voteRules.defaultScore * BigInt(ballots.length - (votes[project] ?? 0)),
  );
  return { votes, scores: withDefault };
}

/** What the rule looks at, from counted totals. */
export function countedProjects(election: PabulibElection, totals: Totals): readonly CountedProject[] {
  return election.projects.map(({ id, cost, selected }, i) => ({
    id,
    cost,
    score: totals.scores[i] ?? 0n,
    selected,
  }));
}

export function recount(election: PabulibElection): RecountReport {
  const totals = countBallots(election);
  const projects = election.projects.map((project, i): ProjectTotal => {
    const votes = totals.votes[i] ?? 0;
    const score = totals.scores[i] ?? 0n;
    const votesAgree = project.votes === null || project.votes === BigInt(votes) * ONE;
    const scoreAgrees = project.score === null || project.score === score;
    return {
      id: project.id,
      name: project.name,
      cost: amountText(project.cost),
      votes,
      score: amountText(score),
      publishedVotes: project.votes === null ? null : amountText(project.votes),
      publishedScore: project.score === null ? null : amountText(project.score),
      agrees: votesAgree && scoreAgrees,
    };
  });
  const isPublished = election.projects.some(({ votes, score }) => votes !== null || score !== null);
  const outside = election.ballots.filter((ballot) => !ballot.isWithinLimits);
  const counted = countedProjects(election, totals);
  const decides = election.rule === RULE;
  return {
    title: election.meta.get('description') ?? '',
    voteType: election.voteRules.voteType,
    rule: election.rule,
    budget: amountText(election.budget),
    ballots: election.ballots.length,
    outsideLimits: { ballots: outside.length, firstLine: outside[0]?.line ?? null },
    projects,
    counts: !isPublished ? 'unpublished' : projects.every(({ agrees }) => agrees) ? 'equal' : 'different',
    outcome: decides ? decideGreedy(counted, election.budget) : null,
    comparison: decides ? comparePublished(counted, election.budget) : null,
  };
}

/** 0 when no published total differs from the counted one, else 1; an outcome that differs is told, not a failure. */
export function exitCodeOf(report: RecountReport): 0 | 1 {
  return report.counts === 'different' ? 1 : 0;
}
