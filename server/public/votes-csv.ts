/**
 * The votes of a result for a spreadsheet: UTF-8 with BOM, every text quoted, and a text that a spreadsheet would take for a
 * formula made plain by an apostrophe (requirement R59).
 */
import { MARK_NAMES } from '#tally';
import type { ResultModel } from './result-model.ts';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

export function quoteCell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

export function votesCsv({ report }: ResultModel): string {
  const { counts, result, items } = report;
  const marks = counts?.marks ?? [];
  const outcomeOf = (no: number): string => {
    if (result?.kind === 'decision') return result.outcomes.find((item) => item.no === no)?.outcome ?? '';
    return result?.items.find((item) => item.no === no)?.grade ?? '';
  };
  const rows = [
    ['序号', '项目', 'Item', '牵头单位', ...marks.map((mark) => MARK_NAMES[mark].zh), '该项无效', '结果'].map(
      quoteCell,
    ),
    ...items.map(({ no, titleZh, titleEn, leadUnit }) => {
      const total = counts?.totals.find((row) => row.no === no);
      return [
        String(no),
        ...[titleZh, titleEn, leadUnit].map(quoteCell),
        ...marks.map((_, i) => String(total?.marks[i] ?? 0)),
        String(total?.itemVoid ?? 0),
        quoteCell(outcomeOf(no)),
      ];
    }),
  ];
  return `\ufeff${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}
