/** What the routes of meetings take and answer. Names of members go to those at the desk only. */
import { z } from 'zod';
import type { Share } from '#tally';
import { line } from '../organs/shapes.ts';

export const meetingInput = z.strictObject({
  number: z.number().int().min(1).max(10_000),
  titleZh: line(100),
  titleEn: line(200),
  heldOn: z.iso.date(),
});
export const stateInput = z.strictObject({ to: z.enum(['sitting', 'closed']) });
export const attendeesInput = z.strictObject({ attendees: z.number().int().min(0).max(100_000) });

export type MeetingInput = z.output<typeof meetingInput>;
export type MeetingState = 'planned' | 'sitting' | 'closed';

export interface MeetingView extends MeetingInput {
  readonly id: string;
  readonly organId: string;
  readonly state: MeetingState;
  readonly attendees: number;
  readonly cardsKind: 'named' | 'drawn';
  readonly cardsState: 'none' | 'uploading' | 'complete';
}

/** A member in office, and what the desk knows of it today. */
export interface DeskRow {
  readonly memberId: string;
  readonly number: string;
  readonly name: string;
  readonly delegation: string;
  readonly signedInAt: string | null;
  readonly signedOutAt: string | null;
  readonly medium: 'electronic' | 'paper' | null;
  /** Of the card that bears the name; null where cards are drawn, or for a member without one. */
  readonly serial: string | null;
}

export interface QuorumFigure extends Share {
  /** The body's usual rule, or the session whose rules say so. */
  readonly of: { readonly poll: string; readonly subjectZh: string; readonly subjectEn: string } | null;
  readonly needed: number;
  readonly met: boolean;
  readonly missing: number;
  /** Exactly the share is there, and the rule asks for more than it: one more member makes the quorum. */
  readonly isAtEdge: boolean;
}

export interface PollFigure {
  readonly poll: string;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly state: string;
  readonly issued: { readonly electronic: number; readonly paper: number };
  /** Ballots in the box. Nobody can know more before the count. */
  readonly returned: number;
}

/** Live figures for the desk and the hall: counts, never a name. */
export interface Figures {
  readonly meeting: MeetingView;
  readonly organ: { readonly nameZh: string; readonly nameEn: string };
  readonly inOffice: number;
  readonly present: number;
  readonly absent: number;
  /** Signed in and left since; among the absent. */
  readonly left: number;
  readonly issued: { readonly electronic: number; readonly paper: number };
  readonly cards: {
    readonly regular: number;
    readonly spare: number;
    readonly activated: number;
    readonly voided: number;
  };
  readonly quorums: readonly QuorumFigure[];
  readonly polls: readonly PollFigure[];
}
