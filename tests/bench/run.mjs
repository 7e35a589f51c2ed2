#!/usr/bin/env node
/** Bundles the benchmark into dist/bench.mjs and runs it: `npm run bench -- --help`. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(here, '..', '..', 'dist', 'bench.mjs');
await build({
  entryPoints: [join(here, 'bench.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
});
await import(pathToFileURL(bundle).href);
