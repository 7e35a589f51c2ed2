/** The built pages in memory, as Node serves them: read once at the start, with their compressed forms. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../log.ts';
import { type BuiltPages, createPages, NOT_BUILT, type Pages, type ReadFile, type Served } from './pages.ts';

/** `dist/web`, seen from the bundle in `dist/server` and from the sources. */
const FOLDERS = ['../web', '../../dist/web'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

export function openPages(origin: string, log: Log, folders: readonly string[] = FOLDERS): Pages {
  const folder = folders.find((candidate) => existsSync(join(candidate, 'pages.json')));
  if (folder === undefined) {
    log.warn('the pages are not built', { mend: 'npm run build' });
    return createPages(NOT_BUILT, origin, async () => null);
  }
  const built = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')) as BuiltPages;
  return createPages(built, origin, readInto(folder, Object.keys(built.files)));
}

function readInto(folder: string, names: readonly string[]): ReadFile {
  const kept = new Map<string, Served>();
  for (const name of names) {
    for (const [encoding, ending] of [
      ['br', '.br'],
      ['gzip', '.gz'],
      [null, ''],
    ] as const) {
      const path = join(folder, `${name}${ending}`);
      if (existsSync(path))
        kept.set(`${name}${ending}`, { body: new Uint8Array(readFileSync(path)), encoding });
    }
  }
  return async (name, acceptEncoding) => {
    const accepted = acceptEncoding.split(',').map((part) => part.trim().split(';')[0]);
    const compressed =
      (accepted.includes('br') ? kept.get(`${name}.br`) : undefined) ??
      (accepted.includes('gzip') ? kept.get(`${name}.gz`) : undefined);
    return compressed ?? kept.get(name) ?? null;
  };
}
