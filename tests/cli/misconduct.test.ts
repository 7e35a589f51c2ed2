/** R25: two heads that cannot both be true make a file that `verify` accepts as proof of misconduct. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { minyi, temporaryFolder } from '../support/cli.ts';
import { eventLeaf, headOf, LOG_KEY, treeOf } from '../support/ledger.ts';

const cwd = temporaryFolder();
const leaves = Array.from({ length: 5 }, (_, height) => eventLeaf(height));
const tree = treeOf(leaves);
const fork = treeOf(
  leaves.map((leaf, height) => (height < 3 ? leaf : eventLeaf(height, `forged ${height}`))),
);
writeFileSync(join(cwd, 'policy'), writePolicy({ log: verifierKeyOf(LOG_KEY), witnesses: [], quorum: 0 }));

function write(name: string, other: typeof tree): string {
  const head = (of: typeof tree) => ({ kind: 'head', signed: headOf(of, 0, 5) }) as const;
  writeFileSync(join(cwd, name), writeMisconduct(head(tree), head(other)));
  return name;
}

test('R25: verify accepts two heads of one size and different roots as proof of misconduct', () => {
  const { status, stdout } = minyi(['verify', write('fork.json', fork), '--policy', 'policy'], { cwd });
  expect(stdout).toContain('MISCONDUCT PROVED');
  expect(status).toBe(0);
});

test('R25: two statements of one history prove nothing', () => {
  const { status, stdout } = minyi(['verify', write('same.json', tree), '--policy', 'policy'], { cwd });
  expect(stdout).toContain('NOT PROVED');
  expect(status).toBe(1);
});

test('a misconduct file without the ledger’s key cannot be judged', () => {
  const { status, stderr } = minyi(['verify', write('unjudged.json', fork)], { cwd });
  expect(stderr).toContain('--policy');
  expect(status).toBe(2);
});
