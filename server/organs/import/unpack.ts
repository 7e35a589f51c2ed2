/**
 * Unpacks a zip file under limits (R60). The central directory is asked first, without unpacking anything; then the content
 * is inflated piece by piece and measured, so that a directory that lies is caught before memory or time is gone.
 */
import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { type Result, refuse } from '#tally';

export const ZIP_LIMITS = { entries: 100, inflatedBytes: 100 * 1024 * 1024, ratio: 100 } as const;

/** So little goes in at once that what comes out stays below 17 MiB. */
const PIECE = 16 * 1024;
const STORED = 0;
const DEFLATED = 8;

export function unpackChecked(bytes: Uint8Array): Result<ReadonlyMap<string, Uint8Array>> {
  const listed = listEntries(bytes);
  if (!listed.ok) return listed;
  const contents = new Map<string, Uint8Array[]>();
  let inflated = 0;
  let flaw: Result<never> | null = null;
  const unzip = new Unzip((file) => {
    if (flaw !== null) return;
    if (!listed.value.has(file.name) || contents.has(file.name)) {
      flaw = refuse('MALFORMED', 'file.zip', 'the content of the zip file is not what its directory lists');
      return;
    }
    const pieces: Uint8Array[] = [];
    contents.set(file.name, pieces);
    file.ondata = (error, piece) => {
      if (flaw !== null) return;
      if (error) {
        flaw = refuse('MALFORMED', 'file.zip', 'the zip file is damaged');
        return;
      }
      inflated += piece.length;
      if (inflated > ZIP_LIMITS.inflatedBytes || inflated > bytes.length * ZIP_LIMITS.ratio) flaw = bomb();
      else pieces.push(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && flaw === null; at += PIECE) {
      unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch {
    flaw ??= refuse('MALFORMED', 'file.zip', 'the zip file is damaged');
  }
  if (flaw !== null) return flaw;
  const whole = new Map([...contents].map(([name, pieces]) => [name, joined(pieces)]));
  const isComplete = [...listed.value].every(
    ([name, size]) => name.endsWith('/') || whole.get(name)?.length === size,
  );
  return isComplete
    ? { ok: true, value: whole }
    : refuse('MALFORMED', 'file.zip', 'the content of the zip file is not what its directory lists');
}

/** Names and sizes as the central directory claims them. */
function listEntries(bytes: Uint8Array): Result<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  let entries = 0;
  let inflated = 0;
  let isReadable = true;
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize, compression }) => {
        entries += 1;
        inflated += originalSize;
        isReadable &&= compression === STORED || compression === DEFLATED;
        sizes.set(name, originalSize);
        return false;
      },
    });
  } catch {
    return refuse('MALFORMED', 'file.zip', 'the file begins like a workbook, but is no whole zip file');
  }
  if (entries > ZIP_LIMITS.entries) {
    return refuse(
      'TOO_LARGE',
      'file.entries',
      `expected at most ${ZIP_LIMITS.entries} parts in the workbook`,
    );
  }
  if (inflated > ZIP_LIMITS.inflatedBytes || inflated > bytes.length * ZIP_LIMITS.ratio) return bomb();
  return isReadable && sizes.size === entries
    ? { ok: true, value: sizes }
    : refuse('MALFORMED', 'file.zip', 'a part of the zip file is there twice, or packed in an unknown way');
}

function bomb(): Result<never> {
  const { inflatedBytes, ratio } = ZIP_LIMITS;
  return refuse(
    'TOO_LARGE',
    'file.inflated',
    `unpacked, the workbook is larger than ${inflatedBytes / 1024 / 1024} MiB or ${ratio} times the file`,
  );
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
