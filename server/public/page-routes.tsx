/**
 * The pages without login. Each is written from the database, kept for a second or until its session changes (page-cache.ts)
 * and sent with the strictest policy. What is not published answers 404, like what is not there.
 */
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import type { Deps } from '../deps.ts';
import { checkingRoutes } from './checking-routes.tsx';
import { documentRoutes } from './document-routes.tsx';
import { createPageCache } from './page-cache.ts';
import { type PageContext, showAbsent, showPage } from './page-context.tsx';
import { HomePage } from './pages/home.tsx';
import { MeetingPage } from './pages/meeting.tsx';
import { POLL_ID, readCount, UUID } from './parameters.ts';
import type { ListOrder } from './result-model.ts';
import { makeResultPage } from './result-pages.tsx';
import type { Site } from './site.ts';
import {
  loadCurrentPolls,
  loadEndedPolls,
  loadHomeStamp,
  loadMeeting,
  loadMeetingPolls,
  loadOrgans,
  loadStamp,
} from './store.ts';

const PAGE_SIZE = 20;
const ORDERS: ReadonlyMap<string, ListOrder> = new Map([
  ['votes', 'votes'],
  ['ballot', 'ballot_no'],
]);

/** @param site what the installation adds to its database */
export function publicPages(deps: Pick<Deps, 'now'>, site: Site) {
  const context: PageContext = { site, cache: createPageCache(deps.now) };
  return new Hono<AppEnv>()
    .route('/', documentRoutes(context))
    .route('/', checkingRoutes(context))
    .get('/', (c) => {
      const { sql } = c.var.deps;
      const organ = c.req.query('organ') ?? null;
      const page = readCount(c.req.query('page')) ?? 1;
      if (organ !== null && !UUID.test(organ)) return showAbsent(c, site);
      return showPage(c, context, {
        subject: 'home',
        name: 'home',
        parameters: { organ, page: page === 1 ? null : page },
        stamp: () => loadHomeStamp(sql),
        render: async (view) => {
          const organs = await loadOrgans(sql);
          const current = await loadCurrentPolls(sql);
          const ended = await loadEndedPolls(sql, organ, (page - 1) * PAGE_SIZE, PAGE_SIZE + 1);
          return (
            <HomePage
              view={view}
              organs={organs}
              organId={organ}
              current={current}
              ended={ended.slice(0, PAGE_SIZE)}
              page={page}
              hasMore={ended.length > PAGE_SIZE}
            />
          );
        },
      });
    })
    .get('/meetings/:meeting', (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('meeting');
      if (!UUID.test(id)) return showAbsent(c, site);
      return showPage(c, context, {
        subject: 'home',
        name: `meeting ${id}`,
        stamp: () => loadHomeStamp(sql),
        render: async (view) => {
          const meeting = await loadMeeting(sql, id);
          if (meeting === null) return null;
          return <MeetingPage view={view} meeting={meeting} polls={await loadMeetingPolls(sql, id)} />;
        },
      });
    })
    .get('/polls/:poll', (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      const version = readCount(c.req.query('version')) ?? null;
      const asked = c.req.query('order') ?? '';
      const order = ORDERS.get(asked) ?? null;
      if (!POLL_ID.test(id)) return showAbsent(c, site);
      return showPage(c, context, {
        subject: id,
        name: 'result',
        parameters: { version, order: order === null ? null : asked },
        stamp: () => loadStamp(sql, id),
        render: (view) => makeResultPage(sql, view, id, version, order),
      });
    });
}
