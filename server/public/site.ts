/** What the pages take from the installation besides its database: addresses of the built files, fonts, whether it is a demo. */
import type { Deps } from '../deps.ts';
import type { ReadFont } from './pdf/fonts.ts';
import { commonWords } from './text/common.ts';
import type { Language } from './text/words.ts';

export interface Site {
  /** Style sheets of the public pages. */
  readonly styles: readonly string[];
  /** Says on every page that everything on it is made up; null in earnest. */
  readonly notice: (language: Language) => string | null;
  /** Where people reach this server, for printed addresses, such as `https://vote.example.cn`. */
  readonly origin: string;
  readonly readFont: ReadFont;
}

export function siteOf({ pages, origins, isDemo }: Pick<Deps, 'pages' | 'origins' | 'isDemo'>): Site {
  return {
    styles: pages.publicStyles,
    notice: (language) => (isDemo ? commonWords(language).demo : null),
    origin: origins[0] ?? '',
    readFont: async (name) => {
      const built = await pages.read(`fonts/${name}`, '');
      if (built !== null) return new Uint8Array(await new Response(built.body).arrayBuffer());
      // Without built pages the fonts lie beside the sources.
      const { readFile } = await import('node:fs/promises');
      return readFile(new URL(`./fonts/${name}`, import.meta.url));
    },
  };
}
