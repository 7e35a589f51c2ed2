/**
 * Failures of a statement that mean an absent database rather than a wrong statement. Apart from the drivers, so that every
 * runtime can tell them.
 */

/**
 * Whether a failure means that the database could not be reached or was stopped, so that the same statement may succeed
 * later: refused or lost connections, a server starting, stopping or recovering (class 08, 57P01–57P03), no free
 * connection (53300). Whether the statement was committed is then unknown (requirements F8).
 */
export function isAbsence(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && (ABSENT.has(code) || code.startsWith('08'));
}

const ABSENT = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
