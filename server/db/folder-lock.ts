/**
 * One process to a data folder: a lock file that names its holder (requirements F6: without one, two servers on the same
 * folder lose ballots without an error). The lock of a process that is gone is taken over; the lock of a process on
 * another machine cannot be judged and is refused.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Which start of the machine, where the system tells (Linux). */
  readonly boot: string | null;
  /** When the process started, in the system's own ticks, so that a reused pid is not taken for the holder. */
  readonly startedTicks: string | null;
}

export class FolderLocked extends Error {
  override readonly name = 'FolderLocked';
  readonly holder: LockHolder | null;

  constructor(message: string, holder: LockHolder | null) {
    super(message);
    this.holder = holder;
  }
}

export const LOCK_FILE = 'minyi.lock';

/**
 * Takes the lock of a folder that exists. @returns a function that gives it back
 * @throws FolderLocked naming the holder, when a live process has it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK_FILE);
  const own = `${path}.${process.pid}`;
  const text = `${JSON.stringify(describeProcess(process.pid))}\n`;
  writeFileSync(own, text);
  try {
    // A link appears whole or not at all, and never over another file.
    if (!tryLink(own, path)) takeOver(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (readFileSync(path, 'utf8') === text) rmSync(path);
  };
}

function takeOver(own: string, path: string): void {
  const guard = `${path}.takeover`;
  refuseIfAlive(path);
  // Of two processes that both find a dead holder, one may replace its lock; it looks again before it does.
  if (!tryLink(own, guard)) {
    throw new FolderLocked(
      `another process is just taking over ${path}; if none is (it was killed in that moment), delete ${guard}`,
      null,
    );
  }
  try {
    refuseIfAlive(path);
    renameSync(guard, path);
  } finally {
    rmSync(guard, { force: true });
  }
}

function refuseIfAlive(path: string): void {
  const holder = readHolder(path);
  if (holder === null) {
    throw new FolderLocked(`${path} cannot be read; if no server uses this folder, delete it`, null);
  }
  if (holder.host !== hostname()) {
    throw new FolderLocked(
      `process ${holder.pid} on ${holder.host} holds ${path}; if that process is gone, delete the file`,
      holder,
    );
  }
  const present = describeProcess(holder.pid);
  const isSame =
    isAlive(holder.pid) &&
    (holder.boot === null || holder.boot === present.boot) &&
    (holder.startedTicks === null || holder.startedTicks === present.startedTicks);
  if (isSame) {
    throw new FolderLocked(
      `the data folder is in use by process ${holder.pid} (${path}): stop it, or use another DATA_DIR`,
      holder,
    );
  }
}

function readHolder(path: string): LockHolder | null {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof LockHolder, unknown>> | null;
    if (typeof read?.pid !== 'number' || typeof read.host !== 'string') return null;
    return {
      pid: read.pid,
      host: read.host,
      boot: typeof read.boot === 'string' ? read.boot : null,
      startedTicks: typeof read.startedTicks === 'string' ? read.startedTicks : null,
    };
  } catch {
    return null;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function describeProcess(pid: number): LockHolder {
  return {
    pid,
    host: hostname(),
    boot: readSystem('/proc/sys/kernel/random/boot_id'),
    startedTicks: startOf(pid),
  };
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets, so count from its last bracket. */
function startOf(pid: number): string | null {
  const stat = readSystem(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readSystem(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
