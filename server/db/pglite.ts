/**
 * The embedded database: PGlite in a thread, on a locked data folder or in memory, reached by the same postgres.js as a
 * server through an in-memory stream, on one connection. A thread that ends (the engine stops on a failed write) is
 * replaced at the next statement; the engine then recovers from its log.
 */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import postgres from 'postgres';
import type { Log } from '../log.ts';
import { lockFolder } from './folder-lock.ts';
import { PgliteStream, type ThreadMessage } from './pglite-stream.ts';
import { type Database, narrow } from './sql.ts';

export interface EmbeddedDatabase extends Database {
  /** How often the engine asked the disk to keep what it wrote, since its thread started. */
  countSyncs(): Promise<{ readonly files: number; readonly folders: number }>;
  /** Ends the thread as a crash would. */
  crash(): Promise<void>;
}

/** Where the engine's files are in a data folder. */
function engineFolderOf(folder: string): string {
  return join(folder, 'pg');
}

/** Whether a data folder has a database already. */
export function holdsEmbedded(folder: string): boolean {
  return existsSync(join(engineFolderOf(folder), 'PG_VERSION'));
}

/** Made where it is absent, data folder and all. The engine's own complaint about one it cannot use would say nothing. */
function openFolder(engineFolder: string): void {
  mkdirSync(engineFolder, { recursive: true, mode: 0o700 });
  accessSync(engineFolder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/**
 * @param folder where the database lives (made if absent), or null for memory
 * @throws FolderLocked when another process has the folder
 */
export async function openEmbedded(folder: string | null, log: Log): Promise<EmbeddedDatabase> {
  const engineFolder = folder === null ? null : engineFolderOf(folder);
  if (engineFolder !== null) openFolder(engineFolder);
  const unlock = folder === null ? () => {} : lockFolder(folder);
  let thread: Promise<Worker> | null = null;
  let isClosing = false;

  const openThread = (): Promise<Worker> => {
    thread ??= startThread(engineFolder, (error) => {
      thread = null;
      if (!isClosing) log.error('embedded database stopped', { error });
    });
    return thread;
  };
  try {
    await openThread();
  } catch (error) {
    unlock();
    throw error;
  }
  const client = postgres({
    // Known to the types of postgres.js as an unlisted option; documented under "Custom socket".
    ...({ socket: async () => new PgliteStream(await openThread()) } as object),
    host: 'embedded',
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
    max: 1,
    max_lifetime: null,
    backoff: () => 0.05,
    onnotice: (notice) => log.info('database notice', { code: notice.code ?? '' }),
  });
  return {
    kind: 'embedded',
    sql: narrow(client),
    runScript: async (text) => void (await client.unsafe(text).simple()),
    countSyncs: async () => {
      const running = await openThread();
      const counted = await ask(running, { kind: 'synced' }, 'synced');
      return { files: counted.files, folders: counted.folders };
    },
    crash: async () => void (await (await openThread()).terminate()),
    close: async (timeoutMs) => {
      isClosing = true;
      await client.end({ timeout: timeoutMs / 1000 });
      const running = thread === null ? null : await thread;
      if (running !== null) {
        await ask(running, { kind: 'close' }, 'closed');
        await running.terminate();
      }
      unlock();
    },
  };
}

function startThread(folder: string | null, onEnd: (error: unknown) => void): Promise<Worker> {
  return new Promise((resolve, reject) => {
    let failure: unknown = null;
    const thread = new Worker(new URL('./pglite-worker.mjs', import.meta.url), { workerData: { folder } });
    thread.once('message', () => resolve(thread));
    thread.once('error', (error) => {
      failure = error;
    });
    thread.once('exit', () => {
      onEnd(failure);
      reject(failure ?? new Error('the embedded database ended while it opened'));
    });
    thread.setMaxListeners(0);
  });
}

function ask<K extends ThreadMessage['kind']>(
  thread: Worker,
  order: { readonly kind: string },
  awaited: K,
): Promise<Extract<ThreadMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the embedded database has stopped'));
    const onMessage = (message: ThreadMessage) => {
      if (message.kind !== awaited) return;
      thread.off('message', onMessage);
      thread.off('exit', onExit);
      resolve(message as Extract<ThreadMessage, { kind: K }>);
    };
    thread.on('message', onMessage);
    thread.once('exit', onExit);
    thread.postMessage(order);
  });
}
