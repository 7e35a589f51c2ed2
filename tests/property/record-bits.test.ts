/**
 * Any flipped bit anywhere in a record zip is found: in every file and every structure of the zip; with the checksums of
 * the zip put right; with a fitting manifest too. Positions are a seeded sample.
 */
import { expect, test } from 'vitest';
import { drawBelow, seededRandom } from '../support/random.ts';
import { AGAINST, FOR, planOf, playRecord, refutationsOf } from '../support/record.ts';
import { rezip, unzip } from '../support/record-zip.ts';

const ballots = [
  [FOR, AGAINST],
  [FOR, AGAINST],
];
const record = await playRecord(planOf(2, 1, { inOffice: 2, present: 2, issued: 2, spare: 0, ballots }));
const contents = await unzip(record.bytes);

/** Stretches of the zip: header and content of every file, every row of the directory, the end record. */
function stretches(): readonly (readonly [name: string, at: number, length: number])[] {
  const found: (readonly [string, number, number])[] = [];
  let at = 0;
  const add = (name: string, length: number) => {
    found.push([name, at, length]);
    at += length;
  };
  for (const [name, content] of contents) {
    add(`local header of ${name}`, 30 + name.length);
    add(`content of ${name}`, content.length);
  }
  for (const name of contents.keys()) add(`directory row of ${name}`, 46 + name.length);
  add('end record', 22);
  if (at !== record.bytes.length) throw new Error('the stretches are the whole zip');
  return found;
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
}

test('the untouched record verifies', async () => {
  expect(await refutationsOf(record.bytes)).toEqual([]);
  expect(Buffer.compare(await rezip(contents, {}, true), record.bytes)).toBe(0);
});

test.each(stretches())('a flipped bit is found in the %s', async (name, at, length) => {
  const random = seededRandom(name);
  for (let i = 0; i < 12; i++) {
    const place = at + drawBelow(length, random);
    const bit = drawBelow(8, random);
    expect(await refutationsOf(flipped(record.bytes, place, bit)), `byte ${place}, bit ${bit}`).toEqual([
      '01.1',
    ]);
  }
});

test('every bit of the end record and of one directory row is found', async () => {
  const last = stretches().slice(-2);
  for (const [, at, length] of last) {
    for (let bit = 0; bit < 8 * length; bit++) {
      const changed = flipped(record.bytes, at + (bit >> 3), bit & 7);
      expect(await refutationsOf(changed), `byte ${at + (bit >> 3)}`).toEqual(['01.1']);
    }
  }
});

const files = [...contents.keys()].map(
  (name) => [name.endsWith('.bel') ? 'the archive' : name, name] as const,
);

test.each(files)(
  '%s with a flipped bit is found behind right checksums, and behind a fitting manifest',
  async (_, name) => {
    const random = seededRandom(`file ${name}`);
    const content = contents.get(name) ?? new Uint8Array();
    for (let i = 0; i < 4; i++) {
      const at = drawBelow(content.length, random);
      const bit = drawBelow(8, random);
      const changes = { [name]: flipped(content, at, bit) };
      expect(
        await refutationsOf(await rezip(contents, changes, false)),
        `byte ${at}, bit ${bit}`,
      ).not.toEqual([]);
      if (name !== 'manifest.json') {
        expect(
          await refutationsOf(await rezip(contents, changes, true)),
          `byte ${at}, bit ${bit}`,
        ).not.toEqual([]);
      }
    }
  },
);
