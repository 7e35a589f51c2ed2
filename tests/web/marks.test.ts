/** Marking a ballot: caps as they fill, what unmarked items count as, and that marks reach the ballot as they were made. */
import { describe, expect, test } from 'vitest';
import { capsOf, choicesOf, type Sheet } from '../../tally/record/questions.ts';
import { PRESETS, withSeats } from '../../tally/rules/presets.ts';
import type { RulePack } from '../../tally/rules/rule-pack.ts';
import {
  blankMarks,
  capAgainst,
  capUses,
  type DraftMarks,
  isCastable,
  marksToCast,
  namesToCast,
  ticksMissing,
  unmarkedItems,
  unmarkedRule,
  withMark,
} from '../../web/parts/marks.ts';
import { items, preset } from '../support/poll.ts';

function sheetOf(pack: RulePack, count: number, limits?: Sheet['limits']): Sheet {
  return { pack, items: items(count), round: { kind: 'first' }, ...(limits === undefined ? {} : { limits }) };
}

function capped(count: number, seats: number): Sheet {
  const pack = preset('congress-default');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  return sheetOf(withSeats(pack, seats), count);
}

/** Marks several items one after the other. */
function marked(sheet: Sheet, marks: readonly (readonly [item: number, mark: number])[]): DraftMarks {
  return marks.reduce((all, [item, mark]) => withMark(sheet, all, item, mark), blankMarks(sheet));
}

const [FOR, AGAINST, ABSTAIN] = [0, 1, 2] as const;

describe('a cap', () => {
  const sheet = capped(4, 2);

  test('is shown as it fills', () => {
    expect(capUses(sheet, blankMarks(sheet))).toEqual([{ mark: FOR, name: 'for', used: 0, max: 2 }]);
    expect(capUses(sheet, marked(sheet, [[1, FOR]]))[0]?.used).toBe(1);
  });

  test('refuses a further approval and leaves the ballot as it was', () => {
    const full = marked(sheet, [
      [0, FOR],
      [2, FOR],
      [3, AGAINST],
    ]);
    expect(capAgainst(sheet, full, 1, FOR)).toMatchObject({ used: 2, max: 2 });
    expect(withMark(sheet, full, 1, FOR)).toBe(full);
    expect(withMark(sheet, full, 3, FOR)).toBe(full);
  });

  test('lets an approval be taken back and another given', () => {
    const full = marked(sheet, [
      [0, FOR],
      [1, FOR],
    ]);
    const other = withMark(sheet, withMark(sheet, full, 0, ABSTAIN), 3, FOR);
    expect(other).toEqual([ABSTAIN, FOR, null, FOR]);
    expect(capAgainst(sheet, full, 0, FOR)).toBeUndefined();
  });

  test('of a re-vote is the places that are left', () => {
    const { pack } = sheet;
    const revote: Sheet = {
      pack,
      items: items(3),
      round: { kind: 'revote', parentUuid: 'x'.repeat(22), places: 1 },
    };
    expect(capUses(revote, blankMarks(revote))).toEqual([{ mark: FOR, name: 'for', used: 0, max: 1 }]);
  });

  test('that cannot be reached is none', () => {
    expect(capUses(capped(3, 3), [null, null, null])).toEqual([]);
    expect(capUses(sheetOf(preset('congress-each'), 3), [null, null, null])).toEqual([]);
  });

  test('of a grade holds across items', () => {
    const pack = PRESETS.find((own) => own.kind === 'evaluation');
    if (pack?.kind !== 'evaluation') throw new Error('an evaluation');
    const strict = sheetOf(
      { ...pack, evaluation: { ...pack.evaluation, maxPerGrade: [['satisfied', 1]] } },
      3,
    );
    const one = marked(strict, [[0, pack.evaluation.grades.indexOf('satisfied')]]);
    expect(capAgainst(strict, one, 1, pack.evaluation.grades.indexOf('satisfied'))).toMatchObject({ max: 1 });
    expect(capsOf(strict)).toHaveLength(1);
  });
});

describe('ticks', () => {
  const pack = preset('congress-tick');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  const sheet = sheetOf(withSeats(pack, 2), 3);

  test('have a cap, and an unticked item counts as not for', () => {
    const two = marked(sheet, [
      [0, 0],
      [2, 0],
    ]);
    expect(capAgainst(sheet, two, 1, 0)).toMatchObject({ max: 2 });
    expect(unmarkedRule(sheet)).toBe('not_for');
    expect(marksToCast(sheet, two)).toEqual([true, false, true]);
    expect(namesToCast(sheet, two)).toEqual(['for', undefined, 'for']);
    expect(withMark(sheet, two, 0, null)).toEqual([null, null, 0]);
  });

  test('may have a least number, below which the ballot cannot be cast', () => {
    const least = sheetOf(preset('congress-budget'), 3, { min: 2, max: 3 });
    expect(least.pack.ballot.method).toBe('approve_up_to_n');
    const one = marked(least, [[0, 0]]);
    expect(ticksMissing(least, one)).toBe(1);
    expect(isCastable(least, one)).toBe(false);
    expect(isCastable(least, withMark(least, one, 1, 0))).toBe(true);
  });
});

describe('an unmarked item', () => {
  test('is an abstention where the rules say so', () => {
    const sheet = capped(3, 2);
    const some = marked(sheet, [[1, FOR]]);
    expect(unmarkedItems(sheet, some)).toEqual([1, 3]);
    expect(isCastable(sheet, blankMarks(sheet))).toBe(true);
    expect(marksToCast(sheet, some)).toEqual([ABSTAIN, FOR, ABSTAIN]);
    expect(namesToCast(sheet, some)).toEqual(['abstain', 'for', 'abstain']);
  });

  test('must be marked before casting where a mark is owed', () => {
    const strict = PRESETS.find((pack) => pack.ballot.unmarked === 'void_item');
    if (strict === undefined) throw new Error('a strict evaluation');
    const sheet = sheetOf(strict, 2);
    expect(isCastable(sheet, marked(sheet, [[0, 0]]))).toBe(false);
    const all = marked(sheet, [
      [0, 0],
      [1, 1],
    ]);
    expect(isCastable(sheet, all)).toBe(true);
    expect(marksToCast(sheet, all)).toEqual([0, 1]);
  });
});

test('a blank ballot of every preset that allows one becomes choices its questions accept', () => {
  for (const pack of PRESETS) {
    const sheet = sheetOf(pack, 4);
    const blank = blankMarks(sheet);
    if (!isCastable(sheet, blank)) continue;
    const choices = choicesOf(sheet, marksToCast(sheet, blank));
    const isTicks = pack.ballot.method === 'approve_up_to_n';
    expect(choices.flat().reduce((sum, choice) => sum + choice, 0)).toBe(isTicks ? 0 : 4);
  }
});
