/**
 * Reading a published tally report: its closed shape (docs/formats/tally-report.md). That its figures are right is not
 * judged here: rebuild it from its own input (`inputOfReport`) and compare the bytes.
 */

import { MAX_COUNT, readColumn, readItem, readRevoteItem, readRound, sessionUuid } from '../count/poll.ts';
import { MAX_REVOTES } from '../count/revote.ts';
import {
  array,
  boolean,
  hash256,
  integer,
  line,
  nullable,
  object,
  oneOf,
  type Reader,
  readCanonical,
  string,
  tagged,
} from '../encoding/reader.ts';
import type { Result } from '../result.ts';
import { GRADES } from '../rules/grades.ts';
import { basedShareMembers, MAX_ITEMS, shareMembers } from '../rules/shapes.ts';
import { meetingShape, organShape, subjectShape } from './input.ts';
import type { DecisionSection, EvaluationSection, ReportedThreshold, TallyReport } from './tally-report.ts';

export const REPORT_FORMAT = 'minyi-report/1';
/** Longest report text read, in UTF-16 units: the longest report of 500 items stays below. */
export const MAX_REPORT_LENGTH = 16_000_000;

const count = integer(0, MAX_COUNT);
const fen = integer(0, Number.MAX_SAFE_INTEGER);
/** A sum of counts. */
const total = integer(0, Number.MAX_SAFE_INTEGER);
const no = integer(1, 100_000);
const numbers = array(no, MAX_ITEMS);
/** A percentage or score as text. */
const figure = nullable(string(24, /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'a decimal figure'));
const grade = oneOf(...GRADES);
const sentences = array(string(1_000_000), 2 * MAX_REVOTES);

const threshold: Reader<ReportedThreshold> = object({
  ...basedShareMembers,
  baseCount: count,
  minVotes: count,
  textZh: line(200),
  textEn: line(200),
});

const decision: Reader<DecisionSection> = object({
  kind: oneOf('decision'),
  threshold: nullable(threshold),
  places: nullable(integer(1, MAX_ITEMS)),
  budgetFen: nullable(fen),
  leftFen: nullable(fen),
  passing: count,
  elected: numbers,
  passedNotElected: numbers,
  outcomes: array(
    object({ no, outcome: oneOf('elected', 'passed_not_elected', 'failed', 'tied', 'waiting') }),
    MAX_ITEMS,
  ),
  tie: nullable(
    object({
      code: oneOf('TIE_AT_BOUNDARY', 'TIE_UNRESOLVED'),
      tied: numbers,
      votes: nullable(count),
      places: nullable(integer(1, MAX_ITEMS)),
      leftFen: nullable(fen),
      waiting: numbers,
    }),
  ),
  shortfall: nullable(
    object({
      places: integer(1, MAX_ITEMS),
      handling: oneOf('leave', 'second_round', 'presidium'),
      candidates: numbers,
      tiedAtLimit: numbers,
    }),
  ),
});

const rates = object({ base: total, grades: array(figure, 5, 3), favourable: figure, unknown: figure });
const rollups = array(
  object({
    name: line(200),
    items: numbers,
    marks: array(total, 6, 3),
    gradeCounts: array(count, 5, 3),
    meanScore: figure,
  }),
  10 * MAX_ITEMS,
);

const evaluation: Reader<EvaluationSection> = object({
  kind: oneOf('evaluation'),
  majority: threshold,
  rateBase: oneOf('expressed', 'returned', 'valid', 'present', 'all_members'),
  items: array(
    object({
      no,
      expressed: count,
      grade,
      isFailing: boolean,
      rates,
      score: figure,
      band: nullable(oneOf('excellent', 'good', 'fair', 'poor')),
      rank: nullable(integer(1, MAX_ITEMS)),
    }),
    MAX_ITEMS,
  ),
  mustRectify: numbers,
  pooled: object({ marks: array(total, 6, 3), rates, score: figure }),
  leadUnits: rollups,
  supportUnits: rollups,
  projects: rollups,
});

const report: Reader<TallyReport> = object({
  format: oneOf(REPORT_FORMAT),
  organ: organShape,
  meeting: meetingShape,
  subject: subjectShape,
  round: readRound,
  rulePack: object({
    kind: oneOf('projects', 'resolution', 'evaluation'),
    id: string(64),
    version: integer(1, 1_000_000),
    titleZh: line(200),
    titleEn: line(200),
    hash: hash256,
  }),
  attendance: object({
    entitled: count,
    present: count,
    absent: count,
    quorum: object({ base: oneOf('in_office'), ...shareMembers, needed: count, met: oneOf(true) }),
  }),
  ballots: object({
    issued: count,
    returned: total,
    unreturned: integer(-Number.MAX_SAFE_INTEGER, MAX_COUNT),
    valid: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    void: total,
    voids: array(object({ reason: oneOf('OVERVOTE', 'ILLEGIBLE'), count: total }), 2),
    pending: total,
  }),
  outcome: oneOf('COUNTED', 'POLL_INVALID'),
  items: array(readItem, MAX_ITEMS, 1),
  rounding: object({
    mode: oneOf('half_up', 'largest_remainder', 'truncate'),
    places: integer(0, 6),
    trimZeros: boolean,
  }),
  counts: nullable(
    object({
      marks: array(oneOf('for', 'against', 'abstain', 'notPressed', ...GRADES), 6, 1),
      columns: array(readColumn, 4),
      totals: array(object({ no, marks: array(total, 6, 1), itemVoid: total }), MAX_ITEMS),
    }),
  ),
  result: nullable(tagged('kind', { decision, evaluation })),
  revotes: array(
    object({ sessionUuid, reportHash: hash256, items: nullable(array(readRevoteItem, MAX_ITEMS, 2)) }),
    MAX_REVOTES,
  ),
  notices: array(oneOf('TIE_AT_BOUNDARY', 'TIE_UNRESOLVED', 'SHORTFALL', 'DIFFERENTIAL_LOW'), 3),
  announcement: object({ zh: sentences, en: sentences }),
  chainHead: nullable(hash256),
});

/** Reads the canonical text of a report; any other spelling is NON_CANONICAL. */
export function readTallyReport(text: string, where = 'report'): Result<TallyReport> {
  return readCanonical(text, where, MAX_REPORT_LENGTH, report);
}
