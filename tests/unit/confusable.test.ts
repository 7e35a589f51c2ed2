/** R58: which titles of one ballot can be taken for each other. */
import { expect, test } from 'vitest';
import { findConfusable } from '../../server/ballots/confusable.ts';

test.each([
  ['spaces', '老旧小区 改造', '老旧小区改造'],
  ['punctuation', '“明厨亮灶”改造', '明厨亮灶改造'],
  ['full-width digits', '充电设施５００处', '充电设施500处'],
  ['case', 'New Park', 'NEW PARK'],
  ['accents', 'Café', 'Cafe'],
  ['a Cyrillic letter', 'Park', 'Рark'],
  ['a Greek letter', 'Omega', 'Οmega'],
  ['capital i and small L', 'Phase I', 'Phase l'],
  ['small L and one', 'Block l', 'Block 1'],
  ['zero and the letter', 'Site O', 'Site 0'],
  ['a dash and the number one', '一期', '—期'],
  ['strokes of one length', '土地整理', '士地整理'],
  ['a closed and an open frame', '日月新村', '曰月新村'],
])('titles that differ by %s can', (_what, one, other) => {
  expect(findConfusable([one, '别的项目', other])).toEqual([[0, 2]]);
});

test.each([
  ['新建一期', '新建二期'],
  ['幼儿园学位900个', '幼儿园学位90个'],
  ['Project i', 'Project l'],
  ['加装电梯', '加装电梯二'],
  ['A', 'B'],
])('%s and %s cannot', (one, other) => {
  expect(findConfusable([one, other])).toEqual([]);
});

test('titles of signs only are compared as they are', () => {
  expect(findConfusable(['……', '——'])).toEqual([]);
  expect(findConfusable(['……', '……'])).toEqual([[0, 1]]);
});
