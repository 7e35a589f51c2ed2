/**
 * Belenios elections made with `belenios-tool`, of which the repository keeps compressed copies in `golden/belenios`: whole
 * archives with what their voters chose, the corpus of tampered archives, and known answers. Never a key to reuse.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const root = fileURLToPath(new URL('../golden/belenios/', import.meta.url));

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(root + name, 'utf8')) as T;
}

function unpack(name: string): Uint8Array {
  return new Uint8Array(brotliDecompressSync(readFileSync(root + name)));
}

export type PlainCounts = readonly (number | string)[];

export interface KnownElection {
  readonly uuid: string;
  /** As published; absent while voting is open. */
  readonly result?: readonly (PlainCounts | readonly (readonly number[])[])[];
  /** What was asked to be encrypted, in the order of casting; the last of a voter counts. */
  readonly votes?: readonly {
    readonly voter: string;
    readonly weight?: string;
    readonly choices: readonly (readonly number[])[];
    readonly tracker: string;
  }[];
}

export const knownElections: { readonly [name: string]: KnownElection } = readJson('archives.json');

export const archiveNames: readonly string[] = readdirSync(`${root}archives`)
  .map((file) => file.replace('.bel.br', ''))
  .sort();

/** The bytes of a whole archive. */
export function archiveBytes(name: string): Uint8Array {
  return unpack(`archives/${name}.bel.br`);
}

export interface TamperedCase {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly expect: 'accept' | 'reject' | 'warn';
  readonly bytes: number;
}

export const tamperedCases: readonly TamperedCase[] = readJson<
  readonly (Omit<TamperedCase, 'kind'> & { readonly group: string })[]
>('tampered/cases.json').map(({ group, ...rest }) => ({ kind: group, ...rest }));

export function tamperedBytes(id: string): Uint8Array {
  return unpack(`tampered/${id}.bel.br`);
}

/** Known answers; each test names the part it reads. */
export function vectors<T>(part: string): T {
  return readJson<{ readonly [part: string]: T }>('vectors.json')[part] as T;
}
