/** What the voting page and its worker say to each other. Plain data only. */
import type { Marks, Result, SealedSessionTexts } from '#tally/booth';
import type { BallotPaper, SealedBallot } from './ballot-maker.ts';

export type WorkerTask =
  | { readonly kind: 'login'; readonly card: string; readonly meeting: string }
  | {
      readonly kind: 'open';
      readonly poll: string;
      readonly texts: SealedSessionTexts;
      readonly descriptions: unknown;
      readonly credential: string;
    }
  | {
      readonly kind: 'openByName';
      readonly poll: string;
      readonly texts: Omit<SealedSessionTexts, 'election'>;
      readonly descriptions: unknown;
    }
  | { readonly kind: 'prepare'; readonly poll: string; readonly marks: Marks }
  | { readonly kind: 'challenge' };

/** What each task answers with. */
export interface TaskResults {
  readonly login: Result<string>;
  readonly open: Result<BallotPaper>;
  readonly openByName: Result<BallotPaper>;
  readonly prepare: Result<SealedBallot>;
  readonly challenge: Result<string>;
}

export interface WorkerRequest {
  readonly id: number;
  readonly task: WorkerTask;
}

export interface WorkerAnswer {
  readonly id: number;
  readonly result: TaskResults[keyof TaskResults];
}
