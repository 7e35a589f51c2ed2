/** What the routes of organs take and answer. Lines of text are visible, in NFC and without bidirectional marks (R58). */
import { z } from 'zod';
import type { RowFlaw } from './import/check-rows.ts';

export const MAX_MEMBERS = 10_000;

/** One visible line in NFC: no control, format or bidirectional character, no space at either end. */
export function line(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+$/u, 'expected one line of visible text')
    .refine((text) => text.normalize('NFC') === text, 'expected Unicode form NFC')
    .refine((text) => text.trim() === text, 'expected no space at either end');
}

const orEmpty = (max: number) => z.union([z.literal(''), line(max)]);
const date = z.iso.date().nullable();

export const organInput = z.strictObject({
  kind: z.enum(['congress', 'standing_committee', 'street_assembly']),
  nameZh: line(100),
  nameEn: line(200),
  regionZh: line(100),
  regionEn: line(200),
  /** Seats by law; the base of no decision. */
  seatQuota: z.number().int().min(1).max(1_000_000),
  termFrom: date,
  termUntil: date,
});

/** A body stays of its kind: rules and wording follow from it. */
export const organChange = organInput.omit({ kind: true });

export const MEMBER_LENGTHS = { number: 20, name: 60, delegation: 60, category: 60 } as const;

const rowShape = z.strictObject({
  number: line(MEMBER_LENGTHS.number),
  name: line(MEMBER_LENGTHS.name),
  delegation: orEmpty(MEMBER_LENGTHS.delegation),
  category: orEmpty(MEMBER_LENGTHS.category),
});

export const memberInput = z.strictObject({ ...rowShape.shape, rollHash: z.string().length(64) });
export const vacateInput = z.strictObject({ reason: line(100), rollHash: z.string().length(64) });
export const returnInput = z.strictObject({ rollHash: z.string().length(64) });

export const membersQuery = z.strictObject({
  search: z.string().max(60).optional(),
  who: z.enum(['inOffice', 'left', 'all']).default('inOffice'),
});

export const previewQuery = z.strictObject({ name: z.string().max(255) });
export const fileQuery = z.strictObject({
  as: z.enum(['xlsx', 'csv', 'data']),
  empty: z.enum(['yes', 'no']).default('no'),
});

/** Exactly the rows that a preview showed, and the roll they were compared with. */
export const rollInput = z.strictObject({
  rollHash: z.string().length(64),
  rows: z.array(rowShape).min(1).max(MAX_MEMBERS),
  /** What becomes of members in office who are not in the file. */
  absent: z.enum(['leave', 'stay']),
});

export type OrganInput = z.output<typeof organInput>;
export type OrganChange = z.output<typeof organChange>;
export type RollRow = z.output<typeof rowShape>;
export type RollInput = z.output<typeof rollInput>;
export type MembersQuery = z.output<typeof membersQuery>;
export type OrganKind = OrganInput['kind'];

export interface OrganView extends OrganInput {
  readonly id: string;
  /** 应到: members in office, never the seat quota. */
  readonly inOffice: number;
  readonly vacant: number;
  readonly rollHash: string;
}

export interface Member extends RollRow {
  readonly id: string;
  readonly inOffice: boolean;
  /** Why a member left; empty for one in office. */
  readonly leftReason: string;
}

export interface MembersView {
  readonly rollHash: string;
  readonly inOffice: number;
  readonly members: readonly Member[];
  readonly delegations: readonly { readonly name: string; readonly inOffice: number }[];
}

export type Difference =
  | { readonly kind: 'added'; readonly row: RollRow }
  /** Known and in office, but something differs. */
  | { readonly kind: 'changed'; readonly before: RollRow; readonly row: RollRow }
  /** Had left, and is in the file. */
  | { readonly kind: 'returned'; readonly row: RollRow }
  /** In office, and not in the file. */
  | { readonly kind: 'left'; readonly before: RollRow };

export interface RollPreview {
  readonly rollHash: string;
  readonly format: 'xlsx' | 'csv';
  /** Of a CSV file. Not UTF-8: the page says so. */
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | null;
  /** Headings that mean nothing to us; their columns were not read. */
  readonly ignored: readonly string[];
  readonly rows: readonly RollRow[];
  readonly flaws: readonly RowFlaw[];
  /** How many flaws there are in all; the list ends early. */
  readonly flawCount: number;
  readonly differences: readonly Difference[];
  readonly unchanged: number;
  readonly inOffice: {
    readonly before: number;
    readonly afterLeaving: number;
    readonly afterStaying: number;
  };
}
