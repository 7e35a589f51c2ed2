/** `verify`: checks a record or an archive and says everything it found. Exit 0 verified, 1 refuted, 2 unusable. */
import { availableParallelism } from 'node:os';
import type { ByteSource } from '../../encoding/byte-source.ts';
import type { CheckId } from '../../verify/checks.ts';
import type { Finding } from '../../verify/finding.ts';
import type { VerifyOptions } from '../../verify/options.ts';
import { groupChecks, summaryOf, trackersOf, verdictOf } from '../../verify/summary.ts';
import { type ArchiveVerdict, verifyArchive } from '../../verify/verify-archive.ts';
import { onlyPositional, readArguments, readCount } from '../arguments.ts';
import { type Command, type ExitCode, type Terminal, UsageError, unusable } from '../command.ts';
import { type EngineName, openGroupWith } from '../engine.ts';
import { openFile } from '../files.ts';
import { createPoolChecker } from '../pool.ts';
import { startProgress } from '../progress.ts';

const HELP = `
minyi verify FILE [OPTIONS]

Verifies a published record (record-UUID.zip) or the archive (UUID.bel) of any Belenios version-1 election, and prints
every finding under the number it has in docs/verification.md.

  --since OLD        also check that FILE only adds to OLD, an earlier snapshot of the same archive or record
  --json             print findings and summary as one JSON object
  --trackers         also print the tracker of every counted ballot
  --threads N        threads to check ballots on (default: one a processor core)
  --engine NAME      arithmetic: auto (default), wasm or bigint; the verdict is the same with each

Exit code: 0 verified, 1 refuted, 2 the file cannot be used.`;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'verify a published record, or the archive of any Belenios version-1 election',
  help: HELP,
  run,
};

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    since: { type: 'string' },
    json: { type: 'boolean', default: false },
    trackers: { type: 'boolean', default: false },
    threads: { type: 'string' },
    engine: { type: 'string', default: 'auto' },
  });
  const path = onlyPositional(positionals, 'one FILE: a record or an archive');
  const engine = readEngine(values.engine);
  const threads = readCount(values.threads, 'threads', 1, 256) ?? availableParallelism();
  const file = openFile(path);
  if (!file.ok) return unusable(terminal, file.error);
  const earlier = values.since === undefined ? undefined : openFile(values.since);
  if (earlier?.ok === false) return unusable(terminal, earlier.error);

  const progress = startProgress('verifying', terminal);
  const options: VerifyOptions = {
    openGroup: openGroupWith(engine),
    onProgress: (done, total) => progress.update(done, total),
    ...(threads > 1
      ? {
          createChecker: (rules, electionText) => createPoolChecker({ threads, engine }, rules, electionText),
        }
      : {}),
  };
  const verdict = await verifyArchive(file.value, options);
  progress.end();
  const findings = [
    ...verdict.findings,
    ...(earlier === undefined ? [] : await checkExtends(file.value, earlier.value, values.since ?? '')),
  ];
  print({ ...verdict, findings }, values, terminal);
  return verdictOf(findings) === 'verified' ? 0 : 1;
}

function readEngine(name: string): EngineName {
  if (name === 'auto' || name === 'wasm' || name === 'bigint') return name;
  throw new UsageError('--engine takes auto, wasm or bigint');
}

const COMPARE_BYTES = 1 << 20;

/** Check 20.1: every byte of the earlier archive is where it was, so nothing was removed, changed or reordered. */
async function checkExtends(now: ByteSource, earlier: ByteSource, where: string): Promise<Finding[]> {
  const refuted = (message: string): Finding[] => [{ check: '20.1', severity: 'error', where, message }];
  if (earlier.size > now.size) return refuted('the earlier archive is longer: something was removed since');
  for (let at = 0; at < earlier.size; at += COMPARE_BYTES) {
    const length = Math.min(COMPARE_BYTES, earlier.size - at);
    const [a, b] = [await earlier.read(at, length), await now.read(at, length)];
    const difference = a.findIndex((byte, i) => byte !== b[i]);
    if (difference >= 0)
      return refuted(`the archives differ at byte ${at + difference}: the past was changed`);
  }
  return [];
}

function print(
  { findings, view }: ArchiveVerdict,
  wanted: { readonly json: boolean; readonly trackers: boolean },
  terminal: Terminal,
): void {
  const verdict = verdictOf(findings);
  const summary = summaryOf(view);
  const trackers = wanted.trackers ? trackersOf(view) : undefined;
  if (wanted.json) {
    terminal.out(
      JSON.stringify(
        { verdict, findings, summary, ...(trackers === undefined ? {} : { trackers }) },
        null,
        2,
      ),
    );
    return;
  }
  terminal.out(`${summary.name ?? 'unreadable election'}  (${summary.uuid ?? '?'})`);
  terminal.out(`fingerprint ${summary.fingerprint ?? '?'}, head ${summary.head ?? '?'}\n`);
  for (const group of groupChecks(findings, (check) => ARCHIVE_CHECKS.has(check.slice(0, 2)))) {
    if (!group.isMade) continue;
    const mark = group.errors > 0 ? '✗' : group.warnings > 0 ? '!' : '✓';
    terminal.out(`${mark} ${group.number}  ${group.steps.map(({ says }) => says)[0] ?? ''}`);
  }
  for (const { check, severity, where, message } of findings) {
    terminal.out(`\n${severity.toUpperCase()} ${check} at ${where}:\n  ${message}`);
  }
  terminal.out(`\n${summary.ballots} ballots by ${summary.voters} voters, ${summary.counted} counted`);
  for (const question of summary.questions) {
    terminal.out(`\n${question.question}`);
    if ('counts' in question) {
      for (const { answer, count } of question.counts)
        terminal.out(`  ${(count ?? '–').padStart(8)}  ${answer}`);
    } else terminal.out(`  ${question.rankings?.length ?? 0} rankings`);
  }
  for (const tracker of trackers ?? []) terminal.out(tracker);
  terminal.out(`\n${verdict.toUpperCase()}`);
}

const ARCHIVE_CHECKS: ReadonlySet<CheckId | string> = new Set([
  '05',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '14',
  '15',
  '16',
  '17',
  '20',
]);
