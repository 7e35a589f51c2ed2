/**
 * The members of a `.bel` archive (Belenios protocol version 1, section 12): a 512-byte header of a fixed form, then the
 * content padded with zeros to 512. There is exactly one header for a name, size and time, so a reader compares bytes
 * instead of interpreting fields.
 */
import { utf8 } from '../../encoding/bytes.ts';
import { assert } from '../../result.ts';

export const BLOCK_BYTES = 512;
/** Eleven octal digits. */
const MAX_OCTAL = 8 ** 11 - 1;

/** First member's name; its content is `{"version":1,"timestamp":"…"}`. */
export const HEADER_NAME = 'BELENIOS';

/** The canonical header of a member: `size` in bytes, `timestamp` in seconds since 1970. */
export function memberHeader(name: string, size: number, timestamp: number): Uint8Array {
  assert(name.length < 100 && size <= MAX_OCTAL && timestamp <= MAX_OCTAL, 'a member fits its header');
  const header = new Uint8Array(BLOCK_BYTES);
  const put = (text: string, offset: number) => header.set(utf8(text), offset);
  const octal = (value: number) => value.toString(8).padStart(11, '0');
  put(name, 0);
  put('0000644', 100);
  put('0000000', 108);
  put('0000000', 116);
  put(octal(size), 124);
  put(octal(timestamp), 136);
  put('        ', 148);
  put('0', 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Name and size a header claims, or undefined where the fields cannot be read. */
export function readMemberHeader(header: Uint8Array): { name: string; size: number } | undefined {
  const text = String.fromCharCode(...header.subarray(0, 136));
  const name = /^([A-Za-z0-9.]+)\0/.exec(text)?.[1];
  const size = /^([0-7]{11})\0/.exec(text.slice(124, 136))?.[1];
  return name === undefined || size === undefined ? undefined : { name, size: Number.parseInt(size, 8) };
}

export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}
