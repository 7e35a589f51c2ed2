/**
 * Writing files that must not be lost: nothing existing is ever overwritten, secrets are readable by their owner only, and
 * what has to survive a power cut is on the disk before the program goes on.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ok, type Result, refuse } from '../result.ts';

export interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Readable by its owner only. */
  readonly isSecret?: boolean;
}

const SECRET_MODE = 0o600;
const PUBLIC_MODE = 0o644;

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function refuseExisting(path: string): Result<never> {
  return refuse('ALREADY_EXISTS', path, 'this file exists, and nothing is overwritten; move it away first');
}

function refuseWrite(path: string, error: unknown): Result<never> {
  return codeOf(error) === 'EEXIST'
    ? refuseExisting(path)
    : refuse('UNWRITABLE', path, error instanceof Error ? error.message : 'it cannot be written');
}

/**
 * Writes new files, making folders where needed; on the disk when it returns. When one of them exists already, none is
 * written (ALREADY_EXISTS).
 */
export function createFiles(files: readonly NewFile[]): Result<null> {
  for (const { path } of files) if (existsSync(path)) return refuseExisting(path);
  for (const { path, content, isSecret = false } of files) {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: isSecret ? 0o700 : 0o755 });
      writeDurably(path, content, 'wx', isSecret ? SECRET_MODE : PUBLIC_MODE);
      syncFolder(dirname(path));
    } catch (error) {
      return refuseWrite(path, error);
    }
  }
  return ok(null);
}

/** Adds to the end of an existing file; on the disk when it returns. */
export function appendToFile(path: string, content: Uint8Array): Result<null> {
  try {
    writeDurably(path, content, 'a', PUBLIC_MODE);
    return ok(null);
  } catch (error) {
    return refuseWrite(path, error);
  }
}

/** Puts a new version of a file in the place of the old one, whole or not at all; on the disk when it returns. */
export function replaceFile(path: string, content: string): Result<null> {
  const fresh = `${path}.new`;
  try {
    writeDurably(fresh, content, 'w', SECRET_MODE);
    renameSync(fresh, path);
    syncFolder(dirname(path));
    return ok(null);
  } catch (error) {
    return refuseWrite(path, error);
  }
}

/** Runs `work` while no other program does so for the same file; refuses if one does, and waits for none. */
export async function whileLocked<T>(path: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const lock = `${path}.lock`;
  try {
    closeSync(openSync(lock, 'wx', SECRET_MODE));
  } catch (error) {
    return codeOf(error) === 'EEXIST'
      ? refuse('ALREADY_EXISTS', lock, 'another run is at work on this file; if none is, delete this lock')
      : refuseWrite(lock, error);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function writeDurably(path: string, content: string | Uint8Array, flag: string, mode: number): void {
  const file = openSync(path, flag, mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a new name in the folder durable. Windows cannot open a folder, and needs nothing of the kind. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
