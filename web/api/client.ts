/**
 * The only place that fetches. It asks this server alone, sends JSON or bytes, and turns everything that is not success into one
 * `Failure` with a code of the closed list, whether the server refused, could not be reached, or something between answered.
 * An action that needs a fresh second factor asks for it once and is repeated.
 */
import type { ErrorCode, InputFinding, Problem } from '#server/api';
import type { FailureCode } from '../text/errors.ts';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  /** The status of the answer, 0 without one. */
  readonly status: number;
  readonly where: string;
  /** The server's sentence, English, for the technically minded. */
  readonly detail: string;
  readonly findings: readonly InputFinding[];
  /** Seconds to wait, where the server says so. */
  readonly retryAfter: number | null;
  /** Of a ballot in the line of a busy server. */
  readonly place: number | null;

  constructor(code: FailureCode, given: Partial<Omit<Failure, 'code'>> = {}) {
    super(given.detail ?? code);
    this.code = code;
    this.status = given.status ?? 0;
    this.where = given.where ?? '';
    this.detail = given.detail ?? '';
    this.findings = given.findings ?? [];
    this.retryAfter = given.retryAfter ?? null;
    this.place = given.place ?? null;
  }
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('INTERNAL', { detail: error instanceof Error ? error.message : String(error) });
}

type Prompt = () => Promise<boolean>;
let askForSecondFactor: Prompt | null = null;

/** Registers the dialog that asks for the second factor; it resolves to true when the login is fresh again. */
export function onSecondFactorNeeded(prompt: Prompt | null): void {
  askForSecondFactor = prompt;
}

/** `fetch` to this server; resolves only with a success, rejects only with a `Failure`. */
export async function fetchHere(path: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const response = await send(path, init);
  if (response.ok) return response;
  const failure = await readFailure(response);
  if (
    failure.code === 'SECOND_FACTOR_NEEDED' &&
    askForSecondFactor !== null &&
    (await askForSecondFactor())
  ) {
    const repeated = await send(path, init);
    if (repeated.ok) return repeated;
    throw await readFailure(repeated);
  }
  throw failure;
}

async function send(path: string | URL | Request, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', redirect: 'error' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Failure('OFFLINE');
  }
}

async function readFailure(response: Response): Promise<Failure> {
  const { status } = response;
  const retryAfter = readSeconds(response.headers.get('retry-after'));
  try {
    const problem = (await response.json()) as Problem;
    if (typeof problem.code === 'string' && problem.status === status) {
      return new Failure(problem.code satisfies ErrorCode, {
        status,
        where: problem.where,
        detail: problem.detail,
        findings: problem.findings ?? [],
        retryAfter,
        place: problem.place ?? null,
      });
    }
  } catch {
    // Not JSON: whoever answered was not our server.
  }
  return new Failure('NOT_OUR_ANSWER', { status, retryAfter });
}

function readSeconds(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

async function readJson<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new Failure('NOT_OUR_ANSWER', { status: response.status });
  }
}

/** Asks for JSON. `T` is the type of the server's answer, from `#server/api`. */
export async function getJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  return readJson<T>(await fetchHere(path, init));
}

export async function getText(path: string): Promise<string> {
  return (await fetchHere(path)).text();
}

export async function getBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetchHere(path)).arrayBuffer());
}

/** Changes something. The server takes JSON from its own pages only; `{}` where there is nothing to say. */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: object = {},
  init: RequestInit = {},
): Promise<T> {
  const response = await fetchHere(path, {
    ...init,
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return readJson<T>(response);
}

/** Uploads a file. */
export async function putBytes<T>(path: string, bytes: Blob | Uint8Array<ArrayBuffer>): Promise<T> {
  const response = await fetchHere(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  return readJson<T>(response);
}
