/** What somebody at the desk typed or scanned: a card's outside code, a number, a name, or the inside of a card by mistake. */
import type { ArrivalInput, DeskRow } from '#server/api';
import { OUTSIDE } from '../../cards/card-code.ts';

export type Entry =
  | { readonly kind: 'who'; readonly who: ArrivalInput['who'] }
  /** Serial of a card that bears no name. */
  | { readonly kind: 'serial'; readonly serial: string }
  | { readonly kind: 'several'; readonly rows: readonly DeskRow[] }
  | { readonly kind: 'inside' }
  | { readonly kind: 'unknown' };

const SERIAL = /^[A-Z]-\d{1,6}$/;

export function readEntry(text: string, rows: readonly DeskRow[], isNamed: boolean): Entry {
  const typed = text.normalize('NFKC').trim();
  if (/\/vote#/.test(typed)) return { kind: 'inside' };
  const serial = (typed.startsWith(OUTSIDE) ? typed.slice(OUTSIDE.length) : typed).toUpperCase();
  if (SERIAL.test(serial)) {
    return isNamed ? { kind: 'who', who: { serial } } : { kind: 'serial', serial };
  }
  if (typed === '') return { kind: 'unknown' };
  const byNumber = rows.filter(({ number }) => number.toLowerCase() === typed.toLowerCase());
  const found = byNumber.length > 0 ? byNumber : rows.filter(({ name }) => name.includes(typed));
  const [only] = found;
  if (only === undefined) return { kind: 'unknown' };
  return found.length === 1
    ? { kind: 'who', who: { memberId: only.memberId } }
    : { kind: 'several', rows: found.slice(0, 12) };
}
