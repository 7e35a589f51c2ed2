/**
 * A slice of the fuzz run (`npm run fuzz` does a hundred thousand cases): changed inputs of every kind are refused in words,
 * nothing throws, nothing takes long, and no changed record or archive verifies. Also that the run would notice.
 */
import { expect, test } from 'vitest';
import { openCorpus } from '../fuzz/corpus.ts';
import { newScore, runCase } from '../fuzz/run-cases.ts';
import type { FuzzCase, Subject } from '../fuzz/subject.ts';

const CASES = 500;
// Shuffles take most of a second each; tests/golden/shuffles.test.ts has their attacks.
const corpus = (await openCorpus()).filter(({ kind }) => !kind.startsWith('ranked'));

test(`${CASES} changed inputs break no rule`, async () => {
  const score = newScore();
  for (let number = 0; number < CASES; number++) {
    await runCase(corpus, number, { seed: 5, maxMs: 2000 }, score);
  }
  expect(score.violations).toEqual([]);
  expect(score.cases).toBe(CASES);
  expect(Object.keys(score.byKind).length).toBeGreaterThan(40);
});

const subjectOf = (run: FuzzCase['run']): readonly Subject[] => [
  { kind: 'x', weight: 1, draw: () => ({ mutation: 'y', input: 'z', run }) },
];

test.each<readonly [string, FuzzCase['run'], RegExp]>([
  ['throws', () => JSON.parse('{'), /^threw SyntaxError/],
  ['rejects', () => Promise.reject(new Error('later')), /^threw Error: later/],
  ['verifies', () => ({ verdict: 'verified', violation: 'a changed record verifies' }), /verifies$/],
  [
    'takes long',
    () => new Promise((done) => setTimeout(() => done({ verdict: 'refused' }), 400)),
    /^took \d+ ms/,
  ],
])('a case that %s is a violation, with its number and input', async (_, run, what) => {
  const score = newScore();
  await runCase(subjectOf(run), 7, { seed: 1, maxMs: 20 }, score);
  expect(score.violations).toMatchObject([{ number: 7, kind: 'x', mutation: 'y', input: 'z' }]);
  expect(score.violations[0]?.what).toMatch(what);
});

test('a case follows from seed and number alone', async () => {
  const drawn = async (seed: number) => {
    const inputs: (string | Uint8Array)[] = [];
    const keeping = corpus.map(
      (subject): Subject => ({
        ...subject,
        draw: async (dice) => {
          const given = await subject.draw(dice);
          inputs.push(given.input);
          return { ...given, run: () => ({ verdict: 'refused' }) };
        },
      }),
    );
    for (let number = 20; number < 60; number++) {
      await runCase(keeping, number, { seed, maxMs: 2000 }, newScore());
    }
    return inputs;
  };
  const first = await drawn(3);
  expect(first).toHaveLength(40);
  expect(await drawn(3)).toEqual(first);
  expect(await drawn(4)).not.toEqual(first);
});
