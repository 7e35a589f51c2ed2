/**
 * Rendered pages kept in memory. Whether a page is still true is asked of the database at most once a second for each session;
 * between, any number of readers get the same bytes. A page is what its address, language and text size make of one state of
 * its session, so several server processes agree without talking to each other.
 */
import { sha256Hex } from '#tally';

export interface KeptPage {
  readonly body: string;
  readonly etag: string;
}

export interface PageCache {
  /**
   * The page for a key.
   *
   * @param subject what the page is about, such as a session id
   * @param loadStamp the state of the subject; null when it is not there
   * @param render makes the page; null when it is not there
   */
  page(
    subject: string,
    key: string,
    loadStamp: () => Promise<string | null>,
    render: () => Promise<string | null>,
  ): Promise<KeptPage | null>;
}

const MAX_PAGES = 2_000;
const MAX_BYTES = 64 * 1024 * 1024;

export function createPageCache(now: () => Date, freshMs = 1_000): PageCache {
  const stamps = new Map<string, { readonly askedAt: number; readonly stamp: Promise<string | null> }>();
  const pages = new Map<string, KeptPage>();
  const rendering = new Map<string, Promise<KeptPage | null>>();
  let bytes = 0;

  function stampOf(subject: string, load: () => Promise<string | null>): Promise<string | null> {
    const known = stamps.get(subject);
    const askedAt = now().getTime();
    if (known !== undefined && Math.abs(askedAt - known.askedAt) < freshMs) return known.stamp;
    const stamp = load();
    stamps.delete(subject);
    stamps.set(subject, { askedAt, stamp });
    // A failure is not remembered: the next reader asks again.
    stamp.catch(() => stamps.delete(subject));
    if (stamps.size > MAX_PAGES) stamps.delete(stamps.keys().next().value ?? '');
    return stamp;
  }

  function keep(name: string, page: KeptPage): void {
    pages.set(name, page);
    bytes += page.body.length;
    for (const [oldest, { body }] of pages) {
      if (pages.size <= MAX_PAGES && bytes <= MAX_BYTES) break;
      pages.delete(oldest);
      bytes -= body.length;
    }
  }

  return {
    page: async (subject, key, loadStamp, render) => {
      const stamp = await stampOf(subject, loadStamp);
      if (stamp === null) return null;
      const name = `${subject}\n${key}\n${stamp}`;
      const kept = pages.get(name);
      if (kept !== undefined) return kept;
      const underWay = rendering.get(name);
      if (underWay !== undefined) return underWay;
      const made = render().then((body) => {
        if (body === null) return null;
        const etag = `"${sha256Hex(body).slice(0, 32)}"`;
        const page = { body, etag };
        keep(name, page);
        return page;
      });
      rendering.set(name, made);
      try {
        return await made;
      } finally {
        rendering.delete(name);
      }
    },
  };
}
