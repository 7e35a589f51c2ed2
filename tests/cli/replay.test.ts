/** `replay` compares counts with the published ones and says so in its exit code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';
import { smallElection } from '../support/small-pabulib.ts';

const cwd = temporaryFolder();
const file = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};

test('equal counts exit 0, a wrong published count 1, another file 2', () => {
  const equal = minyi(['replay', file('equal.pb', smallElection())], { cwd });
  expect(equal.status).toBe(0);
  expect(equal.stdout).toContain('every published total equals what the ballots give');
  const different = minyi(['replay', file('different.pb', smallElection({ votesOfFirst: 4 }))], { cwd });
  expect(different.status).toBe(1);
  expect(different.stdout).toContain('1: 3 votes, 3 points, published votes 4');
  const other = minyi(['replay', file('other.pb', 'no election')], { cwd });
  expect(other).toMatchObject({ status: 2, stdout: '' });
  expect(other.stderr).toBe('other.pb, line 1: expected the section META here (NOT_FOUND)\n');
});

test('--json gives the whole recount', () => {
  const output = minyiOutput(['replay', file('equal.pb', smallElection()), '--json'], { cwd });
  const report = JSON.parse(output) as { counts: string; outcome: { funded: string[] } };
  expect(report).toMatchObject({ counts: 'equal', outcome: { kind: 'decided', funded: ['1', '2'] } });
});

describe.skipIf(!hasFixtures)('elections of other people', () => {
  test('a published election is counted to its published totals', () => {
    const { status, stdout } = minyi(['replay', fixture('pabulib', 'france_toulouse_2019_.pb')]);
    expect(status).toBe(0);
    expect(stdout).toContain('every published total equals what the ballots give');
  });
});
