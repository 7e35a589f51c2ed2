/**
 * The events of an archive (Belenios protocol version 1, section 12): texts, hash chain, which data members each type
 * brings, and the order in which types may follow each other. The grammar is
 * `Setup Ballot* [EndBallots [EncryptedTally [Shuffle+ EndShuffles] PartialDecryption* [Result]]]`.
 */
import { hash256, integer, object, oneOf, optional } from '../../encoding/reader.ts';
import { type Result, refuse } from '../../result.ts';
import { readCompact } from '../compact-json.ts';

export const EVENT_TYPES = [
  'Setup',
  'Ballot',
  'EndBallots',
  'EncryptedTally',
  'Shuffle',
  'EndShuffles',
  'PartialDecryption',
  'Result',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface ArchiveEvent {
  /** SHA-256 of the previous event's text; absent at height 0. */
  readonly parent?: string;
  readonly height: number;
  readonly type: EventType;
  /** SHA-256 of the last data member before the event; absent for EndBallots and EndShuffles. */
  readonly payload?: string;
}

/** What the data members before an event of each type are, in order; the last is the payload. */
export const EVENT_DATA: Readonly<Record<EventType, readonly string[]>> = {
  Setup: ['election', 'trustees', 'credentials', 'setup data'],
  Ballot: ['ballot'],
  EndBallots: [],
  EncryptedTally: ['encrypted tally', 'sized encrypted tally'],
  Shuffle: ['shuffle', 'owned shuffle'],
  EndShuffles: [],
  PartialDecryption: ['partial decryption', 'owned partial decryption'],
  Result: ['result'],
};

/** The names of an election's three set-up texts, by their hashes. */
export interface SetupData {
  readonly election: string;
  readonly trustees: string;
  readonly credentials: string;
}

const eventReader = object({
  parent: optional(hash256),
  height: integer(0, Number.MAX_SAFE_INTEGER),
  type: oneOf(...EVENT_TYPES),
  payload: optional(hash256),
});

export function writeEvent({ parent, height, type, payload }: ArchiveEvent): string {
  return JSON.stringify({ parent, height, type, payload });
}

export function readEvent(text: string, where: string): Result<ArchiveEvent> {
  const read = readCompact(text, where, 1000, eventReader, writeEvent);
  if (!read.ok) return read;
  const hasPayload = read.value.payload !== undefined;
  return hasPayload === EVENT_DATA[read.value.type].length > 0
    ? read
    : refuse('MALFORMED', where, `a ${read.value.type} event ${hasPayload ? 'has no' : 'needs a'} payload`);
}

const setupDataReader = object({ election: hash256, trustees: hash256, credentials: hash256 });

export function writeSetupData({ election, trustees, credentials }: SetupData): string {
  return JSON.stringify({ election, trustees, credentials });
}

export function readSetupData(text: string, where: string): Result<SetupData> {
  return readCompact(text, where, 1000, setupDataReader, writeSetupData);
}

/** Which types may come after the previous one; `undefined` stands for the beginning. */
export function mayFollow(previous: EventType | undefined, next: EventType, hasRanked: boolean): boolean {
  return successors(previous, hasRanked).includes(next);
}

function successors(previous: EventType | undefined, hasRanked: boolean): readonly EventType[] {
  switch (previous) {
    case undefined:
      return ['Setup'];
    case 'Setup':
    case 'Ballot':
      return ['Ballot', 'EndBallots'];
    case 'EndBallots':
      return ['EncryptedTally'];
    case 'EncryptedTally':
      return hasRanked ? ['Shuffle'] : ['PartialDecryption', 'Result'];
    case 'Shuffle':
      return ['Shuffle', 'EndShuffles'];
    case 'EndShuffles':
    case 'PartialDecryption':
      return ['PartialDecryption', 'Result'];
    case 'Result':
      return [];
  }
}
