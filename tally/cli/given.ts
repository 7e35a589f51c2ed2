/**
 * What several commands are given: secrets from a file or standard input (never from the argument list, which other users
 * of a machine can read), a group by name, JSON files.
 */
import { readJson } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { type Policy, readPolicy } from '../ledger/policy.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Terminal } from './command.ts';
import { openGroupWith } from './engine.ts';
import { readTextFile } from './files.ts';

export const DEFAULT_GROUP = 'BELENIOS-2048';

const STANDARD_INPUT = '-';
const MAX_SMALL_BYTES = 20_000_000;

/** The text of a file, or of standard input for `-`, without its last line end. */
export async function readGiven(path: string, terminal: Terminal): Promise<Result<string>> {
  if (path !== STANDARD_INPUT) return readTextFile(path, MAX_SMALL_BYTES);
  const text = await terminal.input();
  return text.length > MAX_SMALL_BYTES
    ? refuse('TOO_LARGE', 'standard input', `${text.length} characters, at most ${MAX_SMALL_BYTES} are read`)
    : ok(text.replace(/\r?\n$/, ''));
}

export function readJsonFile(path: string): Result<unknown> {
  const text = readTextFile(path, MAX_SMALL_BYTES);
  return text.ok ? readJson(text.value, path, MAX_SMALL_BYTES) : text;
}

/** The keys an auditor trusts, as a C2SP policy file. */
export function readPolicyFile(path: string): Result<Policy> {
  const text = readTextFile(path, 100_000);
  return text.ok ? readPolicy(text.value, path) : text;
}

/** The group of that name, with the fastest arithmetic this machine runs. */
export function groupOf(name: string = DEFAULT_GROUP): Result<Group> {
  return openGroupWith('auto')(name);
}

/** The lines of a file, each read on its own; empty lines at the end do not count. */
export function readLines<T>(
  path: string,
  read: (line: string, where: string) => Result<T>,
): Result<readonly T[]> {
  const text = readTextFile(path, MAX_SMALL_BYTES);
  if (!text.ok) return text;
  const values: T[] = [];
  for (const [i, line] of text.value.trimEnd().split('\n').entries()) {
    const value = read(line.replace(/\r$/, ''), `${path}:${i + 1}`);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}
