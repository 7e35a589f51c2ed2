/**
 * Ballots checked on several threads: a `BallotChecker` over `worker_threads`. A worker opens the election from its text
 * and answers one job after another; a worker that dies fails the verification instead of losing a ballot.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openElection, readElection } from '../belenios/election.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import { assert, assertOk } from '../result.ts';
import {
  type BallotBatchReport,
  type BallotChecker,
  type BallotJob,
  type BallotRules,
  checkBallotBatch,
  checkCredentialBatch,
} from '../verify/ballot-batch.ts';
import type { Finding } from '../verify/finding.ts';
import { type EngineName, openGroupWith } from './engine.ts';

interface WorkerSetup {
  readonly kind: 'ballot-checker';
  readonly election: string;
  readonly caps: readonly CapRule[];
  readonly engine: EngineName;
}

type Job =
  | { readonly kind: 'ballots'; readonly jobs: readonly BallotJob[] }
  | { readonly kind: 'credentials'; readonly publicKeys: readonly string[]; readonly first: number };

interface Waiting {
  readonly job: Job;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Whether this thread was started by `createPool`, and then must call `runWorker`. */
export function isPoolWorker(): boolean {
  return !isMainThread && (workerData as { kind?: unknown } | null)?.kind === 'ballot-checker';
}

/** Answers jobs until the thread is ended. */
export function runWorker(): void {
  const setup = workerData as WorkerSetup;
  const election = assertOk(readElection(setup.election));
  const group = assertOk(openGroupWith(setup.engine)(election.groupName));
  const rules: BallotRules = { open: assertOk(openElection(election, group)), caps: setup.caps };
  assert(parentPort !== null, 'a worker has a parent');
  const port = parentPort;
  port.on('message', (job: Job) => {
    port.postMessage(
      job.kind === 'ballots'
        ? checkBallotBatch(rules, job.jobs)
        : checkCredentialBatch(rules.open, job.publicKeys, job.first),
    );
  });
}

/**
 * @param script the file a worker runs: this program itself
 * @param electionText raw text of the election, already read by the caller
 */
export function createPool(
  script: URL,
  threads: number,
  engine: EngineName,
  rules: BallotRules,
  electionText: string,
): BallotChecker {
  const setup: WorkerSetup = { kind: 'ballot-checker', election: electionText, caps: rules.caps, engine };
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= error;
    for (const waiting of [...queue.splice(0), ...busy.values()]) waiting.reject(failure);
    busy.clear();
  }

  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(script, { workerData: setup });
    worker.on('message', (answer: unknown) => {
      const waiting = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      waiting?.resolve(answer);
      dispatch();
    });
    worker.on('error', fail);
    worker.on('exit', (code) => {
      if (code !== 0 && busy.has(worker)) fail(new Error(`a worker thread ended with code ${code}`));
    });
    idle.push(worker);
    return worker;
  });

  function dispatch(): void {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop();
      const waiting = queue.shift();
      if (worker === undefined || waiting === undefined) return;
      busy.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  function ask<T>(job: Job): Promise<T> {
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise<unknown>((resolve, reject) => {
      queue.push({ job, resolve, reject });
      dispatch();
    }) as Promise<T>;
  }

  return {
    // One batch on each thread and one waiting, so that no thread is ever idle.
    concurrency: threads * 2,
    checkBallots: (jobs) => ask<BallotBatchReport>({ kind: 'ballots', jobs }),
    checkCredentials: (publicKeys, first) =>
      ask<readonly Finding[]>({ kind: 'credentials', publicKeys, first }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
