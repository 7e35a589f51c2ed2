/** Files that the command line reads; new-file.ts writes the ones that must not be lost. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../encoding/byte-source.ts';
import { readUtf8 } from '../encoding/bytes.ts';
import { ok, type Result, refuse } from '../result.ts';

/** An open file; close it when done. */
export interface FileSource extends ByteSource {
  close(): void;
}

const READ_AHEAD_BYTES = 1 << 18;

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  if (code === 'EISDIR') return 'it is a folder, not a file';
  return error instanceof Error ? error.message : 'it cannot be read';
}

/** Opens a file for random access. Small reads in a row are served from one read ahead. */
export function openFile(path: string): Result<FileSource> {
  try {
    const file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile()) {
      closeSync(file);
      return refuse('MALFORMED', path, 'it is not a regular file');
    }
    return ok(sourceOf(file, stat.size));
  } catch (error) {
    return refuse('NOT_FOUND', path, reasonOf(error));
  }
}

function sourceOf(file: number, size: number): FileSource {
  let ahead = new Uint8Array(0);
  let aheadAt = 0;
  const readInto = (buffer: Uint8Array, offset: number): void => {
    for (let done = 0; done < buffer.length; ) {
      const count = readSync(file, buffer, done, buffer.length - done, offset + done);
      if (count === 0) throw new Error('the file became shorter while it was read');
      done += count;
    }
  };
  return {
    size,
    close: () => closeSync(file),
    read: async (offset, length) => {
      const isAhead = offset >= aheadAt && offset + length <= aheadAt + ahead.length;
      if (!isAhead) {
        ahead = new Uint8Array(Math.min(Math.max(length, READ_AHEAD_BYTES), size - offset));
        aheadAt = offset;
        readInto(ahead, offset);
      }
      return ahead.subarray(offset - aheadAt, offset - aheadAt + length);
    },
  };
}

/** The text of a file in UTF-8, without the line end belonging to the file rather than to its content. */
export function readTextFile(path: string, maxBytes = 100_000_000): Result<string> {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) return refuse('TOO_LARGE', path, `${size} bytes, at most ${maxBytes} are read`);
    const bytes = readFileSync(path);
    const text = readUtf8(bytes);
    return text === undefined
      ? refuse('MALFORMED', path, 'the file is not UTF-8 text')
      : ok(text.replace(/\r?\n$/, ''));
  } catch (error) {
    return refuse('NOT_FOUND', path, reasonOf(error));
  }
}
