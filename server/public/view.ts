/**
 * How a page is asked for and answered: language and text size from the address, else from a cookie that a switch has set;
 * the content policy of pages; and ETags, so that a reader who has the page gets three hundred bytes.
 */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { AppEnv } from '../app.ts';
import type { KeptPage } from './page-cache.ts';
import type { View } from './pages/layout.tsx';
import type { Language } from './text/words.ts';

export interface Preferences {
  readonly language: Language;
  readonly isElder: boolean;
}

const LANGUAGE_COOKIE = 'minyi_language';
const ELDER_COOKIE = 'minyi_elder';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Scripts and styles of this server only, nothing inline, nothing from elsewhere (requirement R57). */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the reader has chosen; a choice in the address is remembered. */
export function readPreferences(c: Context<AppEnv>): Preferences {
  const lang = c.req.query('lang');
  const elder = c.req.query('elder');
  const language = choice(lang, ['zh', 'en']) ?? choice(getCookie(c, LANGUAGE_COOKIE), ['zh', 'en']) ?? 'zh';
  const isElder = (choice(elder, ['on', 'off']) ?? getCookie(c, ELDER_COOKIE)) === 'on';
  if (lang === language) remember(c, LANGUAGE_COOKIE, language);
  if (elder === 'on' || elder === 'off') remember(c, ELDER_COOKIE, elder);
  return { language, isElder };
}

function choice<T extends string>(given: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((value) => value === given);
}

function remember(c: Context<AppEnv>, name: string, value: string): void {
  // Not httpOnly: the pages with scripts read and set the same cookies (web/text/settings.ts).
  setCookie(c, name, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax' });
}

/** What the page was asked for with, without the switches. */
export function queryOf(c: Context<AppEnv>): string {
  const { searchParams } = new URL(c.req.url);
  searchParams.delete('lang');
  searchParams.delete('elder');
  return searchParams.toString();
}

/** Under this name a page is kept: everything but the session that changes it. */
export function keyOf({ language, isElder }: Preferences, rest: string): string {
  return `${language} ${isElder ? 'elder' : ''} ${rest}`;
}

/** Sends a page, or 304 when the reader has it; a page without an ETag is always sent. */
export function sendPage(
  c: Context<AppEnv>,
  { body, etag }: KeptPage,
  status: 200 | 404 | 503 = 200,
): Response {
  c.header('content-security-policy', PAGE_POLICY);
  c.header('cache-control', 'no-cache');
  c.header('vary', 'cookie');
  if (status === 200 && etag !== '') {
    c.header('etag', etag);
    const known = c.req.header('if-none-match');
    if (known?.split(',').some((given) => given.trim().replace(/^W\//, '') === etag))
      return c.body(null, 304);
  }
  return c.body(body, status, { 'content-type': 'text/html; charset=utf-8' });
}

export type ViewOf = (c: Context<AppEnv>, preferences: Preferences) => View;
