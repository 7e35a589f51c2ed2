/** Cards of the story, made as the clerk's page makes them: the server learns of each its login hash and public credentials only. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import {
  base64url,
  deriveLoginKey,
  deriveSecret,
  drawCredential,
  drawToken,
  type Group,
  hex,
  publicCredentialOf,
  type Random,
  sha256,
} from '#tally';
import type { Acting } from './people.ts';
import { RESERVES, SPARE_CARDS } from './story.ts';

export interface StoryCard {
  readonly serial: string;
  /** `XXX-XXX-XXX-XXX-XXX`. */
  readonly secret: string;
  readonly loginKey: string;
  readonly memberId: string | null;
}

/** Uploads in pieces, as the page does. */
const CHUNK = 100;
const stretched = promisify(pbkdf2);

/** @returns the cards in the order of the roll, spare ones last */
export async function makeCards(
  group: Group,
  clerk: Acting,
  witness: Acting,
  meetingId: string,
  random: Random,
): Promise<readonly StoryCard[]> {
  const { members } = await clerk.browser.get(`/api/meetings/${meetingId}/desk`);
  const holders: readonly (string | null)[] = [
    ...members.map(({ memberId }: { readonly memberId: string }) => memberId),
    ...new Array<null>(SPARE_CARDS).fill(null),
  ];
  const cards = await Promise.all(
    holders.map(async (memberId, index): Promise<StoryCard> => {
      const secret = drawCredential(random);
      const loginKey = await deriveLoginKey(
        secret,
        meetingId,
        async (password, salt, iterations) =>
          new Uint8Array(await stretched(password, salt, iterations, 32, 'sha256')),
      );
      const serial = memberId === null ? `S-${pad(index + 1 - members.length)}` : `A-${pad(index + 1)}`;
      return { serial, secret, loginKey: base64url(loginKey), memberId };
    }),
  );
  await clerk.browser.post(`/api/meetings/${meetingId}/cards`, {
    kind: 'named',
    reserves: Array.from({ length: RESERVES }, () => drawToken(random)),
    cards: cards.map(({ serial, loginKey, memberId }) => ({
      serial,
      isSpare: memberId === null,
      loginHash: hex(sha256(new Uint8Array(Buffer.from(loginKey, 'base64url')))),
      ...(memberId === null ? {} : { memberId }),
    })),
  });
  const { polls } = await clerk.browser.get(`/api/meetings/${meetingId}/cards`);
  for (const { poll } of polls) {
    for (let from = 0; from < cards.length; from += CHUNK) {
      const credentials = cards.slice(from, from + CHUNK).map(({ serial, secret }) => ({
        serial,
        credential: group.text(publicCredentialOf(group, deriveSecret(group, poll, secret))),
      }));
      await clerk.browser.post(`/api/meetings/${meetingId}/cards/credentials`, { poll, credentials });
      // The server serves in this thread too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await clerk.browser.post(`/api/meetings/${meetingId}/cards/finish`, { witnessId: witness.accountId });
  return cards;
}

function pad(number: number): string {
  return String(number).padStart(4, '0');
}
