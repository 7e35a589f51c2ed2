/** What a clerk types and pastes while preparing a session, and the draft it becomes. */
import { describe, expect, test } from 'vitest';
import {
  type DraftForm,
  EMPTY_ITEM,
  emptyDraft,
  itemsOfRows,
  packOfDraft,
  readCost,
  readDraft,
  rowsOfPaste,
  tidy,
} from '../../web/pages/clerk/session-draft.ts';

const filled: DraftForm = {
  ...emptyDraft('congress', 2026),
  seats: '1',
  subjectZh: '2026年度民生实事项目票决',
  items: [
    { ...EMPTY_ITEM, titleZh: '加装电梯', leadUnit: '区住建局', cost: '4200' },
    { ...EMPTY_ITEM, titleZh: '助餐点', leadUnit: '区民政局' },
  ],
};

test.each([
  ['4200', 4_200_000_000],
  ['680.5', 680_500_000],
  ['0.000001', 1],
  ['4,200', 4_200_000_000],
  ['', null],
  ['12.1234567', null],
  ['-3', null],
  ['1e3', null],
])('a cost of %s ten thousand yuan is %s fen, exactly', (text, fen) => {
  expect(readCost(text)).toBe(fen);
});

test('what spreadsheets leave behind is tidied: line breaks, odd spaces, invisible signs, decomposed letters', () => {
  expect(tidy('  老旧\u3000小区\n改造\u200b ')).toBe('老旧 小区 改造');
  expect(tidy('Cafe\u0301')).toBe('Caf\u00e9');
});

describe('rows pasted from a spreadsheet', () => {
  test('are taken by their headings, in whatever order these stand', () => {
    const rows = rowsOfPaste(
      '序号\t牵头单位\t项目名称\t投资（万元）\t完成时间\n1\t区住建局\t加装电梯\t4200\t2026年11月30日\r\n\n',
    );
    expect(itemsOfRows(rows)).toEqual([
      { ...EMPTY_ITEM, titleZh: '加装电梯', leadUnit: '区住建局', cost: '4200', finishOn: '2026-11-30' },
    ]);
  });

  test('without headings stand in the order of the hint, with or without a column of numbers', () => {
    const item = { ...EMPTY_ITEM, titleZh: '加装电梯', titleEn: 'Lifts', leadUnit: '区住建局' };
    expect(itemsOfRows(rowsOfPaste('加装电梯\tLifts\t区住建局'))).toEqual([item]);
    expect(itemsOfRows(rowsOfPaste('1\t加装电梯\tLifts\t区住建局'))).toEqual([item]);
  });
});

describe('a draft', () => {
  test('becomes what the server takes', () => {
    expect(readDraft(filled)).toMatchObject({
      ok: true,
      value: {
        year: 2026,
        subjectEn: '2026年度民生实事项目票决',
        rules: { preset: 'congress-default', seats: 1, secrecy: 'secret' },
        items: [
          { titleZh: '加装电梯', titleEn: '加装电梯', costFen: 4_200_000_000 },
          { titleZh: '助餐点', supportUnits: [] },
        ],
        planned: null,
      },
    });
  });

  test.each([
    ['places', { seats: '0' }, ['seats']],
    ['a year', { year: '26' }, ['year']],
    ['a subject', { subjectZh: ' ' }, ['subject']],
    ['items', { items: [] }, ['noItems']],
    ['one time of two', { opensAt: '2026-03-02T09:00' }, ['planned']],
    ['usable rules of one’s own', { ownRules: '{}' }, ['rules']],
    [
      'titles, units and sums',
      { items: [EMPTY_ITEM, { ...EMPTY_ITEM, titleZh: '甲', leadUnit: '乙', cost: '许多' }] },
      ['title 0', 'unit 0', 'cost 1'],
    ],
    ['one item where it is a resolution', { kind: 'resolution', preset: 'resolution-default' }, ['oneItem']],
    ['different titles', { items: [filled.items[0], filled.items[0]] }, ['same 1']],
    ['costs under a budget', { preset: 'congress-budget', budget: '100' }, ['cost 1']],
  ])('says that it lacks %s', (_what, change, errors) => {
    expect(readDraft({ ...filled, ...change } as DraftForm)).toEqual({ ok: false, errors });
  });

  test('shows its rules with the places as typed, and still shows them while the field is empty', () => {
    expect(packOfDraft({ ...filled, seats: '7' })).toMatchObject({ ballot: { seats: 7, cap: 7 } });
    expect(packOfDraft({ ...filled, seats: '' })).toMatchObject({ ballot: { seats: 10, cap: 10 } });
  });
});
