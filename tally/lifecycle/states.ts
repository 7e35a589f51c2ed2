/**
 * The states of a ballot session and the moves between them (domain reference, section 3.1). Rules are fixed from
 * `sealed` on, nothing is ever taken back from `open` on, and no figure beyond issued and returned exists before
 * `counted`. Who may make a move and what it writes is the server's part.
 */

import { ok, type Result, refuse } from '../result.ts';

export type SessionState =
  | 'configured'
  | 'sealed'
  | 'roll_open'
  | 'quorum_met'
  | 'issuing'
  | 'open'
  | 'closed'
  | 'reconciled'
  | 'poll_invalid'
  | 'adjudicating'
  | 'counted'
  | 'revote_required'
  | 'signed'
  | 'announced'
  | 'confirmed'
  | 'published'
  | 'archived'
  | 'voided';

/**
 * Legal moves. `revote_required` goes back to `counted` when the child session's result is in. `poll_invalid` and
 * `voided` end the session: a new one starts again. Unsealing, and abandoning a session that cannot go on, is `voided`.
 */
const MOVES: { readonly [from in SessionState]: readonly SessionState[] } = {
  configured: ['sealed'],
  sealed: ['roll_open', 'voided'],
  roll_open: ['quorum_met', 'voided'],
  quorum_met: ['issuing', 'voided'],
  issuing: ['open', 'voided'],
  open: ['closed', 'voided'],
  closed: ['reconciled', 'voided'],
  reconciled: ['poll_invalid', 'adjudicating', 'voided'],
  poll_invalid: [],
  adjudicating: ['counted', 'voided'],
  counted: ['revote_required', 'signed', 'voided'],
  revote_required: ['counted', 'voided'],
  signed: ['announced'],
  announced: ['confirmed'],
  confirmed: ['published'],
  published: ['archived'],
  archived: [],
  voided: [],
};

export const SESSION_STATES = Object.keys(MOVES) as readonly SessionState[];

export function canMove(from: SessionState, to: SessionState): boolean {
  return MOVES[from].includes(to);
}

export function nextStates(from: SessionState): readonly SessionState[] {
  return MOVES[from];
}

/** Whether rule pack, items and places are fixed: in every state but the first. */
export function isSealed(state: SessionState): boolean {
  return state !== 'configured';
}

/** Refuses a change of the rules or the ballot once sealed (RULES_SEALED). */
export function checkRuleChange(state: SessionState): Result<null> {
  return isSealed(state)
    ? refuse(
        'RULES_SEALED',
        state,
        'rules and ballot are sealed; unsealing voids the session and a new one starts',
      )
    : ok(null);
}

const BEFORE_OPEN: readonly SessionState[] = ['configured', 'sealed', 'roll_open', 'quorum_met', 'issuing'];
const WITH_COUNTS: readonly SessionState[] = [
  'counted',
  'revote_required',
  'signed',
  'announced',
  'confirmed',
  'published',
  'archived',
];

/** Whether everything recorded may only be added to: from `open` on. */
export function isAppendOnly(state: SessionState): boolean {
  return !BEFORE_OPEN.includes(state);
}

/** Whether votes for an item can be known to anybody: never before the count, never of an invalid or void poll. */
export function mayHoldCounts(state: SessionState): boolean {
  return WITH_COUNTS.includes(state);
}
