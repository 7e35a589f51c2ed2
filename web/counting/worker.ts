/** The worker of the count room: the only place where a scrutineer's seed lives, and where a count is verified and opened. */
import {
  bytesSource,
  createBigIntEngine,
  createWasmEngine,
  drawSeed,
  type Group,
  openGroup,
  readMemberCertificate,
} from '#tally';
import { openKeyFile, readKeyFile, sealKeyFile } from '../keys/key-file.ts';
import type { CountingMessage, CountingRequest, CountingResults, CountingTask } from './messages.ts';
import { certificateOf, openCount, openRehearsal, outputOf, polynomialOf } from './scrutineer.ts';

/** The few names of a worker's global scope that are used; the DOM's types describe a window. */
interface WorkerScope {
  onmessage: ((event: { readonly data: CountingRequest }) => void) | null;
  postMessage(message: CountingMessage): void;
}

const scope = globalThis as unknown as WorkerScope;
let seed: string | null = null;

const engine = (name: string) =>
  openGroup(name, (params) => createWasmEngine(params) ?? createBigIntEngine(params));
const random = (byteLength: number) => crypto.getRandomValues(new Uint8Array(byteLength));

function group(): Group {
  const opened = engine('BELENIOS-2048');
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function held(): string {
  if (seed === null) throw new Error('no key file is open');
  return seed;
}

async function perform(
  task: CountingTask,
  onProgress: (done: number, total: number) => void,
): Promise<CountingResults[keyof CountingResults]> {
  switch (task.kind) {
    case 'make': {
      const drawn = drawSeed(random);
      const { passphrase, about } = task;
      const file = await sealKeyFile({ kind: 'scrutineer', about, secret: drawn, passphrase }, random);
      return { file, certificate: certificateOf(group(), drawn, task.place, random) };
    }
    case 'open': {
      const read = readKeyFile(task.file);
      if (!read.ok) return read;
      const opened = await openKeyFile(read.value, task.passphrase);
      if (!opened.ok) return opened;
      seed = read.value.kind === 'scrutineer' ? opened.value : null;
      return seed === null
        ? { ok: false, error: { code: 'INCONSISTENT', where: 'key file', message: 'a signing key' } }
        : { ok: true, value: null };
    }
    case 'matches': {
      const kept = readMemberCertificate(group(), task.certificate, 'certificate');
      if (!kept.ok || kept.value.context === undefined) return false;
      const { index, size, threshold } = kept.value.context;
      const again = readMemberCertificate(
        group(),
        certificateOf(group(), held(), { index, size, threshold }, random),
        'certificate',
      );
      return again.ok && group().equals(again.value.verification, kept.value.verification);
    }
    case 'polynomial':
      return polynomialOf(group(), held(), task, random);
    case 'output':
      return outputOf(group(), held(), task, random);
    case 'rehearse': {
      const kept = { seed: held(), output: task.output };
      return openRehearsal(kept, bytesSource(task.archive), engine, random, onProgress);
    }
    case 'openCount': {
      const kept = { seed: held(), output: task.output };
      return openCount(kept, bytesSource(task.archive), task.evidence, engine, random, onProgress);
    }
  }
}

scope.onmessage = async ({ data: { id, task } }) => {
  try {
    const result = await perform(task, (done, total) => scope.postMessage({ id, done, total }));
    scope.postMessage({ id, result });
  } catch (error) {
    scope.postMessage({ id, failed: error instanceof Error ? error.message : 'the worker failed' });
  }
};
