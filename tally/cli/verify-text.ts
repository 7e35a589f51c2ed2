/** A verification for a terminal: one line a group of checks, every finding, the counts, the verdict. */
import type { CheckId } from '../verify/checks.ts';
import type { Finding } from '../verify/finding.ts';
import { groupChecks, madeGroups, outcomeOf, summaryOf, trackersOf } from '../verify/summary.ts';
import type { FileVerdict } from './verify-file.ts';

/** `compared` names further groups of checks that were made because the user gave something to compare with. */
export function verdictLines(
  verdict: FileVerdict,
  compared: readonly string[],
  trackers: boolean,
): readonly string[] {
  const { findings, view, votes, parts } = verdict;
  const summary = view === undefined ? undefined : summaryOf(view);
  return [
    ...(parts === undefined ? [] : [parts.setup.meeting.titleZh, parts.setup.subject.subjectZh]),
    ...(summary === undefined
      ? []
      : [
          `${summary.name ?? 'unreadable election'} (${summary.uuid ?? '?'})`,
          `fingerprint ${summary.fingerprint ?? '?'}`,
          `last event  ${summary.head ?? '?'}`,
          '',
        ]),
    ...groupChecks(findings, new Set([...madeGroups(verdict), ...compared])).map(
      (group) => `${markOf(group)} ${group.number}  ${group.title}`,
    ),
    ...findingLines(findings),
    ...(summary === undefined ? [] : countLines(summary)),
    ...(votes === undefined ? [] : ['', `${votes.votes.length} votes by name`]),
    ...(trackers && view !== undefined ? ['', ...trackersOf(view)] : []),
    '',
    outcomeOf(verdict).toUpperCase(),
  ];
}

function markOf({ errors, warnings, notes }: ReturnType<typeof groupChecks>[number]): string {
  if (errors > 0) return '✗';
  if (warnings > 0) return '!';
  return notes > 0 ? '·' : '✓';
}

/** Findings of one check that are printed; `--json` has them all. */
const MOST_OF_A_CHECK = 20;

function findingLines(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<CheckId, number>();
  const lines: string[] = [];
  for (const { check, severity, where, message } of findings) {
    const count = (seen.get(check) ?? 0) + 1;
    seen.set(check, count);
    if (count <= MOST_OF_A_CHECK)
      lines.push('', `${severity.toUpperCase()} ${check} at ${where}`, `  ${message}`);
  }
  for (const [check, count] of seen) {
    if (count > MOST_OF_A_CHECK) lines.push('', `${count - MOST_OF_A_CHECK} more findings of check ${check}`);
  }
  return lines;
}

function countLines({
  ballots,
  voters,
  counted,
  questions,
}: ReturnType<typeof summaryOf>): readonly string[] {
  return [
    '',
    `${ballots} ballots, ${counted} of them counted; ${voters} credentials on the list`,
    ...questions.flatMap((question) => [
      '',
      question.question,
      ...('counts' in question
        ? question.counts.map(({ answer, count }) => `${(count ?? '–').padStart(10)}  ${answer}`)
        : [`${question.rankings?.length ?? 0} rankings`]),
    ]),
  ];
}
