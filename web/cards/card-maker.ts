/**
 * Makes the cards of a meeting: draws their secrets and derives what the server is given of them (design 3.2). Arithmetic,
 * randomness and key stretching come from outside, so that the page's worker and the tests run the same code. Secrets are
 * in what `drawCards` returns and nowhere else.
 */
import {
  deriveLoginKey,
  deriveSecret,
  drawCredential,
  type Group,
  hex,
  publicCredentialOf,
  type Random,
  type Stretch,
  sha256,
} from '#tally';

export interface Holder {
  readonly memberId: string;
  readonly number: string;
  readonly name: string;
  readonly delegation: string;
}

/** A card with its secret. */
export interface DrawnCard {
  /** Printed outside; says nothing about the secret. */
  readonly serial: string;
  /** `XXX-XXX-XXX-XXX-XXX`. */
  readonly secret: string;
  readonly isSpare: boolean;
  /** Null for spare cards and where cards are drawn from envelopes. */
  readonly holder: Holder | null;
}

/** What the server learns of a card. */
export interface CardUpload {
  readonly serial: string;
  readonly isSpare: boolean;
  readonly loginHash: string;
  readonly memberId?: string;
}

/** Five spare cards, or five in a hundred where that is more. */
export function usualSpares(cards: number): number {
  return Math.max(5, Math.ceil(cards / 20));
}

/** One card for each holder (null: a card without a name), and the spare ones. */
export function drawCards(
  holders: readonly (Holder | null)[],
  spares: number,
  random: Random,
): readonly DrawnCard[] {
  const regular = holders.map((holder, at) => ({
    serial: serialOf('A', at + 1),
    secret: drawCredential(random),
    isSpare: false,
    holder,
  }));
  const more = Array.from({ length: spares }, (_, at) => ({
    serial: serialOf('S', at + 1),
    secret: drawCredential(random),
    isSpare: true,
    holder: null,
  }));
  return [...regular, ...more];
}

function serialOf(series: string, number: number): string {
  return `${series}-${String(number).padStart(4, '0')}`;
}

export async function uploadOf(card: DrawnCard, meetingId: string, stretch?: Stretch): Promise<CardUpload> {
  const loginKey = await deriveLoginKey(card.secret, meetingId, stretch);
  return {
    serial: card.serial,
    isSpare: card.isSpare,
    loginHash: hex(sha256(loginKey)),
    ...(card.holder === null ? {} : { memberId: card.holder.memberId }),
  };
}

/** The public credential of a card in one session: text of an element of the group. */
export function credentialOf(group: Group, poll: string, secret: string): string {
  return group.text(publicCredentialOf(group, deriveSecret(group, poll, secret)));
}
