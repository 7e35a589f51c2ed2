/** What a phone must load before it can vote: at most 90 kB of script, compressed, the worker included, and nothing foreign. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildVotingPage, filesOf } from '../support/voting-site.ts';

const LIMIT = 90_000;
let folder: string;
let scripts: ReadonlyMap<string, string>;

beforeAll(() => {
  folder = buildVotingPage();
  const names = filesOf(folder).filter((name) => name.endsWith('.js'));
  scripts = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the page asks for by itself: its script, what that imports at the top, and the worker. */
function loadedFirst(): readonly string[] {
  const html = readFileSync(join(folder, 'vote.html'), 'utf8');
  const found = new Set(
    [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name = '']) => name),
  );
  for (const name of found) {
    const text = scripts.get(name) ?? '';
    for (const [, other = ''] of text.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g))
      found.add(`assets/${other}`);
    for (const [, worker = ''] of text.matchAll(
      /new Worker\(new URL\([^)]*?assets\/(worker-[^"'`)]+\.js)/g,
    )) {
      found.add(`assets/${worker}`);
    }
  }
  return [...found].sort();
}

describe('the voting page', () => {
  test('loads at most 90 kB of script before its first use, worker included', () => {
    const first = loadedFirst();
    expect(first.some((name) => name.includes('worker'))).toBe(true);
    const sizes = first.map((name) => gzipSync(scripts.get(name) ?? '', { level: 9 }).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThan(LIMIT);
  });

  test('has no router, no query library, no SurveyJS and no React in any script', () => {
    for (const [name, text] of scripts) {
      expect([
        name,
        /tanstack|QueryClient|survey-core|SurveyModel|react\.production|__SECRET_INTERNALS/.test(text),
      ]).toEqual([name, false]);
    }
  });

  test('R57: names no address of anybody else, and runs nothing inline', () => {
    const html = readFileSync(join(folder, 'vote.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
    const addresses = [...scripts.values(), html].flatMap((text) => text.match(/https?:\/\/[\w.-]+/g) ?? []);
    // Names of XML vocabularies, which nobody asks for.
    const foreign = addresses.filter((address) => address !== 'http://www.w3.org');
    expect(foreign).toEqual([]);
  });
});
