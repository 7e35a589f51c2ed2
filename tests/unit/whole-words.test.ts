/** Where a line of Chinese may not end. */
import { expect, test } from 'vitest';
import { wholeWords } from '#tally';

const wholeOf = (text: string) => wholeWords(text).filter((_, at) => at % 2 === 1);

test('names of bodies and words of the vote stay on one line', () => {
  expect(wholeOf('青禾区第一届人民代表大会第五次会议')).toEqual(['第一届', '人民代表大会', '第五次会议']);
  expect(wholeOf('2026年度民生实事项目票决')).toEqual(['2026年度', '民生实事', '项目', '票决']);
});

test.each([
  ['收回的表决票192张，无效票0张', ['表决', '192张', '0张']],
  ['电动自行车集中充电设施500处', ['500处']],
  ['零工市场与技能培训6000人次', ['6000人次']],
  ['概算 4,200 万元，赞成率 92.00%（含）', ['4,200 万元', '赞成']],
  ['1. 关于养老服务的决议，代表 1 代投', ['决议']],
  ['已填 3 项，共 10 项', ['3 项', '10 项']],
  ['2026年1月15日', ['2026年', '1月', '15日']],
  ['第10、11项', ['11项']],
  ['赞成184票，反对2票，弃权4票', ['赞成', '184票', '反对', '2票', '弃权', '4票']],
])('a number stays with its measure word: %s', (text, whole) => {
  expect(wholeOf(text)).toEqual(whole);
});

test.each(['青禾区第一届人民代表大会', '赞成184票', 'Ballot on 10 projects', '', '第'])(
  'the parts are the text again: %j',
  (text) => {
    expect(wholeWords(text).join('')).toBe(text);
  },
);
