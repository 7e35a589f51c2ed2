/** The worker of the verifier: reads files from the device, checks them, reports progress. Nothing leaves the device. */
import { type ByteSource, createBigIntEngine, createWasmEngine, type EngineFactory } from '#tally';
import { checkTest } from '../voting/check-test.ts';
import { judge } from './judge.ts';
import type { Task, WorkerMessage } from './messages.ts';

/** The few names of a worker's global scope that are used; the DOM's types describe a window. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Task }) => void) | null;
  postMessage(message: WorkerMessage): void;
}

const scope = globalThis as unknown as WorkerScope;
const engine: EngineFactory = (params) => createWasmEngine(params) ?? createBigIntEngine(params);
/** A progress bar is looked at, not measured: more messages would slow the work down. */
const PROGRESS_MS = 100;

function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}

async function perform(task: Task): Promise<WorkerMessage> {
  if (task.kind === 'test') {
    const { name, text } = task.sheet;
    const checked = checkTest(text);
    const outcome = checked.ok
      ? { name, checked: checked.value, refusal: null }
      : { name, checked: null, refusal: checked.error.message };
    return { kind: 'tested', outcome };
  }
  let told = 0;
  const onProgress = (done: number, total: number): void => {
    const now = performance.now();
    if (now - told < PROGRESS_MS && done < total) return;
    told = now;
    scope.postMessage({ kind: 'progress', done, total });
  };
  const { file, fileName, receipts, policy } = task;
  const given = {
    file: file === null ? null : { name: fileName, source: blobSource(file) },
    receipts,
    policy,
  };
  return { kind: 'judged', judgement: await judge(given, engine, onProgress) };
}

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await perform(data));
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
