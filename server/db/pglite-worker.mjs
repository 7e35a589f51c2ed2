// @ts-check
/**
 * The thread that runs the embedded database: PGlite on a data folder (or in memory), fed with the bytes of the
 * PostgreSQL protocol that postgres.js writes, answering with the bytes it reads. Plain JavaScript, because a thread is
 * started from a file and Node 20 reads no TypeScript.
 *
 * PGlite as it comes never calls fsync (requirements F4). Here every fsync of the engine reaches the disk, folders
 * included; it starts without `-F` and with wal_sync_method=fsync, since the emulated fdatasync does nothing (F5).
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** How often this thread has asked the disk to keep what it wrote; tests read it. */
const synced = { files: 0, folders: 0 };

/** @param {string} path */
function syncFolder(path) {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
    synced.folders += 1;
  } finally {
    closeSync(folder);
  }
}

class DurableNodeFS extends NodeFS {
  /** @type {NodeFS['init']} */
  async init(pg, options) {
    const prepared = await super.init(pg, options);
    const makeDurable = (/** @type {any} */ module) => {
      const { NODEFS } = module.FS.filesystems;
      if (NODEFS.stream_ops.fsync !== undefined) return;
      NODEFS.stream_ops.fsync = (/** @type {any} */ stream) =>
        NODEFS.tryFSOperation(() => {
          // A folder is open without a descriptor of the host.
          if (stream.nfd === undefined) {
            syncFolder(NODEFS.realPath(stream.node));
          } else {
            fsyncSync(stream.nfd);
            synced.files += 1;
          }
          return 0;
        });
      // A new or renamed file (a WAL segment) is found after a power cut only if its folder was written too.
      const { rename, mknod } = NODEFS.node_ops;
      NODEFS.node_ops.rename = (/** @type {any[]} */ ...given) => {
        const [node, folder] = given;
        const from = dirname(NODEFS.realPath(node));
        rename(...given);
        NODEFS.tryFSOperation(() => {
          const to = NODEFS.realPath(folder);
          syncFolder(to);
          if (from !== to) syncFolder(from);
        });
      };
      NODEFS.node_ops.mknod = (/** @type {any[]} */ ...given) => {
        const made = mknod(...given);
        NODEFS.tryFSOperation(() => syncFolder(NODEFS.realPath(given[0])));
        return made;
      };
    };
    return {
      emscriptenOpts: {
        ...prepared.emscriptenOpts,
        preRun: [makeDurable, ...(prepared.emscriptenOpts.preRun ?? [])],
      },
    };
  }
}

/** Writes a whole data folder to the disk: making one (initdb) runs outside the hooks above. @param {string} path */
function syncTree(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      syncTree(inner);
    } else if (entry.isFile()) {
      const file = openSync(inner, 'r');
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  }
  syncFolder(path);
}

/** @type {{ folder: string | null }} */
const { folder } = workerData;
const port = parentPort;
if (port === null) throw new Error('broken promise: pglite-worker.mjs runs as a thread');

const startParams = [
  ...PGlite.defaultStartParams.filter((/** @type {string} */ param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
];
const isNew = folder !== null && !existsSync(join(folder, 'PG_VERSION'));
const database = await (folder === null
  ? PGlite.create({ dataDir: 'memory://' })
  : PGlite.create({ fs: new DurableNodeFS(folder), startParams }));
if (isNew && folder !== null) syncTree(folder);
port.postMessage({ kind: 'open' });

/** @typedef {{ kind: 'connect' } | { kind: 'bytes', bytes: Uint8Array } | { kind: 'synced' } | { kind: 'close' }} Order */

/** One order at a time and in order: a connection's bytes never mix with the reset before it. */
let last = Promise.resolve();
port.on('message', (/** @type {Order} */ order) => {
  // A failure is the engine's end (a PANIC): it rejects unhandled and ends the thread, whose owner opens another.
  last = last.then(() => obey(order));
});

/** @param {Order} order */
async function obey(order) {
  switch (order.kind) {
    case 'connect':
      // The engine has one session for ever; a new connection must not inherit a transaction or settings.
      await database.exec('rollback');
      await database.exec('discard all');
      return;
    case 'bytes': {
      const answer = (await database.execProtocolRaw(order.bytes, { syncToFs: false })).slice();
      port?.postMessage({ kind: 'bytes', bytes: answer }, [answer.buffer]);
      return;
    }
    case 'synced':
      port?.postMessage({ kind: 'synced', ...synced });
      return;
    case 'close':
      await database.close();
      port?.postMessage({ kind: 'closed' });
      port?.close();
  }
}
