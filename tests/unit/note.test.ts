/**
 * Signed notes, checkpoints and cosignatures against published examples: the text of c2sp.org/signed-note, the tests of
 * golang.org/x/mod sumdb/note, a head of the Go checksum database, and a head of a Certificate Transparency log of 2026
 * with the cosignatures of four public witnesses and the keys their operators publish.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  base64,
  bigIntToBytes,
  bytesToBigInt,
  concatBytes,
  readBase64,
  readUtf8,
  utf8,
} from '../../tally/encoding/bytes.ts';
import {
  readCheckpoint,
  readCheckpointText,
  signCheckpoint,
  writeCheckpoint,
} from '../../tally/ledger/checkpoint.ts';
import { cosign } from '../../tally/ledger/cosignature.ts';
import {
  readNote,
  readVerifierKey,
  type SigningKey,
  signNote,
  verifierKeyOf,
  writeNote,
  writeVerifierKey,
} from '../../tally/ledger/note.ts';
import { openNote } from '../../tally/ledger/open-note.ts';
import { assertOk } from '../../tally/result.ts';

const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;
const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const ENOCH_KEY = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const PETER_SECRET = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const GO_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const GO_HEAD = `go.sum database tree
35225469
vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=

— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=
`;
const ARCHE_HEAD = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
const ARCHE_KEYS = [
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f',
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
];
const key = (text: string) => assertOk(readVerifierKey(text, 'key'));
const open = (note: string, ...keys: string[]) =>
  openNote(assertOk(readNote(note, 'note')), keys.map(key), 'note');
const testKey = (name: string, type: 1 | 4 = 1): SigningKey => ({
  name,
  type,
  seed: new Uint8Array(32).fill(type),
});

describe('published notes', () => {
  test('the example of the specification verifies under its key', () => {
    expect(open(EXAMPLE_NOTE, EXAMPLE_KEY).signers).toEqual([{ key: key(EXAMPLE_KEY) }]);
    expect(writeNote(assertOk(readNote(EXAMPLE_NOTE, 'note')))).toBe(EXAMPLE_NOTE);
    expect(writeVerifierKey(key(EXAMPLE_KEY))).toBe(EXAMPLE_KEY);
  });

  test("Go's test key signs Go's test note byte for byte", () => {
    const seed = readBase64(PETER_SECRET)?.slice(1) ?? new Uint8Array();
    const peter: SigningKey = { name: 'PeterNeumann', type: 1, seed };
    expect(writeVerifierKey(verifierKeyOf(peter))).toBe(PETER_KEY);
    expect(writeNote({ text: TEXT, signatures: [signNote(TEXT, peter)] })).toBe(`${TEXT}\n${PETER_LINE}`);
  });

  test('unknown signers are set aside, and repeated lines add nothing', () => {
    const both = `${TEXT}\n${PETER_LINE}${ENOCH_LINE}`;
    expect(open(both, PETER_KEY).signers.map((signer) => signer.key.name)).toEqual(['PeterNeumann']);
    expect(open(both, PETER_KEY).unknown.map((line) => line.name)).toEqual(['EnochRoot']);
    expect(open(both, PETER_KEY, ENOCH_KEY).signers).toHaveLength(2);
    expect(open(both).signers).toHaveLength(0);
    expect(open(`${TEXT}\n${PETER_LINE}${PETER_LINE}`, PETER_KEY)).toMatchObject({
      repeated: [{ name: 'PeterNeumann' }],
    });
  });

  test('a name or key id that is not the key’s is unknown; a signature that does not verify is invalid', () => {
    expect(
      open(`${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'CarmenSandiego')}`, PETER_KEY).signers,
    ).toHaveLength(0);
    expect(open(`${TEXT}\n${PETER_LINE.replace('x08g', 'xxxx')}`, PETER_KEY).unknown).toHaveLength(1);
    expect(open(`${TEXT}\n${PETER_LINE.replace('AcElZ', 'AcElY')}`, PETER_KEY).invalid).toMatchObject([
      { code: 'BAD_SIGNATURE', message: 'the signature of PeterNeumann does not verify' },
    ]);
  });

  test('a head of the Go checksum database verifies; its origin is not its key name', () => {
    expect(open(GO_HEAD, GO_KEY).signers).toHaveLength(1);
    expect(assertOk(readCheckpoint(GO_HEAD, 'head')).checkpoint).toMatchObject({
      origin: 'go.sum database tree',
      size: 35225469,
    });
  });

  test('a Certificate Transparency head verifies with four public witnesses; its other signature is a stranger', () => {
    const opened = open(ARCHE_HEAD, ...ARCHE_KEYS);
    expect(opened.signers.map((signer) => signer.timeSeconds)).toEqual([
      undefined,
      ...Array(4).fill(0x6a122120),
    ]);
    expect(opened.unknown.map((line) => line.keyIdHex)).toEqual(['cd333cb1']);
    expect(writeCheckpoint(assertOk(readCheckpoint(ARCHE_HEAD, 'head')))).toBe(ARCHE_HEAD);
    const moved = ARCHE_HEAD.replace('1432088532', '1432088533');
    expect(open(moved, ...ARCHE_KEYS)).toMatchObject({ signers: [], invalid: { length: 5 } });
  });
});

describe('what is refused', () => {
  test.each([
    ['no signatures', TEXT, 'MALFORMED'],
    ['an empty signature block', `${TEXT}\n`, 'MALFORMED'],
    ['no line end at the end', `${TEXT}\n${PETER_LINE.trimEnd()}`, 'MALFORMED'],
    ['a control character', `\u0001${TEXT}\n${PETER_LINE}`, 'MALFORMED'],
    ['a carriage return', `${TEXT}\r\n\n${PETER_LINE}`, 'MALFORMED'],
    ['a lone surrogate', `\ud800${TEXT}\n${PETER_LINE}`, 'MALFORMED'],
    ['a space in a name', `${TEXT}\n${PETER_LINE.replace('Neumann', ' Neumann')}`, 'MALFORMED'],
    ['a no-break space in a name', `${TEXT}\n${PETER_LINE.replace('Neumann', '\u00a0Neumann')}`, 'MALFORMED'],
    ['a plus in a name', `${TEXT}\n${PETER_LINE.replace('Neumann', '+Neumann')}`, 'MALFORMED'],
    ['a hyphen for the em dash', `${TEXT}\n${PETER_LINE.replace('—', '-')}`, 'MALFORMED'],
    ['an unexpected line', `${TEXT}\n${PETER_LINE}Unexpected line.\n`, 'MALFORMED'],
    ['a signature of four bytes', `${TEXT}\n— Peter x08gow==\n`, 'MALFORMED'],
    ['base64 with loose bits', `${TEXT}\n${PETER_LINE.replace('nAM=', 'nAN=')}`, 'MALFORMED'],
    ['65 signatures', `${TEXT}\n${PETER_LINE.repeat(65)}`, 'TOO_LARGE'],
    ['a megabyte', `${'a'.repeat(1 << 20)}\n\n${PETER_LINE}`, 'TOO_LARGE'],
  ])('a note with %s', (_, note, code) => {
    expect(readNote(note, 'note')).toMatchObject({ ok: false, error: { code } });
  });

  test('every part of a key cut away, and every letter changed', () => {
    for (let i = 0; i <= PETER_KEY.length; i++) {
      for (let j = i; j <= PETER_KEY.length; j++) {
        if (i !== 0 || j !== PETER_KEY.length)
          expect(readVerifierKey(PETER_KEY.slice(i, j), 'key').ok).toBe(false);
      }
      const next = String.fromCharCode(PETER_KEY.charCodeAt(i) + 1);
      if (i < PETER_KEY.length) {
        expect(readVerifierKey(PETER_KEY.slice(0, i) + next + PETER_KEY.slice(i + 1), 'key').ok).toBe(false);
      }
    }
  });

  test.each([
    ['a type this program does not verify', 6, new Uint8Array(1312).fill(1), 'UNSUPPORTED'],
    ['a key of small order', 1, new Uint8Array(32), 'NOT_IN_GROUP'],
    ['the identity', 1, Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)), 'NOT_IN_GROUP'],
    ['a key that is no point', 1, new Uint8Array(32).fill(2), 'NOT_IN_GROUP'],
    ['33 bytes', 1, new Uint8Array(33).fill(9), 'NOT_IN_GROUP'],
  ])('a verifier key with %s', (_, type, publicKey, code) => {
    const text = `a+00000000+${base64(Uint8Array.from([type, ...publicKey]))}`;
    expect(readVerifierKey(text, 'key')).toMatchObject({ ok: false, error: { code } });
  });

  test.each([
    ['two lines', 'log\n1\n'],
    ['an empty origin', `\n1\n${'A'.repeat(43)}=\n`],
    ['an empty extension line', `log\n1\n${'A'.repeat(43)}=\n\n`],
    ['a leading zero', `log\n01\n${'A'.repeat(43)}=\n`],
    ['a negative size', `log\n-1\n${'A'.repeat(43)}=\n`],
    ['a size of 2^53', `log\n9007199254740992\n${'A'.repeat(43)}=\n`],
    ['a root of 31 bytes', `log\n1\n${'A'.repeat(42)}==\n`],
    ['no line end', `log\n1\n${'A'.repeat(43)}=`],
  ])('a checkpoint with %s', (_, text) => {
    expect(readCheckpointText(text, 'head')).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
  });

  test('a plain signature passed off as a cosignature, and the reverse', () => {
    const head = signCheckpoint(1, new Uint8Array(32), testKey('log.example'));
    const asCosignature = { ...testKey('log.example'), type: 4 as const };
    const line = cosign(head.note.text, asCosignature, 1000);
    const note = { text: head.note.text, signatures: [line] };
    expect(openNote(note, [verifierKeyOf(testKey('log.example'))], 'note')).toMatchObject({
      signers: [],
      unknown: [{}],
    });
    const forged = { ...line, bytes: line.bytes.slice(8) };
    expect(
      openNote({ ...note, signatures: [forged] }, [verifierKeyOf(asCosignature)], 'note').invalid,
    ).toMatchObject([{ message: 'a cosignature has 72 bytes, found 64' }]);
  });

  test('a signature whose scalar is not reduced, which lax verifiers accept (RFC 8032 5.1.7)', () => {
    const log = testKey('log.example');
    const line = signNote(TEXT, log);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const littleEndian = (bytes: Uint8Array): Uint8Array => bytes.slice().reverse();
    const scalar = bytesToBigInt(littleEndian(line.bytes.slice(32))) + order;
    const bytes = concatBytes(line.bytes.slice(0, 32), littleEndian(bigIntToBytes(scalar, 32)));
    const open = (signature: typeof line) =>
      openNote({ text: TEXT, signatures: [signature] }, [verifierKeyOf(log)], 'note');
    expect(open(line).signers).toHaveLength(1);
    expect(open({ ...line, bytes }).invalid).toHaveLength(1);
  });

  test('a cosignature without a time', () => {
    const witness = testKey('witness.example', 4);
    const { note } = signCheckpoint(1, new Uint8Array(32), testKey('log.example'));
    const opened = (time: number) =>
      openNote(
        { text: note.text, signatures: [cosign(note.text, witness, time)] },
        [verifierKeyOf(witness)],
        'note',
      );
    expect(opened(1700000000).signers).toMatchObject([{ timeSeconds: 1700000000 }]);
    expect(opened(0).invalid).toMatchObject([{ message: '0 is not the time of a cosignature' }]);
  });
});

test('any flipped bit of a cosigned head is found, be it by the reader, a signature, or as a stranger', () => {
  const keys = [testKey('log.example'), testKey('witness.example', 4)];
  const head = signCheckpoint(12, new Uint8Array(32).fill(7), testKey('log.example'));
  const line = cosign(head.note.text, testKey('witness.example', 4), 1700000000);
  const text = writeNote({ text: head.note.text, signatures: [...head.note.signatures, line] });
  const bytes = utf8(text);
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = readUtf8(changed);
      const read = decoded === undefined ? undefined : readNote(decoded, 'note');
      if (!read?.ok) return;
      const opened = openNote(read.value, keys.map(verifierKeyOf), 'note');
      expect(opened.signers.length).toBeLessThan(2);
      expect(opened.invalid.length + opened.unknown.length).toBeGreaterThan(0);
    }),
    { seed: 8, numRuns: 300 },
  );
});
