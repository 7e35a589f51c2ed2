/**
 * The build of the pages and the settings of the tests. Three entries and one sheet: the signed-in application, the voting
 * page, the verifier, and the styles of the pages that the server renders. Names carry hashes of contents, nothing is inline
 * (the policy forbids it), and the same sources give the same bytes (requirement R64).
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const web = join(root, 'web');

/**
 * The voting page is built apart, `vite build --mode vote` after `vite build`: the same components, over Preact, because React
 * alone takes 69 of the 90 kB it may load (docs/decisions/0015-voting-page.md).
 */
const LIGHT_REACT = [
  { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(?:-dom)?$/, replacement: 'preact/compat' },
];

/** Files of tally/ do nothing when they are loaded, so those of which nothing is used can be left out. */
const treeshake = { moduleSideEffects: (id: string) => !id.includes('/tally/') };

export default defineConfig(({ mode }) => ({
  ...(mode === 'test' ? {} : { root: web }),
  plugins: [react()],
  publicDir: false,
  resolve: {
    alias: [
      { find: '#tally/booth', replacement: join(root, 'tally', 'booth.ts') },
      { find: /^#tally$/, replacement: join(root, 'tally', 'index.ts') },
      ...(mode === 'vote' ? LIGHT_REACT : []),
    ],
  },
  worker: { format: 'es' as const, rolldownOptions: { treeshake } },
  build: {
    outDir: join(root, 'dist', 'web'),
    emptyOutDir: mode !== 'vote',
    target: ['chrome87', 'safari14', 'firefox90'],
    manifest: mode === 'vote' ? 'vote.manifest.json' : 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      treeshake,
      checks: { pluginTimings: false },
      input: Object.fromEntries(
        (mode === 'vote' ? ['vote.html'] : ['app.html', 'verify.html', 'public.css']).map((name) => [
          name.replace(/\.\w+$/, ''),
          join(web, name),
        ]),
      ),
    },
  },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks' as const,
    maxWorkers: '100%',
  },
}));
