/**
 * The pages of docs/formats on the ledger, receipts and the zip show real samples: each is what our writers write, and our
 * readers accept it as it stands on the page.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { readHex, utf8 } from '../../tally/encoding/bytes.ts';
import { readCheckpoint } from '../../tally/ledger/checkpoint.ts';
import { readLeaf } from '../../tally/ledger/leaf.ts';
import { convict, readMisconduct } from '../../tally/ledger/misconduct.ts';
import { readCanonicalPolicy } from '../../tally/ledger/policy.ts';
import { readTlogProof } from '../../tally/ledger/proof.ts';
import { readAddCheckpoint } from '../../tally/ledger/witness.ts';
import { readWitnessState } from '../../tally/ledger/witness-state.ts';
import { readReceipt } from '../../tally/record/receipt.ts';
import { readQrText, readShortCode } from '../../tally/record/receipt-code.ts';
import { readZip } from '../../tally/record/zip.ts';
import { assertOk, ok, type Result, refuse } from '../../tally/result.ts';
import { formatSamples } from '../support/format-samples.ts';
import { policyOf } from '../support/ledger.ts';

const samples = await formatSamples();

/** The fenced blocks of a page by the name after `text`: "```text leaf". */
function blocksOf(page: string): Readonly<Record<string, string>> {
  const text = readFileSync(new URL(`../../docs/formats/${page}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```text ([a-z-]+)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name = '', content = '']) => [name, content]));
}

const line = (text: string): string => text.trimEnd();
const hashLine = (text: string): Result<unknown> =>
  readHex(line(text), 32) === undefined ? refuse('MALFORMED', 'page', 'no hash') : ok(null);
const READERS: Readonly<Record<string, (text: string) => Result<unknown> | Promise<Result<unknown>>>> = {
  leaf: (text) => readLeaf(utf8(text), 'page'),
  'leaf-hash': hashLine,
  root: hashLine,
  checkpoint: (text) => readCheckpoint(text, 'page'),
  proof: (text) => readTlogProof(text, 'page'),
  policy: (text) => readCanonicalPolicy(text, 'page'),
  secret: (text) => readReceipt(line(text), 'page'),
  open: (text) => readReceipt(line(text), 'page'),
  code: (text) =>
    readShortCode(line(text)) === line(text) ? ok(null) : refuse('MALFORMED', 'page', 'no code'),
  qr: (text) => readQrText(line(text), 'page'),
  request: (text) => readAddCheckpoint(text, 'page'),
  state: (text) => readWitnessState(line(text), 'page'),
  misconduct: (text) => {
    const [a, b] = assertOk(readMisconduct(line(text), 'page'));
    return convict(a, b, policyOf(0).log, 'page');
  },
  zip: (text) => readZip(bytesSource(readHex(text.replace(/\s/g, '')) ?? new Uint8Array()), 'page'),
};

describe.each(Object.keys(samples))('docs/formats/%s.md', (page) => {
  const blocks = blocksOf(page);

  test('shows the samples our writers write, and no other', () => {
    expect(blocks).toEqual(samples[page]);
  });

  test.each(Object.keys(samples[page] ?? {}))('shows a %s that our reader accepts', async (name) => {
    const read = READERS[name];
    expect(
      assertOk((await read?.(blocks[name] ?? '')) ?? refuse('NOT_FOUND', name, 'no reader')),
    ).toBeDefined();
  });
});
