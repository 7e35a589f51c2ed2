/** What the routes of cards and of the desk take and answer. No secret of a card ever comes here. */
import { z } from 'zod';
import { line, MAX_MEMBERS } from '../organs/shapes.ts';

/** One card a member and the spare ones. */
export const MAX_CARDS = MAX_MEMBERS + 1_000;
export const MAX_RESERVES = 20;
/** Credentials of one upload. */
export const MAX_CHUNK = 200;
/** Handed over or back in one request, where cards are drawn. */
const MAX_BATCH = 500;

const serial = z.string().regex(/^[A-Z0-9-]{1,20}$/, 'expected capitals, digits and hyphens');
const pollId = z
  .string()
  .regex(/^[1-9A-HJ-NP-Za-km-z]{22}$/, 'expected 22 characters of the Belenios alphabet');
const memberId = z.guid();

const cardShape = z.strictObject({
  serial,
  isSpare: z.boolean(),
  /** SHA-256, in hex, of the login key. */
  loginHash: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex'),
  /** Whose card it is; absent where cards are drawn and for spare ones. */
  memberId: memberId.optional(),
});

export const registrationInput = z.strictObject({
  kind: z.enum(['named', 'drawn']),
  /** Ids of sessions to come, drawn in the browser. */
  reserves: z.array(pollId).min(1).max(MAX_RESERVES),
  cards: z.array(cardShape).min(1).max(MAX_CARDS),
});
export const credentialsInput = z.strictObject({
  poll: pollId,
  credentials: z
    .array(z.strictObject({ serial, credential: z.string().min(1).max(1_000) }))
    .min(1)
    .max(MAX_CHUNK),
});
export const finishInput = z.strictObject({
  /** The scrutineer who was there while the cards were made. */
  witnessId: z.guid(),
});

const who = z.union([
  z.strictObject({ memberId }),
  z.strictObject({ number: line(20) }),
  z.strictObject({ serial }),
]);
export const arrivalInput = z.strictObject({ who, hand: z.enum(['card', 'paper', 'nothing']) });
export const departureInput = z.strictObject({ who });
export const paperInsteadInput = z.strictObject({ memberId });
export const holderInput = z.strictObject({ memberId, serial });
export const issuesInput = z.strictObject({ members: z.array(memberId).min(1).max(MAX_BATCH) });
export const serialsInput = z.strictObject({ serials: z.array(serial).min(1).max(MAX_BATCH) });
export const lostInput = z.strictObject({
  serial,
  /** The card that takes its place; null: its holder votes on paper, or nobody held it yet. */
  spare: serial.nullable(),
  /** Who votes on paper instead, where there is no spare. */
  memberId: memberId.nullable(),
  reason: line(100),
});

export type RegistrationInput = z.output<typeof registrationInput>;
export type CredentialsInput = z.output<typeof credentialsInput>;
export type Who = z.output<typeof who>;
export type ArrivalInput = z.output<typeof arrivalInput>;
export type LostInput = z.output<typeof lostInput>;

export interface CardsView {
  readonly kind: 'named' | 'drawn';
  readonly state: 'none' | 'uploading' | 'complete';
  readonly witness: string;
  /** Session ids in their order; each card has a credential for every one. */
  readonly polls: readonly {
    readonly poll: string;
    readonly isTaken: boolean;
    readonly credentials: number;
  }[];
  readonly cards: {
    readonly regular: number;
    readonly spare: number;
    readonly activated: number;
    readonly returned: number;
    readonly voided: number;
  };
  /** Spare cards that are nobody's yet. */
  readonly freeSpares: readonly string[];
  /** Members in office without a card; null where cards are drawn. */
  readonly withoutCard:
    | readonly { readonly memberId: string; readonly number: string; readonly name: string }[]
    | null;
}

export interface Arrival {
  readonly member: {
    readonly memberId: string;
    readonly number: string;
    readonly name: string;
    readonly delegation: string;
  };
  /** kept: was signed in already. */
  readonly attendance: 'new' | 'back' | 'kept';
  readonly medium: 'electronic' | 'paper' | null;
  readonly serial: string | null;
}

export interface LostCard {
  readonly serial: string;
  readonly spare: string | null;
  readonly memberId: string | null;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedById: string;
  readonly proposedAt: string;
  readonly confirmedBy: string | null;
}
