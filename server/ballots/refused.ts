/** Expected failures of ballot sessions, as values. */
import { err, type Result } from '#tally';
import type { ErrorCode } from '../http/errors.ts';

export interface Refused {
  readonly code: ErrorCode;
  readonly where: string;
  readonly message: string;
}

export type Answer<T> = Result<T, Refused>;

export function refused(
  code: ErrorCode,
  where: string,
  message: string,
): { readonly ok: false; readonly error: Refused } {
  return err({ code, where, message });
}
