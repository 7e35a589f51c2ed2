/** Meetings, the desk and cards on the wire. The hall's figures and the desk's list refresh by themselves: others are at work too. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type {
  Arrival,
  ArrivalInput,
  CardsView,
  DeskRow,
  Figures,
  LostCard,
  LostInput,
  MeetingInput,
  MeetingView,
} from '#server/api';
import { useAction } from './action.ts';
import { getJson, sendJson } from './client.ts';

const ROOT = ['meetings'] as const;
const LIVE_MS = 3_000;

export const meetingsOf = (organId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'of', organId],
    queryFn: async () =>
      (await getJson<{ meetings: readonly MeetingView[] }>(`/api/organs/${organId}/meetings`)).meetings,
  });

export const figuresOf = (meetingId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'figures', meetingId],
    queryFn: () => getJson<Figures>(`/api/meetings/${meetingId}/figures`),
    refetchInterval: LIVE_MS,
  });

export const deskOf = (meetingId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'desk', meetingId],
    queryFn: async () =>
      (await getJson<{ members: readonly DeskRow[] }>(`/api/meetings/${meetingId}/desk`)).members,
    refetchInterval: LIVE_MS,
  });

export const cardsOf = (meetingId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'cards', meetingId],
    queryFn: () => getJson<CardsView>(`/api/meetings/${meetingId}/cards`),
  });

export const lostCardsOf = (meetingId: string) =>
  queryOptions({
    queryKey: [...ROOT, 'lost', meetingId],
    queryFn: async () =>
      (await getJson<{ lost: readonly LostCard[] }>(`/api/meetings/${meetingId}/lost-cards`)).lost,
    refetchInterval: LIVE_MS,
  });

/** Runs a change, then asks again for everything known of meetings. */
function useChange<Given extends readonly unknown[], T>(perform: (...given: Given) => Promise<T>) {
  const refresh = useRefreshMeetings();
  return useAction(async (...given: Given) => {
    const answer = await perform(...given);
    await refresh();
    return answer;
  });
}

export function useRefreshMeetings(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ROOT });
}

export const useCreateMeeting = (organId: string) =>
  useChange((meeting: MeetingInput) =>
    sendJson<MeetingView>('POST', `/api/organs/${organId}/meetings`, meeting),
  );

export const useChangeMeeting = (meetingId: string) =>
  useChange((meeting: MeetingInput) => sendJson<MeetingView>('PATCH', `/api/meetings/${meetingId}`, meeting));

export const useMoveMeeting = (meetingId: string) =>
  useChange((to: 'sitting' | 'closed') =>
    sendJson<MeetingView>('POST', `/api/meetings/${meetingId}/state`, { to }),
  );

export const useAttendees = (meetingId: string) =>
  useChange((attendees: number) =>
    sendJson<MeetingView>('POST', `/api/meetings/${meetingId}/attendees`, { attendees }),
  );

export const useArrive = (meetingId: string) =>
  useChange((arrival: ArrivalInput) =>
    sendJson<Arrival>('POST', `/api/meetings/${meetingId}/arrivals`, arrival),
  );

export const useDepart = (meetingId: string) =>
  useChange((who: ArrivalInput['who']) =>
    sendJson<Arrival>('POST', `/api/meetings/${meetingId}/departures`, { who }),
  );

export const useUndoSignIn = (meetingId: string) =>
  useChange((memberId: string) =>
    sendJson<Figures>('DELETE', `/api/meetings/${meetingId}/attendance/${memberId}`),
  );

export const useNameSpare = (meetingId: string) =>
  useChange((memberId: string, serial: string) =>
    sendJson('POST', `/api/meetings/${meetingId}/holders`, { memberId, serial }),
  );

export const usePaperInstead = (meetingId: string) =>
  useChange((memberId: string) => sendJson('POST', `/api/meetings/${meetingId}/paper-instead`, { memberId }));

/** Drawn cards: first the holders, then the cards, in two requests and no order. */
export const useRecordDrawn = (meetingId: string) =>
  useChange(async (members: readonly string[], serials: readonly string[]) => {
    const issued =
      members.length === 0
        ? { refused: [] as readonly string[] }
        : await sendJson<{ refused: readonly string[] }>('POST', `/api/meetings/${meetingId}/issues`, {
            members,
          });
    if (serials.length > 0) await sendJson('POST', `/api/meetings/${meetingId}/activations`, { serials });
    return issued;
  });

export const useReturnDrawn = (meetingId: string) =>
  useChange((serials: readonly string[]) =>
    sendJson('POST', `/api/meetings/${meetingId}/returns`, { serials }),
  );

export const useReportLost = (meetingId: string) =>
  useChange((lost: LostInput) => sendJson('POST', `/api/meetings/${meetingId}/lost-cards`, lost));

export const useWithdrawLost = (meetingId: string) =>
  useChange((serial: string) => sendJson('DELETE', `/api/meetings/${meetingId}/lost-cards/${serial}`));

export const useConfirmLost = (meetingId: string) =>
  useChange((serial: string) => sendJson('POST', `/api/meetings/${meetingId}/lost-cards/${serial}/confirm`));
