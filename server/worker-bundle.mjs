#!/usr/bin/env node
/**
 * Bundles the application for Cloudflare Workers into dist/worker: one module, and the multiplier as .wasm files, which the
 * platform compiles because nothing may be compiled there at run time. The list of the pages and the migrations travel in
 * the bundle; the pages themselves are the binding ASSETS (dist/web).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const TIERS = ['fma', 'simd'];

/** @param {string} folder where worker.mjs goes */
export async function bundleWorker(folder = join(root, 'dist', 'worker')) {
  await build();
  mkdirSync(folder, { recursive: true });
  await writeMultipliers(folder);
  const builtPages = readFileSync(join(root, 'dist', 'web', 'pages.json'), 'utf8');
  await bundle({
    absWorkingDir: root,
    stdin: {
      resolveDir: join(root, 'server'),
      loader: 'ts',
      contents: `
        import { createWorker, LedgerHead } from './worker.ts';
        ${TIERS.map((tier) => `import ${tier} from './multiplier-${tier}.wasm';`).join('\n')}
        export { LedgerHead };
        export default createWorker({
          builtPages: ${builtPages},
          migrations: ${JSON.stringify(readMigrations())},
          multipliers: [${TIERS.map((tier) => `{ tier: '${tier}', module: ${tier} }`).join(', ')}],
        });`,
    },
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2023',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'import'],
    external: ['node:*', 'cloudflare:*', '*.wasm'],
    alias: Object.fromEntries(
      [
        'assert',
        'buffer',
        'crypto',
        'events',
        'fs',
        'os',
        'path',
        'stream',
        'url',
        'util',
        'zlib',
        'async_hooks',
      ].map((name) => [name, `node:${name}`]),
    ),
    loader: { '.ttf': 'binary' },
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': '"file:///worker.mjs"' },
    jsx: 'automatic',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** As server/db/migrate.ts reads them. */
function readMigrations() {
  const folder = join(root, 'server', 'db', 'migrations');
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const [, number, name] = /^(\d{4})-(.+)\.sql$/.exec(file);
      return { number: Number(number), name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

async function writeMultipliers(folder) {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'tally', 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  const temporary = mkdtempSync(join(tmpdir(), 'minyi-tally-'));
  const door = join(temporary, 'tally.mjs');
  writeFileSync(door, outputFiles[0].contents);
  const { emitMultiplier } = await import(pathToFileURL(door).href);
  rmSync(temporary, { recursive: true });
  for (const tier of TIERS) writeFileSync(join(folder, `multiplier-${tier}.wasm`), emitMultiplier(tier));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await bundleWorker();
  process.stdout.write('dist/worker/worker.mjs is ready; deploy with: npx wrangler deploy\n');
}
