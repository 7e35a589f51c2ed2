/** A column of paper ballots as a list of cells, for tables that compare two keyings and for a ruling; and back. Pure. */
import { type Column, type Item, markNames, type RulePack } from '#tally';

export interface Cell {
  readonly key: string;
  readonly kind: 'returned' | 'pending' | 'OVERVOTE' | 'ILLEGIBLE' | 'mark' | 'itemVoid';
  /** Of a mark or an item void for one item. */
  readonly no?: number;
  /** Index into the marks of the rules. */
  readonly mark?: number;
}

export function cellsOf(pack: RulePack, items: readonly Item[]): readonly Cell[] {
  const marks = markNames(pack);
  return [
    { key: 'returned', kind: 'returned' },
    { key: 'OVERVOTE', kind: 'OVERVOTE' },
    { key: 'ILLEGIBLE', kind: 'ILLEGIBLE' },
    { key: 'pending', kind: 'pending' },
    ...items.flatMap(({ no }): Cell[] => [
      ...marks.map((_, mark): Cell => ({ key: `${no} ${mark}`, kind: 'mark', no, mark })),
      { key: `${no} void`, kind: 'itemVoid', no },
    ]),
  ];
}

export function cellValue(column: Column, { kind, no, mark }: Cell): number {
  if (kind === 'returned' || kind === 'pending') return column[kind];
  if (kind === 'OVERVOTE' || kind === 'ILLEGIBLE') {
    return column.voids.find(({ reason }) => reason === kind)?.count ?? 0;
  }
  const item = column.items.find((one) => one.no === no);
  return (kind === 'itemVoid' ? item?.itemVoid : item?.marks[mark ?? 0]) ?? 0;
}

/** The column that holds these values. */
export function columnOf(pack: RulePack, items: readonly Item[], valueAt: (key: string) => number): Column {
  const marks = markNames(pack);
  return {
    source: 'paper',
    returned: valueAt('returned'),
    voids: (['OVERVOTE', 'ILLEGIBLE'] as const)
      .map((reason) => ({ reason, count: valueAt(reason) }))
      .filter(({ count }) => count > 0),
    pending: valueAt('pending'),
    items: items.map(({ no }) => ({
      no,
      marks: marks.map((_, mark) => valueAt(`${no} ${mark}`)),
      itemVoid: valueAt(`${no} void`),
    })),
  };
}
