/**
 * Writes a `.bel` archive event by event, in the canonical form of the Belenios protocol version 1, section 12: for the
 * same events always the same bytes. What an event contains is the caller's business.
 */
import { utf8 } from '../../encoding/bytes.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import { assert } from '../../result.ts';
import { type ArchiveEvent, EVENT_DATA, type EventType, writeEvent, writeSetupData } from './event.ts';
import { HEADER_NAME, memberHeader, paddingOf } from './member.ts';
import { writeArchiveHeader } from './read-archive.ts';

export interface WrittenEvent {
  readonly event: ArchiveEvent;
  /** SHA-256 of the event's text: the parent of the next. */
  readonly hash: string;
  /** The bytes to append to the archive. */
  readonly bytes: readonly Uint8Array[];
}

/** The start of every archive: the header member. `timestamp` in seconds since 1970. */
export function archiveStart(timestamp: number): readonly Uint8Array[] {
  return member(HEADER_NAME, writeArchiveHeader(timestamp), timestamp);
}

/**
 * The next event with its data members (texts in the order of `EVENT_DATA`).
 *
 * @param previous hash and height of the last event; undefined for Setup
 */
export function appendEvent(
  timestamp: number,
  previous: { readonly hash: string; readonly height: number } | undefined,
  type: EventType,
  data: readonly string[],
): WrittenEvent {
  assert(
    data.length === EVENT_DATA[type].length,
    `a ${type} event has ${EVENT_DATA[type].length} data members`,
  );
  const last = data.at(-1);
  const event: ArchiveEvent = {
    ...(previous === undefined ? {} : { parent: previous.hash }),
    height: previous === undefined ? 0 : previous.height + 1,
    type,
    ...(last === undefined ? {} : { payload: sha256Hex(last) }),
  };
  const text = writeEvent(event);
  const hash = sha256Hex(text);
  const bytes = [
    ...data.flatMap((content) => member(`${sha256Hex(content)}.data.json`, content, timestamp)),
    ...member(`${hash}.event.json`, text, timestamp),
  ];
  return { event, hash, bytes };
}

/** The four data members of a Setup event. */
export function setupMembers(election: string, trustees: string, credentials: string): readonly string[] {
  const names = {
    election: sha256Hex(election),
    trustees: sha256Hex(trustees),
    credentials: sha256Hex(credentials),
  };
  return [election, trustees, credentials, writeSetupData(names)];
}

function member(name: string, text: string, timestamp: number): readonly Uint8Array[] {
  const content = utf8(text);
  return [memberHeader(name, content.length, timestamp), content, new Uint8Array(paddingOf(content.length))];
}
