#!/usr/bin/env node
/**
 * Bundles a program of the tests into dist/ and runs it with the arguments that follow: `npm run bench -- --help`,
 * `npm run fuzz -- --help`. Its own worker threads run the same bundle.
 */
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [entry = ''] = process.argv.splice(2, 1);
const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(here, '..', 'dist', `${basename(entry, '.ts')}.mjs`);
await build({
  entryPoints: [join(here, entry)],
  outfile: bundle,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
});
await import(pathToFileURL(bundle).href);
