/**
 * The canonical zip of a record (docs/formats/record-zip.md): any unzip program opens it, and for given files in a given
 * order there is exactly one such zip. The reader accepts nothing else: it rebuilds the headers byte for byte and checks
 * every content's CRC, so a changed bit anywhere is found. Contents are never held in memory as a whole.
 */
import { type ByteSource, chunksOf, slice } from '../encoding/byte-source.ts';
import { equalBytes, readUtf8 } from '../encoding/bytes.ts';
import { crc32, crc32Of } from '../encoding/crc32.ts';
import { assert, err, ok, type Refusal, type Result, refuse } from '../result.ts';
import {
  CENTRAL_BYTES,
  centralHeader,
  END_BYTES,
  END_SIGNATURE,
  endRecord,
  LOCAL_BYTES,
  localHeader,
  MAX_ZIP_BYTES,
  type ZipEntryHeader,
} from './zip-headers.ts';

/** A file of a zip: read from one, or to be written. */
export interface ZipFile {
  /** ASCII path with `/` between folder and file; see `namesComplaint`. */
  readonly name: string;
  readonly content: ByteSource;
}

/** A zip ready to be written: its exact length, and its bytes in order. */
export interface ZipPlan {
  readonly size: number;
  /** Reads the contents again; throws if one of them is no longer what was planned. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

export interface ZipLimits {
  readonly maxEntries: number;
  /** Largest content of one entry. */
  readonly maxEntryBytes: number;
}

export const ZIP_LIMITS: ZipLimits = { maxEntries: 64, maxEntryBytes: MAX_ZIP_BYTES };
const MAX_NAME_LENGTH = 100;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$/;

/**
 * Plans a zip of these files in this order; reads every content once for its checksum. Refuses names the reader would
 * refuse (MALFORMED, INCONSISTENT) and zips beyond 4 GiB - 2 bytes (TOO_LARGE).
 */
export async function planZip(files: readonly ZipFile[], where: string): Promise<Result<ZipPlan>> {
  const complaint = namesComplaint(
    files.map(({ name }) => name),
    where,
  );
  if (complaint !== undefined) return err(complaint);
  const size = files.reduce(
    (sum, { name, content }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + content.size,
    END_BYTES,
  );
  if (size > MAX_ZIP_BYTES || files.length > 0xfffe) {
    return refuse('TOO_LARGE', where, `a zip of ${size} bytes and ${files.length} entries would need zip64`);
  }
  const headers: ZipEntryHeader[] = [];
  for (const { name, content } of files) {
    headers.push({ name, size: content.size, crc32: await crc32Of(content) });
  }
  return ok({ size, chunks: () => writeChunks(files, headers) });
}

async function* writeChunks(
  files: readonly ZipFile[],
  headers: readonly ZipEntryHeader[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const [i, header] of headers.entries()) {
    yield localHeader(header);
    let checksum = 0;
    const content = files[i]?.content;
    assert(content !== undefined && content.size === header.size, `${header.name} has kept its size`);
    for await (const chunk of chunksOf(content)) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    assert(checksum === header.crc32, `${header.name} has kept its content`);
  }
  for (const part of directoryOf(headers)) yield part;
}

/** The directory and the end record that belong to these entries, in order. */
function directoryOf(headers: readonly ZipEntryHeader[]): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let offset = 0;
  let directoryBytes = 0;
  for (const header of headers) {
    const row = centralHeader(header, offset);
    parts.push(row);
    directoryBytes += row.length;
    offset += LOCAL_BYTES + header.name.length + header.size;
  }
  return [...parts, endRecord(headers.length, directoryBytes, offset)];
}

/**
 * Opens a zip, if it is one that `planZip` writes, byte for byte, contents' checksums included.
 *
 * @returns the files in order; their contents are parts of `source`, read when asked for
 */
