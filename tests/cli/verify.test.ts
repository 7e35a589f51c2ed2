/** What `verify` says of a file that breaks off: no mark for a check that was not made, and a verdict its exit code agrees with. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bytesSource, readAll } from '../../tally/encoding/byte-source.ts';
import { openRecord } from '../../tally/record/record.ts';
import { assertOk } from '../../tally/result.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { makeRecordedRecord } from '../support/recorded-record.ts';
import { smallElection } from '../support/small-pabulib.ts';

const cwd = temporaryFolder();
let record: Uint8Array;
let archive: Uint8Array;

beforeAll(async () => {
  writeFileSync(join(cwd, 'small.pb'), smallElection());
  minyiOutput(['replay', 'small.pb', '--encrypted', '--out', cwd], { cwd });
  record = new Uint8Array(
    readFileSync(join(cwd, readdirSync(cwd).find((name) => name.endsWith('.zip')) ?? '')),
  );
  const { ballots } = assertOk(await openRecord(bytesSource(record), 'record'));
  archive = assertOk(await readAll(ballots, 'archive', 1 << 28));
});

function verify(bytes: Uint8Array) {
  writeFileSync(join(cwd, 'given'), bytes);
  const { status, stdout } = minyi(['verify', 'given'], { cwd });
  const lines = stdout.trimEnd().split('\n');
  const marks = lines.flatMap((line) => /^([✓✗!·]) (\d\d) {2}/.exec(line)?.slice(1, 3).join(' ') ?? []);
  const json = minyi(['verify', 'given', '--json'], { cwd });
  expect(json.status).toBe(status);
  return { status, marks, word: lines.at(-1), json: JSON.parse(json.stdout).verdict };
}

test('a whole record is put to all eighteen groups of checks', () => {
  const { status, marks, word, json } = verify(record);
  expect(marks.map((mark) => mark.slice(2))).toEqual(
    Array.from({ length: 18 }, (_, i) => String(i + 1).padStart(2, '0')),
  );
  expect([status, word, json]).toEqual([0, 'VERIFIED', 'verified']);
});

test('a record that breaks off cannot be used, and only the first check was made', () => {
  for (const end of [record.length - 100, record.length / 2, 40]) {
    expect(verify(record.subarray(0, end))).toEqual({
      status: 2,
      marks: ['✗ 01'],
      word: 'UNUSABLE',
      json: 'unusable',
    });
  }
});

test('an archive that breaks off is refuted, and what it lacks was not checked', () => {
  const { status, marks, word, json } = verify(archive.subarray(0, archive.length / 2));
  expect([status, word, json]).toEqual([1, 'REFUTED', 'refuted']);
  expect(marks.map((mark) => mark.slice(2))).toEqual(['05', '07', '08', '09', '10', '11', '12', '13']);
  expect(marks[0]).toBe('✗ 05');
  expect(verify(archive.subarray(0, 600))).toMatchObject({ status: 2, word: 'UNUSABLE', json: 'unusable' });
});

test('of a vote by name, too, only what was there was checked', async () => {
  const bytes = await makeRecordedRecord({ marks: [0, 0, 1] });
  const { status, marks, word } = verify(bytes);
  expect(marks.map((mark) => mark.slice(2)).join(' ')).toBe('01 02 03 04 06 07 08 10 11 13 17 18');
  expect([status, word]).toEqual([0, 'VERIFIED']);
  expect(verify(bytes.subarray(0, bytes.length / 2))).toMatchObject({ marks: ['✗ 01'], word: 'UNUSABLE' });
});
