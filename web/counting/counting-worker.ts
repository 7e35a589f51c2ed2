/** The page's end of the count room's worker: each task is a promise. `forget` ends the worker and the seed it holds. */
import { useEffect, useRef } from 'react';
import type { CountingMessage, CountingRequest, CountingResults, CountingTask } from './messages.ts';

export interface CountingWorker {
  readonly ask: <K extends CountingTask['kind']>(
    task: Extract<CountingTask, { readonly kind: K }>,
    onProgress?: (done: number, total: number) => void,
  ) => Promise<CountingResults[K]>;
  readonly forget: () => void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

export function startCountingWorker(): CountingWorker {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let worker: Worker | null = null;

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'count' });
    started.onerror = () => stop(new Error('the worker of the count room failed'));
    started.onmessage = ({ data }: MessageEvent<CountingMessage>) => {
      const task = waiting.get(data.id);
      if (task === undefined) return;
      if ('total' in data) {
        task.onProgress?.(data.done, data.total);
        return;
      }
      waiting.delete(data.id);
      if ('failed' in data) task.reject(new Error(data.failed));
      else task.resolve(data.result as never);
    };
    worker = started;
    return started;
  };
  const stop = (reason: Error): void => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };

  return {
    ask: (task, onProgress) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject, onProgress });
        const request: CountingRequest = { id, task };
        (worker ?? start()).postMessage(request);
      }),
    forget: () => stop(new Error('the worker was ended')),
  };
}

/** One worker for the life of a page; what it knew is forgotten when the page is left. */
export function useCountingWorker(): CountingWorker {
  const kept = useRef<CountingWorker | null>(null);
  kept.current ??= startCountingWorker();
  const { current } = kept;
  useEffect(() => () => current.forget(), [current]);
  return current;
}
