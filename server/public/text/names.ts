/** Names of items and grades in the reader's language. */
import { type Grade, MARK_NAMES, type TallyReport } from '#tally';
import { choose, chooseOf, type Language } from './words.ts';

export function titleIn(language: Language, item: TallyReport['items'][number] | undefined): string {
  return item === undefined ? '' : choose(language, item.titleZh, item.titleEn);
}

export function titleOfNo(language: Language, report: TallyReport, no: number): string {
  return titleIn(
    language,
    report.items.find((item) => item.no === no),
  );
}

export function gradeName(language: Language, grade: Grade): string {
  return chooseOf(language, MARK_NAMES[grade]);
}
