/** What every page handler does: read the preferences, look whether the page is kept, else render it, and send it. */
import type { Context } from 'hono';
import type { ReactElement } from 'react';
import type { AppEnv } from '../app.ts';
import { isAbsence } from '../db/absence.ts';
import type { PageCache } from './page-cache.ts';
import type { View } from './pages/layout.tsx';
import { ProblemPage } from './pages/problem.tsx';
import { renderPage } from './render.tsx';
import type { Site } from './site.ts';
import { keyOf, type Preferences, queryOf, readPreferences, sendPage } from './view.ts';

export interface PageContext {
  readonly site: Site;
  readonly cache: PageCache;
}

export interface PagePlan {
  /** What the page is about: pages of one subject share its stamp. */
  readonly subject: string;
  /** Which page of the subject. */
  readonly name: string;
  /** What else the page depends on, such as its version and order, as in its address; null is left out. */
  readonly parameters?: Readonly<Record<string, string | number | null>>;
  /** The state of the subject; null when there is no such thing. */
  readonly stamp: () => Promise<string | null>;
  readonly render: (view: View) => Promise<ReactElement | null>;
}

function viewOf(site: Site, { language, isElder }: Preferences, query: string): View {
  return { language, isElder, query, styles: site.styles, notice: site.notice(language) };
}

/** The address of a kept page holds what the page depends on, and nothing else that its first reader asked with. */
function queryOfPlan({ parameters = {} }: PagePlan): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) query.set(name, String(value));
  }
  return query.toString();
}

export async function showPage(
  c: Context<AppEnv>,
  { site, cache }: PageContext,
  plan: PagePlan,
): Promise<Response> {
  const preferences = readPreferences(c);
  if (!c.var.deps.database.isPrepared()) return showAway(c, site);
  try {
    const query = queryOfPlan(plan);
    const key = keyOf(preferences, `${plan.name}?${query}`);
    const page = await cache.page(plan.subject, key, plan.stamp, async () => {
      const element = await plan.render(viewOf(site, preferences, query));
      return element === null ? null : renderPage(element);
    });
    return page === null ? showAbsent(c, site) : sendPage(c, page);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    return showAway(c, site);
  }
}

/** A page made for this one request: what somebody searched for, or what changes with every ballot. */
export async function showFresh(
  c: Context<AppEnv>,
  { site }: PageContext,
  render: PagePlan['render'],
): Promise<Response> {
  const preferences = readPreferences(c);
  if (!c.var.deps.database.isPrepared()) return showAway(c, site);
  try {
    const element = await render(viewOf(site, preferences, queryOf(c)));
    if (element === null) return showAbsent(c, site);
    return sendPage(c, { body: renderPage(element), etag: '' });
  } catch (error) {
    if (!isAbsence(error)) throw error;
    return showAway(c, site);
  }
}

function showAway(c: Context<AppEnv>, site: Site): Response {
  c.header('retry-after', '2');
  return sendPage(c, { body: problemHtml(c, site, false), etag: '' }, 503);
}

/** The page that says that nothing is here. */
export function showAbsent(c: Context<AppEnv>, site: Site): Response {
  return sendPage(c, { body: problemHtml(c, site, true), etag: '' }, 404);
}

function problemHtml(c: Context<AppEnv>, site: Site, isAbsent: boolean): string {
  const view = viewOf(site, readPreferences(c), queryOf(c));
  return renderPage(<ProblemPage view={view} isAbsent={isAbsent} />);
}
