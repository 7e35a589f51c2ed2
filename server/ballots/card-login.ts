/**
 * Logging in with a card (design 3.2): the browser derives a login key from the card's secret and sends only that; its
 * SHA-256 finds the card. Every wrong guess gets one answer, and guesses from anywhere never lock a card (requirements R5,
 * R7): a key has 82 bits, so only floods need a limit, per address and over all.
 */
import { type Result, readBase64url, sha256 } from '#tally';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import type { Rate } from '../http/limits.ts';
import { findCard, loadCard, loadPollsForCard, type MeetingOfCard, type PollForCard } from './booth-store.ts';

/** A hall of three thousand people may sit behind one address. */
export const CARD_LOGINS: Rate = { name: 'card-logins', burst: 3_000, perMinute: 1_200 };
export const WRONG_CARDS: Rate = { name: 'wrong-cards', burst: 60, perMinute: 30 };

export interface CardView {
  readonly meeting: MeetingOfCard;
  readonly serial: string;
  readonly polls: readonly PollForCard[];
}

/** @param loginKey base64url of 32 bytes */
export async function findCardByKey(
  deps: Pick<Deps, 'sql'>,
  meeting: string,
  loginKey: string,
): Promise<Result<{ readonly cardId: string }, Refused>> {
  const key = readBase64url(loginKey);
  const cardId = key?.length === 32 ? await findCard(deps.sql, meeting, sha256(key)) : null;
  return cardId === null
    ? refused('WRONG_LOGIN', 'card', 'this card is not one of this meeting, or was voided')
    : { ok: true, value: { cardId } };
}

export async function viewCard(deps: Pick<Deps, 'sql'>, cardId: string): Promise<Result<CardView, Refused>> {
  const card = await loadCard(deps.sql, cardId);
  if (card === null) return refused('NOT_FOUND', 'card', 'there is no such card');
  return { ok: true, value: { ...card, polls: await loadPollsForCard(deps.sql, cardId) } };
}
