/** What a verification says in the end: verdict, exit code and a plain summary, for `--json` and for pages. */
import type { Question } from '../belenios/election.ts';
import { base64NoPad, readHex } from '../encoding/bytes.ts';
import type { ArchiveView } from './archive-view.ts';
import { CHECK_GROUPS, CHECKS, type CheckId } from './checks.ts';
import type { Finding } from './finding.ts';

export type Verdict = 'verified' | 'refuted';

/** Refuted if any finding is an error. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return findings.some(({ severity }) => severity === 'error') ? 'refuted' : 'verified';
}

/** The election as plain JSON: what was asked, how many voted, what came out. Counts are decimal strings. */
export function summaryOf(view: ArchiveView) {
  const { election } = view;
  const counted = view.ballots.filter(({ supersededBy }) => supersededBy === undefined);
  return {
    uuid: election?.uuid ?? null,
    name: election?.name ?? null,
    fingerprint: election?.fingerprint ?? null,
    group: election?.groupName ?? null,
    head: view.events.at(-1)?.hash ?? null,
    events: view.events.length,
    voters: view.voters,
    ballots: view.ballots.length,
    counted: counted.length,
    totalWeight: view.totalWeight.toString(),
    decryptedBy: view.decryptedBy,
    questions: (election?.questions ?? []).map((question, i) => questionSummary(question, view.result?.[i])),
  };
}

function questionSummary(question: Question, result: readonly unknown[] | undefined) {
  const { question: title, answers } = question;
  if (question.kind === 'ranked') return { question: title, answers, rankings: result ?? null };
  const labels = question.blank === true ? ['(blank)', ...answers] : answers;
  const counts = labels.map((answer, i) => ({
    answer,
    count: result === undefined ? null : String(result[i]),
  }));
  return { question: title, counts };
}

/** Every counted ballot's tracker as voters see it (standard Base64 without padding), in order of the archive. */
export function trackersOf(view: ArchiveView): readonly string[] {
  return view.ballots
    .filter(({ supersededBy }) => supersededBy === undefined)
    .map(({ hash }) => base64NoPad(readHex(hash) ?? new Uint8Array()));
}

/** The checks in groups of two digits, with how each group came out. `applies` says which checks were made at all. */
export function groupChecks(findings: readonly Finding[], applies: (check: CheckId) => boolean) {
  const ids = Object.keys(CHECKS).filter((id): id is CheckId => id in CHECKS);
  // Keys like '10' come first in an object's own order.
  return Object.entries(CHECK_GROUPS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number, title]) => {
      const own = findings.filter(({ check }) => check.startsWith(number));
      const steps = ids.filter((id) => id.startsWith(number));
      return {
        number,
        title,
        isMade: steps.some(applies),
        errors: own.filter(({ severity }) => severity === 'error').length,
        warnings: own.filter(({ severity }) => severity === 'warning').length,
        notes: own.filter(({ severity }) => severity === 'info').length,
      };
    });
}
