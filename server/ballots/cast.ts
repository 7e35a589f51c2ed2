/**
 * Boxes one encrypted ballot under one unused credential (style.md 4): checked by the functions the verifier uses, appended
 * with its ledger leaf in one statement a batch, acknowledged when committed and in a signed head. The same ballot again
 * gets the same receipt, byte for byte, at any time (requirement R39). One `Casting` a process.
 */
import { type Result, sha256Hex, shortCode } from '#tally';
import type { Sql } from '../db/sql.ts';
import { type ErrorCode, type Refused, refused as refuseWith } from '../http/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import {
  type BoxedRow,
  type BoxOutcome,
  loadBoxedByTracker,
  loadBoxedOfCard,
  loadStanding,
  type Standing,
} from './box-store.ts';
import { createBoxWriter } from './box-writer.ts';
import { createLine, type LineBounds } from './cast-queue.ts';
import type { GivenBallot } from './check-given.ts';
import type { Checkers } from './checkers.ts';
import { type CastAnswer, secretReceipt } from './receipts.ts';
import { createSealedBoxes, type SealedBox } from './sealed-box.ts';

type Answer<T> = Promise<Result<T, Refused>>;

/** Who casts: a card of a meeting. */
export interface CastingCard {
  readonly meetingId: string;
  readonly serial: string;
}

/** `isNew` is false when this very ballot was in the box already. */
export type Cast = CastAnswer & { readonly isNew: boolean };

export interface Casting {
  /** The sealed session of this id, if it is one of the card's meeting. */
  find(poll: string, card: Pick<CastingCard, 'meetingId'>): Answer<SealedBox>;
  cast(box: SealedBox, card: CastingCard, given: GivenBallot): Answer<Cast>;
  /** The receipt of the last ballot cast with the card. */
  receipt(box: SealedBox, card: CastingCard): Answer<CastAnswer>;
}

export interface CastingParts {
  readonly sql: Sql;
  readonly ledger: Ledger;
  readonly checkers: Checkers;
  /** How long a request waits in the line before it is told its place and asked to come back. */
  readonly holdMs?: number;
  readonly bounds?: LineBounds;
}

const HOLD_MS = 8_000;
/** Behind so many ballots nobody need ask again at once. */
const FAR_PLACE = 200;

type Refusing = Exclude<BoxOutcome, 'CAST' | 'REPEATED'>;
const REFUSALS: Readonly<Record<Refusing, readonly [ErrorCode, string]>> = {
  NOT_FOUND: ['NOT_FOUND', 'there is no such ballot session'],
  NOT_OPEN: ['NOT_OPEN', 'the box takes ballots from its opening to its closing'],
  NOT_ISSUED: ['NOT_ISSUED', 'this card was not handed out for this session, or was voided'],
  TESTED: ['TESTED', 'this ballot was opened for a test; make a new one'],
  ALREADY_CAST: ['ALREADY_CAST', 'a ballot under this card is in the box, and the first is final'],
  CODE_TAKEN: ['ALREADY_EXISTS', 'the code of this ballot exists already; encrypt the choices again'],
  AGAIN: ['BUSY', 'another ballot of this card is under way'],
};

export function openCasting({ sql, ledger, checkers, holdMs = HOLD_MS, bounds }: CastingParts): Casting {
  const boxes = createSealedBoxes(sql);
  const writer = createBoxWriter(sql);
  const line = createLine<Awaited<Answer<Cast>>>(checkers.concurrency, bounds);
  /** The ballot of each card that is under way: another of the same card waits for it. */
  const underWay = new Map<string, { readonly tracker: string; readonly done: Promise<unknown> }>();

  async function cast(box: SealedBox, card: CastingCard, given: GivenBallot): Answer<Cast> {
    const { poll } = box.row;
    const sound = await ledger.check();
    if (!sound.ok) return sound;
    const tracker = sha256Hex(given.ballot);
    const standing = await loadStanding(sql, poll, card.serial, tracker);
    const credential = standing?.credential ?? null;
    if (standing === null || credential === null) return refusal('NOT_ISSUED');
    const before = standing.isBoxed ? await loadBoxedByTracker(sql, poll, tracker) : null;
    if (before !== null) {
      return before.credential === credential ? receiptOf(box, before, false) : refusal('NOT_ISSUED');
    }
    const refused = refusedBy(standing);
    if (refused !== null) return refusal(refused);

    const voter = `${poll} ${credential}`;
    const other = underWay.get(voter);
    if (other !== undefined && other.tracker !== tracker) {
      const hasEnded = await within(other.done, holdMs);
      return hasEnded === undefined ? busy(1) : cast(box, card, given);
    }
    const entry = line.join(`${poll} ${tracker}`, given.ballot.length, async (leave) => {
      const checked = await checkers.check(box.rules, given);
      leave();
      if (!checked.ok) return checked;
      if (checked.value.credential !== credential) return refusal('NOT_ISSUED');
      const ballot = { poll, credential, tracker, code: shortCode(tracker) };
      const { outcome, boxed } = await writer.append({
        ...ballot,
        ballot: given.ballot,
        caps: checked.value.caps,
      });
      if (boxed !== null) return receiptOf(box, boxed, outcome === 'CAST');
      return refusal(outcome as Refusing);
    });
    if (entry.kind === 'full') return busy(entry.place);
    if (other === undefined) {
      underWay.set(voter, { tracker, done: entry.done });
      const end = () => underWay.delete(voter);
      entry.done.then(end, end);
    }
    return (await within(entry.done, holdMs)) ?? busy(entry.place());
  }

  async function receiptOf(box: SealedBox, boxed: BoxedRow, isNew: boolean): Answer<Cast> {
    const written = await secretReceipt(ledger, box.row, boxed);
    return written.ok ? { ok: true, value: { ...written.value, isNew } } : written;
  }

  return {
    find: async (poll, { meetingId }) => {
      const box = await boxes.find(poll);
      return box === null || box.row.meetingId !== meetingId
        ? refusal('NOT_FOUND')
        : { ok: true, value: box };
    },
    cast,
    receipt: async (box, card) => {
      const boxed = await loadBoxedOfCard(sql, box.row.poll, card.serial);
      if (boxed === null) {
        return refuseWith('NOT_FOUND', 'ballot', 'no ballot was cast with this card');
      }
      return secretReceipt(ledger, box.row, boxed);
    },
  };
}

/** What is already certain; the statement that appends decides again, under the lock of the box. */
function refusedBy({ isOpen, isUsable, isTested, hasCast }: Standing): Refusing | null {
  if (!isOpen) return 'NOT_OPEN';
  if (!isUsable) return 'NOT_ISSUED';
  if (isTested) return 'TESTED';
  return hasCast ? 'ALREADY_CAST' : null;
}

function refusal(outcome: Refusing): { readonly ok: false; readonly error: Refused } {
  const [code, message] = REFUSALS[outcome];
  return refuseWith(code, 'ballot', message);
}

function busy(place: number): { readonly ok: false; readonly error: Refused } {
  const message = `${place} ballots are before this one; send the same ballot again`;
  const retryAfterSeconds = place > FAR_PLACE ? 5 : 1;
  return { ok: false, error: { code: 'BUSY', where: 'ballot', message, place, retryAfterSeconds } };
}

/** What a promise gives within a time, undefined when it takes longer; it goes on. */
async function within<T>(done: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
