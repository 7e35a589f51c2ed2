/** Key set-up, count, signatures and publication, as the pages ask the server for them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { CeremonyPart, CeremonyView, CountView, EvidenceView, ReportView } from '#server/api';
import type { CountEvidence, KeyHolder, Signature } from '#tally';
import { getBytes, getJson, sendJson } from './client.ts';

/** Others work on the same: the pages look again every few seconds. */
const LIVE_MS = 3_000;

export const keysOfMeeting = (meetingId: string) =>
  queryOptions({
    queryKey: ['keys', meetingId],
    queryFn: () => getJson<CeremonyView>(`/api/meetings/${meetingId}/keys`),
    refetchInterval: LIVE_MS,
  });

export const countOfPoll = (poll: string) =>
  queryOptions({
    queryKey: ['count', poll],
    queryFn: () => getJson<CountView>(`/api/ballot-sessions/${poll}/count`),
    refetchInterval: LIVE_MS,
  });

export const reportOfPoll = (poll: string, hash: string | null) =>
  queryOptions({
    queryKey: ['report', poll, hash],
    queryFn: () => getJson<ReportView>(`/api/ballot-sessions/${poll}/report`),
    enabled: hash !== null,
  });

export const loadPart = (meetingId: string) => getJson<CeremonyPart>(`/api/meetings/${meetingId}/keys/part`);

export function useKeyActions(meetingId: string) {
  const client = useQueryClient();
  const path = `/api/meetings/${meetingId}/keys`;
  const kept = (view: CeremonyView) => {
    client.setQueryData(['keys', meetingId], view);
    return view;
  };
  return {
    begin: async (afterAttempt: number) => kept(await sendJson<CeremonyView>('POST', path, { afterAttempt })),
    send: async (given: {
      readonly attempt: number;
      readonly step: 'certificate' | 'polynomial' | 'output' | 'decryption';
      readonly message: string;
      readonly holder?: Pick<KeyHolder, 'publicKey' | 'signedAt' | 'signature'>;
    }) => kept(await sendJson<CeremonyView>('POST', `${path}/messages`, given)),
    report: async (attempt: number, culprit: number) =>
      kept(await sendJson<CeremonyView>('POST', `${path}/fault`, { attempt, culprit })),
    rehearsal: () => getBytes(`${path}/rehearsal.bel`),
  };
}

export function useCountActions(poll: string) {
  const client = useQueryClient();
  const path = `/api/ballot-sessions/${poll}`;
  const post = async (to: string, body: object = {}): Promise<void> => {
    await sendJson('POST', `${path}/${to}`, body);
    await client.invalidateQueries({ queryKey: ['count', poll] });
  };
  return {
    reconcile: () => post('reconciliation'),
    goOn: () => post('count'),
    open: (head: string, decryption: string) => post('count/decryptions', { head, decryption }),
    sign: (reportHash: string, signature: Signature) => post('signatures', { reportHash, signature }),
    announce: () => post('announcement'),
    confirm: (reportHash: string, signature: Signature) => post('confirmation', { reportHash, signature }),
    publish: () => post('publication'),
    propose: (reason: string) => post('correction', { reason }),
    agree: (reason: string) => post('correction/agreement', { reason }),
  };
}

interface Leaves {
  readonly from: number;
  readonly leaves: readonly string[];
}

/** The archive to open and all that shows that it is the one everybody sees. */
export async function loadCount(
  poll: string,
): Promise<{ readonly archive: Uint8Array; readonly evidence: CountEvidence }> {
  const path = `/api/ballot-sessions/${poll}/count`;
  const { setup, checkpoint, size } = await getJson<EvidenceView>(`${path}/evidence`);
  const leaves: string[] = [];
  while (leaves.length < size) {
    const page = await getJson<Leaves>(`${path}/leaves?from=${leaves.length}`);
    if (page.leaves.length === 0) break;
    for (const leaf of page.leaves) leaves.push(leaf);
  }
  const evidence = { setup, checkpoint, leaves: leaves.slice(0, size) };
  return { archive: await getBytes(`${path}/archive.bel`), evidence };
}
