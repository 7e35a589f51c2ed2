/** The platform's cryptographic randomness, for everything a command draws. */
import { randomBytes } from 'node:crypto';
import type { Random } from '../belenios/scalar.ts';

export const platformRandom: Random = (byteLength) => new Uint8Array(randomBytes(byteLength));
