/** Single ballots that add up to given counts, none approving more than a cap allows. */
import type { ItemMarks } from '../../count/poll.ts';
import type { Marks } from '../../record/questions.ts';
import { assert } from '../../result.ts';

/**
 * Every item's marks are dealt to the ballots that have approved least so far, the most approved item first, so approvals
 * differ by at most one between ballots.
 *
 * @param items counts whose sum is `ballots` for every item; the first mark is the approval
 * @param cap   most approvals a ballot may hold
 */
export function dealMarks(items: readonly ItemMarks[], ballots: number, cap: number): readonly Marks[] {
  const marks = Array.from({ length: ballots }, () => new Array<number>(items.length).fill(0));
  const approvals = new Array<number>(ballots).fill(0);
  const byApproval = [...items.entries()].sort(([, a], [, b]) => (b.marks[0] ?? 0) - (a.marks[0] ?? 0));
  for (const [index, item] of byApproval) {
    // Ballots with equal approvals are taken from a different start each time, so that they do not look alike.
    const turn = (ballot: number) => (ballot + index * 37) % ballots;
    const order = [...marks.keys()].sort(
      (a, b) => (approvals[a] ?? 0) - (approvals[b] ?? 0) || turn(a) - turn(b),
    );
    const dealt = item.marks.flatMap((count, mark) => new Array<number>(count).fill(mark));
    assert(dealt.length === ballots, `item ${item.no} has one mark a ballot`);
    order.forEach((ballot, place) => {
      const mark = dealt[place] ?? 0;
      const own = marks[ballot];
      if (own !== undefined) own[index] = mark;
      if (mark === 0) approvals[ballot] = (approvals[ballot] ?? 0) + 1;
    });
  }
  assert(
    approvals.every((count) => count <= cap),
    'the counts can be dealt without exceeding the cap',
  );
  return marks;
}
