/**
 * Leaves of the ledger (docs/formats/ledger.md; requirements 3.5). A leaf holds hashes only: of an event of a Belenios
 * archive, of an action, or of a salted commitment to a survey answer. Content is stored elsewhere, once, and can be
 * erased without touching the log. Each kind begins with its own tag line, so no leaf can be read as another kind.
 */
import { readUtf8, utf8 } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { TAGS } from '../encoding/hash.ts';
import { hash256 } from '../encoding/reader.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readPollId } from './poll-id.ts';

export type Leaf =
  /** The event at `height` (0 for the first) of the archive of `poll`; `eventHex` is the SHA-256 of its text. */
  | {
      readonly kind: 'ballot-event';
      readonly poll: string;
      readonly height: number;
      readonly eventHex: string;
    }
  /** SHA-256 of an action's canonical JSON: who, in which role, did what, when. A recorded vote is one. */
  | { readonly kind: 'action'; readonly hashHex: string }
  /** SHA-256 of salt and canonical survey response. */
  | { readonly kind: 'survey-commitment'; readonly hashHex: string };

/** Longest leaf: tag, 22 characters of id, 16 digits of height, 64 of hash, and four line ends. */
export const MAX_LEAF_BYTES = 120;

export function writeLeaf(leaf: Leaf): Uint8Array {
  switch (leaf.kind) {
    case 'ballot-event':
      return utf8(`${TAGS.ballotEvent}\n${leaf.poll}\n${leaf.height}\n${leaf.eventHex}\n`);
    case 'action':
      return utf8(`${TAGS.action}\n${leaf.hashHex}\n`);
    case 'survey-commitment':
      return utf8(`${TAGS.surveyCommitment}\n${leaf.hashHex}\n`);
  }
}

export function readLeaf(bytes: Uint8Array, where: string): Result<Leaf> {
  if (bytes.length > MAX_LEAF_BYTES) {
    return refuse('TOO_LARGE', where, `a leaf of ${bytes.length} bytes, the longest has ${MAX_LEAF_BYTES}`);
  }
  const text = readUtf8(bytes);
  if (text === undefined) return refuse('MALFORMED', where, 'the leaf is not UTF-8');
  const [tag, ...fields] = text.split('\n');
  if (fields.pop() !== '') return refuse('MALFORMED', where, 'the leaf does not end with a line end');
  if (tag === TAGS.ballotEvent) return readBallotEvent(fields, where);
  const kind =
    tag === TAGS.action ? 'action' : tag === TAGS.surveyCommitment ? 'survey-commitment' : undefined;
  if (kind === undefined)
    return refuse('UNSUPPORTED', where, `no kind of leaf begins with ${JSON.stringify(tag)}`);
  if (fields.length !== 1)
    return refuse('MALFORMED', where, `expected 1 line after the tag, found ${fields.length}`);
  const hash = hash256(fields[0], where);
  return hash.ok ? ok({ kind, hashHex: hash.value }) : hash;
}

function readBallotEvent(fields: readonly string[], where: string): Result<Leaf> {
  if (fields.length !== 3)
    return refuse('MALFORMED', where, `expected 3 lines after the tag, found ${fields.length}`);
  const poll = readPollId(fields[0], where);
  if (!poll.ok) return poll;
  const height = readSafeDecimal(fields[1] ?? '');
  if (height === undefined) return refuse('MALFORMED', where, 'the height is not a canonical decimal');
  const event = hash256(fields[2], where);
  if (!event.ok) return event;
  return ok({ kind: 'ballot-event', poll: poll.value, height, eventHex: event.value });
}
