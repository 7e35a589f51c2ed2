/**
 * Refusals on the wire: one closed list of codes, each with its status, answered as problem+json (RFC 9457). Actions return
 * refusals as values; `answer` turns one into an `HttpRefusal`, which `problemOf` writes. A failure of the program or of
 * the database answers without its details, which go to the log.
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal, RefusalCode, Result } from '#tally';
import { isAbsence } from '../db/absence.ts';

export type HttpCode =
  /** Nobody is logged in, or the login has ended. */
  | 'UNAUTHENTICATED'
  /** Name and password, or code, or card: one answer whatever was wrong with them. */
  | 'WRONG_LOGIN'
  /** A new password that is too short or that everybody tries first; `where` names the flaw. */
  | 'WEAK_PASSWORD'
  /** Logged in, but not in a role that may do this. */
  | 'FORBIDDEN'
  /** The action needs a second factor given within the last minutes (R4). */
  | 'SECOND_FACTOR_NEEDED'
  /** Too many attempts; `Retry-After` says how long to wait. */
  | 'TOO_MANY_REQUESTS'
  /** The object is not in the state this action starts from. */
  | 'WRONG_STATE'
  /** What the change was based on has changed since; load again. */
  | 'STALE'
  /** A link or token that is spent or too old. */
  | 'EXPIRED'
  /** Already done by one of two people: the second must be another person. */
  | 'SAME_PERSON'
  /** A second card or paper ballot for one person. */
  | 'ALREADY_ISSUED'
  /** The member is not signed in. */
  | 'NOT_PRESENT'
  /** The card was not handed out, or was voided. */
  | 'NOT_ISSUED'
  /** The box of the session does not take ballots now. */
  | 'NOT_OPEN'
  /** A ballot under this card is in the box, and the first is final. */
  | 'ALREADY_CAST'
  /** The ballot was opened for a test and can never be cast. */
  | 'TESTED'
  /** More requests than the server can take; try again after `Retry-After`. */
  | 'BUSY'
  /** The database is not the one whose heads the ledger signed (R24): nothing binding is taken until it is put right. */
  | 'INCIDENT'
  /** The request does not come from a page of this server (R6). */
  | 'FOREIGN_ORIGIN'
  /** A body that is not JSON where JSON is needed, or not bytes where a file is. */
  | 'WRONG_CONTENT_TYPE'
  /** The database does not answer; whether the change was made is unknown, and repeating the same request is safe. */
  | 'DATABASE_AWAY'
  /** The disk of the database is full (R44). */
  | 'STORAGE_FULL'
  /** A broken promise of the program. */
  | 'INTERNAL';

export type ErrorCode = RefusalCode | HttpCode;

export const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  MALFORMED: 400,
  NON_CANONICAL: 400,
  TOO_LARGE: 413,
  UNSUPPORTED: 422,
  INCONSISTENT: 422,
  NOT_IN_GROUP: 422,
  BAD_PROOF: 422,
  BAD_SIGNATURE: 422,
  BROKEN_CHAIN: 422,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  UNWRITABLE: 500,
  UNDECRYPTABLE: 422,
  QUORUM_NOT_MET: 422,
  RULES_SEALED: 409,
  ISSUED_EXCEEDS_PRESENT: 422,
  ADJUDICATION_PENDING: 409,
  MISSING_SIGNATURE: 409,
  SAME_SIGNER: 422,
  UNAUTHENTICATED: 401,
  WRONG_LOGIN: 401,
  WEAK_PASSWORD: 422,
  FORBIDDEN: 403,
  SECOND_FACTOR_NEEDED: 403,
  TOO_MANY_REQUESTS: 429,
  WRONG_STATE: 409,
  STALE: 409,
  EXPIRED: 410,
  SAME_PERSON: 422,
  ALREADY_ISSUED: 409,
  NOT_PRESENT: 422,
  NOT_ISSUED: 403,
  NOT_OPEN: 409,
  ALREADY_CAST: 409,
  TESTED: 409,
  BUSY: 503,
  INCIDENT: 503,
  FOREIGN_ORIGIN: 403,
  WRONG_CONTENT_TYPE: 403,
  DATABASE_AWAY: 503,
  STORAGE_FULL: 503,
  INTERNAL: 500,
};

/** One thing wrong with an input: the place in it and what was expected there. */
export interface InputFinding {
  readonly where: string;
  readonly message: string;
}

/** The body of every failure. */
export interface Problem {
  readonly type: 'about:blank';
  readonly status: number;
  readonly code: ErrorCode;
  readonly where: string;
  readonly detail: string;
  readonly findings?: readonly InputFinding[];
  /** With BUSY: how many are before this one. */
  readonly place?: number;
}

export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: ErrorCode;
  readonly where: string;
  readonly findings: readonly InputFinding[];
  /** For the header `Retry-After`; by default only a status of 503 has one. */
  readonly retryAfterSeconds: number | undefined;
  readonly place: number | undefined;

  constructor(
    code: ErrorCode,
    where: string,
    message: string,
    findings: readonly InputFinding[] = [],
    retryAfterSeconds?: number,
    place?: number,
  ) {
    super(message);
    this.place = place;
    this.code = code;
    this.where = where;
    this.findings = findings;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Why an action of the server did not happen. */
export interface Refused {
  readonly code: ErrorCode;
  readonly where: string;
  readonly message: string;
  /** Where trying again later helps. */
  readonly retryAfterSeconds?: number;
  /** With BUSY: how many are before this one. */
  readonly place?: number;
}

/** A failed result of an action of the server. */
export function refused(
  code: ErrorCode,
  where: string,
  message: string,
  retryAfterSeconds?: number,
): { readonly ok: false; readonly error: Refused } {
  return {
    ok: false,
    error: { code, where, message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  };
}

/** Answers with the value of a result, or throws its refusal for `problemOf` to write. */
export function answer<T extends object>(
  c: Context,
  result: Result<T, Refusal | Refused>,
  status: 200 | 201 = 200,
) {
  if (!result.ok) {
    const { code, where, message, retryAfterSeconds, place }: Refused = result.error;
    throw new HttpRefusal(code, where, message, [], retryAfterSeconds, place);
  }
  return c.json(result.value, status);
}

/** The answer to whatever a handler threw. Says nothing about a failure that is not a refusal. */
export function problemOf(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  if (isAbsence(error)) {
    return new HttpRefusal(
      'DATABASE_AWAY',
      'database',
      'the database does not answer; repeat the same request, which is safe',
    );
  }
  if (error instanceof Error && (error as { code?: unknown }).code === '53100') {
    return new HttpRefusal('STORAGE_FULL', 'database', 'the disk is full; the operator must make room');
  }
  return new HttpRefusal('INTERNAL', 'server', 'the server failed; the failure is in its log');
}

export function problemResponse(refusal: HttpRefusal): Response {
  const status = STATUS[refusal.code];
  const problem: Problem = {
    type: 'about:blank',
    status,
    code: refusal.code,
    where: refusal.where,
    detail: refusal.message,
    ...(refusal.findings.length > 0 ? { findings: refusal.findings } : {}),
    ...(refusal.place === undefined ? {} : { place: refusal.place }),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  const retryAfter = refusal.retryAfterSeconds ?? (status === 503 ? 2 : undefined);
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(JSON.stringify(problem), { status, headers });
}
