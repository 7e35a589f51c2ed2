/**
 * The files of a threshold ceremony, in the forms of belenios-tool 2.0: `certs.jsons` and `polynomials.jsons` with a line
 * a member, in the order of the certificates; `ID.key`, `ID.polynomial`, `ID.vinput`, `ID.voutput` and `ID.dkey` of one
 * member, ID being the SHA-256 of its certificate's message.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { memberKeysOf, readSeed } from '../belenios/channel.ts';
import type { Certificate } from '../belenios/threshold.ts';
import { type Ceremony, openCeremony, positionOf } from '../belenios/threshold-ceremony.ts';
import { certificateId, readCertificate } from '../belenios/threshold-messages.ts';
import type { Group } from '../groups/group.ts';
import { assert, ok, type Refusal, type Result, refuse } from '../result.ts';
import { readTextFile } from './files.ts';
import { readLines } from './given.ts';

const MAX_BYTES = 20_000_000;

/**
 * Certificates of several files, one or more lines each. Where all of them name their position they are put in that
 * order; otherwise they keep the order given.
 */
export function readCertificates(group: Group, paths: readonly string[]): Result<readonly Certificate[]> {
  const certificates: Certificate[] = [];
  for (const path of paths) {
    const read = readLines(path, (line, where) => readCertificate(group, line, where));
    if (!read.ok) return read;
    certificates.push(...read.value);
  }
  const indexed = certificates.map((certificate) => ({ certificate, index: certificate.context?.index }));
  if (indexed.some(({ index }) => index === undefined)) return ok(certificates);
  return ok(indexed.sort((a, b) => (a.index ?? 0) - (b.index ?? 0)).map(({ certificate }) => certificate));
}

/** Opens the ceremony of `certs.jsons`; the threshold stands in the certificates, unless a member's program is old. */
export function readCeremony(
  group: Group,
  paths: readonly string[],
  threshold: number | undefined,
  allowOld: boolean,
): Result<Ceremony, Refusal | readonly Refusal[]> {
  const certificates = readCertificates(group, paths);
  if (!certificates.ok) return certificates;
  const stated =
    threshold ?? certificates.value.find(({ context }) => context !== undefined)?.context?.threshold;
  if (stated === undefined) {
    return refuse(
      'NOT_FOUND',
      '--threshold',
      'these certificates do not state the threshold; give --threshold',
    );
  }
  return openCeremony(group, certificates.value, stated, allowOld ? 'any' : 'hardened');
}

/** What the files of the seed's owner are named by; the seed is one of a member of the ceremony. */
export function idOfMember(ceremony: Ceremony, seed: string): string {
  const position = positionOf(ceremony, memberKeysOf(ceremony.group, seed));
  const own = position.ok ? ceremony.certificates[position.value - 1] : undefined;
  assert(own !== undefined, 'the seed has taken part in this step, so it is a member');
  return certificateId(own);
}

/** A member's seed, as its key file has it. */
export function readSeedFile(path: string): Result<string> {
  const text = readTextFile(path, MAX_BYTES);
  return text.ok ? readSeed(text.value, path) : text;
}

/**
 * One value a member, in the order of the certificates: the lines of a file, or the files `ID.extension` of a folder.
 */
export function readOfMembers<T>(
  { certificates }: Ceremony,
  path: string,
  extension: string,
  read: (text: string, where: string) => Result<T>,
): Result<readonly T[]> {
  const values: T[] = [];
  if (isFolder(path)) {
    for (const certificate of certificates) {
      const file = join(path, `${certificateId(certificate)}.${extension}`);
      const text = readTextFile(file, MAX_BYTES);
      if (!text.ok) return text;
      const value = read(text.value, file);
      if (!value.ok) return value;
      values.push(value.value);
    }
    return ok(values);
  }
  const lines = readLines(path, read);
  if (!lines.ok) return lines;
  return lines.value.length === certificates.length
    ? lines
    : refuse(
        'INCONSISTENT',
        path,
        `expected a line for each of ${certificates.length} members, found ${lines.value.length}`,
      );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
