/**
 * What a tally report is made from: who met, what was voted on, under which rules, and the plain figures. As a file it is
 * the input of `recount` (docs/formats/tally-report.md); read strictly, pretty-printed or not.
 */

import type { Poll } from '../count/poll.ts';
import {
  readAttendance,
  readColumn,
  readItem,
  readRevoteRecord,
  readRound,
  sessionUuid,
} from '../count/poll.ts';
import { MAX_REVOTES } from '../count/revote.ts';
import { array, hash256, integer, line, nullable, object, oneOf, type Reader } from '../encoding/reader.ts';
import type { Result } from '../result.ts';
import { readRulePack } from '../rules/rule-pack.ts';
import { MAX_ITEMS } from '../rules/shapes.ts';

/** The body that votes; `nameZh` with its term (青禾区第一届人民代表大会), `regionZh` as written in 公告. */
export type Organ = {
  readonly kind: 'congress' | 'standing_committee' | 'street_assembly';
  readonly nameZh: string;
  readonly nameEn: string;
  readonly regionZh: string;
  readonly regionEn: string;
};

/** The sitting; `number` as in 第五次会议. */
export type Meeting = { readonly titleZh: string; readonly titleEn: string; readonly number: number };

/** What is voted on; `year` the projects belong to; `uuid` of the ballot session (its Belenios election). */
export type Subject = {
  readonly uuid: string;
  readonly year: number;
  readonly subjectZh: string;
  readonly subjectEn: string;
};

/** `chainHead`: hash of the last event of the ballot ledger in hex, null where no electronic ballots exist. */
export type ReportInput = {
  readonly organ: Organ;
  readonly meeting: Meeting;
  readonly subject: Subject;
  readonly poll: Poll;
  readonly chainHead: string | null;
};

export const organShape: Reader<Organ> = object({
  kind: oneOf('congress', 'standing_committee', 'street_assembly'),
  nameZh: line(200),
  nameEn: line(200),
  regionZh: line(100),
  regionEn: line(100),
});

export const meetingShape: Reader<Meeting> = object({
  titleZh: line(200),
  titleEn: line(200),
  number: integer(1, 999),
});

export const subjectShape: Reader<Subject> = object({
  uuid: sessionUuid,
  year: integer(1900, 9999),
  subjectZh: line(200),
  subjectEn: line(200),
});

const inputShape: Reader<ReportInput> = object({
  organ: organShape,
  meeting: meetingShape,
  subject: subjectShape,
  poll: object({
    pack: readRulePack,
    items: array(readItem, MAX_ITEMS, 1),
    round: readRound,
    attendance: readAttendance,
    columns: array(readColumn, 4),
    revotes: array(readRevoteRecord, MAX_REVOTES),
  }),
  chainHead: nullable(hash256),
});

/** Reads parsed JSON. That the figures fit together is found by building the report. */
export function readReportInput(value: unknown, where = 'input'): Result<ReportInput> {
  return inputShape(value, where);
}
