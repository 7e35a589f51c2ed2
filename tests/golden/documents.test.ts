/**
 * README and docs/ name only what exists: pages, files, npm scripts. The table of requirements in docs/security.md and the
 * numbers in the names of the tests are one list.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const under = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path).replaceAll('\\', '/'));

const pages = ['README.md', ...under('docs', '.md')];
const tests = under('tests', '.test.ts');

test.each(pages)('every link of %s leads to a page or folder', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(local.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
});

test.each(pages)('every file of the repository that %s names exists', (page) => {
  const named = [...read(page).matchAll(/`((?:tally|tests|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each(pages)('every npm script that %s names is in package.json', (page) => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name);
  expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([]);
});

test('the README begins with two commands that only need Node and npm', () => {
  const [, block = ''] = /^```sh\n([\s\S]*?)^```$/m.exec(read('README.md')) ?? [];
  const commands = block.split('\n').flatMap((line) => line.replace(/ +#.*$/, '') || []);
  expect(commands).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  const { scripts } = JSON.parse(read('package.json'));
  expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
});

describe('docs/glossary.md', () => {
  const rows = [
    ...read('docs/glossary.md').matchAll(/^\| [^|]+ \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$/gm),
  ].map(([, identifier = '', path = '']) => [identifier, path] as const);

  test.each(rows)('%s is a word of %s', (identifier, path) => {
    expect(read(path)).toMatch(new RegExp(`(?<!\\w)${identifier}(?!\\w)`));
  });

  test('every row has an identifier and a file', () => {
    const lines = read('docs/glossary.md')
      .split('\n')
      .filter((line) => /^\| (?!---|中文)/.test(line));
    expect(rows.length).toBe(lines.length);
  });
});

describe('docs/security.md', () => {
  const rows = [...read('docs/security.md').matchAll(/^\| (R\d+) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, number = '', files = '']) =>
      [number, [...files.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)] as const,
  );
  /** Numbers in the names of the tests of a file: what stands between quotes and begins with them. */
  const numbersIn = (path: string): readonly string[] => [
    ...new Set([...read(path).matchAll(/['"`](R\d+)(?=[:,] )/g)].map(([, number = '']) => number)),
  ];

  test.each(rows)('%s stands in the names of tests of every file listed', (number, files) => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !numbersIn(path).includes(number))).toEqual([]);
  });

  test('every number in the name of a test is listed with its file', () => {
    const found = tests.flatMap((path) => numbersIn(path).map((number) => `${number} ${path}`));
    const listed = rows.flatMap(([number, files]) => files.map((path) => `${number} ${path}`));
    expect(found.filter((entry) => !listed.includes(entry))).toEqual([]);
    expect(rows.length).toBeGreaterThan(5);
  });
});
