/**
 * Who may import whom (docs/architecture.md), what the pure folders may not touch, and what the installation rests on:
 * rules that hold for every file, checked on every file.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  /** Path from the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Every module named by an import or export, in order. */
  readonly imports: readonly string[];
  /** Those of them that remain when types are gone. */
  readonly runtimeImports: readonly string[];
}

function filesUnder(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function importsOf(text: string): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      jsx: ts.JsxEmit.ReactJSX,
      verbatimModuleSyntax: true,
    },
    fileName: path.endsWith('.tsx') ? 'source.tsx' : 'source.ts',
  });
  return { path, text, imports: importsOf(text), runtimeImports: importsOf(outputText) };
}

const tally = filesUnder('tally', ['.ts', '.mjs']).map(readSource);
const pure = tally.filter(({ path }) => !path.startsWith('tally/cli/'));
const tests = filesUnder('tests', ['.ts']).map(readSource);
const server = filesUnder('server', ['.ts', '.tsx', '.mjs']).map(readSource);
const web = filesUnder('web', ['.ts', '.tsx', '.mjs']).map(readSource);

/** Each import that `isForbidden`, as "file imports module". */
function offences(
  files: readonly SourceFile[],
  isForbidden: (module: string, file: SourceFile) => boolean,
): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((module) => isForbidden(module, file))
      .map((module) => `${file.path} imports ${module}`),
  );
}

const isRelative = (module: string) => module.startsWith('.');
const isBuiltin = (module: string) => module.startsWith('node:') || builtinModules.includes(module);
const targetOf = (module: string, file: SourceFile) => join(dirname(file.path), module).split(sep).join('/');

/** Each line that matches, as "file:line". */
function linesWith(pattern: RegExp, files: readonly { path: string; text: string }[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : [])),
  );
}

