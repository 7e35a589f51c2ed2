/**
 * The voting page as a state machine: where the voter is, and what each event leads to. Pure; the network, the worker and the
 * browser's history are in use-voting.ts. Marks live in two places only, the ballot and its review, and are gone when
 * either is left for good: no later state has room for them (requirement R19).
 */

import { blankMarks, type CapUse, type DraftMarks, isCastable, withMark } from '../parts/marks.ts';
import type { FailureCode } from '../text/errors.ts';
import type { BallotPaper, SealedBallot } from '../voting/ballot-maker.ts';
import type { Trouble } from './keep-casting.ts';
import type { BoothTexts, CardLogin, CastReceipt, PollForCard } from './server.ts';

/** Refusals of the server, and what only this page finds. */
export type Problem =
  | FailureCode
  /** The card's letters cannot be a card's. */
  | 'CARD_MISTYPED'
  /** A QR code that is no card's. */
  | 'NOT_A_CARD'
  /** The ballot the server sent is not what was sealed. */
  | 'SEAL_BROKEN'
  /** The browser cannot encrypt. */
  | 'TOO_OLD';

/** A ballot paper with what stands beside its items. */
export interface Booth {
  readonly poll: PollForCard;
  readonly paper: BallotPaper;
  readonly descriptions: BoothTexts['descriptions'];
}

export type Place =
  | { readonly at: 'card'; readonly problem: Problem | null }
  | { readonly at: 'entering' }
  | { readonly at: 'polls'; readonly problem: Problem | null }
  | { readonly at: 'opening'; readonly poll: PollForCard }
  | {
      readonly at: 'marking';
      readonly booth: Booth;
      readonly marks: DraftMarks;
      readonly past: readonly DraftMarks[];
      /** The cap that the last press ran against. */
      readonly cap: CapUse | null;
    }
  | {
      readonly at: 'review';
      readonly booth: Booth;
      readonly marks: DraftMarks;
      readonly past: readonly DraftMarks[];
      /** Null while it is being encrypted. A vote by name is not encrypted: always null. */
      readonly sealed: SealedBallot | null;
      readonly problem: Problem | null;
    }
  | {
      readonly at: 'casting';
      readonly poll: PollForCard | null;
      readonly code: string | null;
      readonly trouble: Trouble | null;
    }
  | {
      readonly at: 'receipt';
      readonly receipt: CastReceipt;
      readonly poll: PollForCard;
      readonly how: HowCast;
    }
  | { readonly at: 'testing'; readonly booth: Booth; readonly code: string }
  | { readonly at: 'tested'; readonly booth: Booth; readonly challenge: string; readonly code: string }
  | { readonly at: 'refused'; readonly code: Problem; readonly poll: PollForCard | null };

/** `now`: on this page; `before`: the voter asked for it again; `other`: another ballot of this card came first. */
export type HowCast = 'now' | 'before' | 'other';

export interface VotingState {
  readonly place: Place;
  readonly login: CardLogin | null;
  /** Whether the worker holds the card's secret, so that ballots can be made. After a reload it does not. */
  readonly hasCard: boolean;
}

export type VotingEvent =
  | { readonly kind: 'entering' }
  | { readonly kind: 'entered'; readonly login: CardLogin; readonly hasCard: boolean }
  | { readonly kind: 'notEntered'; readonly problem: Problem | null }
  | { readonly kind: 'refreshed'; readonly login: CardLogin }
  | { readonly kind: 'opening'; readonly poll: PollForCard }
  | { readonly kind: 'opened'; readonly booth: Booth }
  | { readonly kind: 'notOpened'; readonly problem: Problem }
  | { readonly kind: 'marked'; readonly item: number; readonly mark: number | null }
  | { readonly kind: 'capped'; readonly cap: CapUse }
  | { readonly kind: 'undone' }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'reviewing' }
  | { readonly kind: 'sealed'; readonly sealed: SealedBallot }
  | { readonly kind: 'notSealed'; readonly problem: Problem }
  | { readonly kind: 'backed' }
  | { readonly kind: 'casting'; readonly poll: PollForCard | null; readonly code: string | null }
  | { readonly kind: 'delayed'; readonly trouble: Trouble }
  | {
      readonly kind: 'cast';
      readonly receipt: CastReceipt;
      readonly poll: PollForCard;
      readonly how: HowCast;
    }
  | { readonly kind: 'refused'; readonly code: Problem; readonly poll: PollForCard | null }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly challenge: string }
  | { readonly kind: 'leftReceipt' }
  | { readonly kind: 'forgotten' };

export const START: VotingState = { place: { at: 'entering' }, login: null, hasCard: false };

export function nextState(state: VotingState, event: VotingEvent): VotingState {
  const place = nextPlace(state, event);
  switch (event.kind) {
    case 'entered':
      return { place, login: event.login, hasCard: event.hasCard };
    case 'refreshed':
      return { ...state, place, login: event.login };
    case 'forgotten':
    case 'notEntered':
      return { place, login: null, hasCard: false };
    case 'cast':
      return { ...state, place, login: withCast(state.login, event) };
    default:
      return place === state.place ? state : { ...state, place };
  }
}

