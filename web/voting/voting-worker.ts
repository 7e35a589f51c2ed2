/** The page's end of the worker: each task is a promise. `forget` ends the worker and with it everything it knew. */
import type { TaskResults, WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.ts';

export interface VotingWorker {
  readonly ask: <K extends WorkerTask['kind']>(
    task: Extract<WorkerTask, { readonly kind: K }>,
  ) => Promise<TaskResults[K]>;
  readonly forget: () => void;
}

/** Rejects every task that waits, and all later ones, when the worker fails or cannot be loaded. */
export function startVotingWorker(): VotingWorker {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  let next = 0;
  let failure: Error | undefined;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'ballot' });
  const fail = (reason: Error) => {
    failure = reason;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  worker.onerror = () => fail(new Error('the worker of the voting page failed'));
  worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
    waiting.get(data.id)?.resolve(data.result as never);
    waiting.delete(data.id);
  };
  return {
    ask: (task) => {
      if (failure !== undefined) return Promise.reject(failure);
      const id = next++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        const request: WorkerRequest = { id, task };
        worker.postMessage(request);
      });
    },
    forget: () => {
      worker.terminate();
      fail(new Error('the worker was ended'));
    },
  };
}
