/**
 * Verifies an archive for a command that goes on to use what it holds: a trustee decrypts only a tally recomputed here from
 * ballots checked here, and nothing is appended to an archive that is refuted.
 */
import { availableParallelism } from 'node:os';
import type { ByteSource } from '../encoding/byte-source.ts';
import type { ArchiveView } from '../verify/archive-view.ts';
import type { ClosedBox } from '../verify/ballot-box.ts';
import type { CheckId } from '../verify/checks.ts';
import type { Finding } from '../verify/finding.ts';
import type { VerifyOptions } from '../verify/options.ts';
import { verifyArchive } from '../verify/verify-archive.ts';
import type { Setup } from '../verify/verify-setup.ts';
import type { Terminal } from './command.ts';
import { openGroupWith } from './engine.ts';
import { createPoolChecker } from './pool.ts';
import { startProgress } from './progress.ts';

export interface CheckedArchive {
  readonly view: ArchiveView;
  /** Set-up and recomputed tally, once voting has ended; undefined before. */
  readonly counted?: { readonly setup: Setup; readonly tally: ClosedBox };
  /** No finding that is not tolerated is an error. */
  readonly isSound: boolean;
}

/** Few ballots are checked sooner than threads are started. */
const SMALL_BYTES = 300_000;

/** How an archive or record is checked on this machine: on all cores, with a progress line. */
export function checkingOptions(source: ByteSource, terminal: Terminal): VerifyOptions & { end(): void } {
  const progress = startProgress('verifying', terminal);
  const threads = availableParallelism();
  return {
    openGroup: openGroupWith('auto'),
    onProgress: (done, total) => progress.update(done, total),
    ...(threads > 1 && source.size > SMALL_BYTES
      ? {
          createChecker: (rules, electionText) =>
            createPoolChecker({ threads, engine: 'auto' }, rules, electionText),
        }
      : {}),
    end: () => progress.end(),
  };
}

/**
 * Verifies and prints what was found on standard error.
 *
 * @param tolerated checks whose errors do not make the archive unsound for the purpose at hand
 */
export async function checkArchive(
  source: ByteSource,
  terminal: Terminal,
  tolerated: (check: CheckId) => boolean = () => false,
): Promise<CheckedArchive> {
  let counted: CheckedArchive['counted'];
  const options = checkingOptions(source, terminal);
  const onTally = (setup: Setup, tally: ClosedBox): void => {
    counted = { setup, tally };
  };
  const { findings, view } = await verifyArchive(source, { ...options, onTally });
  options.end();
  printFindings(findings, terminal);
  const isSound = findings.every(({ severity, check }) => severity !== 'error' || tolerated(check));
  return { view, isSound, ...(counted === undefined ? {} : { counted }) };
}

export function printFindings(findings: readonly Finding[], terminal: Terminal): void {
  for (const { check, severity, where, message } of findings) {
    terminal.err(`${severity.toUpperCase()} ${check} at ${where}: ${message}`);
  }
}
