/**
 * The types that the web may import, and nothing that runs: codes of refusals, and of each folder of the server the type of
 * its routes, from which `hc` infers a client.
 */
import type { Role } from './auth/permissions.ts';

export type { ErrorCode, InputFinding, Problem } from './http/errors.ts';

/** The answer of `GET /api/logins/current`: who is logged in, and what the person is where. */
export interface CurrentLogin {
  readonly accountId: string;
  readonly name: string;
  readonly loginName: string;
  readonly hasSecondFactor: boolean;
  readonly roles: readonly {
    readonly role: Role;
    /** Null for the installation's administrator. */
    readonly organ: { readonly id: string; readonly nameZh: string; readonly nameEn: string } | null;
  }[];
}
