/** What somebody is in the middle of, kept in this tab, so that a reload loses nothing; it goes with the tab. */
const PREFIX = 'minyi-begun-';

/** Null forgets it. */
export function keepInTab(key: string, value: object | null): void {
  if (value === null) sessionStorage.removeItem(PREFIX + key);
  else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
}

/** As it was kept by `keepInTab` under this key. */
export function keptInTab<T extends object>(key: string): T | null {
  const text = sessionStorage.getItem(PREFIX + key);
  return text === null ? null : (JSON.parse(text) as T);
}
