/**
 * Texts of the pages: every text is a pair of Chinese and English written side by side, or a function that makes such a pair
 * from values. The compiler sees to it that neither is missing. No library: the voting page has to stay small.
 *
 *   export const t = texts({ cast: ['投票', 'Cast'], left: (n: number) => [`还可选 ${n} 项`, `${n} left`] });
 *   const { cast, left } = useText(t);
 */
import { useLanguage } from './settings.ts';

export type Language = 'zh' | 'en';
export type Pair = readonly [zh: string, en: string];
type Entry = Pair | ((...values: never[]) => Pair);

/** The texts of an area in one language: strings, and functions that give strings. */
export type InLanguage<T> = {
  readonly [K in keyof T]: T[K] extends (...values: infer V) => Pair ? (...values: V) => string : string;
};

export interface Area<T> {
  readonly zh: InLanguage<T>;
  readonly en: InLanguage<T>;
}

export function texts<const T extends Readonly<Record<string, Entry>>>(entries: T): Area<T> {
  return { zh: select(entries, 0), en: select(entries, 1) };
}

function select<T extends Readonly<Record<string, Entry>>>(entries: T, index: 0 | 1): InLanguage<T> {
  const selected = Object.entries(entries).map(([key, entry]) => [
    key,
    typeof entry === 'function'
      ? (...values: unknown[]) => keepUnits((entry as (...values: unknown[]) => Pair)(...values)[index])
      : entry[index],
  ]);
  return Object.fromEntries(selected) as InLanguage<T>;
}

/** A number stays on one line with its measure word: 10 项, 第 3 批. */
function keepUnits(text: string): string {
  return text.replaceAll(/(?<=\d) (?=\p{Script=Han})|(?<=第) (?=\d)/gu, '\u00a0');
}

/** The texts of an area in the language of the page. */
export function useText<T>(area: Area<T>): InLanguage<T> {
  return area[useLanguage()];
}

/** Of two texts that people have written themselves the one in the language of the page, or the other where it is empty. */
export function choose(language: Language, zh: string, en: string | null | undefined): string {
  return language === 'en' && en !== null && en !== undefined && en !== '' ? en : zh;
}
