/**
 * Private credentials (Belenios protocol version 1, section 3; requirements R8): known answers, the form a card prints,
 * what the check digit finds, and that digits are fair.
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deriveLoginKey,
  deriveSecret,
  deriveSecretOf24,
  drawCredential,
  publicCredentialOf,
  readCredential,
} from '../../tally/belenios/credential.ts';
import { UUID } from '../../tally/belenios/election.ts';
import { ALPHABET, drawDigits, drawToken } from '../../tally/belenios/token.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import { createBelenios2048 } from '../../tally/groups/belenios-2048.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const group = createBelenios2048();
const random = (byteLength: number) => new Uint8Array(randomBytes(byteLength));
const uuid = 'gFs2YwPqKBuZrd';

interface CredentialVector {
  readonly credential: string;
  readonly pbkdf2_hex: string;
  readonly secret: string;
  readonly public: string;
}

describe.skipIf(!hasFixtures)('credentials made by belenios-tool', () => {
  const read = (...path: string[]) => readFileSync(fixture('belenios', ...path), 'utf8');

  test('give the published secrets and public credentials', () => {
    const { credentials } = JSON.parse(read('vectors.json')) as {
      credentials: { uuid: string; list: readonly CredentialVector[] };
    };
    expect(credentials.list).toHaveLength(3);
    for (const vector of credentials.list) {
      expect(readCredential(vector.credential, 'card')).toEqual({ ok: true, value: vector.credential });
      const secret = deriveSecret(group, credentials.uuid, vector.credential);
      expect(secret).toBe(BigInt(vector.secret));
      expect(group.text(publicCredentialOf(group, secret))).toBe(vector.public);
    }
  });

  test('of version 3.0, which have 22 digits and no check digit, give public credentials on its list', () => {
    const folder = ['v3-belenios2048', 'setup'];
    const election = JSON.parse(read(...folder, 'election.json')) as { uuid: string };
    const cards = JSON.parse(read(...folder, 'private_creds.json')) as { [login: string]: string };
    const list = JSON.parse(read(...folder, 'public_creds.json')) as string[];
    for (const [login, card] of Object.entries(cards)) {
      const key = group.text(publicCredentialOf(group, deriveSecretOf24(group, election.uuid, card)));
      const entry = list.find((line) => line.split(',')[0] === key);
      expect(entry?.split(',')[2]).toBe(login);
    }
  });
});

test('a fresh credential has the printed form and passes its own check', () => {
  for (let i = 0; i < 200; i++) {
    const card = drawCredential(random);
    expect(card).toMatch(/^(?:[1-9A-HJ-NP-Za-km-z]{3}-){4}[1-9A-HJ-NP-Za-km-z]{3}$/);
    expect(readCredential(card, 'card')).toEqual({ ok: true, value: card });
  }
});

test('however it is typed, the printed form comes out', () => {
  const card = 'nqC-2JH-UV4-uFT-KWD';
  for (const typed of [
    'nqC2JHUV4uFTKWD',
    ' nqC 2JH UV4 uFT KWD\n',
    'nqC–2JH—UV4−uFT‐KWD',
    'ｎｑＣ－２ＪＨ－ＵＶ４－ｕＦＴ－ＫＷＤ',
    'nq-C2JHU-V4uFTKWD',
    'nqC\u30002JH\u3000UV4\u3000uFT\u3000KWD',
  ]) {
    expect(readCredential(typed, 'card')).toEqual({ ok: true, value: card });
  }
});

test.each([
  ['', 'MALFORMED', /15 characters .* here are 0/],
  ['nqC-2JH-UV4-uFT-KW', 'MALFORMED', /here are 14/],
  ['nqC-2JH-UV4-uFT-KWDD', 'MALFORMED', /here are 16/],
  ['nqC-2JH-UV4-uFT-KW0', 'MALFORMED', /character 15 never occurs/],
  ['nqC-2JH-UV4-uFT-KWl', 'MALFORMED', /character 15 never occurs/],
  ['卡qC-2JH-UV4-uFT-KWD', 'MALFORMED', /character 1 never occurs/],
  ['NQC-2JH-UV4-UFT-KWD', 'INCONSISTENT', /check digit/],
  ['nqC-2JH-UV4-uFT-KWE', 'INCONSISTENT', /check digit/],
  ['x'.repeat(1000), 'TOO_LARGE', /here are 1000/],
])('what is no credential (%j) is refused without repeating it', (typed, code, message) => {
  const read = readCredential(typed, 'card');
  expect(read).toMatchObject({ ok: false, error: { code, where: 'card' } });
  if (!read.ok) {
    expect(read.error.message).toMatch(message);
    expect(typed.length > 0 && read.error.message.includes(typed)).toBe(false);
  }
});

/** The pairs that stand 53 apart in the alphabet, which no check modulo 53 tells from each other. */
const CONGRUENT = ['1v', '2w', '3x', '4y', '5z'];

