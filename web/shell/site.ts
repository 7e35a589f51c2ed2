/** What the installation says of itself. */
import { useQuery } from '@tanstack/react-query';
import type { Site } from '#server/api';
import { getJson } from '../api/client.ts';

export function useSite() {
  return useQuery({
    queryKey: ['site'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => getJson<Site>('/api/site'),
  });
}
