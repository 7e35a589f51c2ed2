/**
 * Serves the built pages: assets under names that carry their hash, kept by browsers for good; and the three pages, asked for
 * anew each time, under a policy that lets them load from this server only (requirement R57).
 */
import { type Context, Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { HttpRefusal } from '../http/errors.ts';
import type { PageName } from './pages.ts';

/** Nothing inline, nothing foreign. WebAssembly is the multiplier of `tally`; the types guard what may become a script. */
export const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

/** A worker has the policy that comes with its own script: it may compile the multiplier, load nothing and ask nobody. */
export const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
};

async function send(c: Context<AppEnv>, name: string): Promise<Response> {
  const served = await c.var.deps.pages.read(name, c.req.header('accept-encoding') ?? '');
  if (served === null) throw new HttpRefusal('NOT_FOUND', 'path', 'nothing is here');
  c.header('content-type', TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream');
  c.header('vary', 'accept-encoding');
  if (served.encoding !== null) c.header('content-encoding', served.encoding);
  return c.body(served.body);
}

function sendPage(page: PageName) {
  return (c: Context<AppEnv>) => {
    c.header('content-security-policy', APP_POLICY);
    c.header('cache-control', 'no-cache');
    return send(c, `${page}.html`);
  };
}

/** What a page asks first: whether this installation is a demonstration. */
export interface Site {
  readonly isDemo: boolean;
}

export const pageRoutes = new Hono<AppEnv>()
  .get('/api/site', (c) => {
    const site: Site = { isDemo: c.var.deps.isDemo };
    return c.json(site);
  })
  .get('/assets/:name', (c) => {
    c.header('cache-control', 'public, max-age=31536000, immutable');
    if (c.req.param('name').endsWith('.js')) c.header('content-security-policy', WORKER_POLICY);
    return send(c, `assets/${c.req.param('name')}`);
  })
  .get('/app', sendPage('app'))
  .get('/app/*', sendPage('app'))
  .get('/vote', sendPage('vote'))
  .get('/verify', sendPage('verify'));
