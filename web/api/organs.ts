/** Organs and their rolls on the wire. Every change of a roll names the roll it was made on; what it answers is the roll now. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type {
  MembersView,
  OrganChange,
  OrganInput,
  OrganView,
  RollInput,
  RollPreview,
  RollRow,
} from '#server/api';
import { useAction } from './action.ts';
import { getJson, putBytes, sendJson } from './client.ts';

const ROOT = ['organs'] as const;

export type WhichMembers = 'inOffice' | 'left' | 'all';

export const allOrgans = queryOptions({
  queryKey: [...ROOT, 'all'],
  queryFn: async () => (await getJson<{ organs: readonly OrganView[] }>('/api/organs')).organs,
});

export const oneOrgan = (organId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'one', organId],
    queryFn: () => getJson<OrganView>(`/api/organs/${organId}`),
  });

export const membersOf = (organId: string, who: WhichMembers) =>
  queryOptions({
    queryKey: [...ROOT, 'members', organId, who],
    queryFn: () => getJson<MembersView>(`/api/organs/${organId}/members?who=${who}`),
  });

export const rollFile = (organId: string, as: 'xlsx' | 'csv' | 'data', isEmpty = false) =>
  `/api/organs/${organId}/roll-file?as=${as}&empty=${isEmpty ? 'yes' : 'no'}`;

export const previewRoll = (organId: string, file: File) =>
  putBytes<RollPreview>(
    `/api/organs/${organId}/roll-preview?name=${encodeURIComponent(file.name.slice(-255))}`,
    file,
  );

/** Runs a change of organs or rolls, then asks again for what is known of them. */
function useChange<Given extends readonly unknown[], T>(perform: (...given: Given) => Promise<T>) {
  const queryClient = useQueryClient();
  return useAction(async (...given: Given) => {
    const answer = await perform(...given);
    await queryClient.invalidateQueries({ queryKey: ROOT });
    return answer;
  });
}

export const useCreateOrgan = () =>
  useChange((organ: OrganInput) => sendJson<OrganView>('POST', '/api/organs', organ));

export const useChangeOrgan = (organId: string) =>
  useChange((organ: OrganChange) => sendJson<OrganView>('PATCH', `/api/organs/${organId}`, organ));

export const useSaveMember = (organId: string) =>
  useChange((rollHash: string, memberId: string | null, row: RollRow) =>
    memberId === null
      ? sendJson<MembersView>('POST', `/api/organs/${organId}/members`, { ...row, rollHash })
      : sendJson<MembersView>('PATCH', `/api/organs/${organId}/members/${memberId}`, { ...row, rollHash }),
  );

export const useVacate = (organId: string) =>
  useChange((rollHash: string, memberId: string, reason: string) =>
    sendJson<MembersView>('POST', `/api/organs/${organId}/members/${memberId}/vacate`, { reason, rollHash }),
  );

export const useReturn = (organId: string) =>
  useChange((rollHash: string, memberId: string) =>
    sendJson<MembersView>('POST', `/api/organs/${organId}/members/${memberId}/return`, { rollHash }),
  );

export const useCertifyRoll = (organId: string) =>
  useChange((roll: RollInput) => sendJson<MembersView>('POST', `/api/organs/${organId}/roll`, roll));
