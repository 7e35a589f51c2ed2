/**
 * The body of the request that casts or tests a ballot, of one length whatever was chosen (requirement R13). Numbers of a
 * ballot have one to three digits more or fewer by chance; blanks after the JSON make up for it, so that not even their
 * lengths vary from ballot to ballot of a session.
 */
import type { Json } from '#tally/booth';

/** Digits of the largest number in BELENIOS-2048: an element, a scalar. */
const ELEMENT_DIGITS = 617;
const SCALAR_DIGITS = 77;

export function castBody(ballot: string, caps: Json): string {
  return padded(JSON.stringify({ ballot, caps }));
}

export function testBody(ballot: string): string {
  return padded(JSON.stringify({ ballot }));
}

/** A short decimal between quotes is a scalar, a long one an element: both far from the boundary of 100 digits. */
function padded(body: string): string {
  let missing = 0;
  for (const [, digits = ''] of body.matchAll(/"(\d+)\\?"/g)) {
    missing += (digits.length > 100 ? ELEMENT_DIGITS : SCALAR_DIGITS) - digits.length;
  }
  return body + ' '.repeat(missing);
}
