#!/usr/bin/env node
/**
 * The one build: the pages into dist/web, the server into dist/server. Each is made when it is missing or when a source it comes
 * from has changed, told by content, and put in place whole, so that several programs may find it stale at once.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const SHARED = ['tally', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** @param {(line: string) => void} say told what is being made, when it takes time */
export async function build(say = () => {}) {
  await makeWhenStale('web', ['web', 'server/api.ts', 'vite.config.ts'], say, async (folder) => {
    const { buildWeb } = await import('../web/build.mjs');
    await buildWeb(folder);
  });
  await makeWhenStale('server', ['server', 'web'], say, async (folder) => {
    const { bundleProgram } = await import('./bundle.mjs');
    await bundleProgram(folder);
  });
  return join(dist, 'server');
}

async function makeWhenStale(name, sources, say, make) {
  const target = join(dist, name);
  const stamp = join(dist, `${name}.sources`);
  const hash = hashOf([...SHARED, ...sources]);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(name);
  const fresh = join(dist, `${name}.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  await make(fresh);
  const old = `${fresh}.old`;
  if (existsSync(target)) renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another program was faster; what it made is from the same sources.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
  writeFileSync(stamp, hash);
}

/** One hash over the names and contents of files and folders. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesOf(join(root, path)))) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesOf(join(path, name)));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build((name) => process.stdout.write(`building ${name} …\n`));
}
