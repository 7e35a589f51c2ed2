/**
 * The closed shape of a rule pack, member by member, in readers (docs/formats/rule-pack.md). Unknown members, wrong
 * literals and numbers out of range are refused here; contradictions between members are found by consistency.ts.
 */

import {
  array,
  boolean,
  integer,
  line,
  nullable,
  object,
  oneOf,
  optional,
  pair,
  type Reader,
  string,
  tagged,
} from '../encoding/reader.ts';
import { GRADES } from './grades.ts';
import type { BasedShare, ChoiceBallot, RulePack, Selection } from './rule-pack.ts';

/** Most items of one ballot session, and most places. */
export const MAX_ITEMS = 500;

/** Members of a share, for objects that hold one. */
export const shareMembers = { num: integer(0, 1000), den: integer(1, 1000), op: oneOf('gt', 'gte') } as const;
export const basedShareMembers = {
  base: oneOf('all_members', 'present', 'issued', 'returned', 'valid'),
  ...shareMembers,
} as const;
const basedShare: Reader<BasedShare> = object(basedShareMembers);

const common = {
  id: string(64, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id of lower-case letters, digits and hyphens'),
  version: integer(1, 1_000_000),
  titleZh: line(200),
  titleEn: line(200),
  quorum: object({ base: oneOf('in_office'), ...shareMembers }),
  poll: object({ onReturnedExceedsIssued: oneOf('invalid_rerun') }),
  secrecy: oneOf('secret', 'recorded'),
  revoting: boolean,
  publish: object({ counts: boolean, order: oneOf('ballot_no', 'votes'), minGroup: integer(1, 10_000) }),
  rounding: object({
    mode: oneOf('half_up', 'largest_remainder', 'truncate'),
    places: integer(0, 6),
    trimZeros: boolean,
  }),
} as const;

const choiceBallot: Reader<ChoiceBallot> = object({
  method: oneOf('approve_up_to_n', 'ternary_capped', 'ternary_each'),
  seats: optional(integer(1, MAX_ITEMS)),
  cap: optional(integer(1, MAX_ITEMS)),
  overvote: optional(oneOf('void_ballot')),
  doubleMark: oneOf('void_item'),
  unmarked: oneOf('abstain', 'not_for'),
  blank: oneOf('valid_abstain'),
  proxy: oneOf(false),
  writeIn: oneOf(false),
});

const order: Reader<readonly ['for']> = (value, where) => {
  const read = array(oneOf('for'), 1, 1)(value, where);
  return read.ok ? { ok: true, value: ['for'] } : read;
};

const selection: Reader<Selection> = tagged('method', {
  top_n: object({
    method: oneOf('top_n'),
    order,
    tie: oneOf('revote_tied'),
    shortfall: oneOf('leave', 'second_round', 'presidium'),
  }),
  greedy_budget: object({
    method: oneOf('greedy_budget'),
    order,
    tie: oneOf('revote_tied'),
    budgetFen: integer(0, Number.MAX_SAFE_INTEGER),
  }),
  each: object({ method: oneOf('each') }),
});

const grade = oneOf(...GRADES);

/** The shape of every kind of rule pack; that its members agree is `findContradiction`'s part. */
export const rulePackShape: Reader<RulePack> = tagged('kind', {
  projects: object({
    ...common,
    kind: oneOf('projects'),
    ballot: choiceBallot,
    threshold: basedShare,
    selection,
    revote: optional(object({ needThreshold: oneOf(false), cap: oneOf('remaining', 'items') })),
    differential: optional(
      object({ num: integer(0, 1000), den: integer(1, 1000), severity: oneOf('warning') }),
    ),
    effect: oneOf('decide', 'recommend'),
  }),
  resolution: object({
    ...common,
    kind: oneOf('resolution'),
    ballot: choiceBallot,
    threshold: basedShare,
    effect: oneOf('decide', 'recommend'),
  }),
  evaluation: object({
    ...common,
    kind: oneOf('evaluation'),
    ballot: object({
      method: oneOf('grade_each'),
      doubleMark: oneOf('void_item'),
      unmarked: oneOf('unknown', 'void_item'),
      blank: oneOf('valid'),
      proxy: oneOf(false),
      writeIn: oneOf(false),
    }),
    evaluation: object({
      grades: array(grade, 6, 3),
      expressed: integer(3, 5),
      maxPerGrade: nullable(array(pair(grade, integer(1, MAX_ITEMS)), 6, 1)),
      rateBase: oneOf('expressed', 'returned', 'valid', 'present', 'all_members'),
      majority: basedShare,
      weights: array(integer(0, 1000), 5, 3),
      bands: array(pair(integer(0, 1000), oneOf('excellent', 'good', 'fair', 'poor')), 4, 1),
    }),
    effect: oneOf('supervise'),
  }),
});
