/**
 * What stands on a card: the address in its QR code, `https://…/vote#<meeting>.<SECRET>`, and the secret in letters for those
 * who type it. The fragment never leaves the browser; the page removes it from the address before anything else.
 */
import { readCredential } from '#tally/booth';

export interface ScannedCard {
  /** Uuid of the meeting. */
  readonly meeting: string;
  /** As printed; undefined where the address names the meeting only. */
  readonly card: string | undefined;
}

const FRAGMENT = /#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(.+))?$/i;

/** Reads an address or its fragment; undefined for the address of anything but a card. */
export function readCardAddress(text: string): ScannedCard | undefined {
  const [, meeting, secret] = FRAGMENT.exec(text.trim()) ?? [];
  if (meeting === undefined) return undefined;
  if (secret === undefined) return { meeting: meeting.toLowerCase(), card: undefined };
  const card = readCredential(decodeFragment(secret), 'card');
  return { meeting: meeting.toLowerCase(), card: card.ok ? card.value : undefined };
}

/** Browsers percent-encode nothing in a card's letters; a scanner or a chat program may. */
function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const GROUP_OF = 3;
const LENGTH = 15;
/** Dashes of every width and spaces: what people type between the groups. */
const BETWEEN = /[\s\p{Dash_Punctuation}\u2212ー]/gu;

/** The code as it grows under the fingers: groups of three with hyphens, full-width letters made plain. */
export function formatTyped(typed: string): string {
  const bare = typed
    .normalize('NFKC')
    .replace(BETWEEN, '')
    .slice(0, LENGTH + 5);
  return (bare.match(new RegExp(`.{1,${GROUP_OF}}`, 'gu')) ?? []).join('-');
}

/** How many letters are still to come; 0 when the code is complete, negative when it is too long. */
export function lettersMissing(typed: string): number {
  return LENGTH - typed.normalize('NFKC').replace(BETWEEN, '').length;
}

export type TypedProblem =
  | { readonly kind: 'length'; readonly missing: number }
  /** A character that never occurs on a card, from 1. */
  | { readonly kind: 'stranger'; readonly at: number; readonly letter: string }
  | { readonly kind: 'check' };

const ALPHABET = /^[1-9A-HJ-NP-Za-km-z]$/;

/** What is wrong with a typed code, for a person to put right; undefined when it can be a card's. */
export function typedProblem(typed: string): TypedProblem | undefined {
  const letters = Array.from(typed.normalize('NFKC').replace(BETWEEN, ''));
  const stranger = letters.findIndex((letter) => !ALPHABET.test(letter));
  if (stranger >= 0) return { kind: 'stranger', at: stranger + 1, letter: letters[stranger] ?? '' };
  if (letters.length !== LENGTH) return { kind: 'length', missing: LENGTH - letters.length };
  return readCredential(typed, 'card').ok ? undefined : { kind: 'check' };
}
