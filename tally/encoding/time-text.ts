/**
 * Times and days as our formats write them: UTC to the second (2026-01-15T08:30:00Z) and calendar days (2026-01-15), years
 * 1000 to 9999. Only checked and passed on; `tally/` has no clock and computes with no date.
 */

import { type Reader, refine, string } from './reader.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return year >= 1000 && day >= 1 && day <= days;
}

/** A day of the calendar. */
export const calendarDay: Reader<string> = refine(
  string(10, /^\d{4}-\d{2}-\d{2}$/, 'a day like 2026-01-15'),
  (text) => (isDay(text) ? undefined : 'there is no such day'),
);

/** A second of UTC; leap seconds are not written. */
export const utcSecond: Reader<string> = refine(
  string(
    20,
    /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
    'a UTC time like 2026-01-15T08:30:00Z',
  ),
  (text) => (isDay(text.slice(0, 10)) ? undefined : 'there is no such day'),
);
