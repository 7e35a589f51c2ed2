/** Shuffles made by belenios-tool 2.0 (RFC-3526-2048) and 3.0 (Ed25519), as they are and altered. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenElection, openElection, readElection } from '../../tally/belenios/election.ts';
import { hashToInteger } from '../../tally/belenios/hash.ts';
import {
  checkShuffle,
  rankedColumns,
  readShuffle,
  type Shuffle,
  withShuffled,
  writeShuffle,
} from '../../tally/belenios/shuffle.ts';
import { shuffleChallenge, shuffleChallenges, statementText } from '../../tally/belenios/shuffle-proof.ts';
import { type EncryptedTally, readEncryptedTally } from '../../tally/belenios/tally.ts';
import type { Element } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

const vectors = hasFixtures ? JSON.parse(readFileSync(fixture('belenios', 'vectors.json'), 'utf8')) : {};

describe.skipIf(!hasFixtures)('known answers', () => {
  test.each(['BELENIOS-2048', 'RFC-3526-2048'])('%s has the published constants and generators', (name) => {
    const group = assertOk(openGroup(name));
    const { g, q, p, shuffle_generators: generators } = vectors.groups[name];
    expect([group.text(group.generator), group.order.toString()]).toEqual([g, q]);
    expect(group.read(p, 'x').ok).toBe(false);
    expect(group.read((BigInt(p) - 1n).toString(), 'x').ok).toBe(true);
    for (const index of [-1, 0, 1])
      expect(group.text(group.shuffleGenerator(index))).toBe(generators[`${index}`]);
  });

  test('the ranks 1, 2, 3 embed as published', () => {
    const group = assertOk(openGroup('RFC-3526-2048'));
    const element = group.embedding?.encode([1, 2, 3]) ?? group.identity;
    expect(group.text(element)).toBe(vectors.shuffle.encoded_plaintext_of_1_2_3);
  });

  test('the challenges of the first shuffle are those published', () => {
    const { open, columns, first } = play('nh-shuffle');
    const [input = [], output = [], proof] = [columns[0], first.ciphertexts[0], first.proofs[0]];
    const statement = statementText(open.group, input, output, proof?.c ?? []);
    expect(shuffleChallenges(open, statement, 2)[0]?.toString()).toBe(vectors.shuffle.u_0);
    const challenge = proof === undefined ? 0n : shuffleChallenge(open, statement, proof);
    expect(challenge.toString()).toBe(vectors.shuffle.challenge);
    const hashed = BigInt(`0x${vectors.shuffle.challenge_input_sha256}`);
    expect(hashed % open.group.order).toBe(challenge);
    expect(hashToInteger('').toString(16)).toMatch(/^e3b0c442/);
  });
});

/** The published tally and both shuffles of an election folder. */
function play(folder: string) {
  const text = (...path: string[]) => readFileSync(fixture('belenios', folder, ...path), 'utf8').trimEnd();
  const election = assertOk(readElection(text('setup', 'election.json')));
  const group = assertOk(openGroup(election.groupName));
  const open: OpenElection = assertOk(openElection(election, group));
  const tally: EncryptedTally = assertOk(
    readEncryptedTally(group, text('tally', 'encrypted_tally.json'), 'tally'),
  );
  const shuffleTexts = [text('tally', 'shuffle-1.json'), text('tally', 'shuffle-2.json')] as const;
  const [first, second] = shuffleTexts.map((shuffle) => assertOk(readShuffle(group, shuffle, 'shuffle')));
  if (first === undefined || second === undefined) throw new Error('both shuffles were read');
  const columns = rankedColumns(election.questions, tally);
  return { open, group, election, tally, columns, first, second, shuffleTexts };
}

