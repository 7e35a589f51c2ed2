/**
 * A rule pack: the rules of one ballot session as data (domain reference, section 4; docs/formats/rule-pack.md).
 * Holds the types, reading, the canonical text and the hash that sealing binds. The shape of each member is in shapes.ts,
 * which members go together in consistency.ts; what the rules do is in count/ and evaluate/.
 */

import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import { type Reader, readCanonical, refine } from '../encoding/reader.ts';
import type { Share } from '../fraction.ts';
import type { Result } from '../result.ts';
import type { Rounding } from '../rounding.ts';
import { findContradiction } from './consistency.ts';
import type { Grade } from './grades.ts';
import { rulePackShape } from './shapes.ts';

/** What a share is taken of. `all_members` = `inOffice`, the members entitled to vote, never the seats by law. */
export type Base = 'all_members' | 'present' | 'issued' | 'returned' | 'valid';

export type BasedShare = Share & {
  readonly base: Base;
};

export type Method = 'approve_up_to_n' | 'ternary_capped' | 'ternary_each' | 'grade_each';

type CommonRules = {
  /** Lower-case letters, digits, hyphens; with `version` it names the pack, the hash identifies it. */
  readonly id: string;
  readonly version: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly quorum: Share & { readonly base: 'in_office' };
  readonly poll: { readonly onReturnedExceedsIssued: 'invalid_rerun' };
  readonly secrecy: 'secret' | 'recorded';
  /** Whether a voter may cast again, the last ballot counting. */
  readonly revoting: boolean;
  /** Public lists follow the ballot numbers or the votes; no breakdown of fewer than `minGroup` voters. */
  readonly publish: {
    readonly counts: boolean;
    readonly order: 'ballot_no' | 'votes';
    readonly minGroup: number;
  };
  readonly rounding: Rounding;
};

/** A ballot of for (against, abstain). `seats`, `cap` and `overvote` are there exactly with selection `top_n`. */
export type ChoiceBallot = {
  readonly method: 'approve_up_to_n' | 'ternary_capped' | 'ternary_each';
  /** Places to fill (应选数). */
  readonly seats?: number;
  /** Most approvals one ballot may hold. */
  readonly cap?: number;
  readonly overvote?: 'void_ballot';
  readonly doubleMark: 'void_item';
  /** An unmarked item is an abstention, or where there is only a column "for", not for. */
  readonly unmarked: 'abstain' | 'not_for';
  readonly blank: 'valid_abstain';
  readonly proxy: false;
  readonly writeIn: false;
};

/** Exactly one grade an item; on paper an unmarked item is `unknown`, or a void mark under strict rules. */
export type GradeBallot = {
  readonly method: 'grade_each';
  readonly doubleMark: 'void_item';
  readonly unmarked: 'unknown' | 'void_item';
  readonly blank: 'valid';
  readonly proxy: false;
  readonly writeIn: false;
};

export type Selection =
  | {
      readonly method: 'top_n';
      readonly order: readonly ['for'];
      readonly tie: 'revote_tied';
      readonly shortfall: 'leave' | 'second_round' | 'presidium';
    }
  | {
      readonly method: 'greedy_budget';
      readonly order: readonly ['for'];
      readonly tie: 'revote_tied';
      /** Money to spend, in fen (1/100 yuan). */
      readonly budgetFen: number;
    }
  /** Every passing item is elected (等额). */
  | { readonly method: 'each' };

export type ProjectsPack = CommonRules & {
  readonly kind: 'projects';
  readonly ballot: ChoiceBallot;
  readonly threshold: BasedShare;
  readonly selection: Selection;
  /** A re-vote among tied items has no threshold; its cap is the places left, or every tied item under a budget. */
  readonly revote?: { readonly needThreshold: false; readonly cap: 'remaining' | 'items' };
  /** Least share (candidates − places) / places; below it the report warns. */
  readonly differential?: { readonly num: number; readonly den: number; readonly severity: 'warning' };
  readonly effect: 'decide' | 'recommend';
};

export type ResolutionPack = CommonRules & {
  readonly kind: 'resolution';
  readonly ballot: ChoiceBallot;
  readonly threshold: BasedShare;
  readonly effect: 'decide' | 'recommend';
};

export type Band = 'excellent' | 'good' | 'fair' | 'poor';

export type EvaluationRules = {
  /** A scale of grades.ts from best to worst, optionally followed by `unknown`. */
  readonly grades: readonly Grade[];
  /** How many of `grades` express a judgement: all but `unknown`. */
  readonly expressed: number;
  /** Most times one voter may give a grade, for the grades named; null for no such limit. */
  readonly maxPerGrade: readonly (readonly [Grade, number])[] | null;
  /** Base of the rates; `expressed` = the item's marks without `unknown` and void ones. */
  readonly rateBase: 'expressed' | 'returned' | 'valid' | 'present' | 'all_members';
  readonly majority: BasedShare;
  /** Points of each expressed grade, best first. */
  readonly weights: readonly number[];
  /** Least score of each band, descending, the last 0. */
  readonly bands: readonly (readonly [number, Band])[];
};

export type EvaluationPack = CommonRules & {
  readonly kind: 'evaluation';
  readonly ballot: GradeBallot;
  readonly evaluation: EvaluationRules;
  readonly effect: 'supervise';
};

export type RulePack = ProjectsPack | ResolutionPack | EvaluationPack;

/** Longest rule pack text read, in UTF-16 units; the presets have about 900. */
export const MAX_RULE_PACK_LENGTH = 16_384;

const reader: Reader<RulePack> = refine(rulePackShape, findContradiction);

/** Reads parsed JSON. Refuses unknown or missing members (MALFORMED) and rules that contradict each other (INCONSISTENT). */
export function readRulePack(value: unknown, where = 'rule-pack'): Result<RulePack> {
  return reader(value, where);
}

/** Reads the sealed form: the canonical text itself, no other spelling of it (NON_CANONICAL). */
export function readRulePackText(text: string, where = 'rule-pack'): Result<RulePack> {
  return readCanonical(text, where, MAX_RULE_PACK_LENGTH, reader);
}

/** The canonical JSON text that is sealed, published and hashed. */
export function writeRulePack(pack: RulePack): string {
  return canonicalJson(pack);
}

/** SHA-256 of the canonical text in hex: the identity of the rules a session is held under. */
export function rulePackHash(pack: RulePack): string {
  return sha256Hex(writeRulePack(pack));
}
