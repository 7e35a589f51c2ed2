/** The built pages as the server gives them: policy, caching, compression, and the list that a set-up seals. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, describe, expect, test } from 'vitest';
import type { AppEnv } from '../../server/app.ts';
import type { Deps } from '../../server/deps.ts';
import { problemOf, problemResponse } from '../../server/http/errors.ts';
import { strictHeaders } from '../../server/http/headers.ts';
import { openPages } from '../../server/pages/on-node.ts';
import { fileList, type Pages } from '../../server/pages/pages.ts';
import { pageRoutes } from '../../server/pages/routes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { silentLog } from '../support/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'minyi-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HTML = '<!doctype html><script type="module" src="/assets/vote-1.js"></script>';
const SCRIPT = 'console.log("民意")'.repeat(100);
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'vote.html'), HTML);
writeFileSync(join(folder, 'assets', 'vote-1.js'), SCRIPT);
writeFileSync(join(folder, 'assets', 'vote-1.js.gz'), gzipSync(SCRIPT));
writeFileSync(join(folder, 'secret.txt'), 'not a page');
writeFileSync(
  join(folder, 'pages.json'),
  JSON.stringify({
    files: { 'vote.html': sha256Hex(HTML), 'assets/vote-1.js': sha256Hex(SCRIPT) },
    pages: { vote: ['vote.html', 'assets/vote-1.js'], verify: ['vote.html'] },
    publicStyles: [],
  }),
);

const pages = openPages('https://vote.example.cn', silentLog, [folder]);

function serve(given: Pages): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('deps', { pages: given } as unknown as Deps);
    await next();
  });
  app.use(strictHeaders);
  app.onError((error) => problemResponse(problemOf(error)));
  return app.route('/', pageRoutes);
}

describe('pages', () => {
  test('R57: a page may load from its own server only, runs nothing inline, and is asked for anew each time', async () => {
    const answer = await serve(pages).request('/vote');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(HTML);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
  });

  test('an asset is kept by browsers for good, and comes compressed to those that take it', async () => {
    const plain = await serve(pages).request('/assets/vote-1.js');
    expect(await plain.text()).toBe(SCRIPT);
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await serve(pages).request('/assets/vote-1.js', {
      headers: { 'accept-encoding': 'deflate, gzip;q=1.0' },
    });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(SCRIPT);
  });

  test('only files of the list are served, whatever lies beside them', async () => {
    for (const path of [
      '/assets/..%2fsecret.txt',
      '/assets/secret.txt',
      '/assets/pages.json',
      '/assets/__proto__',
      '/assets/constructor',
      '/app',
    ]) {
      expect((await serve(pages).request(path)).status, path).toBe(404);
    }
  });

  test('R57: a page is listed with the hash of every file it loads; a receipt’s line names the verifier and its list', () => {
    expect(pages.filesOf('vote')).toEqual([
      { name: 'vote.html', sha256: sha256Hex(HTML) },
      { name: 'assets/vote-1.js', sha256: sha256Hex(SCRIPT) },
    ]);
    expect(fileList(pages.filesOf('vote'))).toBe(
      `${sha256Hex(SCRIPT)}  assets/vote-1.js\n${sha256Hex(HTML)}  vote.html\n`,
    );
    expect(pages.verifier()).toBe(
      `https://vote.example.cn/verify sha256:${sha256Hex(`${sha256Hex(HTML)}  vote.html\n`)}`,
    );
  });

  test('a server without built pages says so in its log and goes on without them', async () => {
    const lines: string[] = [];
    const log = { ...silentLog, warn: (event: string) => lines.push(event) };
    const none = openPages('https://vote.example.cn', log, [join(folder, 'nowhere')]);
    expect(lines).toEqual(['the pages are not built']);
    expect(none.filesOf('vote')).toEqual([]);
    expect((await serve(none).request('/vote')).status).toBe(404);
  });
});
