/**
 * A recount in words, for a terminal. Ids and names come from a file somebody else wrote: characters that steer a
 * terminal are replaced, long lists are cut with their count.
 */
import { assertNever } from '../result.ts';
import type { Difference, DifferenceReason, GreedyOutcome } from './published-outcome.ts';
import type { ProjectTotal, RecountReport } from './recount.ts';

const SHOWN = 40;

const REASONS: { readonly [R in DifferenceReason]: string } = {
  tie_order: 'a tie decides: another order among equals gives exactly the published outcome',
  later_stage: 'its published code is above 1, so another stage funded it (see the comment of the file)',
  spent_later: 'it would fit, had another stage (a published code above 1) not used the money',
  unstated_threshold:
    'it would fit, but every funded project has more points: a minimum or another condition the file does not state',
  unexplained: 'the file gives no reason',
};

/** The whole report as lines without line ends. */
export function recountLines(report: RecountReport): readonly string[] {
  return [
    plain(report.title),
    `${report.ballots} ballots (${report.voteType}), ${report.projects.length} projects, budget ${report.budget}, rule ${plain(report.rule)}`,
    ...limitLines(report),
    ...countLines(report),
    ...outcomeLines(report.outcome, report.rule),
    ...comparisonLines(report),
  ];
}

function limitLines({ outsideLimits }: RecountReport): readonly string[] {
  return outsideLimits.ballots === 0
    ? []
    : [
        `${outsideLimits.ballots} ballots go beyond the limits the file states (the first in line ${outsideLimits.firstLine}); they are counted.`,
      ];
}

function countLines(report: RecountReport): readonly string[] {
  switch (report.counts) {
    case 'equal':
      return ['Counts: every published total equals what the ballots give.'];
    case 'unpublished':
      return ['Counts: the file publishes no totals to compare with.', ...report.projects.map(totalLine)];
    case 'different': {
      const differing = report.projects.filter(({ agrees }) => !agrees);
      return [
        `Counts: ${differing.length} projects differ from what was published.`,
        ...differing.map(totalLine),
      ];
    }
    default:
      return assertNever(report.counts);
  }
}

function totalLine(total: ProjectTotal): string {
  const published = [
    total.publishedVotes === null ? '' : `, published votes ${total.publishedVotes}`,
    total.publishedScore === null ? '' : `, published score ${total.publishedScore}`,
  ].join('');
  return `  ${plain(total.id)}: ${total.votes} votes, ${total.score} points${published}`;
}

function outcomeLines(outcome: GreedyOutcome | null, rule: string): readonly string[] {
  if (outcome === null) {
    return [`Outcome: the rule ${plain(rule)} is not applied here; only "greedy" decides. Recounted only.`];
  }
  const funded = `${outcome.funded.length} projects (${list(outcome.funded)}), ${outcome.left} of the budget left`;
  return outcome.kind === 'decided'
    ? [`Outcome: funded ${funded}.`]
    : [
        `Outcome: open, because it depends on how a tie is broken. Certain are ${funded}.`,
        `  Tied, and not all of them fit: ${list(outcome.tied)}. Decide by the rule of the election or by lot.`,
        `  Looked at afterwards: ${outcome.waiting.length === 0 ? 'none' : list(outcome.waiting)}.`,
      ];
}

function comparisonLines({ outcome, comparison }: RecountReport): readonly string[] {
  if (outcome === null) return [];
  if (comparison === null) return ['Published outcome: none in the file.'];
  const order = outcome.kind === 'tie' ? ' (ties in the order of the file)' : '';
  return comparison.reproduces
    ? [`Published outcome: the same as by the plain rule${order}.`]
    : [
        `Published outcome: differs from the plain rule${order}; published projects cost ${comparison.publishedCost}.`,
        ...comparison.differences.map(differenceLine),
      ];
}

function differenceLine({ project, fundedBy, reason }: Difference): string {
  const side = fundedBy === 'greedy' ? 'funded only by the rule' : 'funded only as published';
  return `  ${plain(project)}: ${side}; ${REASONS[reason]}.`;
}

function list(ids: readonly string[]): string {
  const shown = ids.slice(0, SHOWN).map(plain).join(', ');
  return ids.length > SHOWN ? `${shown} and ${ids.length - SHOWN} more` : shown;
}

/** One line without control or direction-changing characters. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}
