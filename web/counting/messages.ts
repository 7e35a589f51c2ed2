/** What the count room and its worker say to each other. The seed of a scrutineer never leaves the worker unsealed. */
import type { CountEvidence, Result } from '#tally';
import type { GivenCeremony, OpenResult, Place, StepFailure } from './scrutineer.ts';

export type CountingTask =
  /** Draws a seed and seals it; `about` is what its file says it is. */
  | { readonly kind: 'make'; readonly passphrase: string; readonly about: string; readonly place: Place }
  /** Opens a key file; from then on the worker holds its seed. */
  | { readonly kind: 'open'; readonly file: string; readonly passphrase: string }
  /** Whether the seed held is the one whose certificate this is. */
  | { readonly kind: 'matches'; readonly certificate: string }
  | ({ readonly kind: 'polynomial' } & GivenCeremony)
  | ({ readonly kind: 'output'; readonly input: string } & GivenCeremony)
  | { readonly kind: 'rehearse'; readonly output: string; readonly archive: Uint8Array }
  | {
      readonly kind: 'openCount';
      readonly output: string;
      readonly archive: Uint8Array;
      readonly evidence: CountEvidence;
    };

export interface CountingResults {
  readonly make: { readonly file: string; readonly certificate: string };
  /** Null, or why the file does not open. */
  readonly open: Result<null>;
  readonly matches: boolean;
  readonly polynomial: Result<string, StepFailure>;
  readonly output: Result<string, StepFailure>;
  readonly rehearse: OpenResult;
  readonly openCount: OpenResult;
}

export interface CountingRequest {
  readonly id: number;
  readonly task: CountingTask;
}

export type CountingMessage =
  | { readonly id: number; readonly result: CountingResults[keyof CountingResults] }
  | { readonly id: number; readonly done: number; readonly total: number }
  | { readonly id: number; readonly failed: string };
