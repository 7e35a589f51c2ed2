/** A verification for a terminal: one line a group of checks, every finding, the counts, the verdict. */
import type { CheckId } from '../verify/checks.ts';
import { groupChecks, summaryOf, trackersOf, verdictOf } from '../verify/summary.ts';
import type { FileVerdict } from './verify-file.ts';

const ARCHIVE_GROUPS = new Set(['05', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17']);

/** `made` names further groups of checks that were made because the user gave something to compare with. */
export function verdictLines(
  verdict: FileVerdict,
  made: ReadonlySet<string>,
  trackers: boolean,
): readonly string[] {
  const { findings, view, parts, kind } = verdict;
  const applies = (check: CheckId) => {
    const group = check.slice(0, 2);
    return made.has(group) || (kind === 'record' ? group < '19' : ARCHIVE_GROUPS.has(group));
  };
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
    ...groupChecks(findings, applies)
      .filter(({ isMade }) => isMade)
      .map(
        ({ number, title, errors, warnings }) =>
          `${errors > 0 ? '✗' : warnings > 0 ? '!' : '✓'} ${number}  ${title}`,
      ),
    ...findings.flatMap(({ check, severity, where, message }) => [
      '',
      `${severity.toUpperCase()} ${check} at ${where}`,
      `  ${message}`,
    ]),
    ...(summary === undefined ? [] : countLines(summary)),
    ...(trackers && view !== undefined ? ['', ...trackersOf(view)] : []),
    '',
    verdictOf(findings).toUpperCase(),
  ];
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
