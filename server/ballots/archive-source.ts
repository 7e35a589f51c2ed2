/**
 * The archive of a session as a file that is not in memory: where every event begins is known from the lengths of its texts,
 * and events are read from the database in pages as they are asked for. What it reads never changes, once it is in.
 */
import { appendEvent, archiveStart, assert, type ByteSource, type EventType } from '#tally';
import type { Deps } from '../deps.ts';

/** Events read at once; a ballot has some tens of kilobytes. */
const PAGE = 64;
const MEMBER = 512;

interface Place {
  readonly height: number;
  readonly start: number;
  readonly end: number;
  /** Of the event before. */
  readonly parent: string | null;
}

interface Page {
  readonly first: number;
  readonly bytes: readonly Uint8Array[];
}

/** @param until the last event wanted, all of them without it */
export async function archiveSource(
  { sql }: Pick<Deps, 'sql'>,
  poll: string,
  until?: EventType,
): Promise<ByteSource> {
  const [box] = await sql<{ seconds: number }[]>`
    select archive_seconds::float8 as seconds from box.polls where poll = ${poll}`;
  assert(box !== undefined, 'the session has an archive');
  const timestamp = box.seconds;
  const head = concat(archiveStart(timestamp));
  const places = await loadPlaces(sql, poll, head.length, until);
  const size = places.at(-1)?.end ?? head.length;
  let page: Page = { first: 0, bytes: [] };

  /** The bytes of one event, through the page it is on. */
  async function eventAt(height: number): Promise<Uint8Array> {
    const kept = page.bytes[height - page.first];
    if (kept !== undefined) return kept;
    const rows = await sql<{ type: EventType; members: readonly string[] }[]>`
      select type, members from box.events
      where poll = ${poll} and height >= ${height} and height < ${height + PAGE} order by height`;
    page = {
      first: height,
      bytes: rows.map(({ type, members }, i) => {
        const parent = places[height + i]?.parent ?? null;
        const previous = parent === null ? undefined : { hash: parent, height: height + i - 1 };
        return concat(appendEvent(timestamp, previous, type, members).bytes);
      }),
    };
    const bytes = page.bytes[0];
    assert(bytes !== undefined, 'an event that was listed is there');
    return bytes;
  }

  return {
    size,
    async read(offset, length) {
      assert(offset >= 0 && length >= 0 && offset + length <= size, 'reading inside the archive');
      const out = new Uint8Array(length);
      const copy = (bytes: Uint8Array, start: number): void => {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + bytes.length);
        if (to > from) out.set(bytes.subarray(from - start, to - start), from - offset);
      };
      copy(head, 0);
      for (let i = firstEndingAfter(places, offset); i < places.length; i += 1) {
        const place = places[i];
        if (place === undefined || place.start >= offset + length) break;
        const bytes = await eventAt(place.height);
        assert(bytes.length === place.end - place.start, 'an event is as long as its texts say');
        copy(bytes, place.start);
      }
      return out;
    },
  };
}

async function loadPlaces(
  sql: Deps['sql'],
  poll: string,
  headBytes: number,
  until: EventType | undefined,
): Promise<readonly Place[]> {
  const rows = await sql<{ height: number; type: EventType; hash: string; bytes: number }[]>`
    select height, type, hash, (
        select sum(${MEMBER} + (octet_length(member) + ${MEMBER - 1}) / ${MEMBER} * ${MEMBER})
        from unnest(members || event) as member
      )::float8 as bytes
    from box.events where poll = ${poll} order by height`;
  const last = until === undefined ? rows.length : rows.findIndex(({ type }) => type === until) + 1;
  let end = headBytes;
  return rows.slice(0, last).map(({ height, bytes }, i) => {
    const start = end;
    end += bytes;
    return { height, start, end, parent: rows[i - 1]?.hash ?? null };
  });
}

/** Index of the first event that reaches beyond the offset. */
function firstEndingAfter(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
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
