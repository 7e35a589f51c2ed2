/** What the person who is logged in may do where. */
import { useCurrentLogin } from './current-login.ts';

/** Roles the person holds in a body; an administrator's holds everywhere. */
export function useRolesIn(organId: string | undefined): ReadonlySet<string> {
  const { data: login } = useCurrentLogin();
  return new Set(
    (login?.roles ?? [])
      .filter(({ organ }) => organ === null || organ.id === organId)
      .map(({ role }) => role),
  );
}
