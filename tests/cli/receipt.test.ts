/** A receipt held against the record of a small session played here: true ones pass, any other is refuted. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bytesSource, readAll } from '../../tally/encoding/byte-source.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { createBigIntEngine } from '../../tally/groups/mod-p.ts';
import { writeLeaf } from '../../tally/ledger/leaf.ts';
import { leafHash } from '../../tally/ledger/merkle.ts';
import { convict, readMisconduct } from '../../tally/ledger/misconduct.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { writeTlogProof } from '../../tally/ledger/proof.ts';
import { type SecretReceipt, writeReceipt } from '../../tally/record/receipt.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { openRecord } from '../../tally/record/record.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyRecord } from '../../tally/verify/verify-record.ts';
import { judge } from '../../web/verify/judge.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { eventLeaf, hashOf, policyOf, proofOf, treeOf } from '../support/ledger.ts';
import { LEAVES, secretReceipt } from '../support/receipts.ts';
import { smallElection } from '../support/small-pabulib.ts';

const cwd = temporaryFolder();
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
const check = (...args: readonly string[]) => minyi(['receipt', ...args], { cwd });

let record = '';
/** The receipt of the second ballot, as the ledger of the record gives it. */
let receipt: SecretReceipt;

beforeAll(async () => {
  minyiOutput(['replay', write('small.pb', smallElection()), '--encrypted', '--out', cwd], { cwd });
  record = readdirSync(cwd).find((name) => name.endsWith('.zip')) ?? '';
  const source = bytesSource(new Uint8Array(readFileSync(join(cwd, record))));
  const { view, parts } = await verifyRecord(source, { openGroup: (name) => openGroup(name) });
  const ballot = view?.ballots[1];
  if (view?.election === undefined || parts === undefined || ballot === undefined)
    throw new Error('no record');
  const own = parts.leaves.find(({ leaf }) => leaf.kind === 'ballot-event' && leaf.height === ballot.height);
  if (own === undefined) throw new Error('the ballot is not in the ledger');
  const proof = { index: own.index, hashes: own.proof, signed: parts.checkpoint };
  const [template] = secretReceipt().entries;
  if (template === undefined) throw new Error('no entry');
  receipt = {
    ...secretReceipt(),
    entries: [
      {
        ...template,
        poll: parts.uuid,
        fingerprint: view.election.fingerprint,
        setup: view.events[0]?.hash ?? '',
        credential: ballot.credential,
        tracker: ballot.hash,
        code: shortCode(ballot.hash),
        leaf: hex(leafHash(writeLeaf(own.leaf))),
        proof: writeTlogProof(proof),
      },
    ],
  };
  write('receipt.json', writeReceipt(receipt));
  write('policy.txt', writePolicy(parts.policy));
  const opened = assertOk(await openRecord(source, 'record'));
  write('archive.bel', assertOk(await readAll(opened.ballots, 'archive', 1 << 28)));
});

test('a true receipt is found in the record, and its ballot is counted', () => {
  const { status, stdout, stderr } = check('receipt.json', '--record', record);
  expect(status).toBe(0);
  expect(stdout).toContain(`${receipt.entries[0]?.code}  `);
  expect(stdout).toMatch(/\nVERIFIED\n$/);
  expect(stderr).toContain('INFO 19.1 at receipt.json.entries[0]: its ballot is counted');
});

test('the page, too, calls a ballot counted only beside a true receipt and a file that has a result', async () => {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(cwd, name)));
  const ask = async (file: Uint8Array | null, given: SecretReceipt) => {
    const { receipts } = await judge(
      {
        file: file === null ? null : { name: 'file', source: bytesSource(file) },
        receipts: [{ name: 'receipt.json', text: writeReceipt(given) }],
        policy: readFileSync(join(cwd, 'policy.txt'), 'utf8'),
      },
      createBigIntEngine,
      () => {},
    );
    return receipts.map(({ verdict, isCounted }) => [verdict, isCounted]);
  };
  const [entry] = receipt.entries;
  if (entry === undefined) throw new Error('no entry');
  const another = { ...receipt, entries: [{ ...entry, credential: '1'.repeat(entry.credential.length) }] };
  expect(await ask(bytes(record), receipt)).toEqual([['verified', true]]);
  expect(await ask(bytes(record), another as SecretReceipt)).toEqual([
    [expect.not.stringMatching('^verified$'), false],
  ]);
  expect(await ask(null, receipt)).toEqual([['verified', false]]);
  const whole = bytes('archive.bel');
  expect(await ask(whole.subarray(0, whole.length - 600), receipt)).toEqual([[expect.any(String), false]]);
});

