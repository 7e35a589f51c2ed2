/**
 * `setup.json` (docs/formats/setup.md): everything about a ballot session that is fixed when it is sealed. Its SHA-256
 * stands in the last line of the election's description, so the election's fingerprint, and thus every ballot, covers it.
 */

import { type Item, type Round, readItem, readRound } from '../count/poll.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex, TAGS } from '../encoding/hash.ts';
import {
  array,
  hash256,
  integer,
  line,
  nullable,
  object,
  oneOf,
  optional,
  readCanonical,
  refine,
  string,
} from '../encoding/reader.ts';
import { MAX_POLICY_LENGTH } from '../ledger/policy.ts';
import type { Signer } from '../report/certificate.ts';
import {
  type Meeting,
  meetingShape,
  type Organ,
  organShape,
  type Subject,
  subjectShape,
} from '../report/input.ts';
import { signerShape } from '../report/read-certificate.ts';
import { type Result, refuse } from '../result.ts';
import type { RulePack } from '../rules/rule-pack.ts';
import { MAX_ITEMS } from '../rules/shapes.ts';
import { type KeyHolders, keyHoldersShape } from './key-holders.ts';
import type { Sheet } from './questions.ts';

export type Setup = {
  readonly v: 'setup/1';
  readonly organ: Organ;
  readonly meeting: Meeting;
  /** `uuid` is the ballot session's: 22 characters of the Belenios alphabet. */
  readonly subject: Subject;
  readonly round: Round;
  readonly items: readonly Item[];
  /** How many items a ballot may approve, where the rule pack leaves it open (a budget). */
  readonly limits?: { readonly min: number; readonly max: number };
  /** SHA-256 of `rule-pack.json` and of `form.json`. */
  readonly rulePack: string;
  readonly form: string;
  readonly inOffice: number;
  /** Cards on the credential list; `spare` of them are handed out only in place of a lost one. */
  readonly cards: { readonly kind: 'named' | 'drawn'; readonly listed: number; readonly spare: number };
  /** Who may sign the count and confirm the certificate. */
  readonly signers: readonly Signer[];
  /** The scrutineers' statements that the keys of `trustees.json` are theirs. Absent where keys were not made by them. */
  readonly keyHolders?: KeyHolders;
  /** The text of `ledger/policy`: keys of ledger and witnesses, and how many of these must cosign. */
  readonly ledger: string;
  /** SHA-256 of every file the voting page loads; empty where no page was used. */
  readonly booth: readonly { readonly name: string; readonly sha256: string }[];
  /** Planned opening and closing in UTC, or null. */
  readonly planned: { readonly opens: string; readonly closes: string } | null;
};

const MAX_LENGTH = 2_000_000;
const instant = string(20, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a UTC time to the second');
const cards = integer(0, 1_000_000);

const reader = refine(
  object({
    v: oneOf('setup/1'),
    organ: organShape,
    meeting: meetingShape,
    subject: subjectShape,
    round: readRound,
    items: array(readItem, MAX_ITEMS, 1),
    limits: optional(object({ min: integer(0, MAX_ITEMS), max: integer(0, MAX_ITEMS) })),
    rulePack: hash256,
    form: hash256,
    inOffice: integer(1, 1_000_000),
    cards: object({ kind: oneOf('named', 'drawn'), listed: cards, spare: cards }),
    signers: array(signerShape, 100, 3),
    keyHolders: keyHoldersShape,
    ledger: string(MAX_POLICY_LENGTH),
    booth: array(object({ name: line(200), sha256: hash256 }), 100),
    planned: nullable(object({ opens: instant, closes: instant })),
  }),
  ({ limits, cards: { listed, spare } }) => {
    if (limits !== undefined && limits.min > limits.max)
      return 'the least number of approvals is above the largest';
    return spare <= listed ? undefined : 'there are more spare cards than cards';
  },
);

export function writeSetup(setup: Setup): string {
  return canonicalJson(setup);
}

export function readSetup(text: string, where: string): Result<Setup> {
  return readCanonical(text, where, MAX_LENGTH, reader);
}

/** The description of the session's election: what it is about, then the line that binds the set-up. */
export function electionDescription(setup: Setup): string {
  const { meeting, subject } = setup;
  return `${meeting.titleZh}\n${subject.subjectZh}\n${TAGS.setup} ${sha256Hex(writeSetup(setup))}`;
}

/** The SHA-256 an election's description names, or NOT_FOUND where its last line is no such line. */
export function setupHashOf(description: string): Result<string> {
  const found = new RegExp(`\\n${TAGS.setup} ([0-9a-f]{64})$`).exec(description)?.[1];
  return found === undefined
    ? refuse('NOT_FOUND', 'election.description', `the last line is not "${TAGS.setup} SHA256"`)
    : { ok: true, value: found };
}

/** What the session's questions follow from, under its rule pack. */
export function sheetOf({ items, round, limits }: Setup, pack: RulePack): Sheet {
  return { pack, items, round, ...(limits === undefined ? {} : { limits }) };
}
