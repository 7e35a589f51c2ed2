/**
 * `receipt/1` (docs/formats/receipt.md; requirements 3.2 and 3.3): what a representative takes home. A secret receipt
 * proves that a ballot is in the ledger and says nothing of its content; its type has no place for a choice, a name or a
 * time. An open receipt belongs to a recorded vote and repeats it. Judging a receipt is check-receipt.ts.
 */
import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import {
  array,
  hash256,
  integer,
  line,
  nullable,
  object,
  oneOf,
  type Reader,
  readCanonical,
  string,
} from '../encoding/reader.ts';
import { readPollId } from '../ledger/poll-id.ts';
import type { Result } from '../result.ts';

type CommonEntry = {
  /** 22 characters: the session's id and the uuid of its Belenios election. */
  readonly poll: string;
  readonly title: string;
  /** SHA-256 of what was cast, hex: of the encrypted ballot, or of the recorded vote's canonical JSON. */
  readonly tracker: string;
  /** The first 60 bits of the tracker for people: `K7QF-2M9X-R4TB-H`. */
  readonly code: string;
  /** Which of the votes cast under this credential or name it is, from 1. */
  readonly seq: number;
  /** Tracker of the vote it replaces; null exactly when `seq` is 1. */
  readonly supersedes: string | null;
  /** RFC 6962 hash of the ledger's leaf, hex. */
  readonly leaf: string;
  /** c2sp.org/tlog-proof@v1, unchanged. */
  readonly proof: string;
};

/** One secret ballot. */
export type SecretEntry = CommonEntry & {
  /** Of the election: Base64 without padding, 43 characters. */
  readonly fingerprint: string;
  /** SHA-256 of the Setup event, hex. */
  readonly setup: string;
  /** Public credential, as the ballot has it. */
  readonly credential: string;
};

/** A vote by name; its canonical JSON is what the tracker hashes. */
export type RecordedVote = {
  readonly v: 'recorded-vote/1';
  readonly poll: string;
  readonly voter: string;
  readonly weight: number;
  /** Mandates represented, if others than the voter's own. */
  readonly represents: readonly string[];
  readonly choices: readonly { readonly item: string; readonly mark: string }[];
};

export type OpenEntry = CommonEntry & { readonly vote: RecordedVote };

type Envelope = {
  readonly v: 'receipt/1';
  /** Title of the meeting. */
  readonly meeting: string;
  /** Address of the verifier, a space, `sha256:` and the hash of the program served there. */
  readonly verify: string;
};

export type SecretReceipt = Envelope & {
  readonly class: 'secret';
  readonly says: 'inclusion only; does not show a choice';
  readonly entries: readonly SecretEntry[];
};

export type OpenReceipt = Envelope & {
  readonly class: 'open';
  readonly says: 'inclusion of the recorded vote shown';
  readonly entries: readonly OpenEntry[];
};

export type Receipt = SecretReceipt | OpenReceipt;

/** A meeting has a few dozen ballot sessions at most. */
const MAX_ENTRIES = 64;
const MAX_RECEIPT_LENGTH = 1 << 22;
const MAX_PROOF_LENGTH = 1 << 15;
const MAX_ITEMS = 500;

const commonShape = {
  poll: readPollId,
  title: line(200),
  tracker: hash256,
  code: string(
    16,
    /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}-[0-9A-HJKMNP-TV-Z*~$=U]$/,
    'a receipt code',
  ),
  seq: integer(1, 1000),
  supersedes: nullable(hash256),
  leaf: hash256,
  proof: string(MAX_PROOF_LENGTH),
};

const secretEntry: Reader<SecretEntry> = object({
  ...commonShape,
  fingerprint: string(43, /^[A-Za-z0-9+/]{43}$/, 'a fingerprint of 43 Base64 characters'),
  setup: hash256,
  credential: string(700, /^[0-9a-f]+$/, 'a public credential'),
});

export const recordedVote: Reader<RecordedVote> = object({
  v: oneOf('recorded-vote/1'),
  poll: readPollId,
  voter: line(100),
  weight: integer(1, 1_000_000),
  represents: array(line(100), 100),
  choices: array(object({ item: line(200), mark: line(40) }), MAX_ITEMS, 1),
});

const openEntry: Reader<OpenEntry> = object({ ...commonShape, vote: recordedVote });

const envelopeShape = {
  v: oneOf('receipt/1'),
  meeting: line(200),
  verify: string(
    400,
    /^https?:\/\/[\x21-\x7e]{1,300} sha256:[0-9a-f]{64}$/,
    'an address and the hash of a program',
  ),
};

const secretReceipt: Reader<SecretReceipt> = object({
  ...envelopeShape,
  class: oneOf('secret'),
  says: oneOf('inclusion only; does not show a choice'),
  entries: array(secretEntry, MAX_ENTRIES, 1),
});

const openReceipt: Reader<OpenReceipt> = object({
  ...envelopeShape,
  class: oneOf('open'),
  says: oneOf('inclusion of the recorded vote shown'),
  entries: array(openEntry, MAX_ENTRIES, 1),
});

const receipt: Reader<Receipt> = (value, where) => {
  const isOpen = typeof value === 'object' && value !== null && 'class' in value && value.class === 'open';
  return isOpen ? openReceipt(value, where) : secretReceipt(value, where);
};

export function writeReceipt(given: Receipt): string {
  return canonicalJson(given);
}

/** Shape and canonical form only: whether a receipt is true is for `checkReceipt`. */
export function readReceipt(text: string, where: string): Result<Receipt> {
  return readCanonical(text, where, MAX_RECEIPT_LENGTH, receipt);
}

/** Tracker of a recorded vote, in hex; the ledger holds it as an action. */
export function recordedVoteTracker(vote: RecordedVote): string {
  return sha256Hex(canonicalJson(vote));
}
