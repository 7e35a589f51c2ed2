/** Argon2id in a thread of its own (Node only), so that logins never hold up ballots (R3). Started at the first password. */
import { Worker } from 'node:worker_threads';
import type { Argon2 } from './argon2.ts';

export interface Argon2Thread {
  readonly argon2: Argon2;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (hash: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

export function openArgon2Thread(): Argon2Thread {
  let thread: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  const open = (): Worker => {
    if (thread !== null) return thread;
    const started = new Worker(new URL('./argon2-worker.mjs', import.meta.url));
    started.unref();
    started.on('message', ({ id, hash }: { id: number; hash: Uint8Array }) => {
      waiting.get(id)?.resolve(hash);
      waiting.delete(id);
    });
    const fail = (error: unknown) => {
      if (thread === started) thread = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the thread for passwords has ended')));
    thread = started;
    return started;
  };
  return {
    argon2: (password, salt, cost) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        open().postMessage({ id: last, password, salt, cost });
      }),
    stop: async () => void (await thread?.terminate()),
  };
}
