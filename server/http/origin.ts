/**
 * The guard against requests forged by other sites (requirement R6): an unsafe method must come from a page of this server,
 * which the browser says in `Origin` and a form cannot change, and carry JSON, or bytes with PUT, which a form cannot send.
 */
import type { MiddlewareHandler } from 'hono';
import { HttpRefusal } from './errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const JSON_TYPE = /^application\/json(?:\s*;\s*charset=utf-8)?$/i;

export function requireOwnOrigin(origins: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    if (!SAFE.has(c.req.method)) {
      const origin = c.req.header('origin');
      if (origin === undefined || !origins.includes(origin)) {
        throw new HttpRefusal('FOREIGN_ORIGIN', 'header Origin', `expected the origin of this server`);
      }
      const type = c.req.header('content-type') ?? '';
      const isUpload = c.req.method === 'PUT' && type.toLowerCase() === 'application/octet-stream';
      if (!JSON_TYPE.test(type) && !isUpload) {
        throw new HttpRefusal('WRONG_CONTENT_TYPE', 'header Content-Type', 'expected application/json');
      }
    }
    await next();
  };
}
