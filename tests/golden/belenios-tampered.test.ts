/**
 * The corpus of tampered archives: each has one flaw, re-hashed and re-chained so that nothing else gives it away. The
 * verdict must be the expected one, and a refusal must come from the check that names the flaw (the table below).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import type { CheckId } from '../../tally/verify/checks.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { backEnds } from '../support/back-ends.ts';
import { tamperedBytes, tamperedCases } from '../support/belenios-fixtures.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

/** The check that must speak, for every case that is refused or warned of. */
const NAMED: Readonly<Record<string, CheckId>> = {
  'sig-response': '10.6',
  'sig-missing': '10.1',
  'sig-other-hash': '10.6',
  'sig-challenge-plus-q': '10.1',
  'unknown-credential': '10.3',
  'wrong-uuid': '10.2',
  'other-election-ballot': '10.2',
  'ballot-copy': '10.5',
  'ballot-copy-rerandomised': '10.5',
  'replayed-ballot': '12.1',
  'revote-both-counted': '17.2',
  'vote-two': '10.5',
  'vote-minus-one': '10.5',
  'under-vote': '10.5',
  'wider-range-proof': '10.1',
  'individual-proof-three-branches': '10.1',
  'extra-choice': '10.1',
  'missing-answer': '10.1',
  'proof-challenge-plus-q': '10.1',
  'weak-fiat-shamir': '10.5',
  'alpha-negated': '10.4',
  'beta-negated': '10.4',
  'alpha-plus-p': '10.1',
  'credential-negated': '08.2',
  'json-whitespace': '10.1',
  'json-extra-field': '10.1',
  'json-extra-field-in-answer': '10.7',
  'json-answer-field-order': '10.7',
  'number-hex': '10.7',
  'json-duplicate-key': '10.1',
  'blank-and-choice': '10.5',
  'blank-proof-unexpected': '10.1',
  'blank-proof-swapped': '10.5',
  'blank-none': '10.5',
  'trustee-pok': '09.2',
  'rogue-key': '09.2',
  'trustee-pok-weak': '09.2',
  'duplicate-credential': '08.1',
  'weight-changed': '14.3',
  'weight-negative': '08.1',
  'question-text-changed': '10.2',
  // The ballots prove a narrower range than the question now asks, so none has its shape.
  'question-max-raised': '10.1',
  'unknown-group': '07.1',
  'cert-signature': '09.2',
  'coefexps-signature': '09.2',
  'threshold-lowered': '09.2',
  'threshold-raised': '09.2',
  'verification-keys-swapped': '09.2',
  'cert-key-negated': '09.2',
  'one-member-fewer': '09.1',
  'chain-parent': '05.3',
  'content-not-name': '05.2',
  'unreferenced-data': '05.2',
  'tar-end-blocks': '05.1',
  truncated: '05.1',
  'header-version-2': '05.1',
  'payload-on-endballots': '05.1',
  'ballots-hidden-by-event': '11.1',
  'second-setup': '05.4',
  'no-endballots': '05.4',
  'result-then-ballot': '11.1',
  'two-results': '05.4',
  'encrypted-tally-wrong': '14.2',
  'total-weight-wrong': '14.3',
  'pd-other-key': '16.2',
  'pd-proof': '16.2',
  'pd-factor-negated': '16.2',
  'pd-weak-fiat-shamir': '16.2',
  'pd-challenge-plus-q': '16.2',
  'pd-owner-out-of-range': '16.1',
  'pd-owner-swapped': '16.2',
  'pd-missing-mandatory': '16.3',
  'pd-bad-extra': '16.2',
  'pd-twice-same-owner': '16.1',
  'pd-shape': '16.2',
  'result-plus-q': '17.2',
  'result-negative': '17.1',
  'result-string': '17.1',
  'result-spaces': '17.1',
  'result-extra-field': '17.1',
  'result-extra-column': '17.2',
  'credential-hex': '08.1',
  'weight-hex': '08.1',
  'weight-leading-zero': '08.1',
  'event-spaces': '05.1',
  'ballot-from-other-phase': '05.4',
};

test('there are 99 cases, and the table names a check for every one that is not simply accepted', () => {
  expect(tamperedCases).toHaveLength(99);
  const named = tamperedCases.filter(({ expect: verdict }) => verdict !== 'accept').map(({ id }) => id);
  expect(Object.keys(NAMED).sort()).toEqual(named.sort());
});

describe.each(backEnds)('with $name', ({ openGroup }) => {
  test.each(tamperedCases)('R28: $expect: $id ($what)', async ({ id, expect: verdict }) => {
    const { findings } = await verifyArchive(bytesSource(tamperedBytes(id)), { openGroup });
    const severities = findings.map(({ severity }) => severity);
    expect(severities.includes('error')).toBe(verdict === 'reject');
    if (verdict === 'accept') {
      expect(findings).toEqual([]);
      return;
    }
    const expected = { check: NAMED[id], severity: verdict === 'warn' ? 'warning' : 'error' };
    expect(findings).toContainEqual(expect.objectContaining(expected));
    if (verdict === 'warn') expect(findings).toHaveLength(1);
    // Every finding can be acted on: it has a place and a sentence.
    for (const { where, message } of findings) expect([where, message]).not.toContain('');
  });
});

test('each archive has the size its description states', () => {
  for (const { id, bytes } of tamperedCases) expect(tamperedBytes(id)).toHaveLength(bytes);
});

test.skipIf(!hasFixtures)('the copies in this repository are the originals', () => {
  const files = readdirSync(fixture('belenios', 'tampered')).filter((file) => file.endsWith('.br'));
  expect(files.sort()).toEqual(tamperedCases.map(({ id }) => `${id}.bel.br`).sort());
  for (const file of files) {
    const raw = brotliDecompressSync(readFileSync(fixture('belenios', 'tampered', file)));
    expect(raw.equals(tamperedBytes(file.replace('.bel.br', '')))).toBe(true);
  }
});
