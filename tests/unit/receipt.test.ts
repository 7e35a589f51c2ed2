/** Receipts: what they hold, what they cannot hold, and what a check of one says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hex, readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { canonicalJson, type Json } from '../../tally/encoding/canonical-json.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { checkReceipt, type ReceiptContext } from '../../tally/record/check-receipt.ts';
import { type Receipt, readReceipt, type SecretReceipt, writeReceipt } from '../../tally/record/receipt.ts';
import { readQrText, readShortCode, shortCode, writeQrText } from '../../tally/record/receipt-code.ts';
import { assertOk } from '../../tally/result.ts';
import { POLL, policyOf } from '../support/ledger.ts';
import { ARCHIVE, openReceipt, secretReceipt, TREE, VOTE } from '../support/receipts.ts';

const CONTEXT: ReceiptContext = { policy: policyOf(1), strangers: 'error', archive: ARCHIVE };
const say = (receipt: Receipt, context: ReceiptContext = CONTEXT): readonly string[] =>
  checkReceipt(receipt, context, 'receipt').map(({ severity, message }) => `${severity}: ${message}`);
const changed = (change: Partial<SecretReceipt['entries'][number]>): SecretReceipt => {
  const receipt = secretReceipt();
  return { ...receipt, entries: receipt.entries.map((entry) => ({ ...entry, ...change })) };
};

describe('the format', () => {
  test('a receipt is read back and written alike', () => {
    for (const receipt of [secretReceipt(), secretReceipt(3), openReceipt()]) {
      const text = writeReceipt(receipt);
      expect(assertOk(readReceipt(text, 'receipt'))).toEqual(receipt);
    }
  });

  test('a secret receipt has no place for a choice, a name, a time or randomness', () => {
    const receipt = secretReceipt();
    for (const member of ['vote', 'choice', 'choices', 'voter', 'at', 'randomness', 'ip']) {
      const entries = receipt.entries.map((entry) => ({ ...entry, [member]: VOTE }));
      const text = canonicalJson({ ...receipt, entries } as Json);
      expect(readReceipt(text, 'receipt')).toMatchObject({
        ok: false,
        error: { code: 'MALFORMED', where: `receipt.entries[0].${member}` },
      });
    }
  });

  test.each([
    ['a poll id of 14 characters', { poll: 'gFs2YwPqKBuZrd' }],
    ['a poll id with a letter outside the alphabet', { poll: `${POLL.slice(0, 21)}0` }],
    ['a tracker in upper case', { tracker: 'A'.repeat(64) }],
    ['a code without its check character', { code: 'K7QF-2M9X-R4TB' }],
    ['a vote number of 0', { seq: 0 }],
    ['a line end in the title', { title: 'a\nb' }],
  ])('%s is refused', (_, change) => {
    expect(readReceipt(writeReceipt(changed(change)), 'receipt').ok).toBe(false);
  });

  test('a receipt of no entry, of 65, or with spaces is refused', () => {
    const receipt = secretReceipt();
    const [entry] = receipt.entries;
    expect(readReceipt(writeReceipt({ ...receipt, entries: [] }), 'receipt').ok).toBe(false);
    const many = Array.from({ length: 65 }, () => ({ ...entry }));
    expect(readReceipt(canonicalJson({ ...receipt, entries: many } as Json), 'receipt').ok).toBe(false);
    expect(readReceipt(` ${writeReceipt(receipt)}`, 'receipt')).toMatchObject({
      error: { code: 'NON_CANONICAL' },
    });
  });

  test('a bit changed in what is proved is found; only titles and the address of the verifier are words alone', () => {
    const receipt = secretReceipt();
    const bytes = utf8(writeReceipt(receipt));
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const altered = bytes.slice();
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = readUtf8(altered);
        const read = text === undefined ? undefined : readReceipt(text, 'receipt');
        if (!read?.ok || say(read.value).some((finding) => finding.startsWith('error'))) return;
        const words = { meeting: '', verify: '', entries: [] };
        expect({ ...read.value, ...words }).toEqual({ ...receipt, ...words });
        expect({ ...read.value.entries[0], title: '' }).toEqual({ ...receipt.entries[0], title: '' });
      }),
      { seed: 12, numRuns: 400 },
    );
  });
});

describe('the check', () => {
  test('a true receipt says that its ballot is counted', () => {
    expect(say(secretReceipt())).toEqual(['info: its ballot is counted']);
  });

  test('a ballot that was replaced says by which', () => {
    const code = shortCode(ARCHIVE.ballots[2]?.hash ?? '');
    expect(say(secretReceipt(1))).toEqual([`info: its ballot was replaced by ${code}`]);
    expect(say(secretReceipt(3))).toEqual(['info: its ballot is counted']);
  });

  test('without an archive only the ledger is asked', () => {
    expect(say(secretReceipt(), { policy: policyOf(1), strangers: 'error' })).toEqual([]);
    expect(say(openReceipt(), { policy: policyOf(1), strangers: 'error' })).toEqual([]);
  });

  test('too few witnesses are an error of the policy that asks for them', () => {
    expect(say(secretReceipt(2, 1), { policy: policyOf(2), strangers: 'error' })).toEqual([
      'error: 1 known witnesses have cosigned, the policy asks for 2',
    ]);
  });

  test.each<[string, Partial<SecretReceipt['entries'][number]>, string]>([
    [
      'another ballot’s tracker',
      { tracker: sha256Hex('x'), code: shortCode(sha256Hex('x')) },
      'the archive has no ballot',
    ],
    ['another ballot’s code', { code: shortCode(sha256Hex('x')) }, 'the code of this tracker is'],
    ['another leaf', { leaf: sha256Hex('x') }, 'leads to another root'],
    ['another election', { fingerprint: 'A'.repeat(43) }, 'fingerprint is'],
    ['another set-up', { setup: sha256Hex('x') }, 'the set-up event of the archive is another one'],
    ['another credential', { credential: '999' }, 'under another credential'],
    ['another number', { seq: 2, supersedes: sha256Hex('x') }, 'is number 1 under its credential'],
    ['a first vote that replaces one', { supersedes: sha256Hex('x') }, 'vote number 1 replaces none'],
    ['a second vote that replaces none', { seq: 2 }, 'vote number 2 names the one it replaces'],
    ['no proof', { proof: 'c2sp.org/tlog-proof@v1\nindex 0\n' }, 'no blank line'],
  ])('%s is an error', (_, change, message) => {
    const errors = say(changed(change)).filter((finding) => finding.startsWith('error'));
    expect(errors.some((error) => error.includes(message))).toBe(true);
  });

  test('a recorded vote that was changed after it entered the ledger is an error', () => {
    const receipt = openReceipt();
    const forged = {
      ...receipt,
      entries: receipt.entries.map((entry) => ({ ...entry, vote: { ...VOTE, voter: '代表 018' } })),
    };
    expect(say(forged, { policy: policyOf(1), strangers: 'error' })).toEqual([
      'error: the tracker is not the SHA-256 of the vote shown',
    ]);
  });
});

describe('codes and QR texts', () => {
  const tracker = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);

  test('the code is the first 60 bits and a check character', () => {
    expect(shortCode('00'.repeat(32))).toBe('0000-0000-0000-0');
    // 2^60 - 1 leaves 9 modulo 37.
    expect(shortCode('ff'.repeat(32))).toBe('ZZZZ-ZZZZ-ZZZZ-9');
  });

  test('a code is understood as people type it', () => {
    fc.assert(
      fc.property(tracker, (hash) => {
        const code = shortCode(hash);
        expect(readShortCode(code)).toBe(code);
        const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect(readShortCode(typed)).toBe(code);
      }),
      { seed: 13 },
    );
  });

  test('the check character finds every single wrong digit and every swap of neighbours', () => {
    const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
    fc.assert(
      fc.property(tracker, (hash) => {
        const code = shortCode(hash).replaceAll('-', '');
        for (let i = 0; i < 12; i++) {
          for (const letter of alphabet) {
            const wrong = code.slice(0, i) + letter + code.slice(i + 1);
            if (wrong !== code) expect(readShortCode(wrong)).toBeUndefined();
          }
          const swapped = code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2);
          if (i < 11 && swapped !== code) expect(readShortCode(swapped)).toBeUndefined();
        }
      }),
      { seed: 14, numRuns: 20 },
    );
  });

  test('a QR text is about 106 characters of the compact alphabet, and is read back', () => {
    fc.assert(
      fc.property(tracker, fc.nat(100_000), (hash, index) => {
        const qr = { poll: POLL, tracker: hash, index, rootPrefixHex: hex(TREE.root()).slice(0, 20) };
        const text = writeQrText(qr);
        expect(text).toMatch(/^R1:[0-9A-Z]{26}:[0-9A-Z]{52}:[0-9]+:[0-9A-Z]{16}$/);
        expect(text.length).toBeLessThanOrEqual(106);
        expect(assertOk(readQrText(text, 'qr'))).toEqual(qr);
        expect(text.slice(30, 42)).toBe(shortCode(hash).replaceAll('-', '').slice(0, 12));
      }),
      { seed: 15 },
    );
  });

  test.each(['', 'R2:x', 'R1:::', `R1:${'Z'.repeat(26)}:${'0'.repeat(52)}:0:${'0'.repeat(16)}`])(
    'the QR text %j is refused',
    (text) => {
      expect(readQrText(text, 'qr')).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
    },
  );

  test('a QR text with loose bits in the tracker is refused', () => {
    const qr = { poll: POLL, tracker: '00'.repeat(32), index: 7, rootPrefixHex: '00'.repeat(10) };
    const text = writeQrText(qr);
    expect(readQrText(text.replace(`${'0'.repeat(52)}:7`, `${'0'.repeat(51)}1:7`), 'qr').ok).toBe(false);
  });
});
