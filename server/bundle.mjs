/**
 * Bundles an entry of the server into one file that Node runs, with the files it reads at run time beside it: the thread of
 * the embedded database and the migrations. Packages stay in node_modules.
 */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const server = fileURLToPath(new URL('.', import.meta.url));

/** @param {string} entry a .ts file @param {string} outfile a .mjs file below the repository, so that packages are found */
export async function bundleServer(entry, outfile) {
  await build({
    absWorkingDir: join(server, '..'),
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    legalComments: 'none',
    logLevel: 'error',
  });
  cpSync(join(server, 'db', 'pglite-worker.mjs'), join(dirname(outfile), 'pglite-worker.mjs'));
  cpSync(join(server, 'auth', 'argon2-worker.mjs'), join(dirname(outfile), 'argon2-worker.mjs'));
  cpSync(join(server, 'db', 'migrations'), join(dirname(outfile), 'migrations'), { recursive: true });
}
