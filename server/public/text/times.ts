/**
 * Days and times for readers. Pages written on the server show the time of the congress, China Standard Time, and say so;
 * receipts and ballots never carry a time.
 */
import type { Language } from './words.ts';

const ZONE = 'Asia/Shanghai';
const FORMATS: Readonly<Record<Language, { day: Intl.DateTimeFormat; minute: Intl.DateTimeFormat }>> = {
  zh: formatsOf('zh-CN'),
  en: formatsOf('en-GB'),
};

function formatsOf(locale: string) {
  const day = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  return {
    day: new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }),
    minute: new Intl.DateTimeFormat(locale, {
      ...day,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: ZONE,
    }),
  };
}

/** A calendar day `YYYY-MM-DD`: 2027年1月12日. */
export function showDay(language: Language, day: string): string {
  return FORMATS[language].day.format(new Date(`${day}T00:00:00Z`));
}

/** An instant, to the minute, with its zone: 2027年1月12日 10:15（北京时间）. */
export function showTime(language: Language, instant: string | Date): string {
  const text = FORMATS[language].minute.format(new Date(instant));
  return language === 'zh' ? `${text}（北京时间）` : `${text} (Beijing time)`;
}
