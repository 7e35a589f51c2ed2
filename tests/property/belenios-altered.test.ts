/**
 * Nothing in an archive can be changed without being found: not one bit of the file, and, where a dishonest server hashes
 * and chains everything anew, not one character of any text in it. Positions are a seeded sample.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { readOwned, writeOwned } from '../../tally/belenios/decryption.ts';
import { readSizedTally, writeSizedTally } from '../../tally/belenios/tally.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { backEnds } from '../support/back-ends.ts';
import { archiveOf, type PlainEvent, playElection } from '../support/election.ts';

const { bytes, events } = playElection({
  questions: [
    { kind: 'homomorphic', answers: ['甲', '乙'], min: 0, max: 1, question: '选' },
    { kind: 'homomorphic', answers: ['丙'], blank: true, min: 1, max: 1, question: '可弃权' },
  ],
  trustees: ['single', { size: 2, threshold: 1 }],
  weights: [2n, undefined],
  votes: [
    [
      0,
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      1,
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [
      0,
      [
        [0, 1],
        [1, 0],
      ],
    ],
  ],
});

// All back ends agree (tests/golden); the last is the fastest there is here.
const fastest = backEnds.at(-1);

async function isRefuted(altered: Uint8Array): Promise<boolean> {
  if (fastest === undefined) throw new Error('BigInt runs everywhere');
  const { findings } = await verifyArchive(bytesSource(altered), { openGroup: fastest.openGroup });
  return findings.some(({ severity }) => severity === 'error');
}

test('the untouched archive verifies, made anew from its texts too', async () => {
  expect(await isRefuted(bytes)).toBe(false);
  expect(await isRefuted(archiveOf(events.map((event) => rehashed(event, event.data))))).toBe(false);
});

test('R26: an archive with any one bit flipped is refuted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      expect(await isRefuted(altered)).toBe(true);
    }),
    { seed: 20261123, numRuns: 100 },
  );
});

test('R26: an archive with bytes cut out, doubled or put in is refuted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length - 2),
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom('cut', 'doubled', 'zeros'),
      async (at, length, how) => {
        // Cutting up to the end of an event leaves an earlier, honest state of the archive; cut inside instead.
        const end = Math.min(at + length, bytes.length - 1);
        const middle = how === 'cut' ? new Uint8Array() : bytes.slice(at, end);
        const added = how === 'zeros' ? new Uint8Array(end - at) : middle;
        const rest = how === 'cut' ? bytes.slice(end) : bytes.slice(at);
        expect(await isRefuted(new Uint8Array(Buffer.concat([bytes.slice(0, at), added, rest])))).toBe(true);
      },
    ),
    { seed: 20261124, numRuns: 50 },
  );
});

test('R26: any one character of any text changed, everything else made to fit, is refuted', async () => {
  const places = events.flatMap(({ data }, event) => data.map((text, member) => ({ event, member, text })));
  const change = fc.record({
    place: fc.constantFrom(...places),
    part: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    character: fc.constantFrom(...'0123456789abcXYZ "{}[],:\\-/甲'),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ place: { event, member, text }, part, character }) => {
      const at = Math.floor(part * text.length);
      fc.pre(text[at] !== character);
      const altered = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
      const changed = events.map((old, i) =>
        i === event
          ? rehashed(
              old,
              old.data.map((own, k) => (k === member ? altered : own)),
            )
          : old,
      );
      expect(await isRefuted(archiveOf(changed)), `event ${event}.${member}[${at}] ${character}`).toBe(true);
    }),
    { seed: 20261125, numRuns: 100 },
  );
});

test('any one element of any text replaced by 0, 1, an element of order 2, p or the generator is refuted', async () => {
  const { p, g } = BELENIOS_2048;
  const others = [1n, p - 1n, p, g];
  const places = events.flatMap(({ data }, event) =>
    data.flatMap((text, member) =>
      [...text.matchAll(/[0-9]{500,}/g)].map((match) => ({ event, member, at: match.index, old: match[0] })),
    ),
  );
  expect(places.length).toBeGreaterThan(50);
  for (const [n, { event, member, at, old }] of places.entries()) {
    // Nothing divides by 0, so every place gets one; the others take turns.
    for (const element of [0n, others[n % others.length]]) {
      const changed = events.map((each, i) => {
        if (i !== event) return each;
        const data = each.data.map((text, k) =>
          k === member ? `${text.slice(0, at)}${element}${text.slice(at + old.length)}` : text,
        );
        return rehashed(each, data);
      });
      expect(await isRefuted(archiveOf(changed)), `${element} at ${event}.${member}[${at}]`).toBe(true);
    }
  }
});

/** The event with other data; a last member that names the others by hash is made to fit, unless it is the changed one. */
function rehashed({ type, data: old }: PlainEvent, data: readonly string[]): PlainEvent {
  const [first = '', second = '', third = ''] = data;
  if (first === old[0] && second === old[1] && third === old[2]) return { type, data };
  const payload = sha256Hex(first);
  if (type === 'Setup') return { type, data: setupMembers(first, second, third) };
  if (first === old[0] || data.length < 2) return { type, data };
  const fitting =
    type === 'EncryptedTally'
      ? writeSizedTally({ ...assertOk(readSizedTally(second, 's')), encryptedTally: payload })
      : writeOwned({ ...assertOk(readOwned(second, 'o')), payload });
  return { type, data: [first, fitting] };
}
