/** What somebody is in the middle of, kept in this tab, so that a reload loses nothing; it goes with the tab and the login. */
const PREFIX = 'minyi-begun-';

/** Null forgets it. Storage may be forbidden or full: then only a reload loses something. */
export function keepInTab(key: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Nothing depends on it but a reload.
  }
}

/** As it was kept by `keepInTab` under this key. */
export function keptInTab<T extends object>(key: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** At the end of a login: the next person at this tab must not meet it. */
export function forgetTab(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
