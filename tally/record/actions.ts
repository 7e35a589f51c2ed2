/**
 * `ledger/actions.json` (docs/formats/actions.md): who did what to the session, in which role and when. Never a choice,
 * a secret or an answer. The SHA-256 of each action's canonical JSON is a leaf of the ledger.
 */

import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import {
  array,
  line,
  object,
  oneOf,
  optional,
  type Reader,
  readCanonical,
  string,
} from '../encoding/reader.ts';
import type { Result } from '../result.ts';

export const DEEDS = [
  'keys_begun',
  'keys_made',
  'account_changed',
  'role_changed',
  'key_registered',
  'organ_changed',
  'meeting_changed',
  'roll_certified',
  'cards_made',
  'setup_sealed',
  'card_voided',
  'spare_activated',
  'opened',
  'closed',
  'paper_entered',
  'reconciled',
  'adjudicated',
  'count_opened',
  'counted',
  'revote_ordered',
  'report_signed',
  'announced',
  'confirmed',
  'published',
  'corrected',
  'intervened',
  'abandoned',
] as const;

export type Action = {
  readonly v: 'action/1';
  /** UTC, to the second: `2026-03-02T09:15:00Z`. */
  readonly at: string;
  readonly poll: string;
  readonly role: string;
  readonly who: string;
  readonly did: (typeof DEEDS)[number];
  /** What it was done to, or why: a hash, a card's serial, a reason. */
  readonly what: string;
  /** Second person, where two are needed. */
  readonly with?: string;
};

const MAX_ACTIONS = 10_000;
const MAX_LENGTH = 10_000_000;

const instant = string(20, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a UTC time to the second');

const action: Reader<Action> = object({
  v: oneOf('action/1'),
  at: instant,
  poll: string(64),
  role: line(40),
  who: line(100),
  did: oneOf(...DEEDS),
  what: line(300),
  with: optional(line(100)),
});

export function writeActions(actions: readonly Action[]): string {
  return canonicalJson(actions);
}

export function readActions(text: string, where: string): Result<readonly Action[]> {
  return readCanonical(text, where, MAX_LENGTH, array(action, MAX_ACTIONS));
}

/** SHA-256, in hex, that stands in the ledger for this action. */
export function actionHash(given: Action): string {
  return sha256Hex(canonicalJson(given));
}
