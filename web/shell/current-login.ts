/** Who is logged in: asked once, kept, and forgotten with everything else at the way out. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CurrentLogin } from '#server/api';
import { useAction } from '../api/action.ts';
import { Failure, getJson, sendJson } from '../api/client.ts';
import { forgetTab } from '../parts/tab-copy.ts';
import { shellText } from '../text/shell.ts';
import { useText } from '../text/texts.ts';
import { showToast } from '../ui/toast.tsx';

export const CURRENT_LOGIN = ['current-login'] as const;
/** Typed as any path: the page belongs to another folder and is in the table of routes. */
export const LOGIN_PATH: string = '/app/login';

/** Null: nobody is logged in. */
export function useCurrentLogin() {
  return useQuery({
    queryKey: CURRENT_LOGIN,
    staleTime: 60_000,
    queryFn: async (): Promise<CurrentLogin | null> => {
      try {
        return await getJson<CurrentLogin>('/api/me');
      } catch (error) {
        if (error instanceof Failure && error.code === 'UNAUTHENTICATED') return null;
        throw error;
      }
    },
  });
}

/** Ends the login here; what the browser knew of it is forgotten. */
export function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const t = useText(shellText);
  return useAction(async () => {
    await sendJson('DELETE', '/api/logins/current');
    queryClient.clear();
    forgetTab();
    queryClient.setQueryData(CURRENT_LOGIN, null);
    showToast(t.signedOut);
    await navigate({ href: LOGIN_PATH });
  });
}
