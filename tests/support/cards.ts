/** What the clerk's browser does to give a meeting its cards, through HTTP: the code of the page, with fixed randomness. */
import { pbkdf2Sync } from 'node:crypto';
import { electionGroup } from '../../server/ballots/engine.ts';
import { drawToken } from '../../tally/belenios/token.ts';
import {
  credentialOf,
  type DrawnCard,
  drawCards,
  type Holder,
  uploadOf,
} from '../../web/cards/card-maker.ts';
import { seededRandom } from './random.ts';
import type { Answer, Client } from './world.ts';

export const stretch = async (password: string, salt: string, iterations: number) =>
  new Uint8Array(pbkdf2Sync(password, salt, iterations, 32, 'sha256'));

export interface CardsPlan {
  readonly kind?: 'named' | 'drawn';
  readonly spares?: number;
  readonly reserves?: number;
  readonly seed?: string;
}

export interface MadeCards {
  readonly cards: readonly DrawnCard[];
  readonly polls: readonly string[];
  /** What the server answered to the last step. */
  readonly finished: Answer;
}

/** Draws, uploads and finishes the cards of every member in office. */
export async function makeCards(
  clerk: Client,
  meetingId: string,
  witnessId: string,
  { kind = 'named', spares = 2, reserves = 2, seed = 'cards' }: CardsPlan = {},
): Promise<MadeCards> {
  const random = seededRandom(`${seed} ${meetingId}`);
  const desk = (await clerk.get(`/api/meetings/${meetingId}/desk`)).body.members as Holder[];
  const cards = drawCards(kind === 'named' ? desk : desk.map(() => null), spares, random);
  const uploads = await Promise.all(cards.map((card) => uploadOf(card, meetingId, stretch)));
  const begun = await clerk.post(`/api/meetings/${meetingId}/cards`, {
    kind,
    reserves: Array.from({ length: reserves }, () => drawToken(random)),
    cards: uploads,
  });
  if (begun.status !== 201) throw new Error(JSON.stringify(begun.body));
  const polls = (begun.body.polls as { poll: string }[]).map(({ poll }) => poll);
  for (const poll of polls) {
    const credentials = cards.map(({ serial, secret }) => ({
      serial,
      credential: credentialOf(electionGroup(), poll, secret),
    }));
    const taken = await clerk.post(`/api/meetings/${meetingId}/cards/credentials`, { poll, credentials });
    if (taken.status !== 200) throw new Error(JSON.stringify(taken.body));
  }
  const finished = await clerk.post(`/api/meetings/${meetingId}/cards/finish`, { witnessId });
  return { cards, polls, finished };
}
