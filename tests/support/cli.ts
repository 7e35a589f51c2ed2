/** Runs the real command line as people do: `node tally/cli/run.mjs COMMAND …` in a child process, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const RUN = fileURLToPath(new URL('../../tally/cli/run.mjs', import.meta.url));

export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param given `cwd`: the folder it works in; `input`: its standard input, empty by default */
export function minyi(
  args: readonly string[],
  given: { readonly cwd?: string; readonly input?: string } = {},
): CliRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [RUN, ...args], {
    cwd: given.cwd,
    input: given.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The same, where failure is not what the test is about: throws unless it exits 0, and gives its standard output. */
export function minyiOutput(
  args: readonly string[],
  given: { readonly cwd?: string; readonly input?: string } = {},
): string {
  const { status, stdout, stderr } = minyi(args, given);
  if (status !== 0) throw new Error(`minyi ${args.join(' ')} exits ${status}: ${stderr.slice(0, 1000)}`);
  return stdout;
}

/** A folder for the tests of one file, removed after them. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'minyi-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