describe('imports', () => {
  test('tally/ imports only @noble/* and its own files, and outside tally/cli/ nothing of Node', () => {
    expect(pure.length).toBeGreaterThan(100);
    expect(offences(pure, (module) => !isRelative(module) && !module.startsWith('@noble/'))).toEqual([]);
  });

  test('tally/cli/ adds Node, and its launcher alone the bundler', () => {
    const cli = tally.filter(({ path }) => path.startsWith('tally/cli/'));
    const allowed = (module: string, { path }: SourceFile) =>
      isRelative(module) ||
      isBuiltin(module) ||
      module.startsWith('@noble/') ||
      (module === 'esbuild' && path === 'tally/cli/run.mjs');
    expect(offences(cli, (module, file) => !allowed(module, file))).toEqual([]);
  });

  test('no file of tally/ outside tally/cli/ imports the command line', () => {
    expect(offences(pure, (module, file) => targetOf(module, file).startsWith('tally/cli/'))).toEqual([]);
  });

  test('only the demonstration imports the demonstration’s data', () => {
    const isDemo = (path: string) => path.startsWith('tally/cli/demo/');
    const others = tally.filter(({ path }) => path !== 'tally/cli/commands/demo.ts' && !isDemo(path));
    expect(offences(others, (module, file) => isDemo(targetOf(module, file)))).toEqual([]);
  });

  test('no file of the product imports tests, or another folder except by its door', () => {
    const leavesFolder = (module: string, file: SourceFile) =>
      isRelative(module) && !targetOf(module, file).startsWith('tally/');
    expect(offences(tally, leavesFolder)).toEqual([]);
    // Inside the house nobody goes through the front door.
    expect(offences(tally, (module) => module.startsWith('#'))).toEqual([]);
  });

  test('relative imports name an existing source file, style sheet or JSON', () => {
    const isBad = (module: string, file: SourceFile) =>
      isRelative(module) &&
      !(
        /\.(tsx?|mjs|json|css|wasm)$/.test(module) &&
        (existsSync(join(root, targetOf(module, file))) || module.endsWith('.wasm'))
      );
    expect(offences([...tally, ...server, ...web, ...tests], isBad)).toEqual([]);
  });

  test('folders meet at their doors: the server imports #tally, the web #tally and only types of the server', () => {
    const staysIn = (folder: string) => (module: string, file: SourceFile) =>
      isRelative(module) && !targetOf(module, file).startsWith(`${folder}/`);
    // The one build makes the pages too.
    const sources = server.filter(({ path }) => path !== 'server/build.mjs' && path !== 'server/dev.mjs');
    expect(offences(sources, staysIn('server'))).toEqual([]);
    expect(offences(web, staysIn('web'))).toEqual([]);
    const crossings = (files: readonly SourceFile[], doors: readonly string[]) =>
      files.flatMap(({ path, runtimeImports }) =>
        runtimeImports
          .filter((module) => module.startsWith('#') && !doors.includes(module))
          .map((module) => `${path} imports ${module}`),
      );
    const isDemo = ({ path }: SourceFile) => path.startsWith('server/demo/');
    // Threads of Node that check ballots need a flag of V8, which is nothing for Workers.
    const threads = 'server/ballots/checker-pool.ts imports #tally/node';
    expect(
      crossings(
        server.filter((file) => !isDemo(file)),
        ['#tally'],
      ),
    ).toEqual([threads]);
    expect(crossings(server.filter(isDemo), ['#tally', '#tally/demo'])).toEqual([]);
    expect(crossings(web, ['#tally', '#tally/booth'])).toEqual([]);
  });

  test('folders of the server import only folders above them, and nothing but the demonstration itself imports it', () => {
    const found = server.flatMap(({ path, runtimeImports }) => {
      const own = SERVER_LAYERS.indexOf(folderOf(path));
      return runtimeImports.filter(isRelative).flatMap((module) => {
        const target = SERVER_LAYERS.indexOf(folderOf(targetOf(module, { path } as SourceFile)));
        return own >= 0 && target > own ? [`${path} imports ${module}`] : [];
      });
    });
    expect(found).toEqual([]);
    const folders = new Set(server.map(({ path }) => folderOf(path)));
    expect([...folders].filter((folder) => folder !== '' && !SERVER_LAYERS.includes(folder))).toEqual([]);
    const outside = server.filter(({ path }) => !path.startsWith('server/demo/'));
    const demoUsers = outside.filter((file) =>
      file.runtimeImports.some((module) => targetOf(module, file).startsWith('server/demo/')),
    );
    expect(demoUsers.map(({ path }) => path)).toEqual([]);
  });

  test('R40: outside migrations nothing begins a transaction, and no page but the client fetches', () => {
    const code = server.map((file) => ({ ...file, text: withoutComments(file.text) }));
    const drivers = ['server/db/postgres.ts', 'server/db/pglite.ts'];
    expect(
      linesWith(
        /\b(?:sql|client)\.(?:begin|unsafe|reserve)\b/,
        code.filter(({ path }) => !drivers.includes(path)),
      ),
    ).toEqual([]);
    const pages = web.filter(({ path }) => path.endsWith('.tsx'));
    expect(linesWith(/\bfetch\(|XMLHttpRequest|sendBeacon/, pages)).toEqual([]);
  });

  test('no files of tally/ import each other in a circle', () => {
    const edges = new Map(
      tally.map((file) => [
        file.path,
        file.runtimeImports.filter(isRelative).map((module) => targetOf(module, file)),
      ]),
    );
    expect(
      findCircle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(findCircle(edges)).toBeUndefined();
  });
});

/** Each may import those before it (docs/architecture.md). */
const SERVER_LAYERS: readonly string[] = [
  'db',
  'http',
  'ledger',
  'auth',
  'people',
  'organs',
  'meetings',
  'ballots',
  'public',
  'pages',
  'demo',
];

/** `ballots` of `server/ballots/cast.ts`; empty for a file of the server itself. */
function folderOf(path: string): string {
  const [, folder = '', file] = path.split('/');
  return file === undefined ? '' : folder;
}

/** Paths along a circle, or undefined. */
function findCircle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): readonly string[] | undefined {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path) ?? []) {
      const circle = visit(next, [...trail, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  }
  for (const path of edges.keys()) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('sources', () => {
  test('tally/ outside tally/cli/ has no clock and no randomness of its own', () => {
    const code = pure.map((file) => ({ ...file, text: withoutComments(file.text) }));
    expect(
      linesWith(/Math\.random|Date\.now|\bDate\(\)|new Date\(|performance\.|getRandomValues/, code),
    ).toEqual([]);
  });

  test('every text of the pages is shown on one', () => {
    const isText = (path: string) => /^(?:web|server\/public)\/text\//.test(path);
    const shown = [...web, ...server].filter(({ path }) => !isText(path)).map(({ text }) => text);
    const texts = [...web, ...server].filter(({ path }) => isText(path)).map(({ text }) => text);
    const isShown = (key: string) =>
      shown.some((text) => new RegExp(`\\b${key}\\b`).test(text)) ||
      texts.some((text) => new RegExp(`(?:\\.|'|: )${key}\\b`).test(text)) ||
      // `t[`state_${state}`]`
      shown.some((text) => key.includes('_') && text.includes(`\`${key.slice(0, key.indexOf('_') + 1)}\${`));
    const unused = [...web, ...server]
      .filter(({ path }) => isText(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^ {2}(\w+): [[(]/gm)]
          .map(([, key = '']) => key)
          .filter((key) => !isShown(key))
          .map((key) => `${path} ${key}`),
      );
    expect(unused).toEqual([]);
  });

  test('no file of the product is longer than 400 lines, but the door, which is a list', () => {
    expect(
      [...tally, ...server, ...web]
        .filter(({ path, text }) => path !== 'tally/index.ts' && text.trimEnd().split('\n').length > 400)
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('every file of the product begins by saying what it holds', () => {
    const opening = /^(#!.*\n)?(?:\/\/ .*\n)*\/\*\*/;
    expect(
      [...tally, ...server, ...web].filter(({ text }) => !opening.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });

  test('nothing is left for later in sources and documents', () => {
    const documents = [...filesUnder('docs', ['.md']), 'README.md'].map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
    }));
    expect(
      linesWith(/\b(?:TO[D]O|FIX[M]E|HAC[K])\b/, [...tally, ...server, ...web, ...tests, ...documents]),
    ).toEqual([]);
  });
});

/** Comments blanked, line numbers kept. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
  readonly integrity?: string;
}

describe('R63: what an installation rests on', () => {
  const manifest: Package = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lock: { readonly packages: Readonly<Record<string, Package>> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );

  test('R63: every dependency is pinned to one exact version', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('R63: tally/ runs on @noble/* alone; esbuild only makes the bundle', () => {
    const names = Object.keys(manifest.dependencies ?? {});
    const imported = new Set(tally.flatMap(({ imports }) => imports.filter((module) => !isRelative(module))));
    const used = names.filter((name) =>
      [...imported].some((module) => module === name || module.startsWith(`${name}/`)),
    );
    expect(used).toEqual(['@noble/ciphers', '@noble/curves', '@noble/hashes', 'esbuild']);
  });

  test('R63: the lock file has the dependencies of package.json, each package with its hash, from the npm registry', () => {
    const { '': top, ...packages } = lock.packages;
    expect(top?.dependencies).toEqual(manifest.dependencies);
    expect(top?.devDependencies).toEqual(manifest.devDependencies);
    const strange = Object.entries(packages).filter(
      ([, { integrity, resolved }]) =>
        !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '') ||
        !(resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/'),
    );
    expect(strange.map(([name]) => name)).toEqual([]);
  });
});

describe('R64: the verifier as one file', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** SHA-256 of the bundle that the launcher makes in a copy of the sources at `path`, started from `cwd`. */
  function bundleIn(path: string, cwd: string): string {
    mkdirSync(join(path, 'node_modules'), { recursive: true });
    cpSync(join(root, 'tally'), join(path, 'tally'), { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(path, name));
    cpSync(join(root, 'node_modules', '@noble'), join(path, 'node_modules', '@noble'), { recursive: true });
    symlinkSync(join(root, 'node_modules', 'esbuild'), join(path, 'node_modules', 'esbuild'));
    const run = spawnSync(process.execPath, [join(path, 'tally', 'cli', 'run.mjs'), '--help'], {
      cwd,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    return createHash('sha256')
      .update(readFileSync(join(path, 'dist', 'minyi.mjs')))
      .digest('hex');
  }

  test('R64: two copies of the sources in two places give the same bundle, byte for byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'minyi-bundle-'));
    folders.push(folder);
    const near = join(folder, 'near');
    const far = join(folder, 'some', 'other place', '民意');
    expect(bundleIn(far, folder)).toBe(bundleIn(near, near));
  });
});
