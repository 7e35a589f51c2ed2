/**
 * The three headers of the canonical zip (docs/formats/record-zip.md; PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16), as our writer
 * writes them: entries stored, dated 1980-01-01 00:00, no flags, no extra fields, no comments, no attributes, no zip64.
 * The reader builds the same bytes and compares, so every field has exactly one value.
 */
import { utf8 } from '../encoding/bytes.ts';

/** What varies from entry to entry. `name` is ASCII, so its length in bytes is its length. */
export interface ZipEntryHeader {
  readonly name: string;
  /** Bytes of content; stored as it is, so also its compressed size. */
  readonly size: number;
  readonly crc32: number;
}

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
/** Sizes and offsets are 32-bit; 2^32 - 1 itself would announce zip64. */
export const MAX_ZIP_BYTES = 0xfffffffe;

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
/** Version 1.0: stored entries need no more. */
const VERSION = 10;
/** Days, months and years since 1980 in one word: 1 January 1980. */
const DOS_DATE = (1 << 5) | 1;

/** Stands before the content of an entry. */
export function localHeader({ name, size, crc32 }: ZipEntryHeader): Uint8Array {
  return build(name, LOCAL_BYTES, (view) => {
    view.setUint32(0, LOCAL_SIGNATURE, true);
    view.setUint16(4, VERSION, true);
    view.setUint16(12, DOS_DATE, true);
    view.setUint32(14, crc32, true);
    view.setUint32(18, size, true);
    view.setUint32(22, size, true);
    view.setUint16(26, name.length, true);
  });
}

/** One row of the directory; `offset` is where the entry's local header begins. */
export function centralHeader({ name, size, crc32 }: ZipEntryHeader, offset: number): Uint8Array {
  return build(name, CENTRAL_BYTES, (view) => {
    view.setUint32(0, CENTRAL_SIGNATURE, true);
    view.setUint16(4, VERSION, true);
    view.setUint16(6, VERSION, true);
    view.setUint16(14, DOS_DATE, true);
    view.setUint32(16, crc32, true);
    view.setUint32(20, size, true);
    view.setUint32(24, size, true);
    view.setUint16(28, name.length, true);
    view.setUint32(42, offset, true);
  });
}

/** Ends the file: how many entries, and where the directory is. */
export function endRecord(count: number, directoryBytes: number, directoryOffset: number): Uint8Array {
  return build('', END_BYTES, (view) => {
    view.setUint32(0, END_SIGNATURE, true);
    view.setUint16(8, count, true);
    view.setUint16(10, count, true);
    view.setUint32(12, directoryBytes, true);
    view.setUint32(16, directoryOffset, true);
  });
}

function build(name: string, headerBytes: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(headerBytes + name.length);
  fill(new DataView(bytes.buffer));
  bytes.set(utf8(name), headerBytes);
  return bytes;
}
