/**
 * An archive on the disk that events are appended to. The file is walked from the start before anything is added, one
 * program at a time; what is added is on the disk when the call returns.
 */
import type { EventType } from '../belenios/archive/event.ts';
import { type EventStep, readArchive } from '../belenios/archive/read-archive.ts';
import { appendEvent } from '../belenios/archive/write-archive.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import { concatBytes } from '../encoding/bytes.ts';
import { err, ok, type Result, refuse } from '../result.ts';
import { openFile } from './files.ts';
import { appendToFile, whileLocked } from './new-file.ts';

export interface NewEvent {
  readonly type: EventType;
  /** Texts in the order of `EVENT_DATA`. */
  readonly data: readonly string[];
}

/** Where an archive ends. */
export interface ArchiveEnd {
  /** Seconds since 1970, of every member. */
  readonly timestamp: number;
  readonly hash: string;
  readonly height: number;
  readonly type: EventType;
}

/** An archive open for appending, with its form checked. */
export interface ArchiveFile {
  readonly source: ByteSource;
  readonly end: ArchiveEnd;
}

/**
 * Opens `path`, lets `work` decide what to append, and appends it.
 *
 * @param onStep sees every event on the way, in order
 */
export function extendArchive(
  path: string,
  onStep: (step: EventStep) => void,
  work: (archive: ArchiveFile) => Promise<Result<readonly NewEvent[]>>,
): Promise<Result<ArchiveEnd>> {
  return whileLocked(path, async () => {
    const file = openFile(path);
    if (!file.ok) return file;
    try {
      const end = await findEnd(file.value, path, onStep);
      if (!end.ok) return end;
      const events = await work({ source: file.value, end: end.value });
      if (!events.ok) return events;
      const added = eventBytes(end.value, events.value);
      const written = appendToFile(path, added.bytes);
      return written.ok ? ok(added.end) : written;
    } finally {
      file.value.close();
    }
  });
}

/** Walks the archive and refuses the first flaw of its form. */
async function findEnd(
  source: ByteSource,
  path: string,
  onStep: (step: EventStep) => void,
): Promise<Result<ArchiveEnd>> {
  const steps = readArchive(source);
  let last: EventStep | undefined;
  for (;;) {
    const next = await steps.next();
    const [finding] = next.value.findings;
    if (finding !== undefined) return err({ ...finding, where: `${path}, ${finding.where}` });
    if (next.done === true) {
      if (last === undefined) return refuse('MALFORMED', path, 'the archive has no event');
      const { event, hash } = last;
      return ok({ timestamp: next.value.timestamp, hash, height: event.height, type: event.type });
    }
    last = next.value;
    onStep(last);
  }
}

/** The bytes of further events, and the end they lead to. */
export function eventBytes(
  end: ArchiveEnd,
  events: readonly NewEvent[],
): { readonly bytes: Uint8Array; readonly end: ArchiveEnd } {
  const parts: Uint8Array[] = [];
  let last = end;
  for (const { type, data } of events) {
    const { event, hash, bytes } = appendEvent(end.timestamp, last, type, data);
    parts.push(...bytes);
    last = { timestamp: end.timestamp, hash, height: event.height, type };
  }
  return { bytes: concatBytes(...parts), end: last };
}

/** A source followed by further bytes, as if they had been appended already. */
export function followedBy(source: ByteSource, more: Uint8Array): ByteSource {
  return {
    size: source.size + more.length,
    async read(offset, length) {
      const inside = Math.max(0, Math.min(length, source.size - offset));
      const from = offset + inside - source.size;
      if (inside === length) return source.read(offset, length);
      const rest = more.subarray(from, from + length - inside);
      return inside === 0 ? rest : concatBytes(await source.read(offset, inside), rest);
    },
  };
}
