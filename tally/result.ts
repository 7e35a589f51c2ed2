/**
 * Failures as values. `tally/` never throws for bad input: a reader or a decision returns a `Result`, and a refusal
 * says what is wrong (a code of one closed list), where, and in one sentence what was expected and what was found.
 * Plain objects, so that they cross workers and the wire. A broken promise of our own code throws.
 */
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E = Refusal> = Ok<T> | Err<E>;

/** Why input was refused: `code` for programs, `where` the place (JSON path, line, member name), `message` for people. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly where: string;
  readonly message: string;
}

export type RefusalCode =
  /** Not the syntax the format needs (JSON, tar, zip, csv, number …), or a value outside its range. */
  | 'MALFORMED'
  /** Readable, but not the one text the canonical writer gives for this value. */
  | 'NON_CANONICAL'
  /** Longer, deeper or more numerous than any honest input. */
  | 'TOO_LARGE'
  /** A version, group, method or rule this program does not implement. */
  | 'UNSUPPORTED'
  /** Well-formed parts that contradict each other. */
  | 'INCONSISTENT'
  /** An event that does not follow the one before it: another parent, or another height. */
  | 'BROKEN_CHAIN'
  /** A value outside the prime-order group. */
  | 'NOT_IN_GROUP'
  /** A zero-knowledge proof that does not verify. */
  | 'BAD_PROOF'
  /** A signature that does not verify. */
  | 'BAD_SIGNATURE'
  /** Names something that is not there: an unknown credential, a missing member or file. */
  | 'NOT_FOUND'
  /** A file of that name is there, and nothing is overwritten. */
  | 'ALREADY_EXISTS'
  /** A file or folder that cannot be written. */
  | 'UNWRITABLE'
  /** Decryption or authentication of a message failed: wrong key or altered text. */
  | 'UNDECRYPTABLE'
  /** Too few members are present; nothing may be issued (domain reference, section 16, as all below). */
  | 'QUORUM_NOT_MET'
  /** An attempt to change sealed rules or a sealed ballot. */
  | 'RULES_SEALED'
  /** More ballots issued than voters present. */
  | 'ISSUED_EXCEEDS_PRESENT'
  /** Doubtful paper ballots still wait for the chief scrutineer. */
  | 'ADJUDICATION_PENDING'
  /** One of the three role-holders has not signed. */
  | 'MISSING_SIGNATURE'
  /** One person or key signs in two roles. */
  | 'SAME_SIGNER';

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

export function refuse(code: RefusalCode, where: string, message: string): Err<Refusal> {
  return { ok: false, error: { code, where, message } };
}

/** The value, where failure would be a bug of the caller: throws with the refusal's own words otherwise. */
export function assertOk<T>(result: Result<T, Refusal | readonly Refusal[]>): T {
  if (result.ok) return result.value;
  const refusals = 'code' in result.error ? [result.error] : result.error;
  throw new Error(refusals.map(({ code, where, message }) => `${code} at ${where}: ${message}`).join('; '));
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${message}`);
}

export function assertNever(value: never): never {
  throw new Error(`broken promise: unexpected ${JSON.stringify(value)}`);
}
