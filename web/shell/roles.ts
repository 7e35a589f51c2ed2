/** What the person who is logged in may do where. */
import type { Role } from '#server/api';
import { useCurrentLogin } from './current-login.ts';

/** Roles the person holds in a body; an administrator's holds everywhere. */
export function useRolesIn(organId: string | undefined): ReadonlySet<Role> {
  const { data: login } = useCurrentLogin();
  return new Set(
    (login?.roles ?? [])
      .filter(({ organ }) => organ === null || organ.id === organId)
      .map(({ role }) => role),
  );
}

/** Whom the server gives all that such a page shows (server/auth/permissions.ts decides; this keeps links from leading nowhere). */
const READERS = {
  roll: ['clerk', 'presidium', 'chiefScrutineer', 'auditor', 'administrator'],
  desk: ['clerk', 'chiefScrutineer', 'scrutineer'],
  cards: ['clerk', 'chiefScrutineer', 'scrutineer'],
  paper: ['teller', 'chiefScrutineer', 'scrutineer', 'clerk', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export function mayRead(page: keyof typeof READERS, roles: ReadonlySet<Role>): boolean {
  return READERS[page].some((role) => roles.has(role));
}
