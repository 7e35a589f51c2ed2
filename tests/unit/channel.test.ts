/**
 * Signed and encrypted messages of the threshold ceremony (Belenios protocol version 1, section 5.1): known answers
 * from belenios-tool 2.0, every message of the fixtures opened, and every way a message can be wrong.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  drawSeed,
  type MemberKeys,
  memberKeysOf,
  readSeed,
  receiveMessage,
  sendMessage,
} from '../../tally/belenios/channel.ts';
import { createPowerBatch, runChecks } from '../../tally/belenios/power-batch.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import { expectSignature, signText } from '../../tally/belenios/signed-message.ts';
import {
  certificateId,
  readCertificate,
  readPolynomial,
  writePolynomial,
} from '../../tally/belenios/threshold-messages.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import type { Element } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const random: Random = (byteLength) => new Uint8Array(randomBytes(byteLength));

function isSigned(signer: Element, text: string, signature: ReturnType<typeof signText>): boolean {
  const batch = createPowerBatch(group);
  return runChecks(batch, [expectSignature(batch, batch.base(signer), text, signature, 'x')]).length === 0;
}

describe.skipIf(!hasFixtures)('messages written by belenios-tool 2.0', () => {
  const read = (...path: string[]) => readFileSync(fixture('belenios', ...path), 'utf8').trimEnd();
  const vectors = hasFixtures ? JSON.parse(read('vectors.json')).threshold : {};
  const keys: MemberKeys | undefined = hasFixtures ? memberKeysOf(group, vectors.seed) : undefined;

  test('the seed gives the published keys, modulo the order', () => {
    expect(keys?.signingKey).toBe(BigInt(`0x${vectors.sk_hex}`) % group.order);
    expect(keys?.decryptionKey).toBe(BigInt(`0x${vectors.dk_hex}`) % group.order);
  });

  test('the certificate is signed over the published text and names its files', () => {
    const certificate = assertOk(
      readCertificate(group, read('pedersen-2of3', 'setup', 'trustee-1.cert'), 'cert'),
    );
    const { message, signature } = certificate.signed;
    expect(signature.challenge).toBe(BigInt(vectors.certificate_signature.challenge));
    const hashed = `sigmsg|${message}|${vectors.certificate_signature.commitment}`;
    expect(createHash('sha256').update(hashed).digest('hex')).toBe(
      vectors.certificate_signature.hash_input_sha256,
    );
    expect(keys !== undefined && group.equals(certificate.verification, keys.verification)).toBe(true);
    expect(isSigned(certificate.verification, message, signature)).toBe(true);
    const log = read('pedersen-2of3', 'commands.log');
    expect(log).toContain(`--key ${certificateId(certificate)}.key --step 3`);
  });

  test('the member opens its own polynomial and finds the published coefficients', () => {
    const line = read('pedersen-2of3', 'setup', 'polynomials.jsons').split('\n')[0] ?? '';
    const polynomial = assertOk(readPolynomial(group, line, 'polynomial'));
    expect(writePolynomial(polynomial)).toBe(line);
    if (keys === undefined) throw new Error('no keys');
    const text = assertOk(
      receiveMessage(group, keys, keys.verification, polynomial.polynomial, 'polynomial'),
    );
    expect(text).toBe(vectors.channel_message.inner_message);
    expect(JSON.parse(text)).toEqual({ polynomial: vectors.polynomial });
    polynomial.commitments.coefficients.forEach((element, k) => {
      const digest = createHash('sha256').update(group.text(element)).digest('hex');
      expect(vectors.coefexps[k]).toContain(digest);
      expect(group.equals(element, group.power(group.generator, BigInt(vectors.polynomial[k])))).toBe(true);
    });
  });
});

const sender = memberKeysOf(group, drawSeed(random));
const recipient = memberKeysOf(group, drawSeed(random));

test.each([0, 1, 1000, 40_000, 70_000])('a message of %i characters arrives', (length) => {
  const message = '监票人 "x"\n'.repeat(length).slice(0, length);
  const text = sendMessage(group, sender, recipient.encryption, message, random);
  expect(receiveMessage(group, recipient, sender.verification, text, 'message')).toEqual({
    ok: true,
    value: message,
  });
});

test('nobody but the recipient opens it', () => {
  const text = sendMessage(group, sender, recipient.encryption, 'share', random);
  for (const other of [sender, memberKeysOf(group, drawSeed(random))]) {
    expect(receiveMessage(group, other, sender.verification, text, 'message')).toMatchObject({
      ok: false,
      error: { code: 'UNDECRYPTABLE', where: 'message' },
    });
  }
});

test('a message of somebody else in the sender’s name is refused', () => {
  const forger = memberKeysOf(group, drawSeed(random));
  const text = sendMessage(group, forger, recipient.encryption, 'share', random);
  expect(receiveMessage(group, recipient, sender.verification, text, 'message')).toMatchObject({
    ok: false,
    error: { code: 'BAD_SIGNATURE' },
  });
});

test('a letter that opens but names another recipient is refused', () => {
  // What somebody would read who was sent on a signed letter: its key opens it, its name is not in it.
  const text = sendMessage(group, sender, recipient.encryption, 'share', random);
  const third = { ...memberKeysOf(group, drawSeed(random)), decryptionKey: recipient.decryptionKey };
  expect(receiveMessage(group, third, sender.verification, text, 'message')).toMatchObject({
    ok: false,
    error: { code: 'INCONSISTENT', where: 'message' },
  });
});

test('an altered message is refused, wherever it is altered', () => {
  const text = sendMessage(group, sender, recipient.encryption, 'share', random);
  const { alpha, beta, data } = JSON.parse(text) as { alpha: string; beta: string; data: string };
  const negated = (element: string) => (BELENIOS_2048.p - BigInt(element)).toString();
  const other = group.text(group.power(group.generator, 12345n));
  const cases: readonly (readonly [object, string])[] = [
    [{ alpha: negated(alpha), beta, data }, 'NOT_IN_GROUP'],
    [{ alpha, beta: negated(beta), data }, 'NOT_IN_GROUP'],
    [{ alpha: other, beta, data }, 'UNDECRYPTABLE'],
    [{ alpha, beta: other, data }, 'UNDECRYPTABLE'],
    [{ alpha, beta, data: `${data.slice(0, -1)}${data.endsWith('0') ? '1' : '0'}` }, 'UNDECRYPTABLE'],
    [{ alpha, beta, data: data.slice(2) }, 'UNDECRYPTABLE'],
    [{ alpha, beta, data: data.slice(0, 14) }, 'MALFORMED'],
    [{ alpha, beta, data: data.slice(1) }, 'MALFORMED'],
    [{ alpha, beta, data: data.toUpperCase() }, 'MALFORMED'],
    [{ alpha: `0${alpha}`, beta, data }, 'NON_CANONICAL'],
    [{ beta, alpha, data }, 'NON_CANONICAL'],
    [{ alpha, beta, data, note: '' }, 'MALFORMED'],
    [{ alpha, beta }, 'MALFORMED'],
  ];
  for (const [altered, code] of cases) {
    const received = receiveMessage(
      group,
      recipient,
      sender.verification,
      JSON.stringify(altered),
      'message',
    );
    expect(received).toMatchObject({ ok: false, error: { code } });
  }
  expect(receiveMessage(group, recipient, sender.verification, `${text}\n`, 'message')).toMatchObject({
    error: { code: 'NON_CANONICAL' },
  });
});

test('a seed is read from its file or as typed in blocks, and nothing else is a seed', () => {
  const seed = drawSeed(random);
  for (const text of [seed, `${seed}\n`, ` ${seed.slice(0, 11)} ${seed.slice(11)}`]) {
    expect(readSeed(text, 'seed')).toEqual({ ok: true, value: seed });
  }
  for (const text of ['', seed.slice(1), `${seed}A`, `${seed.slice(1)}0`, `${seed.slice(1)}-`]) {
    expect(readSeed(text, 'seed')).toMatchObject({ ok: false, error: { code: 'MALFORMED', where: 'seed' } });
  }
});

test('a signature is for one text and one key', () => {
  const signature = signText(group, sender.signingKey, 'text', random);
  expect(isSigned(sender.verification, 'text', signature)).toBe(true);
  expect(isSigned(sender.verification, 'texts', signature)).toBe(false);
  expect(isSigned(recipient.verification, 'text', signature)).toBe(false);
});
