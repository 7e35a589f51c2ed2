/** What stands in the two codes of a card. Apart from the maker, so that the desk does not load its arithmetic. */

/** The small code on the outside, for the desk: this and the serial. */
export const OUTSIDE = 'MINYI-CARD:';

/** The code inside. The secret stands in the fragment, which no browser sends. */
export function votingAddress(origin: string, meetingId: string, secret: string): string {
  return `${origin}/vote#${meetingId}.${secret}`;
}
