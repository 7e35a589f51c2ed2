/** React Query as this application uses it: no retries that hide a refusal, and one component for the states of a question. */
import { QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading } from '../ui/states.tsx';
import { asFailure, Failure } from './client.ts';

const TRANSIENT = new Set(['OFFLINE', 'BUSY', 'DATABASE_AWAY']);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < 3 && error instanceof Failure && TRANSIENT.has(error.code),
        retryDelay: (count) => Math.min(1_000 * 2 ** count, 8_000),
      },
      mutations: { retry: false },
    },
  });
}

/** Shows the answer, or that it is loading or failed. A refresh that fails keeps the last answer on the screen. */
export function Answer<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (value: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed failure={asFailure(query.error)} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
