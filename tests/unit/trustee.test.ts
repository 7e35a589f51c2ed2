/**
 * Trustees (Belenios protocol version 1, sections 4 and 5): known answers, every fixture's `trustees.json` in both
 * threshold styles, and one altered list for each thing that must hold.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkTrustees } from '../../tally/belenios/check-trustees.ts';
import { challengeOf } from '../../tally/belenios/hash.ts';
import { drawScalar, type Random, reduce } from '../../tally/belenios/scalar.ts';
import { isHardened } from '../../tally/belenios/threshold.ts';
import { electionKeyOf, listMembers, readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import {
  checkTrusteeKey,
  drawTrustee,
  readTrusteeKey,
  readTrusteeSecret,
  trusteeKeyOf,
  writeTrusteeKey,
  writeTrusteeSecret,
} from '../../tally/belenios/trustee-key.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const random: Random = (byteLength) => new Uint8Array(randomBytes(byteLength));
const read = (...path: string[]) => readFileSync(fixture('belenios', ...path), 'utf8').trimEnd();

describe.skipIf(!hasFixtures)('trustees made by belenios-tool', () => {
  const folders = !hasFixtures
    ? []
    : readdirSync(fixture('belenios')).filter((name) =>
        existsSync(fixture('belenios', name, 'setup', 'trustees.json')),
      );

  test('there are seventeen folders of them', () => {
    expect(folders).toHaveLength(17);
  });

  test.each(folders)(
    '%s: all claims hold, the election key follows, our writer gives the same bytes',
    (name) => {
      const election = JSON.parse(read(name, 'setup', 'election.json')) as {
        group: string;
        public_key: string;
      };
      const own = assertOk(openGroup(election.group));
      const text = read(name, 'setup', 'trustees.json');
      const trustees = assertOk(readTrustees(own, text, 'trustees'));
      expect(checkTrustees(own, trustees)).toEqual([]);
      expect(own.text(electionKeyOf(own, trustees))).toBe(election.public_key);
      expect(writeTrustees(own, trustees)).toBe(text);
    },
  );

  test('version 2.0 writes plain key sets, version 3.0 hardened ones, and both number their members through', () => {
    const styles = (name: string) =>
      assertOk(readTrustees(group, read(name, 'setup', 'trustees.json'), 'trustees')).map((trustee) =>
        trustee.kind === 'Single' ? 'Single' : isHardened(trustee.keys),
      );
    expect(styles('mixed-1single-pedersen-2of3')).toEqual(['Single', false]);
    expect(styles('v3-belenios2048')).toEqual(['Single', true]);
    const trustees = assertOk(readTrustees(group, read('v3-belenios2048', 'setup', 'trustees.json'), 't'));
    expect(listMembers(trustees).map(({ owner, item, position }) => [owner, item, position])).toEqual([
      [1, 0, 1],
      [2, 1, 1],
      [3, 1, 2],
      [4, 1, 3],
    ]);
  });

  test('the proof of knowledge of a mandatory trustee hashes the published text', () => {
    const { pok } = JSON.parse(read('vectors.json')) as { pok: { [name: string]: string } };
    const text = read('single3-onequestion', 'setup', 'trustee-1.pubkey');
    const key = assertOk(readTrusteeKey(group, text, 'key'));
    expect(writeTrusteeKey(group, key)).toBe(text);
    expect(key.pok).toEqual({ challenge: BigInt(pok.challenge ?? ''), response: BigInt(pok.response ?? '') });
    const hashed = `pok|BELENIOS-2048|${group.text(key.publicKey)}|${pok.commitment}`;
    expect(createHash('sha256').update(hashed).digest('hex')).toBe(pok.hash_input_sha256);
    expect(checkTrusteeKey(group, key, 'key')).toEqual([]);

    const secretText = read('single3-onequestion', 'setup', 'trustee-1.privkey');
    expect(secretText).toBe(pok.private_key_file_text);
    const secret = assertOk(readTrusteeSecret(group, secretText, 'secret'));
    expect(writeTrusteeSecret(secret)).toBe(secretText);
    expect(group.equals(group.power(group.generator, secret), key.publicKey)).toBe(true);
  });

  const tampered: readonly (readonly [id: string, code: string, where: RegExp])[] = [
    ['trustee-pok', 'BAD_PROOF', /^trustees\[\d\]\[1\]\.pok$/],
    ['rogue-key', 'BAD_PROOF', /^trustees\[1\]\[1\]\.pok$/],
    ['trustee-pok-weak', 'BAD_PROOF', /\.pok$/],
    ['cert-signature', 'BAD_SIGNATURE', /\.certs\[\d\]\.signature$/],
    ['coefexps-signature', 'BAD_SIGNATURE', /\.coefexps\[\d\]\.signature$/],
    ['threshold-lowered', 'INCONSISTENT', /\.coefexps\[0\]$/],
    ['threshold-raised', 'INCONSISTENT', /\.coefexps\[0\]$/],
    ['verification-keys-swapped', 'INCONSISTENT', /\.verification_keys\[\d\]\.public_key$/],
    ['cert-key-negated', 'NOT_IN_GROUP', /\.certs\[\d\]\.message\.(verification|encryption)$/],
    ['one-member-fewer', 'INCONSISTENT', /\.coefexps$/],
  ];
  test.each(tampered)('altered: %s is refused as %s', (id, code, where) => {
    const trustees = readTrustees(group, trusteesOfCase(id), 'trustees');
    const findings = trustees.ok ? checkTrustees(group, trustees.value) : [trustees.error];
    expect(findings[0]).toMatchObject({ code, where: expect.stringMatching(where) });
  });

  test('a trustee may have a name', () => {
    const trustees = assertOk(readTrustees(group, trusteesOfCase('trustee-name'), 'trustees'));
    expect(checkTrustees(group, trustees)).toEqual([]);
    expect(trustees).toMatchObject([{ kind: 'Single', key: { name: '甲' } }]);
  });

  /** The trustees' text inside an archive of the tampered corpus. */
  function trusteesOfCase(id: string): string {
    const archive = brotliDecompressSync(readFileSync(fixture('belenios', 'tampered', `${id}.bel.br`)));
    const start =
      ['[["Single"', '[["Pedersen"'].map((head) => archive.indexOf(head)).find((at) => at >= 0) ?? 0;
    return archive.subarray(start, archive.indexOf(0, start)).toString('utf8');
  }
});

