/**
 * Texts of the public pages: every text is Chinese and English side by side, or a function that makes both from values. Pages
 * are written here on the server for readers without a script, so the words stand here and not with the web application.
 */
export type Language = 'zh' | 'en';
type Pair = readonly [zh: string, en: string];
type Entry = Pair | ((...values: never[]) => Pair);

/** The words of an area in one language: strings, and functions that give strings. */
export type In<T> = {
  readonly [K in keyof T]: T[K] extends (...values: infer V) => Pair ? (...values: V) => string : string;
};

export type Words<T> = (language: Language) => In<T>;

export function words<const T extends Readonly<Record<string, Entry>>>(entries: T): Words<T> {
  const zh = select(entries, 0);
  const en = select(entries, 1);
  return (language) => (language === 'zh' ? zh : en);
}

function select<T extends Readonly<Record<string, Entry>>>(entries: T, index: 0 | 1): In<T> {
  const selected = Object.entries(entries).map(([key, entry]) => [
    key,
    typeof entry === 'function'
      ? (...values: unknown[]) => (entry as (...values: unknown[]) => Pair)(...values)[index]
      : entry[index],
  ]);
  return Object.fromEntries(selected) as In<T>;
}

/** Sentences one after the other: only in English is there a space between two. */
export function joinSentences(language: Language, sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(language === 'zh' ? '' : ' ');
}

/** The first letter as at the start of a sentence. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of two texts people wrote themselves the one in the reader's language, or the other where it is empty. */
export function choose(language: Language, zh: string, en: string): string {
  return language === 'en' && en !== '' ? en : zh;
}

/** Both texts as tally gives them. */
export function chooseOf(language: Language, both: { readonly zh: string; readonly en: string }): string {
  return choose(language, both.zh, both.en);
}
