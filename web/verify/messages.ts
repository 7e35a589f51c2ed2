/** What page and worker say to each other. Files cross as they are; the worker reads them piece by piece. */
import type { CheckedTest } from '../voting/check-test.ts';
import type { GivenText, Judgement } from './judge.ts';

export interface VerifyTask {
  readonly kind: 'verify';
  readonly file: File | Blob | null;
  readonly fileName: string;
  readonly receipts: readonly GivenText[];
  readonly policy: string | null;
}

/** A ballot opened for a test. */
export interface TestTask {
  readonly kind: 'test';
  readonly sheet: GivenText;
}

export type Task = VerifyTask | TestTask;

export type TestOutcome = { readonly name: string } & (
  | { readonly checked: CheckedTest; readonly refusal: null }
  | { readonly checked: null; readonly refusal: string }
);

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'judged'; readonly judgement: Judgement }
  | { readonly kind: 'tested'; readonly outcome: TestOutcome }
  | { readonly kind: 'failed'; readonly message: string };