type PlainProof = { challenge: string; response: string };
type PlainSigned = { message: string; signature: PlainProof };
type PlainKey = { pok: PlainProof; public_key: string; signature?: PlainProof };
interface PlainKeySet {
  threshold: number;
  certs: PlainSigned[];
  coefexps: PlainSigned[];
  signatures?: PlainProof[];
  verification_keys: PlainKey[];
}

/** A hardened key set of a fixture as plain JSON, altered, read again and checked. */
describe.skipIf(!hasFixtures)('a hardened key set altered in one place', () => {
  const original = hasFixtures ? read('v3-belenios2048', 'setup', 'trustees.json') : '';
  const findingsAfter = (alter: (keys: PlainKeySet) => void) => {
    const list = JSON.parse(original) as [unknown, [kind: string, keys: PlainKeySet]];
    alter(list[1][1]);
    const trustees = readTrustees(group, JSON.stringify(list), 'trustees');
    return (trustees.ok ? checkTrustees(group, trustees.value) : [trustees.error]).map(
      ({ code, where }) => `${code} ${where.replace('trustees[1][1].', '')}`,
    );
  };
  const bump = (proof: PlainProof | undefined, name: keyof PlainProof) => {
    if (proof !== undefined) proof[name] = (BigInt(proof[name]) - 1n).toString();
  };

  test('untouched it is right', () => {
    expect(findingsAfter(() => {})).toEqual([]);
  });

  test.each<[string, (keys: PlainKeySet) => void, string[]]>([
    [
      'signature of a certificate',
      (k) => bump(k.certs[0]?.signature, 'response'),
      [
        'BAD_SIGNATURE certs[0].signature',
        // The certificates' signatures cover every signed certificate.
        'BAD_SIGNATURE signatures[0]',
        'BAD_SIGNATURE signatures[1]',
        'BAD_SIGNATURE signatures[2]',
      ],
    ],
    [
      'signature of commitments',
      (k) => bump(k.coefexps[1]?.signature, 'challenge'),
      ['BAD_SIGNATURE coefexps[1].signature'],
    ],
    [
      'signature over all certificates',
      (k) => bump(k.signatures?.[2], 'response'),
      ['BAD_SIGNATURE signatures[2]'],
    ],
    [
      'proof of a verification key',
      (k) => bump(k.verification_keys[0]?.pok, 'response'),
      ['BAD_PROOF verification_keys[0].pok'],
    ],
    [
      'signature of a verification key',
      (k) => bump(k.verification_keys[0]?.signature, 'response'),
      ['BAD_SIGNATURE verification_keys[0].signature'],
    ],
    [
      'signature of a verification key left out',
      (k) => {
        delete k.verification_keys[1]?.signature;
      },
      ['INCONSISTENT verification_keys[1].signature'],
    ],
    [
      'one signature over certificates too few',
      (k) => {
        k.signatures?.pop();
      },
      ['INCONSISTENT signatures'],
    ],
    [
      'one verification key too few',
      (k) => {
        k.verification_keys.pop();
      },
      ['INCONSISTENT verification_keys'],
    ],
    [
      'no members at all',
      (k) => {
        Object.assign(k, { certs: [], coefexps: [], signatures: [], verification_keys: [] });
      },
      ['MALFORMED certs'],
    ],
    [
      'threshold of 3 over commitments to 2',
      (k) => {
        Object.assign(k, { threshold: 3 });
      },
      [
        'INCONSISTENT certs[0].message.context.threshold',
        'INCONSISTENT certs[1].message.context.threshold',
        'INCONSISTENT certs[2].message.context.threshold',
        'INCONSISTENT coefexps[0]',
        'INCONSISTENT coefexps[1]',
        'INCONSISTENT coefexps[2]',
      ],
    ],
    [
      'threshold above the number of members',
      (k) => {
        Object.assign(k, { threshold: 4 });
      },
      [
        'INCONSISTENT certs[0].message.context.threshold',
        'INCONSISTENT certs[1].message.context.threshold',
        'INCONSISTENT certs[2].message.context.threshold',
        'INCONSISTENT threshold',
        'INCONSISTENT coefexps[0]',
        'INCONSISTENT coefexps[1]',
        'INCONSISTENT coefexps[2]',
      ],
    ],
    [
      'an unknown field',
      (k) => {
        Object.assign(k, { note: 1 });
      },
      ['MALFORMED note'],
    ],
    [
      'an unknown field inside a signed message',
      (k) => {
        alterMessage(k.certs[0], (m) => ({ ...m, note: 1 }));
      },
      ['MALFORMED certs[0].message.note'],
    ],
    [
      'a signed message with its fields in another order',
      (k) => {
        alterMessage(k.certs[0], ({ encryption, ...m }) => ({ encryption, ...m }));
      },
      ['NON_CANONICAL certs[0].message'],
    ],
    [
      'a commitment with a leading zero',
      (k) => {
        alterMessage(k.coefexps[0], (m) => ({ coefexps: (m.coefexps as string[]).map((c) => `0${c}`) }));
      },
      ['NON_CANONICAL coefexps[0].message.coefexps[0]'],
    ],
    [
      'two members exchanged throughout',
      (k) => {
        swapFirst(k.certs);
        swapFirst(k.coefexps);
        swapFirst(k.signatures ?? []);
        swapFirst(k.verification_keys);
      },
      [
        'INCONSISTENT certs[0].message.context.index',
        'INCONSISTENT certs[1].message.context.index',
        'BAD_SIGNATURE signatures[0]',
        'BAD_SIGNATURE signatures[1]',
        'BAD_SIGNATURE signatures[2]',
        'INCONSISTENT verification_keys[0].public_key',
        'INCONSISTENT verification_keys[1].public_key',
      ],
    ],
  ])('%s', (_, alter, expected) => {
    expect(findingsAfter(alter)).toEqual(expected);
  });

  function swapFirst<T>(list: T[]): void {
    list.unshift(...list.splice(1, 1));
  }

  function alterMessage(
    signed: PlainSigned | undefined,
    alter: (message: { [key: string]: unknown }) => object,
  ): void {
    if (signed !== undefined)
      Object.assign(signed, { message: JSON.stringify(alter(JSON.parse(signed.message))) });
  }

  test('stripped of all that hardens it, it is judged as a 2.0 key set, contexts included', () => {
    const strip = (k: PlainKeySet) => {
      delete k.signatures;
      for (const key of k.verification_keys) delete key.signature;
    };
    expect(findingsAfter(strip)).toEqual([]);
    expect(
      findingsAfter((k) => {
        strip(k);
        for (const list of [k.certs, k.coefexps, k.verification_keys]) list.reverse();
      }),
    ).toContain('INCONSISTENT certs[0].message.context.index');
  });
});

