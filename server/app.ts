/**
 * The application: every request, on every runtime, goes through this chain. Logged without addresses, identities or
 * queries (requirement R18), answered with strict headers (R57), guarded against other sites (R6), refused early while the
 * database is not in place. Folders of the server mount their routes below `/api`.
 */
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import type { Actor } from './auth/guard.ts';
import type { AccountLogin, CardLogin } from './auth/logins.ts';
import { boothRoutes } from './ballots/booth-routes.ts';
import { cardRoutes } from './ballots/card-routes.ts';
import { ceremonyRoutes } from './ballots/ceremony-routes.ts';
import { closeRoutes } from './ballots/close-routes.ts';
import { countRoutes } from './ballots/count-routes.ts';
import { deskRoutes } from './ballots/desk-routes.ts';
import { sessionRoutes } from './ballots/session-routes.ts';
import type { Deps } from './deps.ts';
import { HttpRefusal, problemOf, problemResponse, STATUS } from './http/errors.ts';
import { strictHeaders } from './http/headers.ts';
import { requireOwnOrigin } from './http/origin.ts';
import { meetingRoutes } from './meetings/routes.ts';
import { organRoutes } from './organs/routes.ts';
import { describeApi } from './pages/openapi.ts';
import { pageRoutes } from './pages/routes.ts';
import { loginRoutes } from './people/login-routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { publicRoutes } from './public/api-routes.ts';
import { showAbsent } from './public/page-context.tsx';
import { publicPages } from './public/page-routes.tsx';
import { siteOf } from './public/site.ts';

export interface AppEnv {
  Variables: {
    deps: Deps;
    /** Set by `guard`. */
    actor: Actor;
    /** Set by `requireAccount`. */
    login: AccountLogin;
    /** Set by `requireCard`. */
    card: Omit<CardLogin, 'kind'>;
  };
}

export function createApp(deps: Deps) {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const started = deps.now().getTime();
    c.set('deps', deps);
    await next();
    deps.log.info('request', {
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: deps.now().getTime() - started,
    });
  });
  app.use(strictHeaders);
  app.use(requireOwnOrigin(deps.origins));
  app.use('/api/*', async (_c, next) => {
    if (deps.database.isPrepared()) return next();
    return problemResponse(
      new HttpRefusal('DATABASE_AWAY', 'database', 'the server waits for its database; try again soon'),
    );
  });
  const site = siteOf(deps);
  app.notFound((c) =>
    !c.req.path.startsWith('/api/') && c.req.header('accept')?.includes('text/html')
      ? showAbsent(c, site)
      : problemResponse(new HttpRefusal('NOT_FOUND', 'path', 'nothing is here')),
  );
  app.onError((error) => {
    const refusal = problemOf(error);
    // A line that is full is no failure: the request log has its status.
    if (STATUS[refusal.code] >= 500 && refusal.code !== 'BUSY')
      deps.log.error('request failed', { code: refusal.code, error });
    return problemResponse(refusal);
  });

  return app
    .route('/', pageRoutes)
    .route('/', publicPages(deps, site))
    .get('/healthz', (c) => c.json({ status: 'alive' as const }))
    .get('/api/openapi.json', (c) => c.json(describeApi(app.routes)))
    .get('/readyz', async (c) => {
      const { state } = await deps.database.ask();
      if (state === 'ready') return c.json({ status: state });
      c.header('retry-after', '2');
      return c.json({ status: state }, 503);
    })
    .route('/api', loginRoutes)
    .route('/api', peopleRoutes)
    .route('/api', organRoutes)
    .route('/api', meetingRoutes)
    .route('/api', cardRoutes)
    .route('/api', deskRoutes)
    .route('/api', ceremonyRoutes)
    .route('/api', sessionRoutes)
    .route('/api', countRoutes)
    .route('/api', boothRoutes)
    .route('/api', closeRoutes)
    .route('/api', publicRoutes);
}
