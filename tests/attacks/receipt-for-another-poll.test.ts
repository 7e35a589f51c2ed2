/**
 * A voter is given a true receipt of something else: of another ballot session, of another voter's ballot, or of an event
 * that is no ballot. It verifies in the ledger; the archive of the session shows what it is not (check 19.1).
 */
import { describe, expect, test } from 'vitest';
import { hex } from '../../tally/encoding/bytes.ts';
import { writeTlogProof } from '../../tally/ledger/proof.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import type { SecretReceipt } from '../../tally/record/receipt.ts';
import { eventLeaf, hashOf, policyOf, proofOf } from '../support/ledger.ts';
import { ARCHIVE, secretReceipt, TREE } from '../support/receipts.ts';

const OTHER_POLL = 'hGt3YxQrLCvAse8U6iPyFn';
const errors = (receipt: SecretReceipt): readonly string[] =>
  checkReceipt(receipt, { policy: policyOf(1), strangers: 'error', archive: ARCHIVE }, 'receipt')
    .filter(({ severity }) => severity === 'error')
    .map(({ where, message }) => `${where}: ${message}`);
const change = (entry: Partial<SecretReceipt['entries'][number]>): SecretReceipt => {
  const receipt = secretReceipt();
  return { ...receipt, entries: receipt.entries.map((given) => ({ ...given, ...entry })) };
};

describe('a receipt is refuted when', () => {
  test('it is for another poll', () => {
    const receipt = change({ poll: OTHER_POLL });
    expect(errors(receipt)).toEqual([`receipt: no entry of this receipt is for the poll ${ARCHIVE.poll}`]);
  });

  test('it has the leaf of another poll and names this one', () => {
    const foreign = { ...eventLeaf(2), poll: OTHER_POLL };
    expect(errors(change({ leaf: hex(hashOf(foreign)) }))).toContain(
      'receipt.entries[0]: the leaf is not that of the event which casts this ballot',
    );
  });

  test('it names this voter’s ballot and proves another one’s', () => {
    const proof = writeTlogProof(proofOf(TREE, 1, 1));
    expect(errors(change({ leaf: hex(hashOf(eventLeaf(1))), proof }))).toEqual([
      'receipt.entries[0]: the leaf is not that of the event which casts this ballot',
    ]);
  });

  test('it proves an event that casts no ballot', () => {
    const proof = writeTlogProof(proofOf(TREE, 4, 1));
    expect(errors(change({ leaf: hex(hashOf(eventLeaf(4))), proof }))).toHaveLength(1);
  });

  test('two voters are given the same tracker, and one of them looks at the credential', () => {
    expect(errors(change({ credential: '789' }))).toEqual([
      'receipt.entries[0]: the ballot was cast under another credential',
    ]);
  });
});

test('a receipt of a whole meeting is true for the session asked about, and says so of the others', () => {
  const receipt = secretReceipt();
  const [entry] = receipt.entries;
  if (entry === undefined) throw new Error('one entry');
  const meeting: SecretReceipt = { ...receipt, entries: [{ ...entry, poll: OTHER_POLL }, entry] };
  const findings = checkReceipt(
    meeting,
    { policy: policyOf(1), strangers: 'error', archive: ARCHIVE },
    'receipt',
  );
  expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    `info: this entry is for the poll ${OTHER_POLL}, not for this archive`,
    'info: its ballot is counted',
  ]);
});
