/**
 * The last trustee to register sees the others' keys and answers with g^a divided by all of them: the product, and so the
 * election key, is g^a, and that trustee decrypts alone. It cannot prove knowledge of such a key's secret (09.2).
 */
import { expect, test } from 'vitest';
import { proveSchnorr } from '../../tally/belenios/proofs.ts';
import { drawScalar } from '../../tally/belenios/scalar.ts';
import { electionKeyOf, type Trustee, writeTrustees } from '../../tally/belenios/trustee.ts';
import { trusteeKeyOf } from '../../tally/belenios/trustee-key.ts';
import { refutedBy, setUpElection, setupEvent } from '../support/election.ts';

const honest = setUpElection({ trustees: ['single', 'single'] });
const { open, random } = honest;
const { group } = open;
const a = drawScalar(group, random);

test.each([
  ['a proof for the part it knows', trusteeKeyOf(group, a, random).pok],
  [
    'a proof that hashes the rogue key over the part it knows',
    proveSchnorr(group, a, `pok|${group.name}|${group.text(rogueKey())}|`, random),
  ],
  [
    'the proof of an honest trustee',
    honest.trustees[0]?.kind === 'Single' ? honest.trustees[0].key.pok : undefined,
  ],
])('a rogue key with %s is refuted', async (_, pok) => {
  if (pok === undefined) throw new Error('an honest trustee has a proof');
  const trustees: Trustee[] = [...honest.trustees, { kind: 'Single', key: { pok, publicKey: rogueKey() } }];
  const key = electionKeyOf(group, trustees);
  expect(group.equals(key, group.power(group.generator, a))).toBe(true);
  const election = honest.texts.election.replace(open.election.publicKey, group.text(key));
  const texts = { ...honest.texts, election, trustees: writeTrustees(group, trustees) };
  expect(await refutedBy([setupEvent({ ...honest, texts })])).toEqual(['09.2']);
});

test('an election key that leaves a trustee out is refuted', async () => {
  const key = electionKeyOf(group, honest.trustees.slice(1));
  const election = honest.texts.election.replace(open.election.publicKey, group.text(key));
  expect(await refutedBy([setupEvent({ ...honest, texts: { ...honest.texts, election } })])).toEqual([
    '09.3',
  ]);
});

function rogueKey() {
  return group.multiply(group.power(group.generator, a), group.invert(open.publicKey));
}
