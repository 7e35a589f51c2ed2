/** Ballot sessions on the wire: what pages ask for, what they change, and which answers a change makes stale. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { BatchView, DraftInput, SealView, SessionList, SessionView } from '#server/api';
import type { Column } from '#tally';
import { useAction } from './action.ts';
import { getJson, putBytes, sendJson } from './client.ts';

const ROOT = ['ballot-sessions'] as const;
/** Others act on the same session from other screens. */
const REFRESH_MS = 4_000;

export const sessionsOfMeeting = (meetingId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'of', meetingId],
    queryFn: () => getJson<SessionList>(`/api/meetings/${meetingId}/ballot-sessions`),
    refetchInterval: REFRESH_MS,
  });

export const oneSession = (poll: string) =>
  queryOptions({
    queryKey: [...ROOT, 'one', poll],
    queryFn: () => getJson<SessionView>(`/api/ballot-sessions/${poll}`),
    refetchInterval: REFRESH_MS,
  });

export const sealOfSession = (poll: string) =>
  queryOptions({
    queryKey: [...ROOT, 'seal', poll],
    queryFn: () => getJson<SealView>(`/api/ballot-sessions/${poll}/seal`),
    refetchInterval: REFRESH_MS,
  });

export const paperOfSession = (poll: string) =>
  queryOptions({
    queryKey: [...ROOT, 'paper', poll],
    queryFn: async () =>
      (await getJson<{ batches: readonly BatchView[] }>(`/api/ballot-sessions/${poll}/paper`)).batches,
    refetchInterval: REFRESH_MS,
  });

export const pictureUrl = (hash: string): string => `/api/public/pictures/${hash}`;

export const createSession = (meetingId: string, draft: DraftInput) =>
  sendJson<SessionView>('POST', `/api/meetings/${meetingId}/ballot-sessions`, draft);

export const changeSession = (poll: string, version: number, draft: DraftInput) =>
  sendJson<SessionView>('PATCH', `/api/ballot-sessions/${poll}`, { version, ...draft });

export const deleteSession = (poll: string) => sendJson('DELETE', `/api/ballot-sessions/${poll}`);

export const uploadPicture = (meetingId: string, file: Blob) =>
  putBytes<{ picture: string }>(`/api/meetings/${meetingId}/pictures`, file);

export const readItemsFile = async (meetingId: string, file: Blob) =>
  (await putBytes<{ rows: readonly (readonly string[])[] }>(`/api/meetings/${meetingId}/items-file`, file))
    .rows;

export const keyBatch = (poll: string, batch: number, column: Column) =>
  sendJson<{ keyed: 'FIRST' | 'SECOND'; waits: boolean }>(
    'PUT',
    `/api/ballot-sessions/${poll}/paper/${batch}`,
    { column },
  );

/** A step of a session, such as `opening`; everything known of sessions is asked for again afterwards. */
export function useSessionStep<T = unknown>(poll: string, method: 'POST' | 'DELETE' = 'POST') {
  const refresh = useRefresh();
  return useAction(async (step: string, body: object = {}) => {
    const answer = await sendJson<T>(method, `/api/ballot-sessions/${poll}/${step}`, body);
    await refresh();
    return answer;
  });
}

/** Asks again for everything known of ballot sessions. */
export function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ROOT });
}
