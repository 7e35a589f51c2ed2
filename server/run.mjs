#!/usr/bin/env node
/** Starts the server from its sources: bundles it into dist/server/server.mjs, then runs it in this process. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleServer } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'dist', 'server', 'server.mjs');
await bundleServer(join(root, 'server', 'node.ts'), bundle);
const { main } = await import(pathToFileURL(bundle).href);
await main();
