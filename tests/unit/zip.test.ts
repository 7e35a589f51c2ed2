/** The canonical zip: one zip for given files, opened by any unzip program, and any other zip refused. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type ByteSource, bytesSource, chunksOf, readAll, slice } from '../../tally/encoding/byte-source.ts';
import { concatBytes, utf8 } from '../../tally/encoding/bytes.ts';
import { crc32, crc32Of } from '../../tally/encoding/crc32.ts';
import { planZip, readZip, ZIP_LIMITS, type ZipFile } from '../../tally/record/zip.ts';
import { assertOk } from '../../tally/result.ts';

const file = (name: string, content: string | Uint8Array): ZipFile => ({
  name,
  content: bytesSource(typeof content === 'string' ? utf8(content) : content),
});
const FILES = [
  file('gFs2YwPqKBuZrd7T5hNxEm.bel', 'archive'),
  file('setup.json', '{}'),
  file('ledger/policy', '民'),
  file('empty', ''),
];
async function zip(files: readonly ZipFile[]): Promise<Uint8Array> {
  const plan = assertOk(await planZip(files, 'zip'));
  const chunks: Uint8Array[] = [];
  for await (const chunk of plan.chunks()) chunks.push(chunk);
  const bytes = concatBytes(...chunks);
  expect(bytes.length).toBe(plan.size);
  return bytes;
}
const open = (bytes: Uint8Array, limits = ZIP_LIMITS) => readZip(bytesSource(bytes), 'record.zip', limits);
const contents = async (files: readonly ZipFile[]): Promise<readonly (readonly [string, Uint8Array])[]> =>
  Promise.all(
    files.map(async ({ name, content }) => [name, assertOk(await readAll(content, name, 1 << 20))] as const),
  );

test('the checksum is that of the standard: 123456789 gives cbf43926', async () => {
  expect(crc32(utf8('123456789')).toString(16)).toBe('cbf43926');
  expect(crc32(utf8('6789'), crc32(utf8('12345'))).toString(16)).toBe('cbf43926');
  expect(await crc32Of(bytesSource(new Uint8Array()))).toBe(0);
  const large = new Uint8Array(200_000).map((_, i) => i);
  expect(await crc32Of(bytesSource(large))).toBe(crc32(large));
});

describe('what is written', () => {
  test('is read back, by this program and by another', async () => {
    const bytes = await zip(FILES);
    const wanted = await contents(FILES);
    expect(await contents(assertOk(await open(bytes)))).toEqual(wanted);
    expect(Object.entries(unzipSync(bytes))).toEqual(wanted);
  });

  test('is read back whatever the files, and written alike again', async () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}(\/[a-z0-9][a-z0-9._-]{0,8}){0,3}$/);
    const files = fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 300 })), {
      maxLength: 8,
      selector: ([path]) => path,
    });
    await fc.assert(
      fc.asyncProperty(files, async (entries) => {
        const given = entries.map(([path, content]) => file(path, content));
        const plan = await planZip(given, 'zip');
        fc.pre(plan.ok);
        const bytes = await zip(given);
        expect(await zip(assertOk(await open(bytes)))).toEqual(bytes);
      }),
      { seed: 16, numRuns: 60 },
    );
  });

  test('begins and ends with the bytes its page in docs/formats lists', async () => {
    const bytes = await zip([file('a', 'b')]);
    const words = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('hex');
    expect(words(0, 30)).toBe('504b03040a000000000000002100f9efbe710100000001000000' + '01000000');
    expect(words(30, 32)).toBe('6162');
    expect(words(32, 78)).toBe(
      '504b01020a000a000000000000002100f9efbe7101000000010000000100' + '00000000000000000000000000000000',
    );
    expect(words(79, 101)).toBe('504b05060000000001000100' + '2f000000' + '20000000' + '0000');
  });

  test('passes the test of the unzip programs that are installed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minyi-zip-'));
    const path = join(folder, 'record.zip');
    writeFileSync(path, await zip(FILES));
    try {
      const listed = execFileSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
      expect(listed.trim()).toBe('Done testing');
    } catch (error) {
      // A machine without Python: then another reader of the standard has been asked above.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    } finally {
      expect(readFileSync(path).length).toBeGreaterThan(0);
      rmSync(folder, { recursive: true });
    }
  });

  test('never stands in memory as a whole', async () => {
    const size = 40 << 20;
    let largest = 0;
    const content: ByteSource = {
      size,
      read: async (_, length) => {
        largest = Math.max(largest, length);
        return new Uint8Array(length);
      },
    };
    const plan = assertOk(await planZip([{ name: 'large', content }], 'zip'));
    for await (const chunk of plan.chunks()) largest = Math.max(largest, chunk.length);
    expect(plan.size).toBe(size + 30 + 46 + 22 + 10);
    expect(largest).toBe(1 << 16);
  });

  test('throws when a content changes between planning and writing', async () => {
    const content = new Uint8Array([1, 2, 3]);
    const plan = assertOk(await planZip([file('a', content)], 'zip'));
    content[1] = 9;
    await expect(async () => {
      for await (const chunk of plan.chunks()) expect(chunk.length).toBeGreaterThan(0);
    }).rejects.toThrow('a has kept its content');
  });

  test('is never larger than a zip without zip64 can be', async () => {
    const huge: ByteSource = { size: 0xffffffff, read: async () => new Uint8Array() };
    expect(await planZip([{ name: 'huge', content: huge }], 'zip')).toMatchObject({
      error: { code: 'TOO_LARGE' },
    });
  });
});

describe('what is refused', () => {
  test('every single flipped bit', async () => {
    const bytes = await zip(FILES);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect((await open(changed)).ok, `bit ${bit}`).toBe(false);
    }
  });

  test('every truncation, and a byte before or after', async () => {
    const bytes = await zip(FILES);
    for (let length = 0; length < bytes.length; length++) {
      expect((await open(bytes.subarray(0, length))).ok).toBe(false);
    }
    expect((await open(concatBytes(bytes, new Uint8Array(1)))).ok).toBe(false);
    expect((await open(concatBytes(new Uint8Array(1), bytes))).ok).toBe(false);
  });

  test.each([
    ['nothing', new Uint8Array(), 'MALFORMED'],
    ['text', utf8('this is not a zip, but long enough to be one'), 'MALFORMED'],
    ['a compressed zip', zipSync({ a: new Uint8Array(1000) }, { level: 6 }), 'NON_CANONICAL'],
    ['a stored zip of another program', zipSync({ a: new Uint8Array(10) }, { level: 0 }), 'NON_CANONICAL'],
  ])('%s', async (_, bytes, code) => {
    expect(await open(bytes)).toMatchObject({ ok: false, error: { code } });
  });

  test('more entries or larger ones than the limits allow', async () => {
    const bytes = await zip(FILES);
    expect(await open(bytes, { maxEntries: 3, maxEntryBytes: 100 })).toMatchObject({
      error: { code: 'TOO_LARGE' },
    });
    expect(await open(bytes, { maxEntries: 4, maxEntryBytes: 6 })).toMatchObject({
      error: { code: 'TOO_LARGE', where: 'record.zip/gFs2YwPqKBuZrd7T5hNxEm.bel' },
    });
    expect((await open(bytes, { maxEntries: 4, maxEntryBytes: 7 })).ok).toBe(true);
  });
});

test('parts of a source are sources of their own', async () => {
  const source = bytesSource(utf8('0123456789'));
  const part = slice(slice(source, 2, 6), 1, 3);
  expect(await part.read(0, 3)).toEqual(utf8('345'));
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(part)) chunks.push(chunk);
  expect(chunks).toEqual([utf8('345')]);
  expect(() => slice(source, 8, 3)).toThrow('broken promise');
  expect(() => part.read(1, 3)).toThrow('broken promise');
  expect(await readAll(part, 'part', 2)).toMatchObject({ error: { code: 'TOO_LARGE' } });
});
