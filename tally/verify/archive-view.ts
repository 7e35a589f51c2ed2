/**
 * What a verified archive says, for those who check more (the record, receipts) or show it: texts of the set-up, every
 * event's hash, every ballot's tracker, the counts. Holds some 400 bytes a ballot and no ballot itself.
 */

import type { EventType } from '../belenios/archive/event.ts';
import type { Election } from '../belenios/election.ts';
import type { ElectionResult } from '../belenios/result.ts';
import type { Trustee } from '../belenios/trustee.ts';

export interface BoxedBallot {
  /** Height of the Ballot event. */
  readonly height: number;
  /** SHA-256 of the ballot's text, hex: the tracker's bytes. */
  readonly hash: string;
  /** Public credential. */
  readonly credential: string;
  readonly weight: bigint;
  /** Height of the ballot that took its place, if the voter voted again. */
  readonly supersededBy?: number;
}

export interface ArchiveView {
  readonly election?: Election;
  /** Empty where the set-up could not be read. */
  readonly trustees: readonly Trustee[];
  /** SHA-256 of `trustees.json`, hex. */
  readonly trusteesHash?: string;
  /** SHA-256 of every event's text by height, and its type. */
  readonly events: readonly { readonly hash: string; readonly type: EventType; readonly end: number }[];
  readonly ballots: readonly BoxedBallot[];
  /** Number of credentials on the list. */
  readonly voters: number;
  /** The public credentials, in the order of the list. */
  readonly credentials: readonly string[];
  /** Sum of the weights of the counted ballots. */
  readonly totalWeight: bigint;
  /** Trustee numbers that decrypted. */
  readonly decryptedBy: readonly number[];
  readonly result?: ElectionResult;
  /** Seconds since 1970, of the archive's header. */
  readonly timestamp: number;
}
