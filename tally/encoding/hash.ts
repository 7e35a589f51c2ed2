/**
 * SHA-256 and every tag of our own. Belenios' tags are those of its protocol and stand beside their use; each hash or
 * signature this project adds has a versioned tag from this one list, so that no text can serve two purposes.
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { hex, utf8 } from './bytes.ts';

export const TAGS = {
  /** Challenge of a cap proof (docs/formats/caps.md). */
  capProof: 'minyi-cap/1',
  /** First line of a signed certificate statement (docs/formats/certificate.md). */
  certificate: 'minyi-certificate/1',
  /** First line of a scrutineer's statement on the keys of the election (docs/formats/setup.md). */
  keyHolder: 'minyi-key-holder/1',
  /** First line of the proof that an account's signing key is its holder's (docs/formats/signing-key.md). */
  signingKey: 'minyi-signing-key/1',
  /** Last line of an election description: binds the record's set-up (docs/formats/setup.md). */
  setup: 'minyi-setup/1',
  /** Leaves of the ledger (docs/formats/ledger.md). */
  ballotEvent: 'ballot-event/1',
  action: 'action/1',
  surveyCommitment: 'survey-commitment/1',
  /** Salt of the login key derived from a card (requirements R8); the derivation has no versions, a card has one form. */
  login: 'minyi-login',
} as const;

/** SHA-256 of bytes, or of the UTF-8 bytes of a text; 32 bytes. */
export function sha256(input: Uint8Array | string): Uint8Array {
  return nobleSha256(typeof input === 'string' ? utf8(input) : input);
}

/** SHA-256 as 64 lower-case hex digits. */
export function sha256Hex(input: Uint8Array | string): string {
  return hex(sha256(input));
}

/** SHA-256 of bytes that come in pieces. */
export function createSha256(): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const hash = nobleSha256.create();
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest(),
  };
}
