/** The built pages on Cloudflare Workers: the list is bundled, the bytes come from the binding ASSETS, compressed by the platform. */
import { type BuiltPages, createPages, type Pages } from './pages.ts';

export interface Assets {
  readonly fetch: (request: Request) => Promise<Response>;
}

export function pagesOfAssets(built: BuiltPages, origin: string, assets: Assets): Pages {
  return createPages(built, origin, async (name) => {
    // The host is never resolved; the binding looks at the path alone.
    const response = await assets.fetch(new Request(`https://assets.local/${name}`));
    return response.ok && response.body !== null ? { body: response.body, encoding: null } : null;
  });
}
