/** What clients may send about ballot sessions, and what they are answered. No answer can hold a count of votes. */
import { z } from 'zod';
import type { Column, Round, SessionState } from '#tally';

/** One visible line in NFC, as tally's readers want it (R58): no control, format or bidirectional characters. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+$/u, 'expected one line of visible text')
    .refine((text) => text.normalize('NFC') === text, 'expected Unicode form NFC')
    .refine((text) => text.trim() === text, 'expected no space at either end');

/** Several lines, by the same rules. */
const paragraph = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|\n)+$/u, 'expected visible text')
    .refine((text) => text.normalize('NFC') === text, 'expected Unicode form NFC');

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');
const count = z.number().int().min(0).max(1_000_000);

/** What the voting page shows beside an item; not part of the item itself, and sealed by its hash. */
export const descriptionShape = z.strictObject({
  textZh: paragraph(1_000).optional(),
  textEn: paragraph(2_000).optional(),
  /** When the project is to be finished. */
  finishOn: z.iso.date().optional(),
  /** SHA-256 of an uploaded picture. */
  picture: hash.optional(),
});

/** Items get their ballot numbers by their order. */
const itemShape = z.strictObject({
  titleZh: line(100),
  titleEn: line(200),
  leadUnit: line(100),
  supportUnits: z.array(line(100)).max(10).default([]),
  costFen: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  projectNo: z.number().int().min(1).max(100_000).optional(),
  description: descriptionShape.default({}),
});

/** A preset with what a session sets in it, or a rule pack of one's own as its canonical text. */
const rulesShape = z.union([
  z.strictObject({
    preset: z.string().max(64),
    seats: z.number().int().min(1).max(500).optional(),
    budgetFen: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    secrecy: z.enum(['secret', 'recorded']).optional(),
  }),
  z.strictObject({ text: z.string().max(16_384) }),
]);

const draftMembers = {
  year: z.number().int().min(1980).max(2200),
  subjectZh: line(100),
  subjectEn: line(200),
  rules: rulesShape,
  items: z.array(itemShape).min(1).max(200),
  /** How many items a ballot may approve, where the rules leave it open. */
  limits: z.strictObject({ min: count, max: count }).nullable().default(null),
  /** Opening and closing by the clock, both or neither. */
  planned: z.strictObject({ opensAt: z.iso.datetime(), closesAt: z.iso.datetime() }).nullable().default(null),
} as const;

export const draftInput = z.strictObject(draftMembers);
export const changeInput = z.strictObject({ version: z.number().int().min(1), ...draftMembers });
export const sealInput = z.strictObject({ setupHash: hash });
export const childInput = z.strictObject({ kind: z.enum(['revote', 'second_round']) });
export const reasonInput = z.strictObject({ reason: line(200) });

const columnShape = z.strictObject({
  source: z.literal('paper'),
  returned: count,
  voids: z.array(z.strictObject({ reason: z.enum(['OVERVOTE', 'ILLEGIBLE']), count: count.min(1) })).max(2),
  pending: count,
  items: z
    .array(
      z.strictObject({
        no: z.number().int().min(1),
        marks: z.array(count).min(1).max(6),
        itemVoid: count,
      }),
    )
    .min(1)
    .max(500),
});

export const paperInput = z.strictObject({ column: columnShape });
export const rulingInput = z.strictObject({ column: columnShape, reason: line(200) });

export type DraftInput = z.output<typeof draftInput>;
export type ItemInput = z.output<typeof itemShape>;
export type Description = z.output<typeof descriptionShape>;
/** By ballot number; items without any description are left out. */
export type Descriptions = Readonly<Record<string, Description>>;

export type Warning =
  /** (candidates − places) / places is below the least share of the rules. */
  | 'DIFFERENTIAL_LOW'
  /** The budget pays for every item, so nothing has to be chosen. */
  | 'BUDGET_COVERS_ALL';

export interface ItemView {
  readonly no: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly leadUnit: string;
  readonly supportUnits?: readonly string[];
  readonly costFen?: number;
  readonly projectNo?: number;
}

/** A line of the list of a meeting. */
export interface SessionLine {
  readonly id: string;
  readonly state: SessionState;
  readonly kind: 'projects' | 'evaluation' | 'resolution';
  readonly isRecorded: boolean;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly itemCount: number;
  readonly round: Round;
  readonly parentId: string | null;
  readonly plannedOpensAt: string | null;
  readonly plannedClosesAt: string | null;
  /** Somebody has proposed to give the session up, and the second person is awaited. */
  readonly isAbandoning: boolean;
}

/** Whose sessions a list is of. */
export interface SessionMeeting {
  readonly id: string;
  readonly organId: string;
  readonly organKind: 'congress' | 'standing_committee' | 'street_assembly';
  readonly titleZh: string;
  readonly titleEn: string;
  /** YYYY-MM-DD. */
  readonly heldOn: string;
  readonly inOffice: number;
  readonly present: number;
}

export interface SessionList {
  readonly meeting: SessionMeeting;
  readonly sessions: readonly SessionLine[];
}

export interface SessionView extends SessionLine {
  readonly meetingId: string;
  readonly organId: string;
  readonly organKind: 'congress' | 'standing_committee' | 'street_assembly';
  readonly meetingTitleZh: string;
  readonly meetingTitleEn: string;
  readonly version: number;
  readonly year: number;
  /** Canonical text of the rule pack. */
  readonly rulePack: string;
  readonly items: readonly ItemView[];
  readonly descriptions: Descriptions;
  readonly limits: { readonly min: number; readonly max: number } | null;
  readonly warnings: readonly Warning[];
  readonly setupHash: string | null;
  /** As sealed; null before. */
  readonly inOffice: number | null;
  readonly childIds: readonly string[];
  /** What the count calls for and nobody has begun: a re-vote of a tie, a second round for places left. */
  readonly furtherVote: 'revote' | 'second_round' | null;
  readonly abandonment: {
    readonly reason: string;
    readonly proposedBy: string;
    readonly confirmedBy: string | null;
  } | null;
}

/** What is still missing before a session can be sealed. */
export type Missing = 'members' | 'cards' | 'keys' | 'signers' | 'names';

/** What the presidium is shown: the texts that would be sealed and the hash it agrees to, null while something is missing. */
export interface SealView {
  readonly missing: readonly Missing[];
  readonly setupHash: string | null;
  readonly texts: {
    readonly setup: string;
    readonly rulePack: string;
    readonly form: string;
    readonly election: string | null;
  } | null;
}

/** What a teller sees of a batch: the keyings only once both are in. */
export interface BatchView {
  readonly batch: number;
  readonly firstTeller: string;
  readonly secondTeller: string | null;
  readonly columns: { readonly first: Column; readonly second: Column } | null;
  /** The keyings differ or ballots are doubtful, and the chief scrutineer has not ruled yet. */
  readonly waits: boolean;
  readonly resolution: { readonly by: string; readonly reason: string; readonly column: Column } | null;
}
