/** Decisions about a roll that need no database: what a file changes, and what the roll is afterwards. */
import type { RollMember } from './roll-hash.ts';
import type { Difference, Member, RollRow } from './shapes.ts';

/** A member as it is to be; without an id it is a new one. */
export interface RollChange extends RollMember {
  readonly id: string | null;
}

const LEFT_BY_IMPORT = '名册更新';

function isSame(a: RollRow, b: RollRow): boolean {
  return a.name === b.name && a.delegation === b.delegation && a.category === b.category;
}

function rowOf({ number, name, delegation, category }: RollRow): RollRow {
  return { number, name, delegation, category };
}

/** What the rows of a file change; a member is who bears the number. Numbers within `rows` differ. */
export function compareRoll(
  members: readonly Member[],
  rows: readonly RollRow[],
): { readonly differences: readonly Difference[]; readonly unchanged: number } {
  const known = new Map(members.map((member) => [member.number, member]));
  const given = new Set(rows.map(({ number }) => number));
  const differences: Difference[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const member = known.get(row.number);
    if (member === undefined) differences.push({ kind: 'added', row });
    else if (!member.inOffice) differences.push({ kind: 'returned', row });
    else if (isSame(member, row)) unchanged += 1;
    else differences.push({ kind: 'changed', before: rowOf(member), row });
  }
  for (const member of members) {
    if (member.inOffice && !given.has(member.number)) {
      differences.push({ kind: 'left', before: rowOf(member) });
    }
  }
  return { differences, unchanged };
}

/** The changes that bring the roll to the rows of a file. */
export function changesOf(
  members: readonly Member[],
  rows: readonly RollRow[],
  absent: 'leave' | 'stay',
): readonly RollChange[] {
  const known = new Map(members.map((member) => [member.number, member]));
  const { differences } = compareRoll(members, rows);
  return differences.flatMap((difference): RollChange[] => {
    if (difference.kind === 'left') {
      const member = known.get(difference.before.number);
      return member === undefined || absent === 'stay'
        ? []
        : [{ ...member, inOffice: false, leftReason: LEFT_BY_IMPORT }];
    }
    const id = known.get(difference.row.number)?.id ?? null;
    return [{ ...difference.row, id, inOffice: true, leftReason: '' }];
  });
}

/** The roll after the changes, as its hash is taken from. */
export function applyChanges(
  members: readonly Member[],
  changes: readonly RollChange[],
): readonly RollMember[] {
  const changed = new Map(changes.flatMap((change) => (change.id === null ? [] : [[change.id, change]])));
  return [
    ...members.map((member) => changed.get(member.id) ?? member),
    ...changes.filter(({ id }) => id === null),
  ];
}
