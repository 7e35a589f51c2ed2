/**
 * The built pages of `web/`: which files there are, what each page loads with the SHA-256 of every file, and their bytes.
 * `web/build.mjs` writes the list (`pages.json`); where the bytes come from depends on the runtime. The voting page's files
 * are sealed into a set-up, and a receipt names the verifier, so both can be compared with what a browser got.
 */
import { sha256Hex } from '#tally';

export type PageName = 'app' | 'vote' | 'verify';

export interface PageFile {
  /** Path below the folder of the build, such as `assets/vote-B1x2.js`. */
  readonly name: string;
  /** Of the bytes before compression, in hex. */
  readonly sha256: string;
}

/** What `pages.json` says. */
export interface BuiltPages {
  readonly files: Readonly<Record<string, string>>;
  /** Of each page its HTML first, then everything that it can load. */
  readonly pages: Readonly<Partial<Record<PageName, readonly string[]>>>;
  /** Addresses of the styles of server-rendered pages. */
  readonly publicStyles: readonly string[];
}

/** Bytes as the requester can take them. */
export interface Served {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream;
  readonly encoding: 'br' | 'gzip' | null;
}

export interface Pages {
  /** The files of a page; none where the pages are not built. */
  readonly filesOf: (page: PageName) => readonly PageFile[];
  /** The line that receipts show: address of the verifier and hash of its list of files. */
  readonly verifier: () => string;
  readonly publicStyles: readonly string[];
  /** A file of the list; null for any other name. */
  readonly read: (name: string, acceptEncoding: string) => Promise<Served | null>;
}

export type ReadFile = (name: string, acceptEncoding: string) => Promise<Served | null>;

export const NOT_BUILT: BuiltPages = { files: {}, pages: {}, publicStyles: [] };

/** @param origin under which the verifier is served, such as `https://vote.example.cn` */
export function createPages(built: BuiltPages, origin: string, readFile: ReadFile): Pages {
  const filesOf = (page: PageName) =>
    (built.pages[page] ?? []).map((name) => ({ name, sha256: built.files[name] ?? '' }));
  return {
    filesOf,
    verifier: () => `${origin}/verify sha256:${sha256Hex(fileList(filesOf('verify')))}`,
    publicStyles: built.publicStyles,
    read: async (name, acceptEncoding) =>
      Object.hasOwn(built.files, name) ? readFile(name, acceptEncoding) : null,
  };
}

/** As `sha256sum` prints it, so that anyone can make the same from the files. */
export function fileList(files: readonly PageFile[]): string {
  return files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
}
