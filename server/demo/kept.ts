/** What the demonstration remembers beside its database, readable by its owner only: who can log in how, and what to try. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Played } from './seed.ts';

export interface Kept {
  /** Whether the story was played to its end. */
  readonly isComplete: boolean;
  readonly played: Played;
}

const FILE = 'demo.json';

/** Null where no story was played to its end; what an interrupted one left is thrown away. */
export function loadKept(folder: string): Kept | null {
  const path = join(folder, FILE);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Kept) : null;
  if (kept?.isComplete) return kept;
  rmSync(folder, { recursive: true, force: true });
  return null;
}

export function saveKept(folder: string, kept: Kept): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${FILE}.new`);
  writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
  renameSync(draft, join(folder, FILE));
}
