/** The group of our sessions with the fastest arithmetic this thread may use: WebAssembly where it can be compiled, else BigInt. */
import { BELENIOS_2048, createBelenios2048, createWasmEngine, type Group } from '#tally/booth';

let group: Group | undefined;

/** Opened once a thread: its tables of powers are kept. */
export function boothGroup(): Group {
  group ??= createBelenios2048(createWasmEngine(BELENIOS_2048));
  return group;
}

/** The platform's secure randomness; 65,536 bytes is the most it gives at once, far above what a scalar needs. */
export function platformRandom(byteLength: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(byteLength));
}

/** PBKDF2 of the platform: a tenth of the time that our own takes. */
export async function platformStretch(
  password: string,
  salt: string,
  iterations: number,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(password), 'PBKDF2', false, ['deriveBits']);
  const stretch = { name: 'PBKDF2', hash: 'SHA-256', salt: encoder.encode(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(stretch, key, 256));
}