describe.skipIf(!hasFixtures).each(['nh-shuffle', 'v3-ed25519-nh'])('%s', (folder) => {
  let game: ReturnType<typeof play>;
  beforeAll(() => {
    game = play(folder);
  });

  /** The codes and places found when the first shuffle is the given one. */
  function findings(shuffle: Shuffle, input = game.columns) {
    return checkShuffle(game.open, input, shuffle, 'shuffle').map(
      ({ code, message }) => `${code} ${message}`,
    );
  }

  function withProof(
    change: (proof: Shuffle['proofs'][number]) => Partial<Shuffle['proofs'][number]>,
  ): Shuffle {
    return { ...game.first, proofs: game.first.proofs.map((proof) => ({ ...proof, ...change(proof) })) };
  }

  test('both shuffles verify, one after the other, and are written again byte for byte', () => {
    expect(findings(game.first)).toEqual([]);
    expect(findings(game.second, game.first.ciphertexts)).toEqual([]);
    const written = [game.first, game.second].map((shuffle) => writeShuffle(game.group, shuffle));
    expect(written).toEqual(game.shuffleTexts);
  });

  test('the published tally is sorted by the key of its group', () => {
    const keys = game.columns[0]?.map(({ alpha }) => game.group.sortKey(alpha)) ?? [];
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(keys).toHaveLength(5);
  });

  test('the last shuffle replaces the ranked columns and leaves the others', () => {
    const { election, tally, second } = game;
    const decrypted = withShuffled(election.questions, tally, second.ciphertexts);
    expect(decrypted[0]).toBe(tally[0]);
    expect(decrypted[1]).toBe(second.ciphertexts[0]);
  });

  test('a shuffle of other ciphertexts than the tally’s does not verify', () => {
    expect(findings(game.second)).not.toEqual([]);
    expect(findings(game.first, game.first.ciphertexts)).not.toEqual([]);
  });

  test('an output ciphertext exchanged, doubled or re-encrypted afterwards does not verify', () => {
    const [list = []] = game.first.ciphertexts;
    const [a, b, ...rest] = list;
    if (a === undefined || b === undefined) throw new Error('there are five ciphertexts');
    const beta = game.group.multiply(b.beta, game.group.generator);
    for (const altered of [
      [b, a, ...rest],
      [a, a, ...rest],
      [a, { ...b, beta }, ...rest],
    ]) {
      expect(findings({ ...game.first, ciphertexts: [altered] })).not.toEqual([]);
    }
  });

  // Fourteen proofs: with the fast group only, the equations are the same ones.
  test.runIf(folder === 'v3-ed25519-nh')(
    'each part of the proof is needed: any of them altered, and the shuffle does not verify',
    () => {
      const { group } = game;
      const move = (element: Element) => group.multiply(element, group.generator);
      const add = (scalar: bigint) => (scalar + 1n) % group.order;
      const moveLast = (list: readonly Element[]) =>
        list.map((e, i) => (i === list.length - 1 ? move(e) : e));
      const addLast = (list: readonly bigint[]) => list.map((x, i) => (i === list.length - 1 ? add(x) : x));
      const altered: Shuffle[] = [
        withProof(({ t }) => ({ t: { ...t, t1: move(t.t1) } })),
        withProof(({ t }) => ({ t: { ...t, t2: move(t.t2) } })),
        withProof(({ t }) => ({ t: { ...t, t3: move(t.t3) } })),
        withProof(({ t }) => ({ t: { ...t, t4: [move(t.t4[0]), t.t4[1]] } })),
        withProof(({ t }) => ({ t: { ...t, t4: [t.t4[0], move(t.t4[1])] } })),
        withProof(({ t }) => ({ t: { ...t, tHat: moveLast(t.tHat) } })),
        withProof(({ s }) => ({ s: { ...s, s1: add(s.s1) } })),
        withProof(({ s }) => ({ s: { ...s, s2: add(s.s2) } })),
        withProof(({ s }) => ({ s: { ...s, s3: add(s.s3) } })),
        withProof(({ s }) => ({ s: { ...s, s4: add(s.s4) } })),
        withProof(({ s }) => ({ s: { ...s, sHat: addLast(s.sHat) } })),
        withProof(({ s }) => ({ s: { ...s, sPrime: addLast(s.sPrime) } })),
        withProof(({ c }) => ({ c: moveLast(c) })),
        withProof(({ cHat }) => ({ cHat: moveLast(cHat) })),
      ];
      for (const shuffle of altered) expect(findings(shuffle).join()).toContain('BAD_PROOF');
    },
  );

  test('R35: the equation that fails is named', () => {
    const { group } = game;
    const found = findings(withProof(({ s }) => ({ s: { ...s, s1: (s.s1 + 1n) % group.order } })));
    expect(found).toEqual(['BAD_PROOF the equation of the shuffle proof for t1 does not hold']);
    const last = findings(
      withProof(({ s }) => ({
        s: { ...s, sHat: s.sHat.map((x, i) => (i === 4 ? (x + 1n) % group.order : x)) },
      })),
    );
    expect(last).toEqual(['BAD_PROOF the equation of the shuffle proof for t̂5 does not hold']);
  });

  test('a ciphertext outside the prime-order group is found, wherever it stands', () => {
    const { group } = game;
    const outside = assertOk(
      group.read(group.name === 'Ed25519' ? '0'.repeat(64) : (2n * group.order).toString(), 'x'),
    );
    const [list = []] = game.first.ciphertexts;
    const spoilt = list.map((ciphertext, i) =>
      i === 2 ? { ...ciphertext, alpha: group.multiply(ciphertext.alpha, outside) } : ciphertext,
    );
    const places = checkShuffle(game.open, game.columns, { ...game.first, ciphertexts: [spoilt] }, 'shuffle')
      .filter(({ code }) => code === 'NOT_IN_GROUP')
      .map(({ where }) => where);
    expect(places).toEqual(['shuffle[0].ciphertexts[2].alpha']);
    const cHat = withProof((proof) => ({ cHat: proof.cHat.map((e) => group.multiply(e, outside)) }));
    expect(findings(cHat).filter((found) => found.startsWith('NOT_IN_GROUP'))).toHaveLength(5);
  });

  test('lists of another length are refused before anything is computed', () => {
    const short = withProof(({ c }) => ({ c: c.slice(1) }));
    expect(findings(short).join()).toMatch(/^MALFORMED/);
    const fewer: Shuffle = {
      ...game.first,
      ciphertexts: game.first.ciphertexts.map((list) => list.slice(1)),
    };
    expect(findings(fewer).join()).toMatch(/^MALFORMED/);
    expect(findings({ ciphertexts: [], proofs: [] }).join()).toMatch(/^MALFORMED/);
  });

  test('a text that differs in spelling is not read', () => {
    const [text] = game.shuffleTexts;
    const order = game.group.order.toString();
    const s1 = game.first.proofs[0]?.s.s1.toString() ?? '';
    const spellings = [
      ` ${text}`,
      text.replace(`"${s1}"`, `"0${s1}"`),
      text.replace(`"${s1}"`, `"${BigInt(s1) + BigInt(order)}"`),
      text.replace(`"${s1}"`, s1),
      text.replace('"proofs"', '"proof"'),
      `${text.slice(0, -1)},"extra":1}`,
    ];
    expect(spellings).not.toContain(text);
    for (const spelling of spellings) expect(readShuffle(game.group, spelling, 'shuffle').ok).toBe(false);
  });
});
