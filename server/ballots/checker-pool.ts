/**
 * Checks ballots on worker threads, so that the thread that serves pages never waits for a proof. Each thread has one job
 * in work and one in hand, so that it does not wait for the other side either. A thread that dies fails its jobs, whose
 * senders may repeat them, and is replaced.
 */
import { Worker } from 'node:worker_threads';
import { allowRelaxedSimd } from '#tally/node';
import type { Log } from '../log.ts';
import type { CheckerAnswer, CheckerJob } from './checker-thread.ts';
import type { Checkers } from './checkers.ts';

interface Waiting {
  readonly job: CheckerJob;
  resolve(answer: CheckerAnswer): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** In the order in which they were sent, which is that of the answers. */
  readonly sent: Waiting[];
}

const IN_HAND = 2;
/** A thread that cannot start would else be started again without end. */
const RESTART_AFTER_MS = 500;

/** @param script the bundled checker-thread.ts */
export function createCheckerPool(script: URL, count: number, log: Log): Checkers {
  allowRelaxedSimd();
  const queue: Waiting[] = [];
  let isClosing = false;
  const threads: Thread[] = Array.from({ length: count }, start);

  function start(): Thread {
    const worker = new Worker(script);
    const thread: Thread = { worker, sent: [] };
    worker.on('message', (answer: CheckerAnswer) => {
      const waiting = thread.sent.shift();
      dispatch();
      if (answer.kind === 'failed') waiting?.reject(new Error(answer.message));
      else waiting?.resolve(answer);
    });
    worker.on('error', (error) => log.error('checking thread stopped', { error }));
    worker.once('exit', () => {
      for (const { reject } of thread.sent.splice(0)) reject(new Error('a checking thread ended'));
      threads.splice(threads.indexOf(thread), 1);
      if (isClosing) return;
      setTimeout(() => {
        threads.push(start());
        dispatch();
      }, RESTART_AFTER_MS);
    });
    worker.unref();
    return thread;
  }

  function dispatch(): void {
    for (let hand = 0; hand < IN_HAND; hand += 1) {
      for (const thread of threads) {
        if (thread.sent.length !== hand) continue;
        const waiting = queue.shift();
        if (waiting === undefined) return;
        thread.sent.push(waiting);
        thread.worker.postMessage(waiting.job);
      }
    }
  }

  function ask(job: CheckerJob): Promise<CheckerAnswer> {
    return new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      dispatch();
    });
  }

  return {
    concurrency: count * IN_HAND,
    check: async (rules, given) => {
      const answer = await ask({ kind: 'check', rules, given });
      if (answer.kind !== 'checked') throw new Error('broken promise: a check is answered by a check');
      return answer.result;
    },
    sum: async (rules, ballots) => {
      const answer = await ask({ kind: 'sum', rules, ballots });
      if (answer.kind !== 'sum') throw new Error('broken promise: a sum is answered by a sum');
      return answer.tally;
    },
    close: async () => {
      isClosing = true;
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