/** The login with this session marked as voted, so that the list is right before the server is asked again. */
function withCast(
  login: CardLogin | null,
  { poll, receipt }: Extract<VotingEvent, { kind: 'cast' }>,
): CardLogin | null {
  if (login === null) return null;
  const { tracker, code } = receipt;
  const cast = { seq: 1, tracker, code };
  return { ...login, polls: login.polls.map((own) => (own.id === poll.id ? { ...own, cast } : own)) };
}

/** The place after an event; the same place where the event does not belong to it, such as an answer come too late. */
function nextPlace({ place, login }: VotingState, event: VotingEvent): Place {
  switch (event.kind) {
    case 'entering':
      return place.at === 'casting' ? place : { at: 'entering' };
    case 'entered':
      return { at: 'polls', problem: null };
    case 'notEntered':
      return { at: 'card', problem: event.problem };
    case 'forgotten':
      return { at: 'card', problem: null };
    case 'refreshed':
      return place;
    case 'opening':
      return place.at === 'polls' || place.at === 'receipt' || place.at === 'tested'
        ? { at: 'opening', poll: event.poll }
        : place;
    case 'opened':
      return place.at === 'opening' && place.poll.id === event.booth.poll.id
        ? blankBallot(event.booth)
        : place;
    case 'notOpened':
      return place.at === 'opening' ? { at: 'polls', problem: event.problem } : place;
    case 'casting':
      return place.at === 'review' || place.at === 'polls'
        ? { at: 'casting', poll: event.poll, code: event.code, trouble: null }
        : place;
    case 'delayed':
      return place.at === 'casting' ? { ...place, trouble: event.trouble } : place;
    case 'cast':
      return { at: 'receipt', receipt: event.receipt, poll: event.poll, how: event.how };
    case 'refused':
      return { at: 'refused', code: event.code, poll: event.poll };
    case 'testing':
      return place.at === 'review' && place.sealed !== null
        ? { at: 'testing', booth: place.booth, code: place.sealed.code }
        : place;
    case 'tested':
      return place.at === 'testing'
        ? { at: 'tested', booth: place.booth, code: place.code, challenge: event.challenge }
        : place;
    case 'leftReceipt':
      return login === null ? { at: 'card', problem: null } : { at: 'polls', problem: null };
    case 'backed':
      return placeBehind(place);
    default:
      return nextBallot(place, event);
  }
}

function blankBallot(booth: Booth): Place {
  return { at: 'marking', booth, marks: blankMarks(booth.paper.sheet), past: [], cap: null };
}

/** Where "back" leads. A ballot on its way cannot be left, and what was cast, tested or refused is not returned to. */
function placeBehind(place: Place): Place {
  switch (place.at) {
    case 'review':
      return { at: 'marking', booth: place.booth, marks: place.marks, past: place.past, cap: null };
    case 'marking':
    case 'opening':
    case 'receipt':
    case 'tested':
    case 'refused':
      return { at: 'polls', problem: null };
    default:
      return place;
  }
}

type BallotEvent = Extract<
  VotingEvent,
  {
    readonly kind: 'marked' | 'capped' | 'undone' | 'cleared' | 'reviewing' | 'sealed' | 'notSealed';
  }
>;

function nextBallot(place: Place, event: BallotEvent): Place {
  if (place.at === 'review') {
    if (event.kind === 'sealed') return { ...place, sealed: event.sealed };
    return event.kind === 'notSealed' ? { ...place, problem: event.problem } : place;
  }
  if (place.at !== 'marking') return place;
  const { booth, marks, past } = place;
  const { sheet } = booth.paper;
  switch (event.kind) {
    case 'marked': {
      const changed = withMark(sheet, marks, event.item, event.mark);
      return changed === marks ? place : { ...place, marks: changed, past: [...past, marks], cap: null };
    }
    case 'capped':
      return { ...place, cap: event.cap };
    case 'undone': {
      const last = past.at(-1);
      return last === undefined ? place : { ...place, marks: last, past: past.slice(0, -1), cap: null };
    }
    case 'cleared':
      return { ...place, marks: blankMarks(sheet), past: [...past, marks], cap: null };
    case 'reviewing':
      return isCastable(sheet, marks)
        ? { at: 'review', booth, marks, past, sealed: null, problem: null }
        : place;
    default:
      return place;
  }
}

/** How deep in the page a place is: what the browser's "back" button steps through. */
export function depthOf(place: Place): number {
  switch (place.at) {
    case 'marking':
      return 1;
    case 'review':
    case 'casting':
    case 'testing':
      return 2;
    default:
      return 0;
  }
}

/** Whether closing the page now would lose marks, or interrupt a ballot on its way. */
export function isUnsent(place: Place): boolean {
  if (place.at === 'casting' || place.at === 'review' || place.at === 'testing') return true;
  return place.at === 'marking' && place.marks.some((mark) => mark !== null);
}
