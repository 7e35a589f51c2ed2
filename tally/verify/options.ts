/** What a verification is given besides the file: arithmetic, helpers, a listener, and the rules of a record around it. */
import type { OpenElection } from '../belenios/election.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import type { BoxedBallot } from './archive-view.ts';
import type { BallotChecker, BallotRules } from './ballot-batch.ts';
import type { ClosedBox } from './ballot-box.ts';
import type { Finding } from './finding.ts';
import type { OpenGroup, Setup } from './verify-setup.ts';

/** A further check of each ballot, by the record it belongs to; the text is not kept. */
export type OnBallot = (ballot: BoxedBallot, text: string, open: OpenElection) => readonly Finding[];

export interface VerifyOptions {
  readonly openGroup: OpenGroup;
  /** Threads or other helpers; this thread alone if absent. Receives the raw text of the election. */
  readonly createChecker?: (rules: BallotRules, electionText: string) => BallotChecker;
  /** Cap rules of the record the archive belongs to, and the cap proofs of its ballots by SHA-256 of the ballot. */
  readonly caps?: { readonly rules: readonly CapRule[]; readonly proofs: ReadonlyMap<string, unknown> };
  /** Bytes verified so far of the total, after every event. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Further checks of a ballot's event, such as the record's cap proofs; the ballot's text is not kept. */
  readonly onBallot?: OnBallot;
  /** What the ballots add up to, as soon as voting has ended. Trust it only if no finding is an error. */
  readonly onTally?: (setup: Setup, tally: ClosedBox) => void;
}
