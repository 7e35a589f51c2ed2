/**
 * The witness (R25) answers as c2sp.org/tlog-witness asks. The first test replays requests from the tests of
 * filippo.io/torchwood (cmd/litewitness/testdata/litewitness.txt and internal/witness/witness_test.go).
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHex, readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { addSignatures, signCheckpoint } from '../../tally/ledger/checkpoint.ts';
import { createMerkleTree, EMPTY_ROOT, leafHash } from '../../tally/ledger/merkle.ts';
import { convict, type Evidence, readMisconduct, writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { type SigningKey, type VerifierKey, verifierKeyOf } from '../../tally/ledger/note.ts';
import { openNote } from '../../tally/ledger/open-note.ts';
import {
  addCheckpoint,
  readAddCheckpoint,
  type WitnessAnswer,
  writeAddCheckpoint,
} from '../../tally/ledger/witness.ts';
import {
  newWitnessState,
  readWitnessState,
  type WitnessState,
  writeWitnessState,
} from '../../tally/ledger/witness-state.ts';
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

const [WITNESS = LOG_KEY] = WITNESS_KEYS;
const KEYS = { log: verifierKeyOf(LOG_KEY), witness: WITNESS };
const LEAVES = Array.from({ length: 13 }, (_, height) => eventLeaf(height));
const TREE = treeOf(LEAVES);
/** The same log until leaf 5, then another history. */
const FORK = treeOf(
  LEAVES.map((leaf, height) => (height < 5 ? leaf : eventLeaf(height, `forged ${height}`))),
);

const request = (tree: typeof TREE, oldSize: number, size: number): string =>
  writeAddCheckpoint({ oldSize, proof: tree.consistencyProof(oldSize, size), signed: headOf(tree, 0, size) });
const stateAt = (size: number): WitnessState =>
  accepted(addCheckpoint(newWitnessState(LOG_KEY.name), request(TREE, 0, size), KEYS, TIME));
function accepted(answer: WitnessAnswer): WitnessState {
  if (answer.status !== 200) throw new Error(`expected 200, found ${answer.status}`);
  return answer.state;
}

test('the published requests get the published answers', () => {
  const origin = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';
  const publicKey =
    readHex('ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f') ?? new Uint8Array();
  const log: VerifierKey = { name: origin, type: 1, publicKey };
  const head = (size: number, root: string, signature: string, name = origin): string =>
    `${name}\n${size}\n${root}\n\n— ${name} ${signature}\n`;
  const one = head(
    1,
    'KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    'UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=',
  );
  const root3 = 'RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=';
  const signature3 =
    'UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=';
  const proof3 =
    'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
  const proof5 =
    'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\nKgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
  const five = head(
    5,
    'QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=',
    'UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=',
  );
  const ask = (state: WitnessState, body: string) =>
    addCheckpoint(state, body, { log, witness: WITNESS }, TIME);
  const first = ask(newWitnessState(origin), `old 0\n\n${one}`);
  const atOne = accepted(first);
  expect(ask(atOne, `old 1\n${proof3}\n${head(3, root3, signature3.replace('6go=', '6gx='))}`).status).toBe(
    400,
  );
  expect(ask(atOne, `old 1\n${proof3}\n${head(3, root3, signature3.replace('6go=', '6gs='))}`).status).toBe(
    403,
  );
  expect(
    ask(atOne, `old 1\n${proof3}\n${head(3, root3, signature3, origin.replace('562', '563'))}`).status,
  ).toBe(404);
  expect(ask(atOne, `old 1\n\n${head(3, root3, signature3)}`).status).toBe(422);
  expect(
    ask(atOne, `old 1\n${proof3.replace(/AA=\n$/, 'BA=\n')}\n${head(3, root3, signature3)}`).status,
  ).toBe(422);
  const atThree = accepted(ask(atOne, `old 1\n${proof3}\n${head(3, root3, signature3)}`));
  expect(accepted(ask(atOne, `old 1\n${proof5}\n${five}`)).size).toBe(5);
  expect(ask(atThree, `old 1\n${proof5}\n${five}`)).toEqual({ status: 409, size: 3 });
});

