/**
 * A forking server (R25) shows one history to the voters and another to the auditor. The witness answers 409 or 422 and
 * hands out a misconduct file where two heads suffice; two receipts of the two histories make one as well.
 */
import { describe, expect, test } from 'vitest';
import { convict, type Evidence, readMisconduct, writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { addCheckpoint, type WitnessAnswer, writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { newWitnessState, type WitnessState } from '../../tally/ledger/witness-state.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import { assertOk } from '../../tally/result.ts';
import {
  eventLeaf,
  hashOf,
  headOf,
  LOG_KEY,
  policyOf,
  proofOf,
  TIME,
  treeOf,
  WITNESS_KEYS,
} from '../support/ledger.ts';
import { LEAVES, secretReceipt } from '../support/receipts.ts';

const [WITNESS = LOG_KEY] = WITNESS_KEYS;
const KEYS = { log: verifierKeyOf(LOG_KEY), witness: WITNESS };
const SHOWN = treeOf(LEAVES);
const HIDDEN_LEAVES = LEAVES.map((leaf, height) => (height === 2 ? eventLeaf(2, 'a stuffed ballot') : leaf));
const HIDDEN = treeOf([...HIDDEN_LEAVES, eventLeaf(5)]);

function ask(state: WitnessState, tree: typeof SHOWN, oldSize: number, size: number): WitnessAnswer {
  const proof = tree.consistencyProof(oldSize, size);
  return addCheckpoint(
    state,
    writeAddCheckpoint({ oldSize, proof, signed: headOf(tree, 0, size) }),
    KEYS,
    TIME,
  );
}
const seen = ((): WitnessState => {
  const answer = ask(newWitnessState(LOG_KEY.name), SHOWN, 0, 5);
  if (answer.status !== 200) throw new Error('the first head is cosigned');
  return answer.state;
})();

describe('a forking server', () => {
  test('gets 409 when it pretends that the witness saw less', () => {
    expect(ask(seen, HIDDEN, 3, 6)).toEqual({ status: 409, size: 5 });
  });

  test('gets 422 when it continues from what the witness saw', () => {
    expect(ask(seen, HIDDEN, 5, 6)).toMatchObject({ status: 422, refusal: { code: 'BAD_PROOF' } });
  });

  test.each([
    ['the true old size', 5, 422],
    ['a stale old size', 3, 409],
  ])('convicts itself with a second head of the size seen, under %s', (_, oldSize, status) => {
    const answer = ask(seen, HIDDEN, oldSize, 5);
    if (answer.status === 200) throw new Error('a fork is not cosigned');
    expect(answer.status).toBe(status);
    const [a, b] = assertOk(readMisconduct(answer.misconduct ?? '', 'file'));
    expect(convict(a, b, KEYS.log, 'file')).toMatchObject({ ok: true, value: { start: 0, end: 5 } });
  });

  test('is convicted by two receipts of the two histories, in a file that anyone can check', () => {
    const evidence = (tree: typeof SHOWN, leaves: typeof LEAVES, index: number): Evidence => ({
      kind: 'leaf',
      leafHash: hashOf(leaves[index] ?? eventLeaf(0)),
      proof: proofOf(tree, index),
    });
    const file = writeMisconduct(evidence(SHOWN, LEAVES, 2), evidence(HIDDEN, HIDDEN_LEAVES, 3));
    const [a, b] = assertOk(readMisconduct(file, 'file'));
    expect(convict(a, b, KEYS.log, 'file')).toEqual({ ok: true, value: { start: 2, end: 3 } });
  });

  test('is caught by a receipt that is checked against a record of the other history', () => {
    const hidden: Evidence = { kind: 'leaf', leafHash: hashOf(eventLeaf(3)), proof: proofOf(HIDDEN, 3) };
    const findings = checkReceipt(
      secretReceipt(),
      { policy: policyOf(1), strangers: 'error', evidence: [hidden] },
      'receipt',
    );
    expect(findings).toEqual([
      {
        check: '19.1',
        severity: 'error',
        where: 'receipt.entries[0]',
        message: 'the ledger has signed another history of the leaves 2 to 2: proof of misconduct',
      },
    ]);
  });
});
