/**
 * Key ceremonies together with the peer, `belenios-tool` 2.0, through files in a temporary folder: one member ours and
 * two the peer's, and all ours assembled by the peer. Either ends in a `trustees.json` both sides accept, and in
 * decryption keys both sides can use.
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawSeed } from '../../tally/belenios/channel.ts';
import { checkTrustees } from '../../tally/belenios/check-trustees.ts';
import { deriveSecret, drawCredential, publicCredentialOf } from '../../tally/belenios/credential.ts';
import { writePublicCredentials } from '../../tally/belenios/credential-list.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import { isHardened, lagrangeCoefficients } from '../../tally/belenios/threshold.ts';
import {
  assembleThresholdKeys,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from '../../tally/belenios/threshold-ceremony.ts';
import { restoreMember } from '../../tally/belenios/threshold-key.ts';
import {
  certificateId,
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
import { drawToken } from '../../tally/belenios/token.ts';
import { electionKeyOf, readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import {
  checkTrusteeKey,
  drawTrustee,
  readTrusteeKey,
  readTrusteeSecret,
  writeTrusteeKey,
} from '../../tally/belenios/trustee-key.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { must, playCeremony } from '../support/ceremony.ts';
import { hasPeer, peer, peerOutput } from '../support/peer.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const random: Random = (byteLength) => new Uint8Array(randomBytes(byteLength));
const STEP = ['setup', 'generate-trustee-key-threshold', '--group', 'BELENIOS-2048'];

describe.skipIf(!hasPeer)('with belenios-tool installed', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ceremony-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8').trimEnd();
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  const clear = () => {
    for (const name of readdirSync(cwd)) rmSync(join(cwd, name));
  };

  /** The peer makes an election with these trustees, in the emptied folder, and finds nothing wrong with it. */
  function peerAccepts(trusteesText: string): void {
    clear();
    const uuid = drawToken(random);
    const secret = deriveSecret(group, uuid, drawCredential(random));
    const publicKey = group.text(publicCredentialOf(group, secret));
    const question = { answers: ['甲', '乙'], min: 0, max: 1, question: '?' };
    write('trustees.json', `${trusteesText}\n`);
    write('public_creds.json', `${writePublicCredentials([{ publicKey }])}\n`);
    write('template.json', `${JSON.stringify({ description: '', name: 'x', questions: [question] })}\n`);
    const make = [
      'setup',
      'make-election',
      '--uuid',
      uuid,
      '--group',
      'BELENIOS-2048',
      '--template',
      'template.json',
    ];
    peerOutput(make, { cwd });
    const { public_key: key } = JSON.parse(read('election.json')) as { public_key: string };
    const trustees = assertOk(readTrustees(group, trusteesText, 'trustees'));
    expect(key).toBe(group.text(electionKeyOf(group, trustees)));
    peerOutput(['archive', 'init'], { cwd });
    const verified = peer(['election', 'verify'], { cwd });
    expect(verified.stderr).toContain('all checks passed');
    expect(verified.status).toBe(0);
  }

  test.each([1, 2, 3])(
    'a ceremony in which member %i is ours and the other two use the peer',
    (ourPosition) => {
      clear();
      // Step 1: three certificates; the peer names its files by the hash of the certificate.
      const seed = drawSeed(random);
      const ours = makeCertificate(group, seed, { index: ourPosition, size: 3, threshold: 2 }, random);
      for (let i = 0; i < 2; i++) peerOutput([...STEP, '--step', '1'], { cwd });
      const ids = readdirSync(cwd)
        .filter((name) => name.endsWith('.cert'))
        .map((name) => name.replace('.cert', ''));
      ids.splice(ourPosition - 1, 0, certificateId(ours));
      const lines = ids.map((id) =>
        id === certificateId(ours) ? writeCertificate(ours) : read(`${id}.cert`),
      );
      write('certs.jsons', lines.map((line) => `${line}\n`).join(''));

      // Step 2: both sides accept all three.
      peerOutput([...STEP, '--certs', 'certs.jsons', '--step', '2'], { cwd });
      const certificates = lines.map((line) => assertOk(readCertificate(group, line, 'certs')));
      const ceremony = must(openCeremony(group, certificates, 2, 'any'));
      expect(ceremony.isHardened).toBe(false);
      expect(openCeremony(group, certificates, 2, 'hardened')).toMatchObject({ ok: false });

      // Step 3: everyone draws a polynomial.
      const drawn = ids.map((id) =>
        id === certificateId(ours)
          ? writePolynomial(must(makePolynomial(ceremony, seed, random)))
          : peerOutput(
              [...STEP, '--certs', 'certs.jsons', '--key', `${id}.key`, '--step', '3', '--threshold', '2'],
              {
                cwd,
              },
            ).trimEnd(),
      );
      write('polynomials.jsons', drawn.map((line) => `${line}\n`).join(''));
      const polynomials = drawn.map((line) => assertOk(readPolynomial(group, line, 'polynomials')));

      // Step 4: the peer's distribution and ours are the same texts.
      peerOutput([...STEP, '--certs', 'certs.jsons', '--step', '4', '--polynomials', 'polynomials.jsons'], {
        cwd,
      });
      const inputs = distribute(ceremony, polynomials);
      ids.forEach((id, j) => {
        const input = inputs[j];
        expect(input === undefined ? '' : writeMemberInput(input)).toBe(read(`${id}.vinput`));
      });

      // Step 5: everyone checks the others' shares and makes a key.
      const made = ids.map((id) => {
        const input = read(`${id}.vinput`);
        if (id === certificateId(ours)) {
          return writeMemberOutput(
            group,
            must(completeKey(ceremony, seed, assertOk(readMemberInput(group, input, 'vinput')), random)),
          );
        }
        return peerOutput([...STEP, '--certs', 'certs.jsons', '--key', `${id}.key`, '--step', '5'], {
          cwd,
          input: `${input}\n`,
        }).trimEnd();
      });
      const outputs = made.map((line) => assertOk(readMemberOutput(group, line, 'voutput')));

      // Step 6: the peer assembles, and so do we; the two key sets say the same.
      const assembled = peerOutput(
        [...STEP, '--certs', 'certs.jsons', '--step', '6', '--polynomials', 'polynomials.jsons'],
        { cwd, input: made.map((line) => `${line}\n`).join('') },
      ).trimEnd();
      const theirs = assertOk(readThresholdKeys(group, assembled, 'threshold'));
      expect(writeThresholdKeys(group, theirs)).toBe(assembled);
      const keys = must(assembleThresholdKeys(ceremony, polynomials, outputs));
      expect(theirs.verificationKeys.map(({ publicKey }) => publicKey)).toEqual(
        keys.verificationKeys.map(({ publicKey }) => publicKey),
      );
      expect(checkTrustees(group, [{ kind: 'Pedersen', keys: theirs }])).toEqual([]);

      // Every member's seed and file open on our side, whoever made them, and any two give the key.
      const restored = ids.map((id, j) =>
        assertOk(
          restoreMember(
            group,
            id === certificateId(ours) ? seed : read(`${id}.key`),
            id === certificateId(ours) ? (outputs[j]?.decryptionKey ?? '') : read(`${id}.dkey`),
            theirs,
            'dkey',
          ),
        ),
      );
      for (const left of restored) {
        const pair = restored.filter((member) => member !== left);
        const lambdas = lagrangeCoefficients(
          group,
          pair.map(({ position }) => position),
        );
        const secret = pair.reduce(
          (sum, { decryptionKey }, i) => sum + decryptionKey * (lambdas[i] ?? 0n),
          0n,
        );
        const whole = electionKeyOf(group, [{ kind: 'Pedersen', keys: theirs }]);
        expect(group.equals(group.power(group.generator, secret % group.order), whole)).toBe(true);
      }

      peerAccepts(writeTrustees(group, [{ kind: 'Pedersen', keys: theirs }]));
      peerAccepts(writeTrustees(group, [{ kind: 'Pedersen', keys }]));
    },
  );

  test.each([
    [3, 2],
    [5, 3],
  ])(
    'the peer accepts our hardened key set of %i members with threshold %i, beside a mandatory trustee',
    (size, threshold) => {
      clear();
      const { keys } = playCeremony(group, size, threshold, random);
      expect(isHardened(keys)).toBe(true);
      const single = drawTrustee(group, random).key;
      peerAccepts(
        writeTrustees(group, [
          { kind: 'Single', key: single },
          { kind: 'Pedersen', keys },
        ]),
      );
    },
  );

  test('the peer decrypts with a member’s seed and file of ours', () => {
    clear();
    const { keys, seeds, outputs } = playCeremony(group, 3, 2, random);
    peerAccepts(writeTrustees(group, [{ kind: 'Pedersen', keys }]));
    const event = (type: string, input: string) =>
      peerOutput(['archive', 'add-event', `--type=${type}`], { cwd, input });
    event('EndBallots', '');
    event('EncryptedTally', peerOutput(['election', 'compute-encrypted-tally'], { cwd }));
    for (const owner of [1, 3]) {
      write('member.key', `${seeds[owner - 1] ?? ''}\n`);
      write('member.dkey', `${outputs[owner - 1]?.decryptionKey ?? ''}\n`);
      const decrypt = ['--key', 'member.key', '--decryption-key', 'member.dkey', '--trustee-id', `${owner}`];
      event('PartialDecryption', peerOutput(['election', 'decrypt-threshold', ...decrypt], { cwd }));
    }
    event('Result', peerOutput(['election', 'compute-result'], { cwd }));
    const verified = peer(['election', 'verify'], { cwd });
    expect(verified.stderr).toContain('all checks passed');
  });

  test('a mandatory trustee of the peer is read here, and one of ours there', () => {
    clear();
    peerOutput(['setup', 'generate-trustee-key', '--group', 'BELENIOS-2048'], { cwd });
    const [name = ''] = readdirSync(cwd).filter((file) => file.endsWith('.pubkey'));
    const key = assertOk(readTrusteeKey(group, read(name), 'pubkey'));
    expect(checkTrusteeKey(group, key, 'pubkey')).toEqual([]);
    const secret = assertOk(readTrusteeSecret(group, read(name.replace('.pubkey', '.privkey')), 'privkey'));
    expect(group.equals(group.power(group.generator, secret), key.publicKey)).toBe(true);
    write('public_keys.jsons', `${read(name)}\n${writeTrusteeKey(group, drawTrustee(group, random).key)}\n`);
    peerOutput(['setup', 'make-trustees'], { cwd });
    const trustees = assertOk(readTrustees(group, read('trustees.json'), 'trustees'));
    expect(checkTrustees(group, trustees)).toEqual([]);
    expect(trustees).toHaveLength(2);
    peerAccepts(writeTrustees(group, trustees));
  });

  test('the peer derives the same public credential from a card of ours', () => {
    const uuid = drawToken(random);
    const card = drawCredential(random);
    const derive = [
      'setup',
      'generate-credentials',
      '--uuid',
      uuid,
      '--group',
      'BELENIOS-2048',
      '--derive',
      card,
    ];
    const theirs = peerOutput(derive, { cwd }).trim();
    expect(theirs).toContain(group.text(publicCredentialOf(group, deriveSecret(group, uuid, card))));
  });
});
