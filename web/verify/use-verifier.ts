/** The worker of the verifier as a page uses it: made when the page is, so that everything is loaded before a network goes. */
import { useEffect, useRef, useState } from 'react';
import type { Judgement } from './judge.ts';
import type { Task, TestOutcome, WorkerMessage } from './messages.ts';
import type { SortedFile } from './sort-files.ts';

export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly done: number; readonly total: number }
  | {
      readonly state: 'done';
      readonly judgement: Judgement | null;
      readonly tests: readonly TestOutcome[];
    }
  | { readonly state: 'failed'; readonly message: string };

/** One answer of the worker to one task; progress meanwhile. */
function ask(
  worker: Worker,
  task: Task,
  onProgress: (done: number, total: number) => void,
): Promise<Exclude<WorkerMessage, { kind: 'progress' }>> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === 'progress') onProgress(data.done, data.total);
      else resolve(data);
    };
    worker.onerror = (event) =>
      resolve({ kind: 'failed', message: event.message || 'the worker did not start' });
    worker.postMessage(task);
  });
}

async function textOf({ name, blob }: SortedFile): Promise<{ name: string; text: string }> {
  return { name, text: await blob.text() };
}

export function useVerifier(): {
  readonly run: Run;
  readonly start: (files: readonly SortedFile[]) => Promise<void>;
  readonly reset: () => void;
} {
  const [run, setRun] = useState<Run>({ state: 'idle' });
  const worker = useRef<Worker | null>(null);
  useEffect(() => {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.current = made;
    return () => made.terminate();
  }, []);

  async function start(files: readonly SortedFile[]): Promise<void> {
    const own = worker.current;
    if (own === null) return;
    const of = (kind: SortedFile['kind']) => files.filter((file) => file.kind === kind);
    const [main] = [...of('record'), ...of('archive')];
    const [policy] = of('policy');
    const receipts = await Promise.all(of('receipt').map(textOf));
    const onProgress = (done: number, total: number) => setRun({ state: 'running', done, total });
    setRun({ state: 'running', done: 0, total: main?.blob.size ?? 1 });
    const tests: TestOutcome[] = [];
    for (const sheet of of('test')) {
      const answer = await ask(own, { kind: 'test', sheet: await textOf(sheet) }, onProgress);
      if (answer.kind === 'tested') tests.push(answer.outcome);
      else if (answer.kind === 'failed') return setRun({ state: 'failed', message: answer.message });
    }
    if (main === undefined && receipts.length === 0) {
      return setRun({ state: 'done', judgement: null, tests });
    }
    const answer = await ask(
      own,
      {
        kind: 'verify',
        file: main?.blob ?? null,
        fileName: main?.name ?? '',
        receipts,
        policy: policy === undefined ? null : await policy.blob.text(),
      },
      onProgress,
    );
    if (answer.kind === 'judged') setRun({ state: 'done', judgement: answer.judgement, tests });
    else if (answer.kind === 'failed') setRun({ state: 'failed', message: answer.message });
  }

  return { run, start, reset: () => setRun({ state: 'idle' }) };
}