test('R8: the check digit finds every wrong character and every swap of neighbours but the listed ones', () => {
  expect(CONGRUENT).toEqual([0, 1, 2, 3, 4].map((i) => ALPHABET.charAt(i) + ALPHABET.charAt(i + 53)));
  expect(ALPHABET).toHaveLength(58);
  const isAccepted = (bare: string) => readCredential(bare, 'card').ok;
  const congruent = (a: string, b: string) => CONGRUENT.some((two) => two.includes(a) && two.includes(b));
  let wrongCharacters = 0;
  let swaps = 0;
  for (let i = 0; i < 40; i++) {
    const bare = drawCredential(random).replaceAll('-', '');
    for (let at = 0; at < 15; at++) {
      const right = bare.charAt(at);
      for (const wrong of ALPHABET) {
        if (wrong === right) continue;
        const typed = bare.slice(0, at) + wrong + bare.slice(at + 1);
        // Of congruent check digits only the one a generator writes is right, so position 15 has no exception.
        const isExcepted = at < 14 && congruent(right, wrong);
        expect([typed, isAccepted(typed)]).toEqual([typed, isExcepted]);
        wrongCharacters++;
      }
      const next = bare.charAt(at + 1);
      if (at === 14 || next === right) continue;
      const typed = bare.slice(0, at) + next + right + bare.slice(at + 2);
      // The last two have the same weight, 1, in the sum; their swap shows only if the digit cannot be a check digit.
      const digit = ALPHABET.indexOf(right);
      const isExcepted = at === 13 ? digit >= 1 && digit <= 53 : congruent(right, next);
      expect([typed, isAccepted(typed)]).toEqual([typed, isExcepted]);
      swaps++;
    }
  }
  expect(wrongCharacters).toBe(40 * 15 * 57);
  expect(swaps).toBeGreaterThan(500);
});

test('R8: a million digits are uniform (chi-square, 57 degrees of freedom)', () => {
  const counts = new Array<number>(58).fill(0);
  const total = 1_000_000;
  for (let left = total; left > 0; left -= 10_000) {
    for (const digit of drawDigits(10_000, random)) counts[digit] = (counts[digit] ?? 0) + 1;
  }
  const expected = total / 58;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // An honest generator leaves these bounds about once in half a million runs; bytes taken modulo 58 give 12,000.
  expect(chiSquare).toBeGreaterThan(19);
  expect(chiSquare).toBeLessThan(125);
});

test('bytes that would favour some digits are drawn again', () => {
  const bytes = [255, 232, 231, 0, 57, 58];
  const scripted = (byteLength: number) => Uint8Array.from(bytes.splice(0, byteLength));
  expect(drawDigits(4, scripted)).toEqual([57, 0, 57, 0]);
  expect(() => drawDigits(1, () => Uint8Array.of(255))).toThrow('repeats itself');
});

test('our uuids and seeds have 22 characters of the alphabet', () => {
  const token = drawToken(random);
  expect(token).toHaveLength(22);
  expect(token).toMatch(UUID);
  expect(drawToken(random)).not.toBe(token);
});

test('the login key is the PBKDF2 of requirements R8, whoever computes it', async () => {
  const card = 'nqC-2JH-UV4-uFT-KWD';
  const expected = pbkdf2Sync(card, 'minyi-login|meeting-7', 100_000, 32, 'sha256').toString('hex');
  expect(hex(await deriveLoginKey(card, 'meeting-7'))).toBe(expected);
  const platform = async (password: string, salt: string, iterations: number) =>
    new Uint8Array(pbkdf2Sync(password, salt, iterations, 32, 'sha256'));
  expect(hex(await deriveLoginKey(card, 'meeting-7', platform))).toBe(expected);
  expect(hex(await deriveLoginKey(card, 'meeting-8', platform))).not.toBe(expected);
});

test('one card gives unrelated keys in two elections, and the dashes matter', () => {
  const keys = [
    deriveSecret(group, uuid, 'nqC-2JH-UV4-uFT-KWD'),
    deriveSecret(group, 'wEbhnAJHTwo86X', 'nqC-2JH-UV4-uFT-KWD'),
    deriveSecret(group, uuid, 'nqC2JHUV4uFTKWD'),
  ];
  expect(new Set(keys).size).toBe(3);
});

test('no typed text makes the reader throw, and what it returns it returns again', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...ALPHABET, '-') })),
      (typed) => {
        const read = readCredential(typed, 'card');
        if (read.ok) expect(readCredential(read.value, 'card')).toEqual(read);
      },
    ),
  );
});
