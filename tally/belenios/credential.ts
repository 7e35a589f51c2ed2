/**
 * Private credentials: what is printed on a voter's card, and the keys derived from it (Belenios protocol version 1,
 * section 3). We write the 2.0 form, `XXX-XXX-XXX-XXX-XXX`: 14 random base-58 digits (82 bits) and a check digit.
 * Lists of credentials are in credential-list.ts. No refusal here repeats what was typed: it may be a secret.
 */
import { pbkdf2, pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBigInt } from '../encoding/bytes.ts';
import { sha256Hex, TAGS } from '../encoding/hash.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Random } from './scalar.ts';
import { ALPHABET, BASE, drawDigits, textOfDigits } from './token.ts';

const RANDOM_DIGITS = 14;
const LENGTH = RANDOM_DIGITS + 1;
const GROUP_OF = 3;
const CHECK_MODULUS = 53;
/** A card is 19 characters; a text far longer was not typed from one. */
const MAX_TYPED = 100;

/** A fresh private credential in its printed form, dashes and check digit included. */
export function drawCredential(random: Random): string {
  const digits = drawDigits(RANDOM_DIGITS, random);
  return dashed(textOfDigits([...digits, checkDigitOf(digits)]));
}

/**
 * The printed form of what somebody typed or scanned. Dashes, spaces and line ends may be missing or misplaced and
 * full-width letters are taken as plain ones; capitals and small letters differ. The dashes matter to the derived keys,
 * so derive from the text returned here and nothing else.
 *
 * The check digit finds every mistyped character and every swap of neighbours, except where the two stand 53 apart
 * in the alphabet (1v, 2w, 3x, 4y, 5z; not in the last place) and a swap of the last two characters. We accept only
 * the check digit a generator writes, so of several congruent ones exactly one.
 *
 * @returns MALFORMED (a character that never occurs, a wrong count) or INCONSISTENT (check digit)
 */
export function readCredential(typed: string, where: string): Result<string> {
  if (typed.length > MAX_TYPED) {
    return refuse('TOO_LARGE', where, `a card secret has ${LENGTH} characters, here are ${typed.length}`);
  }
  const bare = typed.normalize('NFKC').replace(/[\s\p{Dash_Punctuation}\u2212ー]/gu, '');
  const digits = Array.from(bare, (letter) => ALPHABET.indexOf(letter));
  const stranger = digits.indexOf(-1);
  if (stranger >= 0) {
    const message = `character ${stranger + 1} never occurs on a card (letters and digits without 0, capital I and O, small l)`;
    return refuse('MALFORMED', where, message);
  }
  if (digits.length !== LENGTH) {
    const message = `a card secret has ${LENGTH} characters without the dashes, here are ${digits.length}`;
    return refuse('MALFORMED', where, message);
  }
  if (digits.at(-1) !== checkDigitOf(digits.slice(0, RANDOM_DIGITS))) {
    const message = 'the check digit does not fit: a character is mistyped or two are swapped';
    return refuse('INCONSISTENT', where, message);
  }
  return ok(dashed(bare));
}

/** 53 - (v mod 53), in 1…53, where v is the number the digits denote in base 58. */
function checkDigitOf(digits: readonly number[]): number {
  return CHECK_MODULUS - digits.reduce((value, digit) => (value * BASE + digit) % CHECK_MODULUS, 0);
}

function dashed(bare: string): string {
  return (bare.match(new RegExp(`.{${GROUP_OF}}`, 'g')) ?? []).join('-');
}

/**
 * The secret exponent of a credential in one election, in [0, order): PBKDF2 of the printed text with the uuid as salt.
 * Any text derives some key, so pass what `readCredential` returned.
 */
export function deriveSecret(group: Group, uuid: string, credential: string): bigint {
  return bytesToBigInt(pbkdf2(sha256, credential, uuid, { c: 1000, dkLen: 32 })) % group.order;
}

/** The same for credentials of 2.4 and later (`XXXXX-XXXXXX-XXXXX-XXXXXX`, 22 digits, no check digit). */
export function deriveSecretOf24(group: Group, uuid: string, credential: string): bigint {
  const digest = [0, 1].map((i) => sha256Hex(`derive_credential|${uuid}|${i}|${credential}`)).join('');
  return BigInt(`0x${digest}`) % group.order;
}

export function publicCredentialOf(group: Group, secret: bigint): Element {
  return group.power(group.generator, secret);
}

/** PBKDF2-HMAC-SHA256 to 32 bytes. The edges may inject the platform's, which is several times faster. */
export type Stretch = (password: string, salt: string, iterations: number) => Promise<Uint8Array>;

const stretchHere: Stretch = (password, salt, iterations) =>
  pbkdf2Async(sha256, password, salt, { c: iterations, dkLen: 32 });

const LOGIN_ITERATIONS = 100_000;

/**
 * The login key of a card in one meeting: 32 bytes, independent of every voting credential derived from the same card.
 * The server looks it up by its SHA-256 and never sees the card text.
 */
export function deriveLoginKey(
  credential: string,
  meetingId: string,
  stretch: Stretch = stretchHere,
): Promise<Uint8Array> {
  return stretch(credential, `${TAGS.login}|${meetingId}`, LOGIN_ITERATIONS);
}
