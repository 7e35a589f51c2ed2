/** What administrators ask and change about accounts; every change refreshes the list. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AccountRow, Invitation, Role } from '#server/api';
import { getJson, sendJson } from './client.ts';

const ACCOUNTS = ['accounts'] as const;

export function useAccounts() {
  return useQuery({
    queryKey: ACCOUNTS,
    queryFn: async () => (await getJson<{ accounts: AccountRow[] }>('/api/accounts')).accounts,
  });
}

export interface RoleGiven {
  readonly role: Role;
  readonly organId: string | null;
}

/** The organs a role can be given in. */
export function useOrganChoices() {
  return useQuery({
    queryKey: ['organs'],
    queryFn: async () =>
      (await getJson<{ organs: { id: string; nameZh: string; nameEn: string }[] }>('/api/organs')).organs,
  });
}

export function usePeopleActions() {
  const queryClient = useQueryClient();
  const changing =
    <Given extends readonly unknown[], T>(change: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      const value = await change(...given);
      await queryClient.invalidateQueries({ queryKey: ACCOUNTS });
      return value;
    };
  return {
    create: changing((given: { loginName: string; name: string; roles: readonly RoleGiven[] }) =>
      sendJson<{ id: string; invitation: Invitation }>('POST', '/api/accounts', given),
    ),
    rename: changing((id: string, name: string) => sendJson('PATCH', `/api/accounts/${id}`, { name })),
    invite: changing((id: string, resets: boolean) =>
      sendJson<{ invitation: Invitation }>('POST', `/api/accounts/${id}/invitation`, { resets }),
    ),
    disable: changing((id: string) => sendJson('POST', `/api/accounts/${id}/disable`)),
    enable: changing((id: string) => sendJson('POST', `/api/accounts/${id}/enable`)),
    grant: changing((id: string, role: RoleGiven) => sendJson('POST', `/api/accounts/${id}/roles`, role)),
    withdraw: changing((id: string, role: RoleGiven) =>
      sendJson('DELETE', `/api/accounts/${id}/roles`, role),
    ),
  };
}
