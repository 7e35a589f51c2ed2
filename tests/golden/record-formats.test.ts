/**
 * The pages of docs/formats on the files of a record show real samples: those of one small session, whose record verifies.
 * With GOLDEN=1 the samples on the pages are written anew; read the diff before you keep it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  assertOk,
  bytesSource,
  canonicalJson,
  openGroup,
  type Result,
  readActions,
  readCapsFile,
  readLedgerSlice,
  readPaper,
  readRoll,
  readSetup,
  setupHashOf,
  sha256Hex,
  verifyRecord,
} from '#tally';
import { readManifest } from '../../tally/record/manifest.ts';
import { playRecord } from '../support/played-record.ts';

const played = await playRecord();
const { texts, manifest, proofs, description } = played;
const group = assertOk(openGroup('BELENIOS-2048'));

const pretty = (text: string): string => `${JSON.stringify(JSON.parse(text), null, 1)}\n`;
const SAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  setup: { setup: pretty(texts['setup.json']), description: `${description}\n` },
  form: { form: pretty(texts['form.json']) },
  caps: { caps: pretty(texts['caps.json']) },
  roll: { roll: pretty(texts['roll.json']) },
  paper: { paper: pretty(texts['paper.json']) },
  actions: { actions: pretty(texts['ledger/actions.json']) },
  record: { manifest: pretty(manifest), proofs: `${proofs}\n` },
};

const FENCE = /^```(json|text) ([a-z-]+)\n([\s\S]*?)^```$/gm;
const pathOf = (page: string) => new URL(`../../docs/formats/${page}.md`, import.meta.url);

/** The fenced blocks of a page by the name after their language: "```json roll". */
function blocksOf(page: string): Readonly<Record<string, string>> {
  const blocks = [...readFileSync(pathOf(page), 'utf8').matchAll(FENCE)];
  return Object.fromEntries(blocks.map(([, , name = '', content = '']) => [name, content]));
}

if (process.env.GOLDEN === '1') {
  for (const [page, samples] of Object.entries(SAMPLES)) {
    const text = readFileSync(pathOf(page), 'utf8').replace(
      FENCE,
      (_, language: string, name: string) => `\`\`\`${language} ${name}\n${samples[name] ?? ''}\`\`\``,
    );
    writeFileSync(pathOf(page), text);
  }
}

test('the session of the samples makes a record that verifies; it names its own keys, and has no witness', async () => {
  const { findings } = await verifyRecord(bytesSource(played.zip), { openGroup });
  expect(findings.map(({ check, severity }) => [check, severity])).toEqual([
    ['02.1', 'warning'],
    ['04.1', 'info'],
  ]);
});

test.each(Object.keys(SAMPLES))(
  'the samples on the page %s are what the code writes, and no other',
  (page) => {
    expect(blocksOf(page)).toEqual(SAMPLES[page]);
  },
);

const canonical = (block = ''): string => canonicalJson(JSON.parse(block));
const READERS: Readonly<Record<string, (text: string) => Result<unknown>>> = {
  setup: (text) => readSetup(text, 'page'),
  caps: (text) => readCapsFile(group, text, 'page'),
  roll: (text) => readRoll(text, 'page'),
  paper: (text) => readPaper(text, 'page'),
  actions: (text) => readActions(text, 'page'),
};

describe.each(Object.entries(READERS))('the sample of %s', (page, read) => {
  test('is read once the indentation is taken away, and only then', () => {
    const block = blocksOf(page)[page] ?? '';
    expect(read(canonical(block))).toMatchObject({ ok: true });
    expect(read(block)).toMatchObject({ error: { code: 'NON_CANONICAL' } });
  });
});

test('the description on the page of the set-up names the set-up shown beside it', () => {
  const { setup, description: lines = '' } = blocksOf('setup');
  expect(setupHashOf(lines.trimEnd())).toEqual({ ok: true, value: sha256Hex(canonical(setup)) });
});

test('the manifest on the page is read, and its hash is the last of the leaves shown beside it', () => {
  const blocks = blocksOf('record');
  const text = canonical(blocks.manifest);
  expect(readManifest(text, 'page')).toMatchObject({ ok: true });
  const leaves = assertOk(readLedgerSlice((blocks.proofs ?? '').trimEnd(), 'page'));
  expect(leaves.at(-1)?.leaf).toEqual({ kind: 'action', hashHex: sha256Hex(text) });
});