export async function readZip(
  source: ByteSource,
  where: string,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<Result<readonly ZipFile[]>> {
  const headers = await readDirectory(source, where, limits);
  if (!headers.ok) return headers;
  const files: ZipFile[] = [];
  let offset = 0;
  for (const header of headers.value) {
    const place = `${where}/${header.name}`;
    const expected = localHeader(header);
    const found = await source.read(offset, expected.length);
    if (!equalBytes(expected, found)) {
      return refuse('NON_CANONICAL', place, 'the local header is not the one the directory asks for');
    }
    const content = slice(source, offset + expected.length, header.size);
    if ((await crc32Of(content)) !== header.crc32) {
      return refuse('INCONSISTENT', place, 'the content does not have the checksum stated');
    }
    files.push({ name: header.name, content });
    offset += expected.length + header.size;
  }
  return ok(files);
}

/** Reads the directory at the end and requires it to be the one its own entries would get. */
async function readDirectory(
  source: ByteSource,
  where: string,
  limits: ZipLimits,
): Promise<Result<readonly ZipEntryHeader[]>> {
  if (source.size < END_BYTES) return refuse('MALFORMED', where, `${source.size} bytes are no zip`);
  if (source.size > MAX_ZIP_BYTES) return refuse('TOO_LARGE', where, `${source.size} bytes would need zip64`);
  const end = view(await source.read(source.size - END_BYTES, END_BYTES));
  const count = end.getUint16(10, true);
  const directoryBytes = end.getUint32(12, true);
  const directoryOffset = end.getUint32(16, true);
  if (end.getUint32(0, true) !== END_SIGNATURE) {
    return refuse('MALFORMED', where, 'the file does not end with the end record of a zip without comment');
  }
  if (count > limits.maxEntries) {
    return refuse('TOO_LARGE', where, `${count} entries, at most ${limits.maxEntries} are read`);
  }
  if (directoryBytes > count * (CENTRAL_BYTES + MAX_NAME_LENGTH)) {
    return refuse('TOO_LARGE', where, `a directory of ${directoryBytes} bytes for ${count} entries`);
  }
  if (directoryOffset + directoryBytes + END_BYTES !== source.size) {
    return refuse('NON_CANONICAL', where, 'the directory is not between the entries and the end record');
  }
  const directory = await source.read(directoryOffset, directoryBytes + END_BYTES);
  const headers = readRows(directory.subarray(0, directoryBytes), count, where);
  if (!headers.ok) return headers;
  const complaint = namesComplaint(
    headers.value.map(({ name }) => name),
    where,
  );
  if (complaint !== undefined) return err(complaint);
  const large = headers.value.find(({ size }) => size > limits.maxEntryBytes);
  if (large !== undefined) {
    return refuse(
      'TOO_LARGE',
      `${where}/${large.name}`,
      `${large.size} bytes, at most ${limits.maxEntryBytes} are read`,
    );
  }
  const contents = headers.value.reduce((sum, { name, size }) => sum + LOCAL_BYTES + name.length + size, 0);
  if (contents !== directoryOffset) {
    return refuse(
      'NON_CANONICAL',
      where,
      `entries of ${contents} bytes before a directory at ${directoryOffset}`,
    );
  }
  let at = 0;
  for (const expected of directoryOf(headers.value)) {
    if (!equalBytes(expected, directory.subarray(at, at + expected.length))) {
      return refuse(
        'NON_CANONICAL',
        where,
        `the directory differs from the canonical one from byte ${at} on`,
      );
    }
    at += expected.length;
  }
  return headers;
}

/** Name, size and checksum of each row; all else is compared afterwards with what the writer would have written. */
function readRows(directory: Uint8Array, count: number, where: string): Result<readonly ZipEntryHeader[]> {
  const headers: ZipEntryHeader[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > directory.length)
      return refuse('MALFORMED', where, `the directory ends before row ${i + 1}`);
    const row = view(directory.subarray(at, at + CENTRAL_BYTES));
    const nameBytes = directory.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + row.getUint16(28, true));
    const name = readUtf8(nameBytes);
    if (name === undefined) return refuse('MALFORMED', where, `the name in row ${i + 1} is not UTF-8`);
    headers.push({ name, size: row.getUint32(24, true), crc32: row.getUint32(16, true) });
    at += CENTRAL_BYTES + nameBytes.length;
  }
  return at === directory.length
    ? ok(headers)
    : refuse('MALFORMED', where, 'the directory goes on after its last row');
}

/**
 * Names are relative paths of ASCII letters, digits, `.`, `_` and `-`, at most four levels deep, no part beginning with a
 * dot: none leads out of a folder, and none needs a character set. No two may meet on a disk that ignores case, and none
 * may be a folder of another.
 */
function namesComplaint(names: readonly string[], where: string): Refusal | undefined {
  const seen = new Set<string>();
  const folders = new Set<string>();
  for (const name of names) {
    if (name.length > MAX_NAME_LENGTH || !NAME.test(name)) {
      return {
        code: 'MALFORMED',
        where,
        message: `${JSON.stringify(name.slice(0, 60))} is not a name of a record's file`,
      };
    }
    const folded = name.toLowerCase();
    if (seen.has(folded)) return { code: 'INCONSISTENT', where, message: `two entries named ${name}` };
    seen.add(folded);
    for (let at = folded.indexOf('/'); at >= 0; at = folded.indexOf('/', at + 1))
      folders.add(folded.slice(0, at));
  }
  const both = [...seen].find((name) => folders.has(name));
  return both === undefined
    ? undefined
    : { code: 'INCONSISTENT', where, message: `${both} is a file and a folder` };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
