/**
 * Runs the peer, `belenios-tool`, when it is installed, so that tests can exchange real files with it. Where it is
 * missing such tests are skipped; with REQUIRE_PEER=1 (continuous integration) its absence is a failure.
 */
import { spawnSync } from 'node:child_process';

/** First line of `belenios-tool --version`, such as `2.0 (20230102)`; undefined when it is not installed. */
export const peerVersion: string | undefined = versionOf();

export const hasPeer: boolean = peerVersion !== undefined;

if (!hasPeer && process.env.REQUIRE_PEER === '1') {
  throw new Error('REQUIRE_PEER=1, and belenios-tool is not installed');
}

export interface PeerRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one command and waits for it.
 *
 * @param args  such as ['election', 'verify']
 * @param given `cwd`: the folder it works in; `input`: its standard input, empty by default
 */
export function peer(
  args: readonly string[],
  given: { readonly cwd: string; readonly input?: string },
): PeerRun {
  const { status, stdout, stderr, error } = spawnSync('belenios-tool', args, {
    cwd: given.cwd,
    input: given.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    timeout: 300_000,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The same, where failure is not what the test is about: throws unless it exits 0, and gives its output. */
export function peerOutput(
  args: readonly string[],
  given: { readonly cwd: string; readonly input?: string },
): string {
  const { status, stdout, stderr } = peer(args, given);
  if (status !== 0)
    throw new Error(`belenios-tool ${args.join(' ')} exits ${status}: ${stderr.slice(0, 1000)}`);
  return stdout;
}

function versionOf(): string | undefined {
  const { status, stdout } = spawnSync('belenios-tool', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]?.trim() : undefined;
}
