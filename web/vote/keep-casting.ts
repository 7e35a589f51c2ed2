/**
 * Casting until the server has answered: the same ballot is sent again, never another one, so that a lost answer, a busy
 * server or a network that comes and goes can neither lose a ballot nor cast two. Pure of timers and network, which are
 * handed in.
 */
import { asFailure } from '../api/client.ts';
import type { FailureCode } from '../text/errors.ts';
import type { CastReceipt } from './server.ts';

/** Why the ballot is not in the box yet, while it is tried again. */
export interface Trouble {
  readonly code: FailureCode;
  /** Tries so far. */
  readonly tries: number;
  /** Place in the queue of a busy server. */
  readonly place: number | null;
}

export type CastOutcome =
  /** `isOther`: the box holds a ballot of this card, but not this one. */
  | { readonly kind: 'receipt'; readonly receipt: CastReceipt; readonly isOther: boolean }
  | { readonly kind: 'refused'; readonly code: FailureCode }
  /** The login has ended: the card must be read again, then the same ballot is sent. */
  | { readonly kind: 'login' };

/** Failures that say nothing about the ballot: the same request may succeed later. */
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'OFFLINE',
  'NOT_OUR_ANSWER',
  'BUSY',
  'DATABASE_AWAY',
  'STORAGE_FULL',
  'INTERNAL',
  'TOO_MANY_REQUESTS',
]);

export function isPassing(code: FailureCode): boolean {
  return PASSING.has(code);
}

/** Pauses between tries: soon at first, then every 8 s, longer where the server asks for it. */
export function pauseMs(tries: number, retryAfterSeconds: number | null): number {
  const own = Math.min(8_000, 1_000 * 2 ** Math.min(tries - 1, 3));
  return Math.max(own, (retryAfterSeconds ?? 0) * 1_000);
}

export async function keepCasting(steps: {
  readonly tracker: string;
  readonly cast: () => Promise<CastReceipt>;
  /** The receipt of the ballot this card has in the box; fails with NOT_FOUND where there is none. */
  readonly receipt: () => Promise<CastReceipt>;
  /** Resolves after the time, or sooner when the network is back. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onTrouble: (trouble: Trouble) => void;
  readonly isStopped: () => boolean;
}): Promise<CastOutcome | undefined> {
  let attempt = steps.cast;
  let refusal: FailureCode | undefined;
  for (let tries = 1; !steps.isStopped(); tries += 1) {
    try {
      const receipt = await attempt();
      return { kind: 'receipt', receipt, isOther: receipt.tracker !== steps.tracker };
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'UNAUTHENTICATED') return { kind: 'login' };
      if (isPassing(failure.code)) {
        steps.onTrouble({ code: failure.code, tries, place: failure.place });
        await steps.pause(pauseMs(tries, failure.retryAfter));
      } else if (refusal === undefined) {
        // An earlier try may have reached the box before this refusal: only its receipt can tell.
        refusal = failure.code;
        attempt = steps.receipt;
        tries = 0;
      } else {
        return { kind: 'refused', code: refusal };
      }
    }
  }
  return undefined;
}
