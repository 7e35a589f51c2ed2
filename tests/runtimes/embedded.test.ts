/** The embedded database keeps what it acknowledged (requirements F4–F6, R37, R38), and only one process has it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDurability } from '../../server/db/durability.ts';
import { FolderLocked, LOCK_FILE } from '../../server/db/folder-lock.ts';
import { openEmbedded } from '../../server/db/pglite.ts';
import { silentLog, withFolder } from '../support/database.ts';

const built = fileURLToPath(new URL('../../dist/tests-embedded/', import.meta.url));
const writer = join(built, 'write-rows.mjs');

beforeAll(async () => {
  const { bundleServer } = await import(new URL('../../server/bundle.mjs', import.meta.url).href);
  await bundleServer(fileURLToPath(new URL('../support/write-rows.ts', import.meta.url)), writer);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Lets a process write rows, kills it after `acks` of them; every number it acknowledged. */
function writeAndKill(
  folder: string,
  first: number,
  acks: number,
): Promise<{ pid: number; acked: number[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, folder, String(first)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let complaints = '';
    let isKilled = false;
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (!isKilled && out.split('\n').length > acks) {
        isKilled = true;
        child.kill('SIGKILL');
      }
    });
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    child.on('close', () => {
      if (!isKilled) return reject(new Error(`the writer ended by itself: ${complaints}`));
      resolve({ pid: child.pid ?? 0, acked: out.split('\n').slice(0, -1).map(Number) });
    });
  });
}

describe('the embedded database', () => {
  test('F4, F5: every commit is one fsync, and the settings are durable', async () => {
    await withFolder(async (folder) => {
      const database = await openEmbedded(folder, silentLog);
      expect(await checkDurability(database.sql)).toEqual([]);
      expect([...(await database.sql`select current_setting('wal_sync_method') as "method"`)]).toEqual([
        { method: 'fsync' },
      ]);
      await database.runScript('create table ballot (n int primary key)');
      const before = await database.countSyncs();
      for (let n = 0; n < 25; n += 1) await database.sql`insert into ballot values (${n})`;
      expect((await database.countSyncs()).files - before.files).toBe(25);
      // A new WAL segment is a new file: its folder must be written too.
      await database.runScript('select pg_switch_wal(); insert into ballot values (-1); checkpoint;');
      expect((await database.countSyncs()).folders).toBeGreaterThan(before.folders);
      await database.close(2_000);
    });
  });

  test('R37: a process killed while it writes loses no acknowledged row, four times in a row', async () => {
    await withFolder(async (folder) => {
      const acked: number[] = [];
      for (let cycle = 0; cycle < 4; cycle += 1) {
        acked.push(...(await writeAndKill(folder, cycle * 100_000, 40 + 25 * cycle)).acked);
      }
      const database = await openEmbedded(folder, silentLog);
      const rows = await database.sql<{ n: number; isPaired: boolean }[]>`
        select n, participation.n is not null as "isPaired" from ballot full join participation using (n)`;
      const kept = new Set(rows.map(({ n }) => n));
      expect(acked.length).toBeGreaterThanOrEqual(40 + 65 + 90 + 115);
      expect(acked.filter((n) => !kept.has(n))).toEqual([]);
      // At most the one row under way at each kill was written without its acknowledgement (F8).
      expect(kept.size - acked.length).toBeLessThanOrEqual(4);
      await database.close(2_000);
      expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
    });
  });

  test('a thread that crashes is replaced: the next statement finds every acknowledged row', async () => {
    await withFolder(async (folder) => {
      const database = await openEmbedded(folder, silentLog);
      await database.runScript('create table ballot (n int primary key)');
      for (let n = 0; n < 10; n += 1) await database.sql`insert into ballot values (${n})`;
      const inFlight = Promise.allSettled(
        [10, 11, 12].map(async (n) => void (await database.sql`insert into ballot values (${n})`)),
      );
      await database.crash();
      const acknowledged = (await inFlight).filter(({ status }) => status === 'fulfilled').length;
      const [row] = await database.sql<{ count: number }[]>`select count(*)::int as "count" from ballot`;
      expect(row?.count).toBeGreaterThanOrEqual(10 + acknowledged);
      await database.close(2_000);
    });
  });

  test('F6: a second server on the folder is refused and told who has it', async () => {
    await withFolder(async (folder) => {
      const database = await openEmbedded(folder, silentLog);
      const second = openEmbedded(folder, silentLog);
      await expect(second).rejects.toThrow(FolderLocked);
      await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
      // So is a second process, which must not open the engine at all.
      await expect(writeAndKill(folder, 0, 1)).rejects.toThrow(`in use by process ${process.pid}`);
      await database.close(2_000);
      const again = await openEmbedded(folder, silentLog);
      await again.close(2_000);
    });
  });

  test('F6: the lock of a process on another machine, or one that cannot be read, is never taken over', async () => {
    await withFolder(async (folder) => {
      const lock = join(folder, LOCK_FILE);
      writeFileSync(
        lock,
        JSON.stringify({ pid: 7, host: `not-${hostname()}`, boot: null, startedTicks: null }),
      );
      await expect(openEmbedded(folder, silentLog)).rejects.toThrow(`process 7 on not-${hostname()}`);
      writeFileSync(lock, '');
      await expect(openEmbedded(folder, silentLog)).rejects.toThrow('cannot be read');
      expect(readFileSync(lock, 'utf8')).toBe('');
    });
  });

  test('F6: a pid that now belongs to a later process does not keep the folder closed', async () => {
    await withFolder(async (folder) => {
      const stale = { pid: process.pid, host: hostname(), boot: 'an earlier start', startedTicks: '1' };
      writeFileSync(join(folder, LOCK_FILE), JSON.stringify(stale));
      const database = await openEmbedded(folder, silentLog);
      await database.close(2_000);
    });
  });
});
