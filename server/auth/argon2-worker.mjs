// @ts-check
/** The thread that stretches passwords on Node, one after another. Plain JavaScript: a thread is started from a file. */
import { parentPort } from 'node:worker_threads';
import { argon2id } from '@noble/hashes/argon2.js';

parentPort?.on('message', ({ id, password, salt, cost }) => {
  const hash = argon2id(password, salt, {
    m: cost.memoryKib,
    t: cost.passes,
    p: cost.lanes,
    dkLen: 32,
  });
  parentPort?.postMessage({ id, hash });
});
