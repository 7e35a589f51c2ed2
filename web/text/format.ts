/** Dates, times and numbers for readers, in the language and the time zone of the browser. Nothing reads them back. */
import { useMemo } from 'react';
import { useLanguage } from './settings.ts';
import type { Language } from './texts.ts';

export interface Format {
  /** 2027年1月12日 / 12 January 2027 */
  readonly date: (when: string | Date) => string;
  /** 1月12日 09:30 / 12 Jan, 09:30 */
  readonly moment: (when: string | Date) => string;
  /** 09:30:05 */
  readonly clock: (when: string | Date) => string;
  readonly number: (value: number) => string;
  readonly list: (parts: readonly string[]) => string;
}

export function formatIn(language: Language): Format {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const date = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric' });
  const moment = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: (when) => date.format(new Date(when)),
    moment: (when) => moment.format(new Date(when)),
    clock: (when) => clock.format(new Date(when)),
    number: (value) => number.format(value),
    list: (parts) => list.format(parts),
  };
}

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatIn(language), [language]);
}
