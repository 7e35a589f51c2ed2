/**
 * Walks a `.bel` archive event by event (Belenios protocol version 1, section 12), holding only the data of the event in
 * hand. Everything the canonical form fixes is checked on the way (header bytes, names that are hashes, padding, one
 * timestamp, order of data and events, hash chain, heights); what the texts mean is left to the verifier.
 */
import type { ByteSource } from '../../encoding/byte-source.ts';
import { equalBytes, readUtf8 } from '../../encoding/bytes.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import { object, oneOf, string } from '../../encoding/reader.ts';
import type { Refusal, RefusalCode } from '../../result.ts';
import { readCompact } from '../compact-json.ts';
import { type ArchiveEvent, EVENT_DATA, readEvent, readSetupData } from './event.ts';
import { BLOCK_BYTES, HEADER_NAME, memberHeader, paddingOf, readMemberHeader } from './member.ts';

export interface DataMember {
  readonly hash: string;
  readonly text: string;
  /** Where the content lies in the archive. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
}

/** One event with its data members, in the order of `EVENT_DATA`, and every finding about their form so far. */
export interface EventStep {
  readonly event: ArchiveEvent;
  /** SHA-256 of the event's text. */
  readonly hash: string;
  readonly data: readonly DataMember[];
  /** Offset just after the event, to show progress and to compare with an earlier snapshot. */
  readonly end: number;
  readonly findings: readonly Refusal[];
}

/** The last thing a walk returns: findings that belong to no complete event, and the header's time. */
export interface WalkEnd {
  readonly findings: readonly Refusal[];
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** A single data member (a credential list of 200,000 voters, a tally) may have this many bytes. */
const MAX_MEMBER_BYTES = 256 * 1024 * 1024;
const MAX_HEADER_BYTES = 100;

interface Member {
  readonly name: string;
  readonly content: Uint8Array;
  readonly offset: number;
}

export async function* readArchive(source: ByteSource): AsyncGenerator<EventStep, WalkEnd, undefined> {
  const members = readMembers(source);
  const first = await members.next();
  if (first.done === true) return { findings: first.value.findings, timestamp: 0 };
  let findings: Refusal[] = [];
  const finding = (code: RefusalCode, where: string, message: string) =>
    findings.push({ code, where, message });
  const timestamp = first.value.timestamp;

  let data: DataMember[] = [];
  let previous: { hash: string; height: number } | undefined;
  for (;;) {
    const next = await members.next();
    if (next.done === true) {
      if (data.length > 0)
        finding('INCONSISTENT', data[0]?.hash ?? '', 'data after the last event belongs to no event');
      return { findings: [...findings, ...next.value.findings], timestamp };
    }
    const { name, content, offset } = next.value;
    const [hash, kind] = splitName(name);
    if (sha256Hex(content) !== hash)
      finding('INCONSISTENT', name, 'the member is not named by the SHA-256 of its content');
    const text = readUtf8(content);
    if (text === undefined) finding('MALFORMED', name, 'the content is not UTF-8');
    if (kind === 'data') {
      data.push({ hash, text: text ?? '', offset, size: content.length });
      if (data.length > 4) {
        finding('INCONSISTENT', name, 'more data than any event has: no event refers to this member');
        data = data.slice(1);
      }
      continue;
    }
    const read = readEvent(text ?? '', name);
    if (!read.ok) {
      return { findings: [...findings, read.error], timestamp };
    }
    const event = read.value;
    checkChain(event, previous, name, finding);
    checkData(event, data, name, finding);
    previous = { hash, height: event.height };
    const end = offset + content.length + paddingOf(content.length);
    yield { event, hash, data: data.slice(-EVENT_DATA[event.type].length || data.length), end, findings };
    data = [];
    findings = [];
  }
}

type AddFinding = (code: RefusalCode, where: string, message: string) => void;

function checkChain(
  event: ArchiveEvent,
  previous: { hash: string; height: number } | undefined,
  where: string,
  finding: AddFinding,
): void {
  if (event.parent !== previous?.hash) {
    finding('BROKEN_CHAIN', where, 'the event does not name the hash of the event before it as its parent');
  }
  const height = previous === undefined ? 0 : previous.height + 1;
  if (event.height !== height)
    finding('BROKEN_CHAIN', where, `expected height ${height}, found ${event.height}`);
}

function checkData(
  event: ArchiveEvent,
  data: readonly DataMember[],
  where: string,
  finding: AddFinding,
): void {
  const expected = EVENT_DATA[event.type];
  if (data.length !== expected.length) {
    const message = `a ${event.type} event comes after ${expected.length} data members, found ${data.length}`;
    finding('INCONSISTENT', where, message);
  }
  if (event.payload !== undefined && data.at(-1)?.hash !== event.payload) {
    finding('INCONSISTENT', where, 'the payload is not the data member just before the event');
  }
  if (event.type !== 'Setup' || data.length !== expected.length) return;
  const setup = readSetupData(data[3]?.text ?? '', data[3]?.hash ?? where);
  if (!setup.ok) {
    finding(setup.error.code, setup.error.where, setup.error.message);
  } else if (
    setup.value.election !== data[0]?.hash ||
    setup.value.trustees !== data[1]?.hash ||
    setup.value.credentials !== data[2]?.hash
  ) {
    finding(
      'INCONSISTENT',
      where,
      'the set-up data does not name the election, trustees and credentials before it',
    );
  }
}

function splitName(name: string): [hash: string, kind: 'data' | 'event'] {
  const [hash = '', kind] = name.split('.');
  return [hash, kind === 'event' ? 'event' : 'data'];
}

const headerReader = object({
  version: oneOf(1),
  timestamp: string(11, /^(?:0|[1-9][0-9]{0,10})$/, 'seconds in decimal'),
});

export function writeArchiveHeader(timestamp: number): string {
  return JSON.stringify({ version: 1, timestamp: String(timestamp) });
}

/** Yields the header's timestamp first (as an empty member), then every other member, in canonical form only. */
async function* readMembers(
  source: ByteSource,
): AsyncGenerator<Member & { timestamp: number }, { findings: readonly Refusal[] }, undefined> {
  const stop = (code: RefusalCode, where: string, message: string) => ({
    findings: [{ code, where, message }],
  });
  let timestamp: number | undefined;
  let offset = 0;
  while (offset < source.size) {
    const place = `byte ${offset}`;
    if (source.size - offset < BLOCK_BYTES)
      return stop('MALFORMED', place, 'the archive ends inside a member header');
    const header = await source.read(offset, BLOCK_BYTES);
    const claim = readMemberHeader(header);
    if (claim === undefined) return stop('MALFORMED', place, 'this is not the header of an archive member');
    const { name, size } = claim;
    if (size > (timestamp === undefined ? MAX_HEADER_BYTES : MAX_MEMBER_BYTES)) {
      return stop('TOO_LARGE', name, `the member claims ${size} bytes`);
    }
    const contentAt = offset + BLOCK_BYTES;
    const end = contentAt + size + paddingOf(size);
    if (end > source.size) return stop('MALFORMED', name, 'the archive ends inside this member');
    const block = await source.read(contentAt, end - contentAt);
    const content = block.subarray(0, size);
    if (block.subarray(size).some((byte) => byte !== 0))
      return stop('NON_CANONICAL', name, 'the padding is not zero');
    if (timestamp === undefined) {
      if (name !== HEADER_NAME)
        return stop('MALFORMED', place, `the first member is ${name}, not ${HEADER_NAME}`);
      const read = readCompact(
        readUtf8(content) ?? '',
        HEADER_NAME,
        MAX_HEADER_BYTES,
        headerReader,
        JSON.stringify,
      );
      if (!read.ok) return { findings: [read.error] };
      timestamp = Number(read.value.timestamp);
    } else if (!/^[0-9a-f]{64}\.(?:data|event)\.json$/.test(name)) {
      return stop('MALFORMED', place, `a member is named ${name}`);
    }
    if (timestamp >= 8 ** 11 || !equalBytes(header, memberHeader(name, size, timestamp))) {
      return stop('NON_CANONICAL', name, 'the member header is not the one a canonical writer gives');
    }
    yield { name, content, offset: contentAt, timestamp };
    offset = end;
  }
  if (timestamp === undefined) return stop('MALFORMED', 'byte 0', 'the archive is empty');
  return { findings: [] };
}
