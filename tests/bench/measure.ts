/** Running a program and measuring it: its own CPU and wall time as the shell reports them, its peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Peak resident memory in bytes of the program itself. */
  readonly peakBytes: number;
}

const POLL_MS = 50;

/**
 * Runs a command to its end; throws with its output if it fails.
 *
 * @param cwd folder it runs in
 */
export function measure(command: readonly string[], cwd: string): Promise<Measured> {
  const [program = '', ...args] = command;
  // bash's own `time` gives user and system time of the command and everything it started.
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$0" "$@"', program, ...args], { cwd });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  let peakBytes = 0;
  const poll = setInterval(() => {
    for (const pid of childrenOf(child.pid ?? 0)) peakBytes = Math.max(peakBytes, peakOf(pid));
  }, POLL_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      const times = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(output);
      if (code !== 0 || times === null) {
        reject(new Error(`${command.join(' ')} ended with ${code}:\n${output}`));
        return;
      }
      const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
      resolve({ wallSeconds: wall, cpuSeconds: user + system, peakBytes });
    });
  });
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** VmHWM: the most memory the process has held so far. */
function peakOf(pid: number): number {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
