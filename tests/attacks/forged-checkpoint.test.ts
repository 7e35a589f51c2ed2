/**
 * The operator, or somebody between, shows a head of the ledger that the log's key never signed: another root, another
 * size, a witness's signature copied from an older head, or a key of the same name. Checks 03.1, 03.2 and 04.1 stop it.
 */
import { describe, expect, test } from 'vitest';
import {
  addSignatures,
  type SignedCheckpoint,
  signCheckpoint,
  writeCheckpointText,
} from '../../tally/ledger/checkpoint.ts';
import { type SigningKey, signNote, verifierKeyOf } from '../../tally/ledger/note.ts';
import { checkSignedCheckpoint } from '../../tally/ledger/policy.ts';
import { eventLeaf, headOf, LOG_KEY, policyOf, treeOf, WITNESS_KEYS } from '../support/ledger.ts';

const TREE = treeOf([0, 1, 2, 3, 4].map((height) => eventLeaf(height)));
const errors = (head: SignedCheckpoint, quorum: number): readonly string[] =>
  checkSignedCheckpoint(head, policyOf(quorum), 'error', 'checkpoint')
    .filter(({ severity }) => severity === 'error')
    .map(({ check }) => check);

/** The head with another text under the old signatures. */
function forge(head: SignedCheckpoint, change: Partial<SignedCheckpoint['checkpoint']>): SignedCheckpoint {
  const checkpoint = { ...head.checkpoint, ...change };
  return { checkpoint, note: { ...head.note, text: writeCheckpointText(checkpoint) } };
}

describe('a head of the ledger is refused when', () => {
  test('its root was changed under the old signatures', () => {
    expect(errors(forge(headOf(TREE, 2), { root: TREE.root(4) }), 2)).toEqual([
      '03.1',
      '03.2',
      '03.2',
      '03.2',
      '04.1',
    ]);
  });

  test('its size was changed under the old signatures', () => {
    expect(errors(forge(headOf(TREE, 2), { size: 4 }), 2)).toContain('03.1');
  });

  test('it is signed by another key under the log’s name', () => {
    const forger: SigningKey = { ...LOG_KEY, seed: new Uint8Array(32).fill(99) };
    expect(errors(signCheckpoint(5, TREE.root(), forger), 0)).toEqual(['03.1', '03.2']);
  });

  test('the forger copies the log’s key id onto its own signature', () => {
    const forger: SigningKey = { ...LOG_KEY, seed: new Uint8Array(32).fill(99) };
    const head = signCheckpoint(5, TREE.root(), forger);
    const [genuine] = headOf(TREE).note.signatures;
    const [line] = head.note.signatures;
    if (genuine === undefined || line === undefined) throw new Error('both heads are signed');
    const disguised = { ...line, keyIdHex: genuine.keyIdHex };
    expect(errors({ ...head, note: { ...head.note, signatures: [disguised] } }, 0)).toEqual(['03.1', '03.2']);
  });

  test('its cosignatures are of an older head', () => {
    const older = headOf(TREE, 2, 3).note.signatures.slice(1);
    expect(errors(addSignatures(headOf(TREE), older), 2)).toEqual(['03.2', '03.2', '04.1']);
  });

  test('a witness has signed in place of the log, or the log in place of witnesses', () => {
    const [witness = LOG_KEY] = WITNESS_KEYS;
    const { note, checkpoint } = headOf(TREE, 2);
    const withoutLog = { checkpoint, note: { ...note, signatures: note.signatures.slice(1) } };
    expect(errors(withoutLog, 2)).toEqual(['03.1']);
    // The witness's key used as a plain note key has another key id, and so is a stranger.
    const plain = signNote(note.text, { ...witness, type: 1 });
    expect(verifierKeyOf(witness).type).toBe(4);
    expect(errors(addSignatures(headOf(TREE), [plain]), 1)).toEqual(['03.2', '04.1']);
  });
});
