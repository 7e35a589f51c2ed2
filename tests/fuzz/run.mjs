#!/usr/bin/env node
/** Bundles the fuzz run into dist/fuzz.mjs and runs it: `npm run fuzz -- --help`. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(here, '..', '..', 'dist', 'fuzz.mjs');
await build({
  entryPoints: [join(here, 'fuzz.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
});
await import(pathToFileURL(bundle).href);
