/**
 * Argon2id by @noble/hashes, which runs on Node and workerd alike. Here it shares the thread with the requests and gives way
 * every few milliseconds; on Node `argon2-thread.ts` runs it elsewhere.
 */
import { argon2idAsync } from '@noble/hashes/argon2.js';

export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** 32 bytes from a password. */
export type Argon2 = (password: string, salt: Uint8Array, cost: Argon2Cost) => Promise<Uint8Array>;

export const argon2Here: Argon2 = (password, salt, { memoryKib, passes, lanes }) =>
  argon2idAsync(password, salt, { m: memoryKib, t: passes, p: lanes, dkLen: 32, asyncTick: 5 });