test.each(['BELENIOS-2048', 'RFC-3526-2048', 'Ed25519'])(
  '%s: a fresh trustee survives its own files',
  (name) => {
    const own = assertOk(openGroup(name));
    const { secret, key } = drawTrustee(own, random);
    const keyText = writeTrusteeKey(own, { ...key, name: '主任监票人' });
    const readKey = assertOk(readTrusteeKey(own, keyText, 'key'));
    expect(writeTrusteeKey(own, readKey)).toBe(keyText);
    expect(checkTrusteeKey(own, readKey, 'key')).toEqual([]);
    expect(assertOk(readTrusteeSecret(own, writeTrusteeSecret(secret), 'secret'))).toBe(secret);
    const text = writeTrustees(own, [{ kind: 'Single', key: readKey }]);
    expect(writeTrustees(own, assertOk(readTrustees(own, text, 't')))).toBe(text);
  },
);

test('a proof of knowledge made for one group or key does not serve another', () => {
  const { key } = drawTrustee(group, random);
  const other = drawTrustee(group, random);
  expect(checkTrusteeKey(group, { ...key, pok: other.key.pok }, 'key')).toMatchObject([
    { code: 'BAD_PROOF' },
  ]);
  const renamed = trusteeKeyOf({ ...group, name: 'Ed25519' }, other.secret, random);
  expect(checkTrusteeKey(group, renamed, 'key')).toMatchObject([{ code: 'BAD_PROOF', where: 'key.pok' }]);
});

