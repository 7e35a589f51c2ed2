/**
 * `paper.json` (docs/formats/paper.md): paper ballots of a session, batch by batch. Every batch is keyed twice by two
 * tellers; where the two differ the chief scrutineer says what holds, and why. Empty where all voted electronically.
 */

import { type Column, type ItemMarks, readColumn } from '../count/poll.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { array, integer, line, nullable, object, oneOf, readCanonical, string } from '../encoding/reader.ts';
import type { Result } from '../result.ts';

export type PaperBatch = {
  readonly batch: number;
  readonly first: { readonly teller: string; readonly column: Column };
  readonly second: { readonly teller: string; readonly column: Column };
  /** Null where both tellers keyed the same. */
  readonly resolution: { readonly by: string; readonly reason: string; readonly column: Column } | null;
};

export type Paper = {
  readonly v: 'paper/1';
  readonly poll: string;
  readonly batches: readonly PaperBatch[];
};

const MAX_LENGTH = 50_000_000;

const keyed = object({ teller: line(100), column: readColumn });

const reader = object({
  v: oneOf('paper/1'),
  poll: string(64),
  batches: array(
    object({
      batch: integer(1, 10_000),
      first: keyed,
      second: keyed,
      resolution: nullable(object({ by: line(100), reason: line(300), column: readColumn })),
    }),
    10_000,
  ),
});

export function writePaper(paper: Paper): string {
  return canonicalJson(paper);
}

export function readPaper(text: string, where: string): Result<Paper> {
  return readCanonical(text, where, MAX_LENGTH, reader);
}

/**
 * What is wrong with the batches, in sentences: one teller twice, a difference or a doubtful ballot nobody ruled on, no paper
 * column.
 */
export function checkPaper({ batches }: Paper): readonly string[] {
  const numbers = new Set(batches.map(({ batch }) => batch));
  return [
    ...(numbers.size === batches.length ? [] : ['a batch number occurs twice']),
    ...batches.flatMap(({ batch, first, second, resolution }) => {
      const isSame = canonicalJson(first.column) === canonicalJson(second.column);
      const isClear = isSame && first.column.pending === 0;
      const columns = [first.column, second.column, ...(resolution === null ? [] : [resolution.column])];
      return [
        ...(first.teller === second.teller ? [`batch ${batch} was keyed twice by ${first.teller}`] : []),
        ...(isClear === (resolution === null) ? [] : [`batch ${batch}: ${complaintOf(isSame, isClear)}`]),
        ...(resolution !== null && resolution.column.pending > 0
          ? [`batch ${batch} was ruled on, yet ballots of it stayed doubtful`]
          : []),
        ...(columns.every(({ source }) => source === 'paper') ? [] : [`batch ${batch} is not of paper`]),
      ];
    }),
  ];
}

function complaintOf(isSame: boolean, isClear: boolean): string {
  if (isClear) return 'the two keyings agree, yet were resolved';
  return isSame
    ? 'ballots are doubtful and nobody ruled on them'
    : 'the two keyings differ and nobody resolved it';
}

/** What holds of a batch: what both tellers keyed, or what the chief scrutineer ruled. */
export function countedColumn({ first, resolution }: PaperBatch): Column {
  return resolution?.column ?? first.column;
}

/** The paper column of the poll: the batches summed; undefined where there is no paper. */
export function paperColumn({ batches }: Paper): Column | undefined {
  const [head, ...rest] = batches.map(countedColumn);
  return head === undefined ? undefined : rest.reduce(addColumns, head);
}

function addColumns(a: Column, b: Column): Column {
  const reasons = [...new Set([...a.voids, ...b.voids].map(({ reason }) => reason))];
  const voidsOf = (column: Column, reason: string) =>
    column.voids.find((entry) => entry.reason === reason)?.count ?? 0;
  const itemOf = (column: Column, no: number) => column.items.find((item) => item.no === no);
  return {
    source: 'paper',
    returned: a.returned + b.returned,
    voids: reasons.map((reason) => ({ reason, count: voidsOf(a, reason) + voidsOf(b, reason) })),
    pending: a.pending + b.pending,
    items: a.items.map((item): ItemMarks => {
      const other = itemOf(b, item.no);
      return {
        no: item.no,
        marks: item.marks.map((mark, i) => mark + (other?.marks[i] ?? 0)),
        itemVoid: item.itemVoid + (other?.itemVoid ?? 0),
      };
    }),
  };
}
