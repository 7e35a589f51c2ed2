/** Where a line of Chinese may end. Words of our own list are certain; others are those of the runtime's dictionary. */
import { expect, test } from 'vitest';
import { wholeWords } from '#tally';

/** Whether no part ends inside this word where it first stands in the text. */
function isWhole(text: string, word: string): boolean {
  const start = text.indexOf(word);
  let end = 0;
  return wholeWords(text).every((part) => {
    end += part.length;
    return end <= start || end >= start + word.length;
  });
}

test.each([
  ['青禾区第一届人民代表大会第五次会议', ['青禾区', '第一届', '人民代表大会', '第五次会议']],
  ['2026年度民生实事项目票决', ['2026年度', '民生实事', '项目', '票决']],
  ['收回的表决票192张，无效票0张', ['表决票', '192张', '无效票', '0张']],
  ['电动自行车集中充电设施500处', ['自行车', '充电', '设施', '500处']],
  ['零工市场与技能培训6000人次', ['市场', '6000人次']],
  ['概算为4,200万元', ['4,200万元']],
  ['已填 3 项，共 10 项', ['3 项', '10 项']],
  ['赞成184票，反对2票，弃权4票', ['赞成', '184票', '反对', '2票', '弃权', '4票']],
])('words stay whole: %s', (text, words) => {
  expect(words.filter((word) => !isWhole(text, word))).toEqual([]);
});

test('between words a line may end, and a list number is no measure', () => {
  expect(wholeWords('民生实事项目票决')).toEqual(['民生实事', '项目', '票决']);
  expect(isWhole('1. 关于养老的决议', '1. 关')).toBe(true);
  expect(wholeWords('1. 关于养老的决议').length).toBeGreaterThan(1);
});

test.each([
  '青禾区第一届人民代表大会',
  '赞成184票，反对2票',
  'Ballot on 10 projects',
  '第',
  '“明厨亮灶”改造',
])('the parts are the text again: %s', (text) => {
  expect(wholeWords(text).join('')).toBe(text);
});
