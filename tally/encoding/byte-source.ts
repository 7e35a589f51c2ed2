/**
 * Random access to bytes that need not be in memory: a file, a Blob, an HTTP range, or simply an array. Readers of large
 * untrusted files (zip, tar) take a `ByteSource`, so that memory does not grow with the file.
 */
import { assert, ok, type Result, refuse } from '../result.ts';

export interface ByteSource {
  /** Length in bytes; it never changes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`; the caller keeps `0 <= offset`, `0 <= length`, `offset + length <= size`.
   * Rejects when the medium fails. The bytes may be a view: they are not to be written to.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** How much `chunksOf` reads at a time. */
const CHUNK_BYTES = 1 << 16;

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      assertInside(bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** The part of `source` from `offset`, `length` bytes long, as a source of its own. */
export function slice(source: ByteSource, offset: number, length: number): ByteSource {
  assertInside(source.size, offset, length);
  return {
    size: length,
    read: (innerOffset, innerLength) => {
      assertInside(length, innerOffset, innerLength);
      return source.read(offset + innerOffset, innerLength);
    },
  };
}

/** The bytes in order, in chunks of at most 64 KiB; nothing for an empty source. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, source.size - offset);
    const chunk = await source.read(offset, length);
    assert(chunk.length === length, `a source gave ${chunk.length} bytes instead of ${length}`);
    yield chunk;
  }
}

/** All bytes at once; refuses more than `maxBytes` before reading any. */
export async function readAll(
  source: ByteSource,
  where: string,
  maxBytes: number,
): Promise<Result<Uint8Array>> {
  if (source.size > maxBytes) {
    return refuse('TOO_LARGE', where, `${source.size} bytes, at most ${maxBytes} are read`);
  }
  const bytes = await source.read(0, source.size);
  assert(bytes.length === source.size, `a source gave ${bytes.length} bytes instead of ${source.size}`);
  return ok(bytes);
}

function assertInside(size: number, offset: number, length: number): void {
  assert(
    offset >= 0 && length >= 0 && offset + length <= size,
    `reading ${length} bytes at ${offset} of ${size}`,
  );
}
