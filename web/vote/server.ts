/**
 * What the voting page asks of the server: log in with a card, load a ballot, cast, test, fetch a receipt. Every request is
 * to this server and safe to repeat. A failure is a `Failure` of the one client; an answer that does not come in time is a
 * connection that failed.
 */

import type { CardMeeting, CardView, CastAnswer, PollForCard } from '#server/api';
import type { Marks, SealedSessionTexts } from '#tally/booth';
import { Failure, fetchHere } from '../api/client.ts';
import type { ItemDescription } from '../parts/ballot-form.tsx';
import type { SealedBallot } from '../voting/ballot-maker.ts';
import { castBody, testBody } from '../voting/cast-body.ts';

export type { CardMeeting, PollForCard };
/** A login with a card: its meeting and the sessions as this card sees them. */
export type CardLogin = CardView;
/** `receipt/1`, exactly as the server signed it, with what a page shows of it. */
export type CastReceipt = CastAnswer;

export interface BoothTexts extends SealedSessionTexts {
  readonly descriptions: Readonly<Record<string, ItemDescription>>;
}

/** 20 s on a network that answers in 400 ms means that the answer is lost. */
const PATIENCE_MS = 20_000;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetchHere(`/api${path}`, { ...init, signal: patience.signal });
    return (await response.json()) as T;
  } catch (error) {
    // An answer that breaks off in the middle may have been a success: it is a failed connection, never a refusal.
    throw error instanceof Failure ? error : new Failure('OFFLINE');
  } finally {
    clearTimeout(timer);
  }
}

function send<T>(method: 'POST' | 'DELETE', path: string, body: string): Promise<T> {
  return ask(path, { method, headers: { 'content-type': 'application/json' }, body });
}

export const server = {
  logIn: (meeting: string, loginKey: string): Promise<CardLogin> =>
    send('POST', '/card-logins', JSON.stringify({ meeting, loginKey })),
  meetings: async (): Promise<readonly CardMeeting[]> =>
    (await ask<{ readonly meetings: readonly CardMeeting[] }>('/card-logins/meetings')).meetings,
  currentLogin: (): Promise<CardLogin> => ask('/card-logins/current'),
  logOut: (): Promise<unknown> => send('DELETE', '/card-logins/current', '{}'),
  booth: (poll: string): Promise<BoothTexts> => ask(`/booth/${poll}`),
  cast: ({ poll, ballot, caps }: SealedBallot): Promise<CastReceipt> =>
    send('POST', `/booth/${poll}/cast`, castBody(ballot, caps)),
  test: (poll: string, ballot: string): Promise<unknown> =>
    send('POST', `/booth/${poll}/test`, testBody(ballot)),
  voteByName: (poll: string, marks: Marks): Promise<CastReceipt> =>
    send('POST', `/booth/${poll}/vote`, JSON.stringify({ choices: marks })),
  receipt: (poll: string): Promise<CastReceipt> => ask(`/booth/${poll}/receipt`),
};

export type VotingServer = typeof server;
