/**
 * Laws of every reader of the ledger's formats, on mutated and arbitrary texts: it returns a value or a refusal with code,
 * place and sentence, never throws, and what it accepts is what its writer writes, character for character.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import {
  readCheckpoint,
  readCheckpointText,
  writeCheckpoint,
  writeCheckpointText,
} from '../../tally/ledger/checkpoint.ts';
import { readLeaf, writeLeaf } from '../../tally/ledger/leaf.ts';
import { readMisconduct, writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { readNote, readVerifierKey, writeNote, writeVerifierKey } from '../../tally/ledger/note.ts';
import { readCanonicalPolicy, writePolicy } from '../../tally/ledger/policy.ts';
import { readTlogProof, writeTlogProof } from '../../tally/ledger/proof.ts';
import { readAddCheckpoint, writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { readWitnessState, writeWitnessState } from '../../tally/ledger/witness-state.ts';
import { readReceipt, writeReceipt } from '../../tally/record/receipt.ts';
import { readQrText, writeQrText } from '../../tally/record/receipt-code.ts';
import type { Result } from '../../tally/result.ts';
import { formatSamples } from '../support/format-samples.ts';

const samples = await formatSamples();
const sample = (page: string, name: string): string => samples[page]?.[name] ?? '';
const rewritten = <T>(read: Result<T>, write: (value: T) => string): Result<string> =>
  read.ok ? { ok: true, value: write(read.value) } : read;

/** Name, a good text, and reading followed by writing. */
const FORMATS: readonly (readonly [string, string, (text: string) => Result<string>])[] = [
  [
    'leaf',
    sample('ledger', 'leaf'),
    (t) => rewritten(readLeaf(utf8(t), 'x'), (v) => readUtf8(writeLeaf(v)) ?? ''),
  ],
  ['note', sample('checkpoint', 'checkpoint'), (t) => rewritten(readNote(t, 'x'), writeNote)],
  [
    'checkpoint',
    sample('checkpoint', 'checkpoint'),
    (t) => rewritten(readCheckpoint(t, 'x'), writeCheckpoint),
  ],
  [
    'checkpoint text',
    `log\n1\n${'A'.repeat(43)}=\n`,
    (t) => rewritten(readCheckpointText(t, 'x'), writeCheckpointText),
  ],
  [
    'proof of logging',
    sample('checkpoint', 'proof'),
    (t) => rewritten(readTlogProof(t, 'x'), writeTlogProof),
  ],
  ['policy', sample('checkpoint', 'policy'), (t) => rewritten(readCanonicalPolicy(t, 'x'), writePolicy)],
  [
    'verifier key',
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    (t) => rewritten(readVerifierKey(t, 'x'), writeVerifierKey),
  ],
  ['request', sample('witness', 'request'), (t) => rewritten(readAddCheckpoint(t, 'x'), writeAddCheckpoint)],
  [
    'witness state',
    sample('witness', 'state').trim(),
    (t) => rewritten(readWitnessState(t, 'x'), writeWitnessState),
  ],
  [
    'misconduct file',
    sample('witness', 'misconduct').trim(),
    (t) => rewritten(readMisconduct(t, 'x'), ([a, b]) => writeMisconduct(a, b)),
  ],
  ['secret receipt', sample('receipt', 'secret').trim(), (t) => rewritten(readReceipt(t, 'x'), writeReceipt)],
  ['open receipt', sample('receipt', 'open').trim(), (t) => rewritten(readReceipt(t, 'x'), writeReceipt)],
  ['QR text', sample('receipt', 'qr').trim(), (t) => rewritten(readQrText(t, 'x'), writeQrText)],
];

/** A good text with one stretch replaced: by nothing, by itself twice, or by a few awkward characters. */
function mutated(text: string): fc.Arbitrary<string> {
  const awkward = fc.constantFrom(
    '',
    '\n',
    '\n\n',
    '\0',
    '\r',
    ' ',
    '0',
    '-1',
    '9'.repeat(40),
    '=',
    '+',
    '"',
    '\\',
    '{',
    '\ud800',
    '\u00a0',
    '—',
  );
  return fc
    .tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.oneof(awkward, fc.constant('twice'), fc.string({ maxLength: 6 })),
    )
    .map(([at, length, by]) => {
      const old = text.slice(at, at + length);
      return text.slice(0, at) + (by === 'twice' ? old + old : by) + text.slice(at + length);
    });
}

describe.each(FORMATS)('%s', (_, good, readAndWrite) => {
  test('reading and writing gives the text back', () => {
    expect(readAndWrite(good)).toEqual({ ok: true, value: good });
  });

  test('mutated and arbitrary texts are refused in words, or given back as they are', () => {
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: mutated(good) }, fc.string({ unit: 'binary' })),
        (text) => {
          const result = readAndWrite(text);
          if (result.ok) {
            expect(result.value).toBe(text);
          } else {
            expect(result.error.where.startsWith('x')).toBe(true);
            expect(result.error.message.length).toBeGreaterThan(10);
          }
        },
      ),
      { seed: 17, numRuns: 400 },
    );
  });
});
