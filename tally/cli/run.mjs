#!/usr/bin/env node
/**
 * Starts the command line: bundles it into dist/minyi.mjs when the bundle is missing or older than a source, then runs it.
 * The bundle is one self-contained file; copy it anywhere Node runs.
 */
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist', 'minyi.mjs');
const sources = [join(root, 'tally'), join(root, 'package-lock.json')];

function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

if (!existsSync(bundle) || statSync(bundle).mtimeMs < Math.max(...sources.map(newestChange))) {
  const { build } = await import('esbuild');
  // Several programs may find the bundle stale at once: each builds its own and puts it in place whole.
  const fresh = `${bundle}.${process.pid}`;
  await build({
    // Paths in the bundle are relative to this: the same sources give the same bytes wherever they lie.
    absWorkingDir: root,
    entryPoints: [join(root, 'tally', 'cli', 'main.ts')],
    outfile: fresh,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  renameSync(fresh, bundle);
}
await import(pathToFileURL(bundle).href);
