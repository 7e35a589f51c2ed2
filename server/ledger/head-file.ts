/**
 * The last signed head in a file that is only appended to, shared by all processes of a machine. A line names the head it
 * follows; it counts only if that is the last line that counts, so appending is a compare-and-swap without a lock: of two
 * lines that follow the same head the second counts for nobody. About 150 bytes a head, synced before anything is signed.
 */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Head, type HeadStore, isSameHead } from './head-store.ts';

const LINE = /^(\d{1,16}) ([0-9a-f]{64}) after (?:nothing|(\d{1,16}) ([0-9a-f]{64}))$/;
const CHUNK_BYTES = 1 << 16;

export async function openHeadFile(path: string): Promise<HeadStore & { close(): Promise<void> }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a+', 0o600);
  let last: Head | null = null;
  let offset = 0;
  let rest = '';
  let turn: Promise<unknown> = Promise.resolve();

  function take(line: string): void {
    const [, size, root, afterSize, afterRoot] = LINE.exec(line) ?? [];
    // What a crash left half-written is no line and counts for nothing.
    if (size === undefined || root === undefined) return;
    const after =
      afterSize === undefined || afterRoot === undefined
        ? null
        : { size: Number(afterSize), root: afterRoot };
    if (isSameHead(after, last)) last = { size: Number(size), root };
  }

  async function readOn(): Promise<void> {
    const bytes = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(bytes, 0, CHUNK_BYTES, offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      const lines = (rest + bytes.toString('latin1', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  }

  /** One after another in this process; other processes append between. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  }

  return {
    read: () => inTurn(() => readOn().then(() => last)),
    swap: (previous, next) =>
      inTurn(async () => {
        await readOn();
        if (!isSameHead(previous, last)) return false;
        await appendLine(file, rest, previous, next);
        await readOn();
        // Between reading and appending another process may have been first; then its line counts and ours does not.
        return isSameHead(last, next);
      }),
    close: () => file.close(),
  };
}

async function appendLine(file: FileHandle, torn: string, previous: Head | null, next: Head): Promise<void> {
  const after = previous === null ? 'nothing' : `${previous.size} ${previous.root}`;
  // A line broken off by a crash is ended first, so that it does not swallow this one.
  const start = torn === '' ? '' : '\n';
  await file.appendFile(`${start}${next.size} ${next.root} after ${after}\n`);
  await file.datasync();
}
