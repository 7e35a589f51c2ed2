#!/usr/bin/env node
/**
 * Starts the server from its sources: builds what is missing or stale, then runs it in this process. With `--demo` the
 * demonstration, where it is allowed (server/demo/main.ts).
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const folder = await build((name) => process.stderr.write(`minyi: building ${name} …\n`));
const entry = process.argv.includes('--demo') ? 'demo.mjs' : 'server.mjs';
const { main } = await import(pathToFileURL(join(folder, entry)).href);
await main(process.argv.slice(2));
