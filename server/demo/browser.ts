/** A browser of the story: sends the requests that a page would send, keeps its cookies, and stops at the first refusal. */
import type { Hono } from 'hono';
import type { AppEnv } from '../app.ts';

/** What JSON.parse gives. */
type Json = ReturnType<typeof JSON.parse>;

const MAX_REPEATS = 60;

export interface Browser {
  readonly get: (path: string) => Promise<Json>;
  readonly post: (path: string, body?: object) => Promise<Json>;
  readonly put: (path: string, body: object) => Promise<Json>;
  readonly bytes: (path: string) => Promise<Uint8Array>;
}

export function openBrowser(app: Pick<Hono<AppEnv>, 'request'>, origin: string): Browser {
  const cookies = new Map<string, string>();

  async function send(method: string, path: string, body?: object): Promise<Response> {
    for (let repeats = 0; ; repeats += 1) {
      const response = await ask(method, path, body);
      // The server asks to wait and says that repeating is safe; a page does as it is told.
      const wait = Number(response.headers.get('retry-after') ?? 0);
      if (response.status !== 503 || wait === 0 || repeats === MAX_REPEATS)
        return take(method, path, response);
      await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
    }
  }

  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    app.request(`${origin}${path}`, {
      method,
      headers: {
        origin,
        'content-type': 'application/json',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  async function take(method: string, path: string, response: Response): Promise<Response> {
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }

  return {
    get: async (path) => (await send('GET', path)).json(),
    post: async (path, body = {}) => (await send('POST', path, body)).json(),
    put: async (path, body) => (await send('PUT', path, body)).json(),
    bytes: async (path) => new Uint8Array(await (await send('GET', path)).arrayBuffer()),
  };
}
