/**
 * What a check has to say. Checking collects: a verifier reports every finding, not only the first, and a record is
 * verified when none of them is an error. `check` is the number of docs/verification.md.
 */
export interface Finding {
  readonly check: string;
  /** error: refuted; warning: verified, but someone should look; info: worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The place: a file, a member, a JSON path. */
  readonly where: string;
  /** One sentence: what was expected and what was found. */
  readonly message: string;
}
