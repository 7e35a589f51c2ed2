#!/usr/bin/env node
/** Starts the server from its sources: builds what is missing or stale, then runs it in this process. */
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const bundle = await build((name) => process.stderr.write(`minyi: building ${name} …\n`));
const { main } = await import(pathToFileURL(bundle).href);
await main();
