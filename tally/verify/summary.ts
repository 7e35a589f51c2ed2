/** What a verification says in the end: verdict, exit code and a plain summary, for `--json` and for pages. */

import type { EventType } from '../belenios/archive/event.ts';
import type { Question } from '../belenios/election.ts';
import { base64NoPad, readHex } from '../encoding/bytes.ts';
import type { ArchiveView } from './archive-view.ts';
import { CHECK_GROUPS } from './checks.ts';
import type { Finding } from './finding.ts';
import type { RecordVerdict } from './verify-record.ts';

export type Verdict = 'verified' | 'refuted';

/** Refuted if any finding is an error. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return findings.some(({ severity }) => severity === 'error') ? 'refuted' : 'verified';
}

/** Whether there is nothing to judge: the file is no record, or not even the first event of its archive can be read. */
export function isUnusable({ view, isForeign }: RecordVerdict): boolean {
  return isForeign === true || view?.events.length === 0;
}

/** What is said of a whole file. */
export function outcomeOf(verdict: RecordVerdict): Verdict | 'unusable' {
  return isUnusable(verdict) ? 'unusable' : verdictOf(verdict.findings);
}

const RECORD_GROUPS = ['01', '02', '03', '04', '06', '17', '18'];
/** Where the votes are by name there is nothing encrypted to check. */
const VOTES_GROUPS = ['07', '08', '10', '11', '13'];
const BALLOT_GROUPS = ['05', '07', '08', '09', '10', '11', '12', '13'];
/** What is checked of the count, each from the event on that ends what it looks at. */
const COUNT_GROUPS: readonly (readonly [string, EventType])[] = [
  ['14', 'EncryptedTally'],
  ['15', 'PartialDecryption'],
  ['16', 'Result'],
  ['17', 'Result'],
];

/** The groups of checks that were made: a file that breaks off, or cannot be read, is not put to those of what is missing. */
export function madeGroups({ findings, view, votes, parts }: RecordVerdict): ReadonlySet<string> {
  const isWhole = parts !== undefined;
  return new Set([
    ...findings.map(({ check }) => check.slice(0, 2)),
    ...(isWhole ? RECORD_GROUPS : []),
    ...(isWhole && votes !== undefined ? VOTES_GROUPS : []),
    ...(view === undefined ? [] : archiveGroups(view)),
  ]);
}

function archiveGroups({ events, election, trustees }: ArchiveView): readonly string[] {
  const types = new Set(events.map(({ type }) => type));
  if (types.size === 0) return [];
  // Without a set-up that could be read, nothing after it was checked.
  if (trustees.length === 0) return election === undefined ? ['05'] : ['05', '07'];
  return [...BALLOT_GROUPS, ...COUNT_GROUPS.filter(([, type]) => types.has(type)).map(([group]) => group)];
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

/** The groups of checks that were made (`madeGroups`), in order, with how each came out. */
export function groupChecks(findings: readonly Finding[], made: ReadonlySet<string>) {
  // Keys like '10' come first in an object's own order.
  return Object.entries(CHECK_GROUPS)
    .filter(([number]) => made.has(number))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number, title]) => {
      const own = findings.filter(({ check }) => check.startsWith(number));
      return {
        number,
        title,
        errors: own.filter(({ severity }) => severity === 'error').length,
        warnings: own.filter(({ severity }) => severity === 'warning').length,
        notes: own.filter(({ severity }) => severity === 'info').length,
      };
    });
}
