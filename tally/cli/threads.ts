/**
 * Worker threads that answer one job after another. Each runs this same program with its setup as `workerData`. A thread
 * that dies fails every job that waits, so nothing is lost in silence.
 */
import { Worker } from 'node:worker_threads';

export interface Threads<Job, Answer> {
  readonly count: number;
  ask(job: Job): Promise<Answer>;
  close(): Promise<void>;
}

interface Waiting<Job> {
  readonly job: Job;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** @param script the file each thread runs; it must answer every message with one message */
export function startThreads<Job, Answer>(script: URL, count: number, setup: object): Threads<Job, Answer> {
  const queue: Waiting<Job>[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting<Job>>();
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= error;
    for (const waiting of [...queue.splice(0), ...busy.values()]) waiting.reject(failure);
    busy.clear();
  }

  function dispatch(): void {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop();
      const waiting = queue.shift();
      if (worker === undefined || waiting === undefined) return;
      busy.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  const workers = Array.from({ length: count }, () => {
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
      if (busy.has(worker)) fail(new Error(`a worker thread ended with code ${code}`));
    });
    idle.push(worker);
    return worker;
  });

  return {
    count,
    ask(job) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise<unknown>((resolve, reject) => {
        queue.push({ job, resolve, reject });
        dispatch();
      }) as Promise<Answer>;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
