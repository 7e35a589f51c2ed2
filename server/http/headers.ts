/**
 * Headers of every answer (requirement R57). The policy forbids everything; a route that serves a page replaces
 * `content-security-policy` by its own, and one that may be cached `cache-control`.
 */
import type { MiddlewareHandler } from 'hono';

const STANDARD: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
};

export const strictHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(STANDARD)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
