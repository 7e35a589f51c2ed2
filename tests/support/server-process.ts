/**
 * The real server in a process of its own, on a PostgreSQL database and a data folder of a program's choice: for bench and
 * soak, which load it from outside and kill it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface ServerProcess {
  readonly origin: string;
  /** Kills it as a power cut would, or asks it to end. Resolves when it has. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Bundles the server once, apart from what `npm start` runs. @returns the path of a program that starts it */
export async function bundleForProcesses(root: string): Promise<string> {
  const outfile = join(root, 'dist', 'soak', 'server.mjs');
  mkdirSync(join(root, 'dist', 'soak'), { recursive: true });
  const script = `await (await import('${root}/server/bundle.mjs')).bundleServer('${root}/server/node.ts', '${outfile}')`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`bundling ended with ${code}`);
  const program = join(root, 'dist', 'soak', 'main.mjs');
  writeFileSync(program, "await (await import('./server.mjs')).main();\n");
  return program;
}

export async function startServerProcess(given: {
  readonly root: string;
  readonly bundle: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly port: number;
}): Promise<ServerProcess> {
  const { root, bundle, databaseUrl, dataDir, port } = given;
  const origin = `http://127.0.0.1:${port}`;
  // Its log, for whoever looks into a failure: beside the bundle, the last start last.
  const log = openSync(join(dirname(bundle), 'server.log'), 'a');
  const child: ChildProcess = spawn(process.execPath, [bundle], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
    },
    stdio: ['ignore', log, 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; tries < 600; tries += 1) {
    const isReady = await fetch(`${origin}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isReady) {
      return {
        origin,
        end: (signal) => {
          child.kill(signal);
          return ended;
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('the server did not become ready within a minute');
}
