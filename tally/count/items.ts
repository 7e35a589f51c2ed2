/**
 * Step 4: the counts of each item, all columns summed (domain reference, section 5). Electronic, paper and recorded
 * votes of one session are one poll.
 */

import { type ItemMarks, markNames, type Poll } from './poll.ts';
import { sum } from './reconcile.ts';

/** Marks of each item over all columns, in ballot order and in the order of `markNames`. */
export function sumItems(poll: Poll): readonly ItemMarks[] {
  const names = markNames(poll.pack, poll.columns[0]?.source);
  return poll.items.map(({ no }) => {
    const entries = poll.columns.flatMap((column) => column.items.filter((item) => item.no === no));
    return {
      no,
      marks: names.map((_, i) => sum(entries.map((entry) => entry.marks[i] ?? 0))),
      itemVoid: sum(entries.map((entry) => entry.itemVoid)),
    };
  });
}
