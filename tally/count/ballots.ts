/**
 * Step 3: paper ballots, one by one (domain reference, section 5): which are void, which wait for the chief scrutineer,
 * which marks on a valid ballot count. Electronic ballots need none of this, they cannot be marked wrongly.
 */

import { assert } from '../result.ts';
import { capOf } from './places.ts';
import type { Item, ItemMarks, Poll, VoidReason } from './poll.ts';
import { type Column, markNames } from './poll.ts';

/**
 * One paper ballot as read: for each item, in ballot order, which columns of `markNames` are marked (none: unmarked,
 * several: a double mark). A doubtful ballot (illegible, or flagged by a machine) carries the chief scrutineer's
 * `ruling`, null while it is pending; others are `clear`.
 */
export type PaperBallot = {
  readonly marks: readonly (readonly number[])[];
  readonly ruling: 'clear' | null | 'valid' | 'void';
};

/** What a ballot counts as. */
export type BallotVerdict =
  | { readonly kind: 'pending' }
  | { readonly kind: 'void'; readonly reason: VoidReason }
  /** Per item the column that counts, null for none (unticked), or 'void' for a void mark. */
  | { readonly kind: 'valid'; readonly marks: readonly (number | null | 'void')[] };

type Rules = Pick<Poll, 'pack' | 'items' | 'round'>;

/**
 * Judges one ballot. More approvals than the cap void the ballot (OVERVOTE), as does a grade given more often than
 * allowed; a double mark voids that item only, and is no approval. A blank ballot is valid.
 */
export function judgeBallot(rules: Rules, ballot: PaperBallot): BallotVerdict {
  if (ballot.ruling === null) return { kind: 'pending' };
  if (ballot.ruling === 'void') return { kind: 'void', reason: 'ILLEGIBLE' };
  const width = markNames(rules.pack).length;
  const single = rules.items.map((_, i) => {
    const columns = new Set(ballot.marks[i] ?? []);
    assert(
      [...columns].every((column) => Number.isInteger(column) && column >= 0 && column < width),
      `a mark is outside the ${width} columns of the ballot`,
    );
    return columns.size > 1 ? 'void' : ([...columns][0] ?? null);
  });
  if (exceedsLimits(rules, single)) return { kind: 'void', reason: 'OVERVOTE' };
  const unmarked = columnOfUnmarked(rules);
  return { kind: 'valid', marks: single.map((mark) => (mark === null ? unmarked : mark)) };
}

/** Counts a batch of paper ballots into one column; their order cannot matter. */
export function countBallots(rules: Rules, ballots: readonly PaperBallot[]): Column {
  const verdicts = ballots.map((ballot) => judgeBallot(rules, ballot));
  const width = markNames(rules.pack).length;
  const valid = verdicts.flatMap((verdict) => (verdict.kind === 'valid' ? [verdict.marks] : []));
  const reasons: readonly VoidReason[] = ['OVERVOTE', 'ILLEGIBLE'];
  return {
    source: 'paper',
    returned: ballots.length,
    voids: reasons
      .map((reason) => ({
        reason,
        count: verdicts.filter((verdict) => verdict.kind === 'void' && verdict.reason === reason).length,
      }))
      .filter(({ count }) => count > 0),
    pending: verdicts.filter((verdict) => verdict.kind === 'pending').length,
    items: rules.items.map((item, i) => countItem(item, i, valid, width)),
  };
}

function countItem(
  { no }: Item,
  index: number,
  ballots: readonly (readonly (number | null | 'void')[])[],
  width: number,
): ItemMarks {
  const marks = Array.from({ length: width }, () => 0);
  let itemVoid = 0;
  for (const ballot of ballots) {
    const mark = ballot[index] ?? null;
    if (mark === 'void') itemVoid++;
    else if (mark !== null) marks[mark] = (marks[mark] ?? 0) + 1;
  }
  return { no, marks, itemVoid };
}

function exceedsLimits(rules: Rules, marks: readonly (number | null | 'void')[]): boolean {
  const { pack } = rules;
  const given = (column: number): number => marks.filter((mark) => mark === column).length;
  if (pack.kind === 'evaluation') {
    const { grades, maxPerGrade } = pack.evaluation;
    return (maxPerGrade ?? []).some(([grade, most]) => given(grades.indexOf(grade)) > most);
  }
  const cap = capOf(rules);
  return cap !== null && given(0) > cap;
}

/** The column an unmarked item counts in; null where not being ticked is no vote of its own, 'void' under strict rules. */
function columnOfUnmarked({ pack }: Rules): number | null | 'void' {
  const names = markNames(pack);
  if (pack.ballot.unmarked === 'void_item') return 'void';
  if (pack.ballot.unmarked === 'not_for') return null;
  return names.indexOf(pack.ballot.unmarked);
}
