/** What the pages take from the installation besides its database: addresses of the built files, and whether it is a demo. */
import type { Deps } from '../deps.ts';

export interface Site {
  /** Style sheets of the public pages. */
  readonly styles: readonly string[];
  /** Script of the page that checks receipts, which works without it too. */
  readonly receiptScripts: readonly string[];
  /** Says on every page that everything on it is made up; null in earnest. */
  readonly notice: string | null;
  /** Where people reach this server, for printed addresses, such as `https://vote.example.cn`. */
  readonly origin: string;
}

export function siteOf({ pages, origins }: Pick<Deps, 'pages' | 'origins'>): Site {
  return {
    styles: pages.publicStyles,
    receiptScripts: [],
    notice: null,
    origin: origins[0] ?? '',
  };
}
