/** A witness on the command line: it cosigns only what extends its memory, and keeps the proof of a forking log. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addSignatures } from '../../tally/ledger/checkpoint.ts';
import { convict, readMisconduct } from '../../tally/ledger/misconduct.ts';
import {
  readSignatureLine,
  readVerifierKey,
  verifierKeyOf,
  writeVerifierKey,
} from '../../tally/ledger/note.ts';
import { openNote } from '../../tally/ledger/open-note.ts';
import { readSigningKey } from '../../tally/ledger/signing-key.ts';
import { writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { assertOk } from '../../tally/result.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { eventLeaf, headOf, LOG_KEY, treeOf } from '../support/ledger.ts';

const cwd = temporaryFolder();
const LEAVES = Array.from({ length: 13 }, (_, height) => eventLeaf(height));
const TREE = treeOf(LEAVES);
/** The same log until leaf 5, then another history. */
const FORK = treeOf(
  LEAVES.map((leaf, height) => (height < 5 ? leaf : eventLeaf(height, `forged ${height}`))),
);
const LOG = writeVerifierKey(verifierKeyOf(LOG_KEY));

const request = (tree: typeof TREE, oldSize: number, size: number): string =>
  writeAddCheckpoint({ oldSize, proof: tree.consistencyProof(oldSize, size), signed: headOf(tree, 0, size) });

/** A fresh witness; its public key and how to ask it. */
function witness(name: string) {
  const files = ['--state', `${name}.json`, '--key', `${name}.key`];
  const init = ['witness', 'init', '--origin', LOG_KEY.name, '--name', `auditor.example/${name}`, ...files];
  const key = assertOk(readVerifierKey(minyiOutput(init, { cwd }).trim(), 'key'));
  const ask = (input: string, ...more: readonly string[]) =>
    minyi(['witness', 'cosign', ...files, '--log-key', LOG, ...more], { cwd, input });
  const state = () => readFileSync(join(cwd, `${name}.json`), 'utf8');
  return { key, ask, state, init };
}

test('heads that extend each other are cosigned, and the cosignature verifies under the policy’s key', () => {
  const { key, ask, state } = witness('honest');
  for (const [from, to] of [
    [0, 6],
    [6, 13],
    [13, 13],
  ] as const) {
    const { status, stdout, stderr } = ask(request(TREE, from, to));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const line = assertOk(readSignatureLine(stdout.trimEnd(), 'line'));
    const { note } = addSignatures(headOf(TREE, 0, to), [line]);
    expect(openNote(note, [key], 'note').signers).toHaveLength(1);
    expect(JSON.parse(state())).toMatchObject({ size: to });
  }
  expect(existsSync(join(cwd, 'honest.json.lock'))).toBe(false);
});

test('a stale request, a head that extends nothing and a stranger’s head are not cosigned and change nothing', () => {
  const { ask, state } = witness('careful');
  expect(ask(request(TREE, 0, 6)).status).toBe(0);
  const before = state();
  const stale = ask(request(TREE, 0, 13));
  expect(stale).toMatchObject({ status: 1, stdout: '', stderr: '409: the last head cosigned has size 6\n' });
  expect(ask(request(FORK, 6, 13))).toMatchObject({ status: 1, stdout: '' });
  expect(ask(request(TREE, 6, 13).replace(/^(— \S+ \S{20})./m, (_, start) => `${start}#`))).toMatchObject({
    status: 2,
  });
  expect(ask('nonsense')).toMatchObject({ status: 2, stdout: '' });
  expect(ask('')).toMatchObject({ status: 2, stdout: '' });
  expect(state()).toBe(before);
});

test('two heads of one size convict the log, in a file anyone can check', () => {
  const { ask, state } = witness('deceived');
  expect(ask(request(TREE, 0, 13)).status).toBe(0);
  const before = state();
  const { status, stdout, stderr } = ask(request(FORK, 13, 13), '--misconduct', 'proof.json');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('The proof of misconduct is proof.json');
  expect(state()).toBe(before);
  const [a, b] = assertOk(readMisconduct(readFileSync(join(cwd, 'proof.json'), 'utf8'), 'proof.json'));
  expect(convict(a, b, verifierKeyOf(LOG_KEY), 'proof').ok).toBe(true);
  // Asked again, it keeps the proof it has.
  expect(ask(request(FORK, 13, 13), '--misconduct', 'proof.json').status).toBe(1);
});

test('while another run is at work it waits for none and cosigns nothing', () => {
  const { ask } = witness('busy');
  writeFileSync(join(cwd, 'busy.json.lock'), '');
  const { status, stdout, stderr } = ask(request(TREE, 0, 6));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('busy.json.lock: another run is at work');
});

test('a damaged memory or key cosigns nothing', () => {
  const { ask, state } = witness('damaged');
  expect(ask(request(TREE, 0, 6)).status).toBe(0);
  writeFileSync(join(cwd, 'damaged.json'), state().replace('"size":6', '"size":5'));
  expect(ask(request(TREE, 5, 13))).toMatchObject({ status: 2, stdout: '' });
  const key = readFileSync(join(cwd, 'damaged.key'), 'utf8');
  writeFileSync(join(cwd, 'damaged.key'), key.replace(/.{5}\n$/, 'AAAA=\n'));
  expect(ask(request(TREE, 0, 6)).stderr).toMatch(/^damaged\.key: .*\((INCONSISTENT|MALFORMED)\)/);
});

test('the key is its owner’s alone, is not overwritten, and is the one whose public part was printed', () => {
  const { key, init } = witness('owner');
  expect(statSync(join(cwd, 'owner.key')).mode & 0o777).toBe(0o600);
  expect(minyi(init, { cwd })).toMatchObject({ status: 2, stdout: '' });
  const secret = assertOk(readSigningKey(readFileSync(join(cwd, 'owner.key'), 'utf8').trimEnd(), 'key'));
  expect(verifierKeyOf(secret)).toEqual(key);
});
