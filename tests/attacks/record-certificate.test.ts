/**
 * The decision is falsified after an honest count. The report is computed from the verified counts alone, so no signature
 * saves a false one (17.3); and a true one counts only with the signatures of three different people named when the session
 * was sealed, and the presidium's confirmation (18). The server seals each of these records in its own ledger.
 */
import { expect, test } from 'vitest';
import { appointOfficials } from '../../tally/cli/session/officials.ts';
import { type Signature, signStatement } from '../../tally/report/certificate.ts';
import { readTallyReport } from '../../tally/report/read-report.ts';
import { assertOk } from '../../tally/result.ts';
import { seededRandom } from '../support/random.ts';
import {
  certified,
  playRecord,
  type RecordDraft,
  refutationsOf,
  SIGNED_AT,
  seal,
} from '../support/record.ts';
import { edited, withText } from '../support/tamper.ts';

const record = await playRecord();
const { draft, officials } = record;
const honest = assertOk(readTallyReport(draft.texts['report.json']));
const refuted = async (texts: Partial<RecordDraft['texts']>) =>
  refutationsOf(await seal({ ...draft, texts: { ...draft.texts, ...texts } }, record.ledgerKey));

test('the honest report with its certificate verifies', async () => {
  expect(await refuted(certified(record, honest))).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: an attacker knows no types
const reports: readonly (readonly [string, (report: any) => void])[] = [
  [
    'a vote more for a project',
    ({ counts }) => {
      for (const { marks } of [counts.columns[0].items[1], counts.totals[1]]) {
        marks[0]++;
        marks[2]--;
      }
    },
  ],
  [
    'other members present',
    (report) => {
      report.attendance.present = 6;
    },
  ],
  [
    'another meeting',
    (report) => {
      report.meeting.number += 1;
    },
  ],
  [
    'another head of the chain',
    (report) => {
      report.chainHead = 'f'.repeat(64);
    },
  ],
  [
    'another title of a project',
    (report) => {
      report.items[0].titleEn = 'Something else';
    },
  ],
];

test.each(reports)('a report with %s is refuted, even when all officials sign it', async (_, change) => {
  const text = edited(draft.texts['report.json'], change);
  const unsigned = await refuted({ 'report.json': text });
  expect(unsigned.some((check) => check === '17.3' || check === '01.3')).toBe(true);
  const read = readTallyReport(text);
  if (!read.ok) return;
  expect(await refuted(certified(record, read.value))).toEqual(['17.3']);
});

const sign = (roles: readonly number[]) => (hash: string) =>
  roles
    .map((i) => officials[i]?.sign(draft.uuid, hash, SIGNED_AT))
    .filter((one): one is Signature => one !== undefined);
const others = appointOfficials(seededRandom('strangers'));

/** The signature of official `i`, made with the key of official `by` under the name given. */
function signedAs(i: number, by: number, hash: string): Signature {
  const role = officials[i]?.signer.role ?? 'teller';
  // The key of `appointOfficials`, drawn anew as the record drew it: 32 bytes for the ledger come first.
  const random = seededRandom('record');
  random(32);
  const secrets = officials.map(() => random(32));
  const signer = officials[by]?.signer;
  if (signer === undefined) throw new Error('an official signs');
  return signStatement(
    { ...signer, role, sessionUuid: draft.uuid, reportHash: hash, signedAt: SIGNED_AT },
    secrets[by] ?? new Uint8Array(32),
  );
}

test.each<readonly [string, string, (hash: string) => readonly Signature[]]>([
  ['without the chief scrutineer', '18.1', sign([1, 2, 3])],
  ['without the teller', '18.1', sign([0, 1, 3])],
  ['without confirmation', '18.2', sign([0, 1, 2])],
  ['by one person in two roles', '18.1', (hash) => [...sign([0, 2, 3])(hash), signedAs(1, 0, hash)]],
  [
    'confirmed by one who signed the count',
    '18.2',
    (hash) => [...sign([0, 1, 2])(hash), signedAs(3, 2, hash)],
  ],
  [
    'by people the set-up does not name',
    '18.1',
    (hash) => others.map((one) => one.sign(draft.uuid, hash, SIGNED_AT)),
  ],
  [
    'with one stranger among them',
    '18.1',
    (hash) => [
      ...sign([0, 1, 3])(hash),
      ...others.slice(2, 3).map((one) => one.sign(draft.uuid, hash, SIGNED_AT)),
    ],
  ],
  [
    'for another session',
    '18.1',
    (hash) => officials.map((one) => one.sign('QingheBa11otProjects26', hash, SIGNED_AT)),
  ],
  [
    'of another report',
    '18.1',
    () => officials.map((one) => one.sign(draft.uuid, 'f'.repeat(64), SIGNED_AT)),
  ],
])('a certificate %s is refuted', async (_, check, signatures) => {
  expect(await refuted(certified(record, honest, signatures))).toContain(check);
});

// biome-ignore lint/suspicious/noExplicitAny: an attacker knows no types
const certificates: readonly (readonly [string, string, (certificate: any) => void])[] = [
  [
    'the time of a signature',
    '18.1',
    ({ signatures }) => {
      signatures[0].signedAt = '2026-11-23T04:00:01Z';
    },
  ],
  [
    'the time of the confirmation',
    '18.2',
    ({ confirmation }) => {
      confirmation.signedAt = '2026-11-23T04:00:01Z';
    },
  ],
  [
    'the name of a signer',
    '18.1',
    ({ signatures }) => {
      signatures[1].name = '监票人 2';
    },
  ],
  [
    'the key of a signer',
    '18.1',
    ({ signatures }) => {
      signatures[1].publicKey = others[1]?.signer.publicKey;
    },
  ],
  [
    'two signatures, exchanged',
    '18.1',
    ({ signatures: [a, b] }) => {
      [a.signature, b.signature] = [b.signature, a.signature];
    },
  ],
  [
    'the session',
    '18.1',
    (certificate) => {
      certificate.sessionUuid = 'QingheBa11otProjects26';
    },
  ],
  [
    'the hash of the report',
    '18.1',
    (certificate) => {
      certificate.reportHash = 'f'.repeat(64);
    },
  ],
  [
    'the code read aloud',
    '18.1',
    (certificate) => {
      certificate.verificationCode = '0000-0000-0000-0000-0000';
    },
  ],
];

test.each(certificates)('a certificate with another %s is refuted', async (_, check, change) => {
  const changed = withText(draft, 'certificate.json', change);
  expect(await refuted(changed.texts)).toContain(check);
});
