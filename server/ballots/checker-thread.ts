/** A thread that checks ballots: bundled into a file of its own (server/bundle.mjs) and started by checker-pool.ts. */
import { parentPort } from 'node:worker_threads';
import type { Result } from '#tally';
import {
  type BallotRuleTexts,
  type CheckedBallot,
  checkGiven,
  type GivenBallot,
  type OpenRules,
  openRules,
  sumBallots,
} from './check-given.ts';
import { OPEN_ELECTIONS } from './checkers.ts';
import { createRecent } from './recent.ts';

export type CheckerJob =
  | { readonly kind: 'check'; readonly rules: BallotRuleTexts; readonly given: GivenBallot }
  | { readonly kind: 'sum'; readonly rules: BallotRuleTexts; readonly ballots: readonly string[] };

/** One a job, in the order of the jobs. */
export type CheckerAnswer =
  | { readonly kind: 'checked'; readonly result: Result<CheckedBallot> }
  | { readonly kind: 'sum'; readonly tally: string }
  | { readonly kind: 'failed'; readonly message: string };

const opened = createRecent<OpenRules>(OPEN_ELECTIONS);

function answer(job: CheckerJob): CheckerAnswer {
  const rules = opened.get(job.rules.key, () => openRules(job.rules));
  return job.kind === 'check'
    ? { kind: 'checked', result: checkGiven(rules, job.given) }
    : { kind: 'sum', tally: sumBallots(rules, job.ballots) };
}

parentPort?.on('message', (job: CheckerJob) => {
  try {
    parentPort?.postMessage(answer(job));
  } catch (error) {
    parentPort?.postMessage({ kind: 'failed', message: String(error) } satisfies CheckerAnswer);
  }
});
