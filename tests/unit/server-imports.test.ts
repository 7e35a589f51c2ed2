/** The directions of style.md 3 for the server: what may reach what, and no statement outside the port (F1–F3, R40). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../server', import.meta.url));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, module = '']) => module);
    return { path: relative(root, path), text, imports };
  });

function offenders(isFile: (path: string) => boolean, isOffence: (module: string) => boolean): string[] {
  return files
    .filter(({ path }) => isFile(path))
    .flatMap(({ path, imports }) => imports.filter(isOffence).map((module) => `${path}: ${module}`));
}

describe('imports of the server', () => {
  test('R40: only the two drivers open postgres.js, and only they may run text that is not a tagged statement', () => {
    const isDriver = (path: string) => ['db/pglite.ts', 'db/postgres.ts'].includes(path);
    const values = files.filter(
      ({ path, text }) => !isDriver(path) && /import (?!type)[^;]*'postgres'/.test(text),
    );
    expect(values.map(({ path }) => path)).toEqual([]);
    const interactive = files.filter(
      ({ path, text }) =>
        !isDriver(path) && /\b(?:sql|client|tx)\.(?:begin|unsafe|reserve|savepoint)\b/.test(text),
    );
    expect(interactive.map(({ path }) => path)).toEqual([]);
  });

  test('scripts of several statements are for migrations only', () => {
    const callers = files.filter(({ text }) => /\.runScript\(/.test(text)).map(({ path }) => path);
    expect(callers).toEqual(['db/migrate.ts']);
  });

  test('the application reaches nothing of Node and no driver, however indirectly, so that a worker can run it', () => {
    const reached = new Set<string>();
    const reach = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      const text = files.find((file) => file.path === path)?.text ?? '';
      for (const [, module = ''] of text.matchAll(/^(?:import|export) (?!type)[^;]*?from '([^']+)'/gm)) {
        reach(module.startsWith('.') ? join(dirname(path), module) : module);
      }
    };
    reach('app.ts');
    expect(reached).toContain('http/origin.ts');
    // node:util, for TextDecoder with all its encodings, is in the runtime of workers too.
    expect(
      [...reached].filter((module) => /^node:(?!util$)|pglite|^postgres$|^db\/(?!absence)/.test(module)),
    ).toEqual([]);
  });

  test('only the entry and the settings read the environment', () => {
    const readers = files.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    // The demonstration is an entry too; the other two make bundles and run no application.
    expect(readers.sort()).toEqual(['demo/main.ts', 'dev.mjs', 'node.ts', 'worker-bundle.mjs']);
  });

  test('nothing of the server imports tests, the web, or the calculation except by its door', () => {
    // The one build makes the pages too; the demonstration's story has a door of its own.
    // So have the threads of Node that check ballots: they need a flag of V8.
    const exceptions = [
      'build.mjs: ../web/build.mjs',
      'demo/seed.ts: #tally/demo',
      'ballots/checker-pool.ts: #tally/node',
    ];
    expect(
      offenders(
        () => true,
        (module) => /tests\/|web\/|tally\//.test(module),
      ).filter((found) => !exceptions.includes(found)),
    ).toEqual([]);
  });
});
