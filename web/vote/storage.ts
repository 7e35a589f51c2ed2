/**
 * What this page leaves in the browser, and nothing else (requirement R19): the encrypted ballot that is on its way, until
 * the server has answered, and the meeting of the login, in sessionStorage; and receipts, in localStorage. Neither holds a choice, a secret or any
 * randomness. On a shared tablet nothing is left at all.
 */
import type { SealedBallot } from '../voting/ballot-maker.ts';
import type { CastReceipt } from './server.ts';

const MEETING = 'minyi.meeting';
const UNSENT = 'minyi.unsent';
const RECEIPTS = 'minyi.receipts';
/** Of this many sessions receipts are kept; the oldest go. */
const MAX_RECEIPTS = 40;

export interface StoredReceipt extends CastReceipt {
  readonly poll: string;
  readonly title: string;
}

function read<T>(storage: () => Storage, key: string): T | undefined {
  try {
    const text = storage().getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Storage may be forbidden or full: then the page works from memory alone. */
function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // Nothing depends on it but a reload.
  }
}

const session = () => sessionStorage;
const local = () => localStorage;

/** Uuid of the meeting this tab has logged in to, so that a reload goes on there. */
export function keepMeeting(meeting: string | undefined): void {
  write(session, MEETING, meeting);
}

export function keptMeeting(): string | undefined {
  const found = read<unknown>(session, MEETING);
  return typeof found === 'string' ? found : undefined;
}

export function keepUnsent({ poll, credential, ballot, caps, tracker, code }: SealedBallot): void {
  write(session, UNSENT, { poll, credential, ballot, caps, tracker, code });
}

export function unsentBallot(): SealedBallot | undefined {
  return read<SealedBallot>(session, UNSENT);
}

export function dropUnsent(): void {
  write(session, UNSENT, undefined);
}

export function keepReceipt(receipt: StoredReceipt): void {
  const others = storedReceipts().filter(
    ({ poll, tracker }) => poll !== receipt.poll || tracker !== receipt.tracker,
  );
  write(local, RECEIPTS, [...others, receipt].slice(-MAX_RECEIPTS));
}

export function storedReceipts(): readonly StoredReceipt[] {
  const found = read<readonly StoredReceipt[]>(local, RECEIPTS);
  return Array.isArray(found) ? found : [];
}

export function dropReceipts(): void {
  write(local, RECEIPTS, undefined);
}
