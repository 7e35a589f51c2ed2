#!/usr/bin/env node
/**
 * For whoever works on it: the pages from Vite with hot reload on port 5173, everything else passed on to a server that is built and
 * started anew when a source of it changes. Needs no network and no settings; data in `data-dev/`.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const PORT = process.env.PORT ?? '8080';
const PAGES = 5173;

let child = null;
function startServer() {
  child = spawn(process.execPath, [join(root, 'server', 'run.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: {
      DATA_DIR: join(root, 'data-dev'),
      ...process.env,
      PORT,
      PUBLIC_ORIGIN: `http://localhost:${PAGES},http://localhost:${PORT}`,
    },
  });
}

let isWaiting = false;
function restart() {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    child.once('exit', () => {
      isWaiting = false;
      startServer();
    });
    child.kill('SIGTERM');
  }, 200);
}

startServer();
for (const folder of ['server', 'tally']) {
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    if (name !== null && /\.(?:ts|tsx|mjs|sql|json)$/.test(name)) restart();
  });
}

const PAGE = /^\/(app|vote|verify)(?:[/?].*)?$/;
const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    port: PAGES,
    strictPort: true,
    // What is not a page or a source of one is the server's.
    proxy: {
      '^/(?!@|web/|node_modules/|tally/|src/)': { target: `http://127.0.0.1:${PORT}`, bypass: toPage },
    },
  },
});
await vite.listen();
vite.printUrls();

/** @returns the file that Vite serves, or nothing where the server is to answer */
function toPage(request) {
  const url = request.url ?? '/';
  const page = PAGE.exec(url)?.[1];
  if (page !== undefined) return `/${page}.html`;
  return /\.(?:tsx?|mjs|css|svg|json)(?:\?|$)/.test(url) && !url.startsWith('/api/') ? url : undefined;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    child.once('exit', () => process.exit(0));
    child.kill('SIGTERM');
    void vite.close();
  });
}
