/**
 * Builds the pages into `dist/web`, then writes `pages.json`, the list that the server and a set-up use: every file with its
 * SHA-256, and of each page all files that it can load. A file loads another when it names it; names carry hashes, so no
 * other text looks like one. Compressed forms stand beside the files.
 */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} outDir where the files go; emptied first */
export async function buildWeb(outDir = join(root, 'dist', 'web')) {
  const common = { configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir } };
  await build(common);
  await build({ ...common, mode: 'vote' });
  for (const font of ['document-serif.ttf', 'document-sans.ttf']) {
    cpSync(join(root, 'server', 'public', 'fonts', font), join(outDir, 'fonts', font));
  }
  const manifest = JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8'));
  const names = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('manifest.json'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(outDir.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const bytes = new Map(names.map((name) => [name, readFileSync(join(outDir, name))]));
  const loads = new Map(names.map((name) => [name, namedIn(name, bytes.get(name), names)]));
  const pages = Object.fromEntries(
    names
      .filter((name) => name.endsWith('.html'))
      .map((name) => [name.replace(/\.html$/, ''), reachable(name, loads)]),
  );
  const files = Object.fromEntries(names.map((name) => [name, sha256(bytes.get(name))]));
  const publicStyles = [`/${manifest['public.css'].file}`];
  writeFileSync(join(outDir, 'pages.json'), `${JSON.stringify({ files, pages, publicStyles }, null, 1)}\n`);
  for (const [name, content] of bytes) compress(join(outDir, name), content);
}

function namedIn(name, content, names) {
  if (!/\.(?:html|js|css)$/.test(name)) return [];
  const text = content.toString('utf8');
  return names.filter((other) => other !== name && text.includes(other.slice(other.lastIndexOf('/') + 1)));
}

function reachable(start, loads) {
  const found = new Set([start]);
  for (const name of found) for (const next of loads.get(name)) found.add(next);
  found.delete(start);
  return [start, ...[...found].sort()];
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/** Fonts and pictures are compressed already. */
function compress(path, content) {
  if (content.length < 512 || !/\.(?:html|js|css|svg|wasm)$/.test(path)) return;
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
}
