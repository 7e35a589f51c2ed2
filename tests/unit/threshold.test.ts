/**
 * The threshold ceremony (Belenios protocol version 1, sections 5.2 and 5.3): key sets of belenios-tool opened with
 * their members' seeds, ceremonies of our own in every group, and members who cheat.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawSeed, memberKeysOf, sendMessage } from '../../tally/belenios/channel.ts';
import { checkTrustees } from '../../tally/belenios/check-trustees.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import { signMessage } from '../../tally/belenios/signed-message.ts';
import { isHardened, lagrangeCoefficients } from '../../tally/belenios/threshold.ts';
import {
  assembleThresholdKeys,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from '../../tally/belenios/threshold-ceremony.ts';
import { decryptionKeyOf, restoreMember } from '../../tally/belenios/threshold-key.ts';
import {
  readCertificate,
  readMemberInput,
  readMemberOutput,
  readPolynomial,
  readThresholdKeys,
  writeCertificate,
  writeMemberInput,
  writeMemberOutput,
  writePolynomial,
  writeThresholdKeys,
} from '../../tally/belenios/threshold-messages.ts';
import { completeKey } from '../../tally/belenios/threshold-share.ts';
import { electionKeyOf, readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { must, playCeremony, startCeremony } from '../support/ceremony.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const random: Random = (byteLength) => new Uint8Array(randomBytes(byteLength));

describe.skipIf(!hasFixtures)('key sets made by belenios-tool', () => {
  const read = (...path: string[]) => readFileSync(fixture('belenios', ...path), 'utf8').trimEnd();
  const folders = !hasFixtures
    ? []
    : readdirSync(fixture('belenios')).filter(
        (name) =>
          existsSync(fixture('belenios', name, 'setup')) &&
          readdirSync(fixture('belenios', name, 'setup')).some((file) => file.endsWith('.dkey')),
      );

  test('there are five folders of them', () => {
    expect(folders).toHaveLength(5);
  });

  test.each(folders)(
    '%s: every member restores its key from seed and file, and any two give the key',
    (name) => {
      const election = JSON.parse(read(name, 'setup', 'election.json')) as { group: string };
      const own = assertOk(openGroup(election.group));
      const trustees = assertOk(readTrustees(own, read(name, 'setup', 'trustees.json'), 'trustees'));
      const keys = trustees.flatMap((trustee) => (trustee.kind === 'Pedersen' ? [trustee.keys] : []))[0];
      if (keys === undefined) throw new Error('no key set');
      const restored = readdirSync(fixture('belenios', name, 'setup'))
        .filter((file) => file.endsWith('.dkey'))
        .sort()
        .map((file) => {
          const seed = read(name, 'setup', file.replace('.dkey', '.key'));
          return assertOk(restoreMember(own, seed, read(name, 'setup', file), keys, file));
        });
      expect(restored.map(({ position }) => position)).toEqual([1, 2, 3]);
      const whole = electionKeyOf(own, [{ kind: 'Pedersen', keys }]);
      for (const left of restored) {
        const pair = restored.filter((member) => member !== left);
        const lambdas = lagrangeCoefficients(
          own,
          pair.map(({ position }) => position),
        );
        const secret = pair.reduce(
          (sum, { decryptionKey }, i) => sum + decryptionKey * (lambdas[i] ?? 0n),
          0n,
        );
        expect(own.equals(own.power(own.generator, secret % own.order), whole)).toBe(true);
      }
    },
  );

  test('the decryption key 2.0 wrote without reducing it, and its Lagrange coefficients, are the published ones', () => {
    const { threshold } = JSON.parse(read('vectors.json'));
    const text = read('pedersen-2of3', 'setup', 'trustee-1.dkey');
    const sum = BigInt(threshold.decryption_key_not_reduced);
    expect(sum).toBeGreaterThan(group.order);
    expect(assertOk(decryptionKeyOf(group, threshold.seed, text, 'dkey'))).toBe(sum % group.order);
    const shares = (threshold.shares_received_by_trustee_1 as string[]).map(BigInt);
    expect(shares.reduce((total, share) => total + share, 0n)).toBe(sum);
    const lambdas = (threshold.lagrange_for_1_and_3 as { lambda: string }[]).map(({ lambda }) =>
      BigInt(lambda),
    );
    expect(lagrangeCoefficients(group, [1, 3])).toEqual(lambdas);
  });

  test.each(
    folders.filter(
      (name) => hasFixtures && existsSync(fixture('belenios', name, 'setup', 'polynomials.jsons')),
    ),
  )(
    '%s: the messages of every step are read and written back, and step 5 gives the member’s own key again',
    (name) => {
      const election = JSON.parse(read(name, 'setup', 'election.json')) as { group: string };
      const own = assertOk(openGroup(election.group));
      const certificates = read(name, 'setup', 'certs.jsons')
        .split('\n')
        .map((line, i) => {
          const certificate = assertOk(readCertificate(own, line, `certs[${i}]`));
          expect(writeCertificate(certificate)).toBe(line);
          return certificate;
        });
      const polynomials = read(name, 'setup', 'polynomials.jsons')
        .split('\n')
        .map((line, i) => {
          const polynomial = assertOk(readPolynomial(own, line, `polynomials[${i}]`));
          expect(writePolynomial(polynomial)).toBe(line);
          return polynomial;
        });
      const ceremony = must(openCeremony(own, certificates, 2, name.startsWith('v3') ? 'hardened' : 'any'));
      const numbers = readdirSync(fixture('belenios', name, 'setup'))
        .filter((file) => file.endsWith('.voutput'))
        .sort()
        .map((file) => file.replace('.voutput', ''));
      const outputs = numbers.map((number) => {
        const text = read(name, 'setup', `${number}.voutput`);
        const output = assertOk(readMemberOutput(own, text, 'voutput'));
        expect(writeMemberOutput(own, output)).toBe(text);
        return output;
      });
      numbers.forEach((number, j) => {
        const inputText = read(name, 'setup', `${number}.vinput`);
        const input = assertOk(readMemberInput(own, inputText, 'vinput'));
        expect(writeMemberInput(input)).toBe(inputText);
        expect(distribute(ceremony, polynomials)[j]).toEqual(input);
        const made = must(completeKey(ceremony, read(name, 'setup', `${number}.key`), input, random));
        const theirs = outputs[j]?.publicKey.publicKey;
        expect(theirs !== undefined && own.equals(made.publicKey.publicKey, theirs)).toBe(true);
      });
      const keys = must(assembleThresholdKeys(ceremony, polynomials, outputs));
      const text = read(name, 'setup', 'threshold.json');
      expect(writeThresholdKeys(own, keys)).toBe(text);
      expect(assertOk(readThresholdKeys(own, text, 'threshold'))).toEqual(keys);
    },
  );
});

test.each([
  ['BELENIOS-2048', 3, 2],
  ['BELENIOS-2048', 5, 3],
  ['BELENIOS-2048', 1, 1],
  ['BELENIOS-2048', 3, 3],
  ['Ed25519', 3, 2],
  ['RFC-3526-2048', 2, 2],
])(
  '%s: a ceremony of %i members with threshold %i ends in a hardened key set that verifies',
  (name, size, threshold) => {
    const own = assertOk(openGroup(name));
    const { seeds, keys, outputs } = playCeremony(own, size, threshold, random);
    expect(isHardened(keys)).toBe(true);
    const text = writeTrustees(own, [{ kind: 'Pedersen', keys }]);
    const trustees = assertOk(readTrustees(own, text, 'trustees'));
    expect(writeTrustees(own, trustees)).toBe(text);
    expect(checkTrustees(own, trustees)).toEqual([]);
    seeds.forEach((seed, i) => {
      const restored = restoreMember(own, seed, outputs[i]?.decryptionKey ?? '', keys, 'dkey');
      expect(restored).toMatchObject({ ok: true, value: { position: i + 1 } });
    });
  },
);

test('a member cannot be restored with another’s seed or file, nor for another key set', () => {
  const { seeds, keys, outputs } = playCeremony(group, 2, 2, random);
  const [first = '', second = ''] = seeds;
  const file = outputs[0]?.decryptionKey ?? '';
  const other = playCeremony(group, 2, 2, random);
  expect(restoreMember(group, second, file, keys, 'dkey')).toMatchObject({
    error: { code: 'UNDECRYPTABLE' },
  });
  expect(restoreMember(group, drawSeed(random), file, keys, 'dkey')).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
  expect(restoreMember(group, first, file, other.keys, 'dkey')).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
  const stranger = memberKeysOf(group, first);
  const wrong = sendMessage(group, stranger, stranger.encryption, '{"decryption_key":"7"}', random);
  expect(restoreMember(group, first, wrong, keys, 'dkey')).toMatchObject({ error: { code: 'INCONSISTENT' } });
  const odd = sendMessage(group, stranger, stranger.encryption, '{"decryption_key":"07"}', random);
  expect(decryptionKeyOf(group, first, odd, 'dkey')).toMatchObject({ error: { code: 'NON_CANONICAL' } });
});

describe('a member who cheats is named', () => {
  const { seeds, ceremony, polynomials } = startCeremony(group, 3, 2, random);
  const [input] = distribute(ceremony, polynomials);
  const [first = '', second = ''] = seeds;
  if (input === undefined) throw new Error('no input');
  const replaced = <T>(list: readonly T[], at: number, item: T) =>
    list.map((old, i) => (i === at ? item : old));
  const own = memberKeysOf(group, first);
  const cheat = memberKeysOf(group, second);
  const refusals = (spoilt: typeof input) => {
    const result = completeKey(ceremony, first, spoilt, random);
    return result.ok ? [] : result.error.map(({ code, where }) => `${code} ${where}`);
  };

  test('honest members are not', () => {
    expect(refusals(input)).toEqual([]);
  });

  test('who sends a share that does not fit the commitments', () => {
    const share = sendMessage(group, cheat, own.encryption, '{"secret":"12345"}', random);
    expect(refusals({ ...input, secrets: replaced(input.secrets, 1, share) })).toEqual([
      'INCONSISTENT input.secrets[1]',
    ]);
  });

  test('who sends a share in another’s name, or nothing that opens', () => {
    const share = sendMessage(group, cheat, own.encryption, '{"secret":"12345"}', random);
    expect(refusals({ ...input, secrets: [input.secrets[0] ?? '', '', share] })).toEqual([
      'MALFORMED input.secrets[1]',
      'BAD_SIGNATURE input.secrets[2]',
    ]);
  });

  test('who commits to a polynomial of another degree', () => {
    const { coefficients } = input.commitments[1] ?? { coefficients: [] };
    const longer = [...coefficients, group.generator];
    const message = JSON.stringify({ coefexps: longer.map((element) => group.text(element)) });
    const signed = signMessage(group, cheat.signingKey, message, random);
    expect(
      refusals({ ...input, commitments: replaced(input.commitments, 1, { signed, coefficients: longer }) }),
    ).toEqual(['INCONSISTENT input.coefexps[1]', 'BAD_SIGNATURE input.signatures[1]']);
  });

  test('an organiser who exchanges the member’s own commitments or polynomial', () => {
    const again = must(makePolynomial(ceremony, first, random));
    expect(refusals({ ...input, commitments: replaced(input.commitments, 0, again.commitments) })).toEqual([
      'BAD_SIGNATURE input.signatures[0]',
      'INCONSISTENT input.polynomial',
    ]);
    expect(refusals({ ...input, polynomial: again.polynomial })).toEqual(['INCONSISTENT input.polynomial']);
  });

  test('an organiser who withholds the signatures that harden the ceremony, or a message', () => {
    const { signatures, ...stripped } = input;
    expect(signatures).toHaveLength(3);
    expect(refusals(stripped)).toEqual(['INCONSISTENT input.signatures']);
    expect(refusals({ ...input, secrets: input.secrets.slice(1) })).toEqual(['INCONSISTENT input.secrets']);
  });

  test('a member whose certificate is not there, or twice, does not draw a polynomial', () => {
    expect(makePolynomial(ceremony, drawSeed(random), random)).toMatchObject({
      error: [{ code: 'NOT_FOUND' }],
    });
    const doubled = { ...ceremony, certificates: [...ceremony.certificates, ...ceremony.certificates] };
    expect(makePolynomial(doubled, first, random)).toMatchObject({ error: [{ code: 'NOT_FOUND' }] });
  });

  test('an organiser who assembles the key set from wrong parts', () => {
    expect(assembleThresholdKeys(ceremony, polynomials, [])).toMatchObject({
      error: [{ code: 'INCONSISTENT' }],
    });
    const outputs = distribute(ceremony, polynomials).map((each, i) =>
      must(completeKey(ceremony, seeds[i] ?? '', each, random)),
    );
    const [a, b, c] = outputs;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three outputs');
    expect(assembleThresholdKeys(ceremony, polynomials, [b, a, c])).toMatchObject({
      error: expect.arrayContaining([
        expect.objectContaining({ where: 'threshold.verification_keys[0].public_key' }),
        expect.objectContaining({ where: 'threshold.verification_keys[1].signature' }),
      ]),
    });
    const unsigned = polynomials.map(({ signature: _, ...rest }) => rest);
    expect(assembleThresholdKeys(ceremony, unsigned, outputs)).toMatchObject({
      error: [{ code: 'INCONSISTENT', where: 'threshold.signatures' }],
    });
  });
});

describe('certificates', () => {
  const seeds = [drawSeed(random), drawSeed(random)];
  const certify = (size: number, threshold: number, from = 1) =>
    seeds.map((seed, i) => makeCertificate(group, seed, { index: from + i, size, threshold }, random));
  const codes = (certificates: ReturnType<typeof certify>, threshold: number) => {
    const opened = openCeremony(group, certificates, threshold, 'hardened');
    return opened.ok ? [] : opened.error.map(({ code, where }) => `${code} ${where}`);
  };

  test('for this ceremony open it', () => {
    expect(codes(certify(2, 2), 2)).toEqual([]);
  });

  test('for another size, threshold, place or group do not', () => {
    expect(codes(certify(3, 2), 2)).toEqual([
      'INCONSISTENT certs[0].message.context.size',
      'INCONSISTENT certs[1].message.context.size',
    ]);
    expect(codes(certify(2, 1), 2)).toEqual([
      'INCONSISTENT certs[0].message.context.threshold',
      'INCONSISTENT certs[1].message.context.threshold',
    ]);
    expect(codes(certify(2, 2).reverse(), 2)).toEqual([
      'INCONSISTENT certs[0].message.context.index',
      'INCONSISTENT certs[1].message.context.index',
    ]);
    expect(codes(certify(2, 2), 3)).toEqual(['INCONSISTENT threshold']);
    expect(codes(certify(2, 2), 0)).toEqual(['INCONSISTENT threshold']);
    expect(codes([], 1)).toEqual(['INCONSISTENT threshold']);
  });

  test('signed by another key do not', () => {
    const [one, two] = certify(2, 2);
    if (one === undefined || two === undefined) throw new Error('two certificates');
    const forged = { ...one, signed: { ...one.signed, signature: two.signed.signature } };
    expect(codes([forged, two], 2)).toEqual(['BAD_SIGNATURE certs[0].signature']);
  });

  test('of version 2.0, which have no context, only where everyone agrees to them', () => {
    const plain = seeds.map((seed) => {
      const { signingKey, verification, encryption } = memberKeysOf(group, seed);
      const message = JSON.stringify({
        verification: group.text(verification),
        encryption: group.text(encryption),
      });
      return { signed: signMessage(group, signingKey, message, random), verification, encryption };
    });
    expect(codes(plain, 2)).toEqual([
      'INCONSISTENT certs[0].message.context',
      'INCONSISTENT certs[1].message.context',
    ]);
    expect(openCeremony(group, plain, 2, 'any')).toMatchObject({ ok: true, value: { isHardened: false } });
  });
});
