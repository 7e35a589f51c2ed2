/**
 * The last signed head on Cloudflare Workers: one durable object, which handles one request after another, so reading and
 * writing is a compare-and-swap. Outside the database, as requirement R24 asks.
 */
import { type Head, type HeadStore, isSameHead } from './head-store.ts';

/** As much of the platform's types as is used here. */
export interface HeadNamespace {
  readonly idFromName: (name: string) => unknown;
  readonly get: (id: unknown) => { readonly fetch: (request: Request) => Promise<Response> };
}

interface ObjectState {
  readonly storage: {
    readonly get: (key: string) => Promise<unknown>;
    readonly put: (key: string, value: unknown) => Promise<void>;
  };
}

const KEY = 'head';
const ADDRESS = 'https://ledger-head.local/';

interface Swap {
  readonly previous: Head | null;
  readonly next: Head;
}

export class LedgerHead {
  readonly #storage: ObjectState['storage'];

  constructor(state: ObjectState) {
    this.#storage = state.storage;
  }

  async fetch(request: Request): Promise<Response> {
    const last = ((await this.#storage.get(KEY)) as Head | undefined) ?? null;
    if (request.method === 'GET') return Response.json(last);
    const { previous, next } = (await request.json()) as Swap;
    if (!isSameHead(previous, last)) return Response.json(false);
    await this.#storage.put(KEY, next);
    return Response.json(true);
  }
}

/** The store that this namespace's one object keeps. */
export function rememberedHeads(namespace: HeadNamespace): HeadStore {
  const ask = async (body?: Swap) => {
    const object = namespace.get(namespace.idFromName('ledger'));
    const request = new Request(ADDRESS, body && { method: 'PUT', body: JSON.stringify(body) });
    return (await object.fetch(request)).json();
  };
  return {
    read: async () => (await ask()) as Head | null,
    swap: async (previous, next) => (await ask({ previous, next })) === true,
  };
}