describe('the answers of a witness', () => {
  test('a head that extends the last one is cosigned and remembered', () => {
    const answer = addCheckpoint(stateAt(6), request(TREE, 6, 13), KEYS, TIME);
    expect(accepted(answer)).toMatchObject({ size: 13, root: TREE.root() });
    if (answer.status !== 200) return;
    const { note } = addSignatures(headOf(TREE), [answer.signature]);
    expect(openNote(note, [verifierKeyOf(WITNESS)], 'note').signers).toMatchObject([{ timeSeconds: TIME }]);
  });

  test('the same head again is cosigned again', () => {
    expect(addCheckpoint(stateAt(6), request(TREE, 6, 6), KEYS, TIME + 60).status).toBe(200);
  });

  test('the empty tree is cosigned under its true root only', () => {
    const empty = (root: Uint8Array): string =>
      writeAddCheckpoint({ oldSize: 0, proof: [], signed: signCheckpoint(0, root, LOG_KEY) });
    const state = newWitnessState(LOG_KEY.name);
    expect(addCheckpoint(state, empty(EMPTY_ROOT), KEYS, TIME).status).toBe(200);
    expect(addCheckpoint(state, empty(TREE.root()), KEYS, TIME).status).toBe(422);
  });

  test.each([
    ['a smaller head than the last', request(TREE, 4, 5), 409],
    ['an old size above the head’s', request(TREE, 6, 6).replace('old 6', 'old 7'), 400],
    ['a stale old size', request(TREE, 4, 13), 409],
    ['a fork', request(FORK, 6, 13), 422],
    ['a fork at the same size', request(FORK, 6, 6), 422],
    [
      'a proof where none belongs',
      request(TREE, 6, 6).replace('old 6\n', `old 6\n${'A'.repeat(43)}=\n`),
      422,
    ],
    ['another log', request(TREE, 6, 13).replaceAll('qinghe', 'qinghai'), 404],
    ['nothing', '', 400],
    [
      '64 hashes',
      request(TREE, 6, 13).replace('old 6\n', `old 6\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
      400,
    ],
    ['a megabyte', 'a'.repeat(1 << 20), 400],
  ])('%s', (_, body, status) => {
    expect(addCheckpoint(stateAt(6), body, KEYS, TIME).status).toBe(status);
  });

  test('a request is read back and written alike', () => {
    const body = request(TREE, 5, 11);
    expect(writeAddCheckpoint(assertOk(readAddCheckpoint(body, 'request')))).toBe(body);
  });
});

describe('the memory of a witness', () => {
  test('is read back and written alike', () => {
    for (const state of [newWitnessState(LOG_KEY.name), stateAt(9)]) {
      const text = writeWitnessState(state);
      expect(writeWitnessState(assertOk(readWitnessState(text, 'state')))).toBe(text);
    }
  });

  test('is refused when a bit has changed, unless only a signature has', () => {
    const bytes = utf8(writeWitnessState(stateAt(9)));
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = readUtf8(changed);
        const read = text === undefined ? undefined : readWitnessState(text, 'state');
        if (!read?.ok) return;
        const { origin, size, root, last } = read.value;
        expect({ origin, size, root }).toEqual({ origin: LOG_KEY.name, size: 9, root: TREE.root(9) });
        expect(last?.note.text).toBe(stateAt(9).last?.note.text);
      }),
      { seed: 10, numRuns: 300 },
    );
  });
});

describe('proof of misconduct', () => {
  const head = (tree: typeof TREE, size: number): Evidence => ({
    kind: 'head',
    signed: headOf(tree, 0, size),
  });
  const leaf = (tree: typeof TREE, index: number, size: number): Evidence => ({
    kind: 'leaf',
    leafHash: leafOf(tree, index),
    proof: proofOf(tree, index, 0, size),
  });
  const leafOf = (tree: typeof TREE, index: number): Uint8Array =>
    hashOf(tree === FORK && index >= 5 ? eventLeaf(index, `forged ${index}`) : eventLeaf(index));
  const judge = (a: Evidence, b: Evidence) => convict(a, b, KEYS.log, 'file');

  test('two heads of one size and two roots convict, with the range they differ on', () => {
    expect(judge(head(TREE, 9), head(FORK, 9))).toEqual({ ok: true, value: { start: 0, end: 9 } });
  });

  test('two receipts for one index and two leaves convict, whatever the sizes of their heads', () => {
    // The proof of leaf 7 also shows its neighbour, leaf 6, which differs too and comes first.
    expect(judge(leaf(TREE, 7, 9), leaf(FORK, 7, 13))).toEqual({ ok: true, value: { start: 6, end: 7 } });
  });

  test('receipts for different leaves convict when they share a changed subtree', () => {
    // Leaves 4 and 6 of heads of 8 and 13: both fix the subtree of the leaves 4 to 7.
    expect(judge(leaf(TREE, 4, 8), leaf(FORK, 6, 13)).ok).toBe(true);
  });

  test('a head and the proof of its last leaf in a fork convict, at every pair of sizes', () => {
    for (let size = 6; size <= 12; size++) {
      expect(judge(head(TREE, size), leaf(FORK, size - 1, 13)).ok).toBe(true);
      expect(judge(leaf(FORK, size - 1, 13), head(TREE, size)).ok).toBe(true);
    }
  });

  test('heads of different sizes alone convict nobody', () => {
    expect(judge(head(TREE, 9), head(FORK, 13))).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('an honest log is never convicted', () => {
    const size = fc.integer({ min: 1, max: 13 });
    fc.assert(
      fc.property(size, size, fc.nat(), fc.nat(), fc.boolean(), (m, n, i, j, isHead) => {
        const a = isHead ? head(TREE, m) : leaf(TREE, i % m, m);
        expect(judge(a, leaf(TREE, j % n, n))).toMatchObject({ error: { code: 'NOT_FOUND' } });
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  test('statements not signed by the log, of another log, or with a wrong proof convict nobody', () => {
    const forger: SigningKey = { ...LOG_KEY, seed: new Uint8Array(32).fill(9) };
    const forged: Evidence = { kind: 'head', signed: signCheckpoint(9, FORK.root(9), forger) };
    expect(judge(head(TREE, 9), forged)).toMatchObject({
      error: { code: 'BAD_SIGNATURE', where: 'file.evidence[1]' },
    });
    const other: Evidence = {
      kind: 'head',
      signed: signCheckpoint(9, FORK.root(9), { ...LOG_KEY, name: 'other' }),
    };
    expect(judge(head(TREE, 9), other)).toMatchObject({ error: { code: 'INCONSISTENT' } });
    const wrong: Evidence = { kind: 'leaf', leafHash: EMPTY_ROOT, proof: proofOf(TREE, 7, 0, 9) };
    expect(judge(wrong, head(TREE, 9))).toMatchObject({
      error: { code: 'BAD_PROOF', where: 'file.evidence[0]' },
    });
  });

  test('the file is read back and written alike, and nothing else is read', () => {
    const file = writeMisconduct(head(TREE, 9), leaf(FORK, 7, 13));
    const [a, b] = assertOk(readMisconduct(file, 'file'));
    expect(writeMisconduct(a, b)).toBe(file);
    expect(judge(a, b).ok).toBe(false);
    for (const bad of [
      '',
      '{}',
      `${file} `,
      file.replace('misconduct/1', 'misconduct/2'),
      file.replace('"head"', '"tail"'),
    ]) {
      expect(readMisconduct(bad, 'file').ok).toBe(false);
    }
  });

  test('what the witness hands out when it sees a fork convicts the log', () => {
    const answer = addCheckpoint(stateAt(6), request(FORK, 6, 6), KEYS, TIME);
    const file = answer.status === 200 ? '' : (answer.misconduct ?? '');
    const [a, b] = assertOk(readMisconduct(file, 'file'));
    expect(convict(a, b, policyOf(0).log, 'file').ok).toBe(true);
    // A fork of another size is refused as well, but two heads alone do not prove it.
    expect(addCheckpoint(stateAt(6), request(FORK, 6, 13), KEYS, TIME)).not.toHaveProperty('misconduct');
  });
});

test('ranges of large trees are compared without walking their leaves', () => {
  const leaves = Array.from({ length: 3000 }, (_, i) => leafHash(utf8(`${i}`)));
  const fork = leaves.map((leaf, i) => (i === 1234 ? EMPTY_ROOT : leaf));
  const [a, b] = [createMerkleTree(leaves), createMerkleTree(fork)];
  const evidence = (tree: typeof a, index: number, size: number, leafHash: Uint8Array): Evidence => ({
    kind: 'leaf',
    leafHash,
    proof: {
      index,
      hashes: tree.inclusionProof(index, size),
      signed: signCheckpoint(size, tree.root(size), LOG_KEY),
    },
  });
  const at = (hashes: readonly Uint8Array[], index: number): Uint8Array => hashes[index] ?? EMPTY_ROOT;
  const first = evidence(a, 2049, 2050, at(leaves, 2049));
  const second = evidence(b, 2050, 3000, at(fork, 2050));
  expect(convict(first, second, KEYS.log, 'file')).toMatchObject({
    ok: true,
    value: { start: 0, end: 2048 },
  });
});
