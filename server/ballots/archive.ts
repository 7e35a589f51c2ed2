/**
 * The archive of a box as a stream of the bytes a `.bel` file has, once the box is closed. Bytes follow from the stored data
 * members alone, so a row somebody changed shows.
 */
import { appendEvent, archiveStart, EVENT_TYPES, type EventType } from '#tally';
import type { Sql } from '../db/sql.ts';

const PAGE = 50;

export interface ArchiveHead {
  /** `sealed`, `open`, `closed` or `voided`. */
  readonly state: string;
  readonly isRecorded: boolean;
  readonly archiveSeconds: number;
  /** Of the last event; -1 and empty for a vote by name. */
  readonly height: number;
  readonly head: string;
}

export async function loadArchiveHead(sql: Sql, poll: string): Promise<ArchiveHead | null> {
  const [row] = await sql<(ArchiveHead & Record<string, unknown>)[]>`
    select state, is_recorded as "isRecorded", archive_seconds::float8 as "archiveSeconds", height, head
    from box.polls where poll = ${poll}`;
  return row ?? null;
}

/** The archive up to and with the event at `height`, in chunks of at most some ballots. */
export async function* readArchiveBytes(
  sql: Sql,
  poll: string,
  { archiveSeconds, height }: Pick<ArchiveHead, 'archiveSeconds' | 'height'>,
): AsyncGenerator<Uint8Array> {
  yield concat(archiveStart(archiveSeconds));
  let previous: { readonly hash: string; readonly height: number } | undefined;
  for (let from = 0; from <= height; from += PAGE) {
    const rows = await sql<{ type: string; members: readonly string[] }[]>`
      select type, members from box.events
      where poll = ${poll} and height >= ${from} and height < ${from + PAGE} and height <= ${height}
      order by height`;
    for (const { type, members } of rows) {
      if (!isEventType(type)) throw new Error('broken promise: an event has a known type');
      const { event, hash, bytes } = appendEvent(archiveSeconds, previous, type, members);
      previous = { hash, height: event.height };
      yield concat(bytes);
    }
  }
}

function isEventType(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