test('a public key outside the group is refused even when its proof was ground to fit', () => {
  const minusOne = assertOk(group.read((BELENIOS_2048.p - 1n).toString(), 'key'));
  const secret = drawScalar(group, random);
  const publicKey = group.multiply(group.power(group.generator, secret), minusOne);
  // An even challenge hides the sign, (-X)^c = X^c: half of all attempts succeed.
  for (let isEven = false; !isEven; ) {
    const commitment = drawScalar(group, random);
    const prefix = `pok|BELENIOS-2048|${group.text(publicKey)}|`;
    const challenge = challengeOf(group, prefix, [group.power(group.generator, commitment)]);
    isEven = challenge % 2n === 0n;
    const pok = { challenge, response: reduce(group, commitment - secret * challenge) };
    const codes = checkTrusteeKey(group, { pok, publicKey }, 'key').map(({ code }) => code);
    expect(codes).toEqual(isEven ? ['NOT_IN_GROUP'] : ['NOT_IN_GROUP', 'BAD_PROOF']);
  }
});

test.each([
  ['"01"', 'NON_CANONICAL'],
  ['"-1"', 'NON_CANONICAL'],
  ['1', 'NON_CANONICAL'],
  ['"1" ', 'NON_CANONICAL'],
  [JSON.stringify(group.order.toString()), 'MALFORMED'],
  ['"1', 'MALFORMED'],
])('a secret key file saying %s is refused', (text, code) => {
  expect(readTrusteeSecret(group, text, 'secret')).toMatchObject({ ok: false, error: { code } });
});
