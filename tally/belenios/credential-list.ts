/**
 * Lists of credentials (Belenios protocol version 1, section 3): the public list of an archive (`"PUB"` or
 * `"PUB,WEIGHT"`), the file the credential authority hands over (`"PUB,WEIGHT,LOGIN"`), and the private file it prints
 * cards from (`IDENTITY CREDENTIAL` lines). Reading checks form and duplicates; whether every public credential lies in
 * the group costs a power each, so `checkCredentialMembership` does a chunk at a time and workers share the list.
 */
import { readDecimal } from '../encoding/decimal.ts';
import { array, type Reader, string } from '../encoding/reader.ts';
import type { Group } from '../groups/group.ts';
import { assert, assertOk, ok, type Refusal, type Result, refuse } from '../result.ts';
import { readCompact } from './compact-json.ts';
import { createPowerBatch, expectMember, runChecks } from './power-batch.ts';

/** One voter's public credential. */
export interface PublicCredential {
  /** Text of the element g^secret; canonical, but not yet known to lie in the group. */
  readonly publicKey: string;
  /** Only where the list states one; a credential without counts 1. */
  readonly weight?: bigint;
}

/** As handed over by the credential authority; the login never enters an archive. */
export interface AssignedCredential extends PublicCredential {
  readonly login: string;
}

/** A million voters; with BELENIOS-2048 such a list is 620 MB of text, so memory ends before this does. */
const MAX_CREDENTIALS = 1_000_000;
const MAX_TEXT = 500_000_000;
const MAX_ENTRY = 2_000;
const MAX_WEIGHT_DIGITS = 18;

export function weightOf(credential: PublicCredential): bigint {
  return credential.weight ?? 1n;
}

/** Reads the list of an archive, in its order. Refuses duplicates, other spellings of numbers, spaces. */
export function readPublicCredentials(
  group: Group,
  text: string,
  where: string,
): Result<readonly PublicCredential[]> {
  const entry: Reader<PublicCredential> = (value, place) => {
    const read = string(MAX_ENTRY)(value, place);
    return read.ok ? readEntry(group, read.value.split(','), place) : read;
  };
  const list = readCompact(text, where, MAX_TEXT, array(entry, MAX_CREDENTIALS), writePublicCredentials);
  return list.ok ? refuseDuplicates(list.value, where) : list;
}

/** Reads the list with logins: `"PUB,,LOGIN"` or `"PUB,WEIGHT,LOGIN"`. */
export function readAssignedCredentials(
  group: Group,
  text: string,
  where: string,
): Result<readonly AssignedCredential[]> {
  const entry: Reader<AssignedCredential> = (value, place) => {
    const read = string(MAX_ENTRY)(value, place);
    if (!read.ok) return read;
    const [publicKey = '', weight, ...login] = read.value.split(',');
    if (weight === undefined || login.length === 0) {
      return refuse('MALFORMED', place, 'expected "PUBLIC,WEIGHT,LOGIN", where WEIGHT may be empty');
    }
    const credential = readEntry(group, weight === '' ? [publicKey] : [publicKey, weight], place);
    return credential.ok ? ok({ ...credential.value, login: login.join(',') }) : credential;
  };
  const list = readCompact(text, where, MAX_TEXT, array(entry, MAX_CREDENTIALS), writeAssignedCredentials);
  return list.ok ? refuseDuplicates(list.value, where) : list;
}

function readEntry(group: Group, parts: readonly string[], where: string): Result<PublicCredential> {
  const [publicKey = '', weightText] = parts;
  if (parts.length > 2) return refuse('MALFORMED', where, 'expected "PUBLIC" or "PUBLIC,WEIGHT"');
  const element = group.read(publicKey, where);
  if (!element.ok) return element;
  if (weightText === undefined) return ok({ publicKey });
  const weight = readDecimal(weightText, MAX_WEIGHT_DIGITS);
  return weight === undefined
    ? refuse('NON_CANONICAL', where, `expected a weight in decimal, at most ${MAX_WEIGHT_DIGITS} digits`)
    : ok({ publicKey, weight });
}

function refuseDuplicates<T extends PublicCredential>(
  list: readonly T[],
  where: string,
): Result<readonly T[]> {
  const seen = new Set<string>();
  for (const [i, { publicKey }] of list.entries()) {
    if (seen.has(publicKey)) return refuse('INCONSISTENT', `${where}[${i}]`, 'this credential occurs twice');
    seen.add(publicKey);
  }
  return ok(list);
}

/** The archive's text, in the order given; our own lists are put in order by `sortCredentials` first. */
export function writePublicCredentials(list: readonly PublicCredential[]): string {
  return JSON.stringify(
    list.map(({ publicKey, weight }) => (weight === undefined ? publicKey : `${publicKey},${weight}`)),
  );
}

export function writeAssignedCredentials(list: readonly AssignedCredential[]): string {
  return JSON.stringify(
    list.map(({ publicKey, weight, login }) => `${publicKey},${weight?.toString() ?? ''},${login}`),
  );
}

/** Ascending as numbers, so that the order of the list says nothing about the roll. Texts must be elements' texts. */
export function sortCredentials<T extends PublicCredential>(group: Group, list: readonly T[]): readonly T[] {
  return list
    .map((credential) => ({
      credential,
      key: group.sortKey(assertOk(group.read(credential.publicKey, 'credential'))),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ credential }) => credential);
}

/**
 * Tests `list[from…to)` for membership in the group (all by default); call it for chunks to spread a long list.
 *
 * @returns a NOT_IN_GROUP refusal for every stranger
 */
export function checkCredentialMembership(
  group: Group,
  list: readonly PublicCredential[],
  where: string,
  from = 0,
  to: number = list.length,
): readonly Refusal[] {
  const batch = createPowerBatch(group);
  const checks = list.slice(from, to).map(({ publicKey }, i) => {
    const place = `${where}[${from + i}]`;
    const element = group.read(publicKey, place);
    return element.ok ? expectMember(batch, batch.base(element.value), place) : () => element.error;
  });
  return runChecks(batch, checks);
}

/** A line of the private file: who gets which card. */
export interface IssuedCredential {
  /** Whatever the voters' file said on that line; may hold spaces, never a line end. */
  readonly identity: string;
  readonly credential: string;
}

/** Lines `IDENTITY CREDENTIAL`, each with its line end. */
export function writePrivateCredentials(list: readonly IssuedCredential[]): string {
  return list
    .map(({ identity, credential }) => {
      assert(!/[\n\r]/.test(identity), 'an identity holds a line end');
      return `${identity} ${credential}\n`;
    })
    .join('');
}

/** Reads the private file; the last space of a line separates. The credentials themselves are not judged here. */
export function readPrivateCredentials(text: string, where: string): Result<readonly IssuedCredential[]> {
  const lines = text.split('\n');
  if (lines.pop() !== '') return refuse('MALFORMED', where, 'the last line does not end');
  const list: IssuedCredential[] = [];
  for (const [i, line] of lines.entries()) {
    const space = line.lastIndexOf(' ');
    const credential = line.slice(space + 1);
    if (space < 0 || !/^[1-9A-HJ-NP-Za-km-z-]{1,40}$/.test(credential)) {
      return refuse('MALFORMED', `${where}:${i + 1}`, 'expected an identity, a space and a credential');
    }
    list.push({ identity: line.slice(0, space), credential });
  }
  return ok(list);
}
