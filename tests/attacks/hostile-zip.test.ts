/**
 * A record zip made to harm whoever opens it: names that lead out of the folder, two entries of one name, sizes that do not
 * fit the file, overlapping entries, a bomb. The reader refuses them before it reads any content.
 */

import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { concatBytes, utf8 } from '../../tally/encoding/bytes.ts';
import { crc32 } from '../../tally/encoding/crc32.ts';
import { planZip, readZip } from '../../tally/record/zip.ts';
import { centralHeader, endRecord, localHeader } from '../../tally/record/zip-headers.ts';

/** A zip written by hand, with any names and as many rows as wanted. */
function handmade(names: readonly string[], content = utf8('x')): Uint8Array {
  const headers = names.map((name) => ({ name, size: content.length, crc32: crc32(content) }));
  let offset = 0;
  const rows: Uint8Array[] = [];
  const parts = headers.flatMap((header) => {
    rows.push(centralHeader(header, offset));
    offset += 30 + header.name.length + content.length;
    return [localHeader(header), content];
  });
  const directory = concatBytes(...rows);
  return concatBytes(...parts, directory, endRecord(names.length, directory.length, offset));
}
const open = (bytes: Uint8Array) => readZip(bytesSource(bytes), 'record.zip');
const set32 = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(at, value, true);
  return changed;
};

test('the handmade zip of honest names is accepted', async () => {
  expect((await open(handmade(['a', 'b/c']))).ok).toBe(true);
});

describe('a zip is refused when it', () => {
  test.each([
    '../evil',
    'a/../../evil',
    '/etc/passwd',
    'C:evil',
    'C:\\evil',
    'a\\..\\evil',
    './a',
    'a//b',
    'a/',
    '.hidden',
    '',
    'a\0b',
    'a b',
    'a/b/c/d/e',
    'x'.repeat(101),
  ])('has an entry named %j, and such a zip is not written either', async (name) => {
    expect(await open(handmade(['a1', name]))).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
    const planned = await planZip([{ name, content: bytesSource(utf8('x')) }], 'zip');
    expect(planned).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
  });

  test.each([
    ['two entries of one name', ['a', 'a']],
    ['two names that differ in case only', ['Setup.json', 'setup.json']],
    ['a file that is also a folder', ['ledger', 'ledger/policy']],
  ])('has %s', async (_, names) => {
    expect(await open(handmade(names))).toMatchObject({ ok: false, error: { code: 'INCONSISTENT' } });
  });

  test('has 65 entries, or claims 65,535', async () => {
    expect(await open(handmade(Array.from({ length: 65 }, (_, i) => `f${i}`)))).toMatchObject({
      error: { code: 'TOO_LARGE' },
    });
    const bytes = handmade(['a']);
    expect((await open(set32(bytes, bytes.length - 14, 0xffffffff))).ok).toBe(false);
  });

  test('claims a directory or a content larger than the file, without reading it', async () => {
    const bytes = handmade(['a', 'b']);
    for (const at of [bytes.length - 10, bytes.length - 6]) {
      for (const value of [0, 1, 0x7fffffff, 0xffffffff])
        expect((await open(set32(bytes, at, value))).ok).toBe(false);
    }
    const firstRow = 2 * 32;
    for (const at of [firstRow + 20, firstRow + 24, firstRow + 42]) {
      expect((await open(set32(bytes, at, 0xfffffff0))).ok).toBe(false);
    }
  });

  test('lets two entries share one content', async () => {
    const bytes = handmade(['a', 'b']);
    // The second row points at the first entry's local header.
    expect(await open(set32(bytes, 2 * 32 + 47 + 42, 0))).toMatchObject({ error: { code: 'NON_CANONICAL' } });
  });

  test('is a bomb: ten thousand times its size when inflated', async () => {
    const bomb = zipSync({ a: new Uint8Array(10 << 20) }, { level: 9 });
    expect(bomb.length).toBeLessThan(20_000);
    expect(await open(bomb)).toMatchObject({ ok: false, error: { code: 'NON_CANONICAL' } });
  });

  test('hides another zip before or behind it', async () => {
    const bytes = handmade(['a']);
    expect((await open(concatBytes(bytes, bytes))).ok).toBe(false);
    expect((await open(concatBytes(utf8('#!/bin/sh\n'), bytes))).ok).toBe(false);
  });
});