test('the auditor’s own keys and the bare archive do as well', () => {
  expect(check('receipt.json', '--record', record, '--policy', 'policy.txt').status).toBe(0);
  expect(check('receipt.json', '--record', 'archive.bel', '--policy', 'policy.txt').status).toBe(0);
  expect(check('receipt.json', '--policy', 'policy.txt').status).toBe(0);
  const keyless = check('receipt.json', '--record', 'archive.bel');
  expect(keyless.status).toBe(2);
  expect(keyless.stderr).toContain('give --policy');
});

test('a receipt whose ballot the archive does not have convicts archive or receipt', () => {
  const tracker = 'ab'.repeat(32);
  const entries = receipt.entries.map((entry) => ({ ...entry, tracker, code: shortCode(tracker) }));
  const path = write('missing.json', writeReceipt({ ...receipt, entries }));
  const { status, stdout } = check(path, '--record', record, '--json');
  expect(status).toBe(1);
  const { verdict, findings } = JSON.parse(stdout) as {
    verdict: string;
    findings: { check: string; message: string }[];
  };
  expect(verdict).toBe('refuted');
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: '19.1',
      message: `the archive has no ballot with the tracker ${tracker}`,
    }),
  );
});

test('a receipt signed by another ledger is refuted', () => {
  const path = write('foreign.json', writeReceipt(secretReceipt()));
  const { status, stderr } = check(path, '--policy', 'policy.txt');
  expect(status).toBe(1);
  expect(stderr).toContain('ERROR 19.1');
});

test('what is no receipt, no record or no policy is refused', () => {
  write('text.json', '{"v":"receipt/1"}');
  expect(check('text.json', '--record', record)).toMatchObject({ status: 2, stdout: '' });
  expect(check('receipt.json', '--record', 'small.pb', '--policy', 'policy.txt')).toMatchObject({
    status: 2,
    stdout: '',
  });
  expect(check('receipt.json', '--record', record, '--policy', 'small.pb')).toMatchObject({
    status: 2,
    stdout: '',
  });
  expect(check('receipt.json')).toMatchObject({ status: 2, stdout: '' });
});

test('two receipts that cannot both be true convict the ledger, in a file that verify judges', () => {
  write('ledger-policy.txt', writePolicy(policyOf(1)));
  const mine = write('mine.json', writeReceipt(secretReceipt(2)));
  const agreeing = write('agreeing.json', writeReceipt(secretReceipt(3)));
  const policy = ['--policy', 'ledger-policy.txt'];
  expect(check(mine, ...policy, '--against', agreeing).status).toBe(0);
  expect(existsSync(join(cwd, 'mine.json.misconduct.json'))).toBe(false);
  // A history in which another ballot stands at the place of mine.
  const fork = treeOf(LEAVES.map((leaf, height) => (height === 2 ? eventLeaf(2, 'another ballot') : leaf)));
  const entries = secretReceipt(2).entries.map((entry) => ({
    ...entry,
    leaf: hex(hashOf(eventLeaf(2, 'another ballot'))),
    proof: writeTlogProof(proofOf(fork, 2, 1)),
  }));
  const forked = write('forked.json', writeReceipt({ ...secretReceipt(2), entries }));
  const { status, stderr } = check(mine, ...policy, '--against', forked, '--misconduct', 'proof.json');
  expect(status).toBe(1);
  expect(stderr).toContain('The proof of misconduct is proof.json');
  const [a, b] = assertOk(readMisconduct(readFileSync(join(cwd, 'proof.json'), 'utf8'), 'proof.json'));
  expect(convict(a, b, policyOf(1).log, 'proof').ok).toBe(true);
});
