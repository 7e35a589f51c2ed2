/**
 * A typed client of one folder of the server: `const organs = rpc<OrganRoutes>('/api/organs')`, then
 * `await read(organs[':id'].$get({ param: { id } }))`. Paths, inputs and answers are checked by the compiler.
 */
import type { Hono } from 'hono';
import { type ClientResponse, hc } from 'hono/client';
import { fetchHere } from './client.ts';

// biome-ignore lint/suspicious/noExplicitAny: Hono's own bound for "any application"
export function rpc<App extends Hono<any, any, any>>(base: string) {
  return hc<App>(base, {
    fetch: (path: string | URL | Request, init?: RequestInit) => fetchHere(path, init),
  });
}

/** The value of an answer; a refusal was thrown as `Failure` by then. */
export async function read<T>(answer: Promise<ClientResponse<T, number, 'json'>>): Promise<T> {
  return (await (await answer).json()) as T;
}
