import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { hex, utf8 } from '../../tally/encoding/bytes.ts';
import { sha256 } from '../../tally/encoding/hash.ts';
import {
  type Certificate,
  checkCertificate,
  type Signature,
  type Signer,
  type SignerRole,
  signStatement,
  statementText,
  writeCertificate,
  writeCertificateText,
} from '../../tally/report/certificate.ts';
import { readCertificate } from '../../tally/report/read-certificate.ts';
import { tallyReportHash } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { qingheBallot, report } from '../support/report.ts';

const session = {
  sessionUuid: qingheBallot().subject.uuid,
  reportHash: tallyReportHash(report(qingheBallot())),
};
const secretOf = (name: string): Uint8Array => sha256(utf8(`test key of ${name}`));
const signer = (role: SignerRole, name: string): Signer => ({
  role,
  name,
  publicKey: hex(ed25519.getPublicKey(secretOf(name))),
});

const anchored = [
  signer('chiefScrutineer', '总监票人 1'),
  signer('scrutineer', '监票人 3'),
  signer('teller', '计票人 2'),
  signer('presidium', '主席团常务主席 1'),
];

function sign(who: Signer, key = secretOf(who.name)): Signature {
  return signStatement({ ...who, ...session, signedAt: '2026-01-15T08:30:00Z' }, key);
}

function certificate(signers: readonly Signer[] = anchored): Certificate {
  return writeCertificate(
    session,
    signers.map((who) => sign(who)),
  );
}

const codes = (value: Certificate, signers = anchored, needsConfirmation = true) =>
  checkCertificate(value, session, signers, needsConfirmation).map(({ code }) => code);

test('three signatures over one report and the confirmation of the presidium make a certificate', () => {
  expect(codes(certificate([...anchored].reverse()))).toEqual([]);
});

test('a certificate reads back from its text', () => {
  const value = certificate();
  expect(assertOk(readCertificate(writeCertificateText(value)))).toEqual(value);
});

test('a role that has not signed is missing, the presidium only once its confirmation is due', () => {
  const [chief, scrutineer] = anchored;
  if (chief === undefined || scrutineer === undefined) throw new Error('four are anchored');
  expect(codes(certificate([chief, scrutineer]))).toEqual(['MISSING_SIGNATURE', 'MISSING_SIGNATURE']);
  expect(codes(certificate(anchored.slice(0, 3)), anchored, false)).toEqual([]);
  expect(codes(certificate(anchored.slice(0, 3)))).toEqual(['MISSING_SIGNATURE']);
});

test('one person may not sign in two roles, neither under one name nor with one key', () => {
  const twice = [signer('chiefScrutineer', '监票人 3'), ...anchored.slice(1)];
  expect(codes(certificate(twice), twice)).toEqual(['SAME_SIGNER']);
  const renamed = { ...signer('teller', '监票人 3'), name: '计票人 9' };
  const both = [...anchored.slice(0, 2), renamed, ...anchored.slice(3)];
  const signed = both.map((who) => sign(who, secretOf(who === renamed ? '监票人 3' : who.name)));
  expect(codes(writeCertificate(session, signed), both)).toEqual(['SAME_SIGNER']);
});

test('the presidium does not count: it cannot be one of the three', () => {
  const presidium = signer('presidium', '计票人 2');
  const signers = [...anchored.slice(0, 3), presidium];
  expect(codes(certificate(signers), signers)).toEqual(['SAME_SIGNER']);
});

test('a signer who is not anchored, or in another role, is not known', () => {
  const stranger = [...anchored.slice(0, 2), signer('teller', '路人'), ...anchored.slice(3)];
  expect(codes(certificate(stranger))).toEqual(['NOT_FOUND']);
});

test('a signature by another key, or over another report, does not verify', () => {
  const [chief, ...others] = anchored;
  if (chief === undefined) throw new Error('four are anchored');
  const forged = [sign(chief, secretOf('forger')), ...others.map((who) => sign(who))];
  expect(codes(writeCertificate(session, forged))).toEqual(['BAD_SIGNATURE']);
  const other = { ...session, reportHash: 'b'.repeat(64) };
  const moved = writeCertificate(
    other,
    anchored.map((who) => sign(who)),
  );
  expect(new Set(codes(moved))).toEqual(new Set(['INCONSISTENT', 'BAD_SIGNATURE']));
});

test.each(['role', 'name', 'publicKey', 'signedAt'] as const)(
  'a changed %s breaks the signature',
  (member) => {
    const value = certificate();
    const [first, ...rest] = value.signatures;
    if (first === undefined) throw new Error('three have signed');
    const changed: { readonly [m in typeof member]: string } = {
      role: 'teller',
      name: '总监票人 2',
      publicKey: hex(ed25519.getPublicKey(secretOf('x'))),
      signedAt: '2026-01-15T08:30:01Z',
    };
    const altered = { ...value, signatures: [{ ...first, [member]: changed[member] }, ...rest] };
    expect(codes(altered)).toContain('BAD_SIGNATURE');
  },
);

test('a key of small order signs nothing', () => {
  const value = certificate();
  const identity = `01${'00'.repeat(31)}`;
  const trivial = { ...signer('teller', '计票人 2'), publicKey: identity };
  const signature = `AQ${'A'.repeat(84)}==`;
  const signatures = value.signatures.map((s) => (s.role === 'teller' ? { ...s, ...trivial, signature } : s));
  expect(codes({ ...value, signatures }, [...anchored.slice(0, 2), trivial, ...anchored.slice(3)])).toEqual([
    'BAD_SIGNATURE',
  ]);
});

test.each([
  ['a role twice', (v: Certificate) => ({ ...v, signatures: [v.signatures[0], v.signatures[0]] })],
  ['a time that is none', (v: Certificate) => withFirst(v, { signedAt: '2026-02-30T08:30:00Z' })],
  ['a short signature', (v: Certificate) => withFirst(v, { signature: 'AAAA' })],
  ['a line break in a name', (v: Certificate) => withFirst(v, { name: '总监票人\nkey' })],
  ['a presidium among the three', (v: Certificate) => withFirst(v, { role: 'presidium' })],
])('a certificate with %s is refused when read', (_what, alter) => {
  const altered = alter(certificate());
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, member]) => [key, sorted(member)]),
          )
        : value;
  const read = readCertificate(JSON.stringify(sorted(altered)));
  expect(read.ok ? 'read' : read.error.code).toMatch(/MALFORMED|INCONSISTENT/);
});

function withFirst(value: Certificate, change: object): object {
  return { ...value, signatures: [{ ...value.signatures[0], ...change }, ...value.signatures.slice(1)] };
}

test('the signed text names session, report, role, person, key and time', () => {
  const [chief] = anchored;
  if (chief === undefined) throw new Error('four are anchored');
  expect(statementText({ ...chief, ...session, signedAt: '2026-01-15T08:30:00Z' }).split('\n')).toEqual([
    'minyi-certificate/1',
    `session ${session.sessionUuid}`,
    `report ${session.reportHash}`,
    'role chiefScrutineer',
    'name 总监票人 1',
    `key ${chief.publicKey}`,
    'time 2026-01-15T08:30:00Z',
  ]);
});
