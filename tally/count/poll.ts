/**
 * What a count starts from: the items of a ballot session, attendance and issue figures, and the counts of each way of
 * voting as a column (electronic, paper, keypad, recorded). One poll is one report: columns are summed. Types and
 * strict readers; the steps are in count.ts, the identities in lifecycle/identities.ts.
 */

import type { Reader } from '../encoding/reader.ts';
import {
  array,
  hash256,
  integer,
  line,
  object,
  oneOf,
  optional,
  string,
  tagged,
} from '../encoding/reader.ts';
import type { Grade } from '../rules/grades.ts';
import type { RulePack } from '../rules/rule-pack.ts';
import { MAX_ITEMS } from '../rules/shapes.ts';

/** Largest count of people, ballots or votes read anywhere. */
export const MAX_COUNT = 100_000_000;

/** One thing voted on. `no` is its ballot number, unique, kept in a re-vote; `costFen` in 1/100 yuan. */
export type Item = {
  readonly no: number;
  readonly titleZh: string;
  readonly titleEn: string;
  /** Lead unit (牵头单位) as its name is written. */
  readonly leadUnit: string;
  readonly supportUnits?: readonly string[];
  /** Needed under a budget. */
  readonly costFen?: number;
  /** Of an evaluation: the project this sub-item belongs to. */
  readonly projectNo?: number;
};

/** `inOffice` members entitled (应到), `present` (实到), `issued` ballots or cards (发出). */
export type Attendance = { readonly inOffice: number; readonly present: number; readonly issued: number };

/**
 * Which vote this is. A re-vote decides among the tied items of its parent: for `places` that are left, or in what order
 * they may use the `leftFen` of a budget. A second round fills `places` a shortfall left, under the same threshold.
 */
export type Round =
  | { readonly kind: 'first' }
  | { readonly kind: 'revote'; readonly parentUuid: string; readonly places: number }
  | { readonly kind: 'revote_budget'; readonly parentUuid: string; readonly leftFen: number }
  | { readonly kind: 'second_round'; readonly parentUuid: string; readonly places: number };

export type Source = 'electronic' | 'paper' | 'keypad' | 'recorded';
export type VoidReason = 'OVERVOTE' | 'ILLEGIBLE';
export type MarkName = 'for' | 'against' | 'abstain' | 'notPressed' | Grade;

/** `marks` in the order of `markNames`, `itemVoid` marks void for this item on valid ballots. */
export type ItemMarks = {
  readonly no: number;
  readonly marks: readonly number[];
  readonly itemVoid: number;
};

/** The counts of one way of voting. `pending` ballots are doubtful and wait for the chief scrutineer. */
export type Column = {
  readonly source: Source;
  readonly returned: number;
  readonly voids: readonly { readonly reason: VoidReason; readonly count: number }[];
  readonly pending: number;
  readonly items: readonly ItemMarks[];
};

/** The outcome of a re-vote as its parent needs it; `reportHash` is the SHA-256 of the child session's report. */
export type RevoteRecord = {
  readonly sessionUuid: string;
  readonly reportHash: string;
  readonly items: readonly { readonly no: number; readonly for: number }[];
};

export type Poll = {
  readonly pack: RulePack;
  /** Ballot numbers ascending. */
  readonly items: readonly Item[];
  readonly round: Round;
  readonly attendance: Attendance;
  /** At most one of each source; a keypad poll has no other column. */
  readonly columns: readonly Column[];
  /** Re-votes held on this poll's ties, in order. */
  readonly revotes: readonly RevoteRecord[];
};

/** The columns of a ballot under these rules, in the order counts are written. */
export function markNames(pack: RulePack, source?: Source): readonly MarkName[] {
  if (pack.kind === 'evaluation') return pack.evaluation.grades;
  if (pack.ballot.method === 'approve_up_to_n') return ['for'];
  return source === 'keypad' ? ['for', 'against', 'abstain', 'notPressed'] : ['for', 'against', 'abstain'];
}

const count = integer(0, MAX_COUNT);
const itemNo = integer(1, 100_000);

export const readItem: Reader<Item> = object({
  no: itemNo,
  titleZh: line(300),
  titleEn: line(300),
  leadUnit: line(200),
  supportUnits: optional(array(line(200), 10, 1)),
  costFen: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  projectNo: optional(itemNo),
});

export const readAttendance: Reader<Attendance> = object({ inOffice: count, present: count, issued: count });

/** A session uuid: 14 to 57 characters of Belenios' Base58 alphabet (ours have 22). */
export const sessionUuid = string(
  57,
  /^[1-9A-HJ-NP-Za-km-z]{14,57}$/,
  'a session uuid of 14 to 57 Base58 characters',
);

const places = integer(1, MAX_ITEMS);
export const readRound: Reader<Round> = tagged('kind', {
  first: object({ kind: oneOf('first') }),
  revote: object({ kind: oneOf('revote'), parentUuid: sessionUuid, places }),
  revote_budget: object({
    kind: oneOf('revote_budget'),
    parentUuid: sessionUuid,
    leftFen: integer(0, Number.MAX_SAFE_INTEGER),
  }),
  second_round: object({ kind: oneOf('second_round'), parentUuid: sessionUuid, places }),
});

export const readItemMarks: Reader<ItemMarks> = object({
  no: itemNo,
  marks: array(count, 6, 1),
  itemVoid: count,
});

export const readColumn: Reader<Column> = object({
  source: oneOf('electronic', 'paper', 'keypad', 'recorded'),
  returned: count,
  voids: array(object({ reason: oneOf('OVERVOTE', 'ILLEGIBLE'), count: integer(1, MAX_COUNT) }), 2),
  pending: count,
  items: array(readItemMarks, MAX_ITEMS),
});

export const readRevoteItem: Reader<RevoteRecord['items'][number]> = object({ no: itemNo, for: count });

export const readRevoteRecord: Reader<RevoteRecord> = object({
  sessionUuid,
  reportHash: hash256,
  items: array(readRevoteItem, MAX_ITEMS, 2),
});
