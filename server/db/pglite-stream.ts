/**
 * The in-memory wire between postgres.js and the embedded database: a duplex stream, given to postgres.js through its
 * `socket` option, whose other end is the thread of pglite-worker.mjs. One connection at a time, since the engine has
 * one session. postgres.js hands over whole protocol messages in each write, which the engine relies on.
 */
import { Duplex } from 'node:stream';
import type { Worker } from 'node:worker_threads';

/** What the thread answers. */
export type ThreadMessage =
  | { readonly kind: 'open' | 'closed' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'synced'; readonly files: number; readonly folders: number };

const PROTOCOL_3 = 196_608;
const TERMINATE = 'X'.charCodeAt(0);

export class PgliteStream extends Duplex {
  /** postgres.js says good-bye only to a socket that is open. */
  readyState: 'open' | 'closed' = 'open';
  readonly #thread: Worker;
  #isStarted = false;
  readonly #onMessage = (message: ThreadMessage): void => {
    if (message.kind === 'bytes') this.push(Buffer.from(message.bytes.buffer));
  };
  readonly #onExit = (): void => {
    this.destroy(
      Object.assign(new Error('the embedded database has stopped'), { code: 'CONNECTION_CLOSED' }),
    );
  };

  constructor(thread: Worker) {
    super();
    this.#thread = thread;
    thread.on('message', this.#onMessage);
    thread.once('exit', this.#onExit);
  }

  override _read(): void {
    // Answers are pushed as they come: postgres.js always reads.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#isStarted) {
      // The first message is the start of a session. A request to cancel would come on a connection of its own.
      if (chunk.length < 8 || chunk.readUInt32BE(4) !== PROTOCOL_3) {
        done(new Error('the embedded database takes no cancel request'));
        return;
      }
      this.#isStarted = true;
      this.#thread.postMessage({ kind: 'connect' });
    }
    if (chunk[0] !== TERMINATE) this.#thread.postMessage({ kind: 'bytes', bytes: new Uint8Array(chunk) });
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.readyState = 'closed';
    this.#thread.off('message', this.#onMessage);
    this.#thread.off('exit', this.#onExit);
    done(error);
  }
}
