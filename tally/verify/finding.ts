/**
 * What a check has to say. Checking collects: a verifier reports every finding, not only the first, and a record is
 * verified when none of them is an error. `check` is the number of docs/verification.md.
 */
import type { Refusal } from '../result.ts';
import type { CheckId } from './checks.ts';

export interface Finding {
  readonly check: CheckId;
  /** error: refuted; warning: verified, but someone should look; info: worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The place: a file, a member, a JSON path. */
  readonly where: string;
  /** One sentence: what was expected and what was found. */
  readonly message: string;
}

export function errorFinding(
  check: CheckId,
  { where, message }: Pick<Refusal, 'where' | 'message'>,
): Finding {
  return { check, severity: 'error', where, message };
}

/** No finding if `holds`, else one error. */
export function expectTrue(
  check: CheckId,
  holds: boolean,
  where: string,
  message: string,
): readonly Finding[] {
  return holds ? [] : [errorFinding(check, { where, message })];
}
