/**
 * CRC-32 as zip uses it (ISO 3309, reflected polynomial 0xEDB88320). It finds accidents, not forgery: records are
 * protected by the SHA-256 of their manifest.
 */
import { type ByteSource, chunksOf } from './byte-source.ts';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The checksum after `bytes`, given the one before them (0 at the beginning). */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  // By index: an iterator over the bytes takes four times as long.
  for (let i = 0; i < bytes.length; i++)
    value = (value >>> 8) ^ (TABLE[(value ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return ~value >>> 0;
}

/** The checksum of a whole source, read in chunks. */
export async function crc32Of(source: ByteSource): Promise<number> {
  let value = 0;
  for await (const chunk of chunksOf(source)) value = crc32(chunk, value);
  return value;
}
