/**
 * The types that the web may import, and nothing that runs: codes of refusals, and of each folder of the server the type of
 * its routes, from which `hc` infers a client.
 */
export type { Role } from './auth/permissions.ts';

export type { ErrorCode, InputFinding, Problem } from './http/errors.ts';
export type { AccountRow, Colleague, Invitation, Me as CurrentLogin, RoleHeld } from './people/shapes.ts';
export type { Site } from './pages/routes.ts';
