/**
 * What a reader has set for this browser: the language (Chinese at first) and elder mode. Kept in
 * the cookies that the server's own pages read and set (server/public/view.ts), and written on <html> as `lang` and
 * `data-elder`, where the styles look.
 */
import { useSyncExternalStore } from 'react';
import type { Language } from './texts.ts';

interface Setting<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

function createSetting<T extends string>(
  name: string,
  values: readonly [standard: T, ...others: T[]],
  apply: (value: T) => void,
): Setting<T> {
  const listeners = new Set<() => void>();
  // Pages rendered on the server begin with the standard; there is no reader's browser to ask.
  const hasPage = typeof document !== 'undefined';
  let current = (hasPage ? values.find((value) => value === readStored(name)) : undefined) ?? values[0];
  if (hasPage) apply(current);
  return {
    get: () => current,
    set: (value) => {
      current = value;
      apply(value);
      store(name, value);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

function readStored(name: string): string | undefined {
  const entry = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}

/** A browser that forbids cookies ignores it; then a setting lasts as long as the page. */
function store(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we serve
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

export const languageSetting = createSetting<Language>('minyi_language', ['zh', 'en'], (language) => {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
});

export const elderSetting = createSetting('minyi_elder', ['off', 'on'], (elder) => {
  if (elder === 'on') document.documentElement.dataset.elder = '';
  else delete document.documentElement.dataset.elder;
});

export function useLanguage(): Language {
  return useSyncExternalStore(languageSetting.subscribe, languageSetting.get, () => 'zh');
}

export function useElderMode(): boolean {
  return useSyncExternalStore(elderSetting.subscribe, elderSetting.get, () => 'off') === 'on';
}
