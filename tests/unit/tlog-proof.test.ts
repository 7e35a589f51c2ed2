/** Proofs of logging (c2sp.org/tlog-proof) and trust policies (c2sp.org/tlog-policy). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { addSignatures } from '../../tally/ledger/checkpoint.ts';
import { signNote, verifierKeyOf, writeVerifierKey } from '../../tally/ledger/note.ts';
import {
  checkSignedCheckpoint,
  readCanonicalPolicy,
  readPolicy,
  writePolicy,
} from '../../tally/ledger/policy.ts';
import { readTlogProof, verifyTlogProof, writeTlogProof } from '../../tally/ledger/proof.ts';
import { assertOk } from '../../tally/result.ts';
import {
  eventLeaf,
  hashOf,
  headOf,
  LOG_KEY,
  policyOf,
  proofOf,
  treeOf,
  WITNESS_KEYS,
} from '../support/ledger.ts';

const LEAVES = Array.from({ length: 11 }, (_, height) => eventLeaf(height));
const TREE = treeOf(LEAVES);
const [W1 = LOG_KEY, W2 = LOG_KEY] = WITNESS_KEYS;
const vkey = (key: typeof LOG_KEY): string => writeVerifierKey(verifierKeyOf(key));

describe('proofs of logging', () => {
  test('every leaf of every tree is proved, and the text is read back and written alike', () => {
    for (let size = 1; size <= TREE.size; size++) {
      for (let index = 0; index < size; index++) {
        const text = writeTlogProof(proofOf(TREE, index, 1, size));
        const proof = assertOk(readTlogProof(text, 'proof'));
        expect(writeTlogProof(proof)).toBe(text);
        expect(verifyTlogProof(proof, hashOf(eventLeaf(index)), 'proof').ok).toBe(true);
        expect(verifyTlogProof(proof, hashOf(eventLeaf(index + 1)), 'proof').ok).toBe(false);
      }
    }
  });

  test('the extra line is kept as it is', () => {
    const text = writeTlogProof({ ...proofOf(TREE, 3), extra: utf8('a word on the side') });
    expect(text).toContain('c2sp.org/tlog-proof@v1\nextra YSB3b3JkIG9uIHRoZSBzaWRl\nindex 3\n');
    expect(writeTlogProof(assertOk(readTlogProof(text, 'proof')))).toBe(text);
  });

  // The malformed proofs of the tests of github.com/transparency-dev/formats proof/tlog_proof_test.go, and ours.
  const good = writeTlogProof(proofOf(TREE, 3));
  test.each([
    ['another header', good.replace('@v1', '@v2'), 'MALFORMED'],
    ['extra data that is not base64', good.replace('index', 'extra !!notbase64!!\nindex'), 'MALFORMED'],
    ['no index', good.replace('index 3\n', ''), 'MALFORMED'],
    ['an index that is no number', good.replace('index 3', 'index notanumber'), 'MALFORMED'],
    ['a negative index', good.replace('index 3', 'index -5'), 'MALFORMED'],
    ['a leading zero', good.replace('index 3', 'index 03'), 'MALFORMED'],
    ['a hash that is not base64', good.replace('index 3\n', 'index 3\n!!notbase64!!\n'), 'MALFORMED'],
    ['a hash of 64 bytes', good.replace('index 3\n', `index 3\n${'A'.repeat(86)}==\n`), 'MALFORMED'],
    ['64 hashes', good.replace('index 3\n', `index 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}`), 'TOO_LARGE'],
    ['a line of 300,000 letters', `${good}${'a'.repeat(300_000)}`, 'TOO_LARGE'],
    ['no checkpoint', good.slice(0, good.indexOf('\n\n') + 2), 'MALFORMED'],
    ['nothing at all', '', 'MALFORMED'],
  ])('a proof with %s is refused', (_, text, code) => {
    expect(readTlogProof(text, 'proof')).toMatchObject({ ok: false, error: { code } });
  });

  test('any flipped bit of a proof is found', () => {
    const bytes = utf8(writeTlogProof(proofOf(TREE, 6, 2)));
    const policy = policyOf(2);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = readUtf8(changed);
        const read = text === undefined ? undefined : readTlogProof(text, 'proof');
        if (!read?.ok) return;
        const findings = checkSignedCheckpoint(read.value.signed, policy, 'error', 'proof');
        const isIncluded = verifyTlogProof(read.value, hashOf(eventLeaf(6)), 'proof').ok;
        expect(isIncluded && findings.length === 0).toBe(false);
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});

describe('policies', () => {
  test('the canonical text is read back and written alike', () => {
    for (const quorum of [0, 1, 2]) {
      const text = writePolicy(policyOf(quorum));
      expect(assertOk(readCanonicalPolicy(text, 'policy'))).toEqual(policyOf(quorum));
    }
    expect(writePolicy(policyOf(2))).toBe(
      `log ${vkey(LOG_KEY)}\nwitness w1 ${vkey(W1)}\nwitness w2 ${vkey(W2)}\ngroup witnesses 2 w1 w2\nquorum witnesses\n`,
    );
    expect(writePolicy({ ...policyOf(0), witnesses: [] })).toBe(`log ${vkey(LOG_KEY)}\nquorum none\n`);
  });

  test('an auditor may write comments, blanks and URLs, and use the words all and any', () => {
    const lines = (threshold: string): string =>
      `# who we trust\n\n\tlog  ${vkey(LOG_KEY)} https://qinghe.example/\nwitness a ${vkey(W1)}\nwitness b ${vkey(W2)}\ngroup g ${threshold} b a\nquorum g`;
    expect(assertOk(readPolicy(lines('all'), 'policy')).quorum).toBe(2);
    expect(assertOk(readPolicy(lines('any'), 'policy')).quorum).toBe(1);
    expect(readCanonicalPolicy(lines('2'), 'policy')).toMatchObject({ error: { code: 'NON_CANONICAL' } });
    const single = `log ${vkey(LOG_KEY)}\nwitness a ${vkey(W1)}\nquorum a\n`;
    expect(assertOk(readPolicy(single, 'policy')).quorum).toBe(1);
  });

  const log = `log ${vkey(LOG_KEY)}\n`;
  const w1 = `witness w1 ${vkey(W1)}\n`;
  const w2 = `witness w2 ${vkey(W2)}\n`;
  test.each([
    ['no log', 'quorum none\n', 'MALFORMED'],
    ['two logs', `${log}${log}quorum none\n`, 'UNSUPPORTED'],
    ['no quorum', log, 'MALFORMED'],
    ['two quorums', `${log}quorum none\nquorum none\n`, 'INCONSISTENT'],
    ['an unknown keyword', `${log}quibble w1\n`, 'MALFORMED'],
    ['a carriage return', `${log}quorum none\r\n`, 'MALFORMED'],
    ['a key that is none', 'log garbage\nquorum none\n', 'MALFORMED'],
    ['a log with a cosignature key', `log ${vkey(W1)}\nquorum none\n`, 'UNSUPPORTED'],
    ['a witness with a plain key', `${log}witness w1 ${vkey(LOG_KEY)}\nquorum w1\n`, 'UNSUPPORTED'],
    ['a witness named none', `${log}witness none ${vkey(W1)}\nquorum none\n`, 'INCONSISTENT'],
    ['one name twice', `${log}${w1}witness w1 ${vkey(W2)}\nquorum none\n`, 'INCONSISTENT'],
    ['one key under two names', `${log}${w1}witness w2 ${vkey(W1)}\nquorum none\n`, 'INCONSISTENT'],
    [
      'one key under two key names',
      `${log}${w1}witness w2 ${vkey({ ...W1, name: 'other' })}\nquorum none\n`,
      'INCONSISTENT',
    ],
    ['a threshold of 0', `${log}${w1}group g 0 w1\nquorum g\n`, 'MALFORMED'],
    ['a threshold above the members', `${log}${w1}group g 2 w1\nquorum g\n`, 'MALFORMED'],
    ['an unknown member', `${log}${w1}group g 1 w2\nquorum g\n`, 'UNSUPPORTED'],
    ['a member twice', `${log}${w1}${w2}group g 1 w1 w1\nquorum g\n`, 'UNSUPPORTED'],
    ['a group of some', `${log}${w1}${w2}group g 1 w1\nquorum g\n`, 'UNSUPPORTED'],
    ['a quorum that is not there', `${log}${w1}quorum w3\n`, 'NOT_FOUND'],
    ['a quorum of one among two', `${log}${w1}${w2}quorum w1\n`, 'NOT_FOUND'],
    ['too much text', `${log}${'#'.repeat(40_000)}\nquorum none\n`, 'TOO_LARGE'],
  ])('a policy with %s is refused', (_, text, code) => {
    expect(readPolicy(text, 'policy')).toMatchObject({ ok: false, error: { code } });
  });
});

describe('heads under a policy', () => {
  const check = (
    head: Parameters<typeof checkSignedCheckpoint>[0],
    quorum: number,
    strangers: 'error' | 'warning' = 'error',
  ) =>
    checkSignedCheckpoint(head, policyOf(quorum), strangers, 'head').map(
      ({ check, severity }) => `${check} ${severity}`,
    );

  test('a head with as many witnesses as asked for has no finding', () => {
    expect(check(headOf(TREE, 2), 2)).toEqual([]);
    expect(check(headOf(TREE, 0), 0)).toEqual([]);
    expect(check(headOf(TREE, 1), 2)).toEqual(['04.1 error']);
  });

  test('a witness who signs twice counts once', () => {
    const once = headOf(TREE, 1);
    const twice = addSignatures(once, once.note.signatures.slice(1));
    expect(check(twice, 2)).toEqual(['03.2 error', '04.1 error']);
  });

  test('a stranger’s line is an error in a record and a warning for an auditor', () => {
    const stranger = signNote(headOf(TREE).note.text, { ...LOG_KEY, name: 'stranger.example' });
    expect(check(addSignatures(headOf(TREE, 1), [stranger]), 1)).toEqual(['03.2 error']);
    expect(check(addSignatures(headOf(TREE, 1), [stranger]), 1, 'warning')).toEqual(['03.2 warning']);
  });

  test('another log, an unsigned head, an extension line and a false empty root are reported', () => {
    const head = headOf(TREE);
    const sign = (text: string) => ({ text, signatures: [signNote(text, LOG_KEY)] });
    const other = { ...head.checkpoint, origin: 'other.example' };
    expect(check({ ...head, checkpoint: other }, 0)).toEqual(['03.1 error']);
    expect(check({ ...head, note: { ...head.note, signatures: [] } }, 0)).toEqual(['03.1 error']);
    const extended = {
      checkpoint: { ...head.checkpoint, extensions: ['x'] },
      note: sign(`${head.note.text}x\n`),
    };
    expect(check(extended, 0)).toEqual(['03.2 error']);
    const empty = { ...head.checkpoint, size: 0 };
    expect(check({ ...head, checkpoint: empty }, 0)).toEqual(['03.1 error']);
  });
});
