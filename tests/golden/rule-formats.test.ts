/**
 * The pages of docs/formats on rule packs, reports and certificates show real samples: each is what our writers write,
 * indented, and our readers accept what stands on the page once the indentation is taken away.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../tally/encoding/canonical-json.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { checkCertificate } from '../../tally/report/certificate.ts';
import { readCertificate } from '../../tally/report/read-certificate.ts';
import { readTallyReport } from '../../tally/report/read-report.ts';
import { assertOk } from '../../tally/result.ts';
import { readRulePack, readRulePackText } from '../../tally/rules/rule-pack.ts';
import { ruleSamples, SAMPLE_SESSION, SAMPLE_SIGNERS } from '../support/rule-samples.ts';

const samples = ruleSamples();

/** The fenced blocks of a page by the name after their language: "```json report". */
function blocksOf(page: string): Readonly<Record<string, string>> {
  const text = readFileSync(new URL(`../../docs/formats/${page}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```(?:json|text) ([a-z-]+)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name = '', content = '']) => [name, content]));
}

const canonical = (block: string | undefined): string => canonicalJson(JSON.parse(block ?? ''));

test.each(Object.keys(samples))('the samples on the page %s are what the code writes', (page) => {
  expect(blocksOf(page)).toEqual(samples[page]);
});

test('the rule packs on the page are read, indented or in their sealed text, and hash to the hash shown', () => {
  const { hash, ...packs } = blocksOf('rule-pack');
  for (const block of Object.values(packs)) {
    const pack = assertOk(readRulePack(JSON.parse(block)));
    expect(readRulePackText(canonical(block))).toEqual({ ok: true, value: pack });
  }
  expect(sha256Hex(canonical(packs.projects))).toBe(hash?.trim());
});

test('the report on the page is read, and its hash is the one shown and the one the certificate signs', () => {
  const { report, hash } = blocksOf('tally-report');
  expect(readTallyReport(canonical(report))).toMatchObject({ ok: true, value: { outcome: 'COUNTED' } });
  expect(sha256Hex(canonical(report))).toBe(hash?.trim());
  expect(SAMPLE_SESSION.reportHash).toBe(hash?.trim());
});

test('the certificate on the page is read and holds for the signers shown', () => {
  const { certificate, signers } = blocksOf('certificate');
  expect(JSON.parse(signers ?? '')).toEqual(SAMPLE_SIGNERS);
  const read = assertOk(readCertificate(canonical(certificate)));
  expect(checkCertificate(read, SAMPLE_SESSION, JSON.parse(signers ?? ''))).toEqual([]);
});
