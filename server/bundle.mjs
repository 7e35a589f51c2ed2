/**
 * Bundles an entry of the server into one file that Node runs, with the files it reads at run time beside it: the thread of
 * the embedded database, the threads that check ballots, and the migrations. Packages stay in node_modules.
 */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const server = fileURLToPath(new URL('.', import.meta.url));

/** @satisfies {import('esbuild').BuildOptions} */
const SHARED = {
  absWorkingDir: join(server, '..'),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: 'inline',
  legalComments: 'none',
  logLevel: 'error',
};

/** @param {string} entry a .ts file @param {string} outfile a .mjs file below the repository, so that packages are found */
export async function bundleServer(entry, outfile) {
  await build({ ...SHARED, entryPoints: [entry], outfile });
  await bundleBeside(outfile, 'ballots/checker-thread.ts');
  cpSync(join(server, 'db', 'pglite-worker.mjs'), join(dirname(outfile), 'pglite-worker.mjs'));
  cpSync(join(server, 'auth', 'argon2-worker.mjs'), join(dirname(outfile), 'argon2-worker.mjs'));
  cpSync(join(server, 'db', 'migrations'), join(dirname(outfile), 'migrations'), { recursive: true });
}

/** The program and its demonstration, which the product does not import: they share the files at run time. */
export async function bundleProgram(folder) {
  await bundleServer(join(server, 'node.ts'), join(folder, 'server.mjs'));
  await bundleBeside(join(folder, 'server.mjs'), 'demo/main.ts', 'demo.mjs');
  await bundleBeside(join(folder, 'server.mjs'), 'demo/voter-thread.ts');
}

async function bundleBeside(outfile, entry, name = entry.replace(/^.*\//, '').replace(/\.ts$/, '.mjs')) {
  await build({ ...SHARED, entryPoints: [join(server, entry)], outfile: join(dirname(outfile), name) });
}
