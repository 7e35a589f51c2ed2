/** Days and times on a page, never broken inside a date. */
import { showDay, showTime } from '../text/times.ts';
import type { Language } from '../text/words.ts';

/** @param day a calendar day `YYYY-MM-DD` */
export function DayText({ day, language }: { day: string; language: Language }) {
  return (
    <time className="day" dateTime={day}>
      {showDay(language, day)}
    </time>
  );
}

export function TimeText({ instant, language }: { instant: string | Date; language: Language }) {
  return <time dateTime={new Date(instant).toISOString()}>{showTime(language, instant)}</time>;
}
