/**
 * A challenge that hashes only the commitments lets a prover choose the statement after the proof ("weak Fiat-Shamir"):
 * a key nobody knows the secret of, a vote that decrypts to anything. Here every hash covers the statement and its context
 * (group, key, fingerprint, credential, ciphertexts), so such proofs fail (09.2, 10.5, 16.2).
 */
import { expect, test } from 'vitest';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import { checkDecryption, type PartialDecryption } from '../../tally/belenios/decryption.ts';
import { challengeOf } from '../../tally/belenios/hash.ts';
import { drawScalar, reduce } from '../../tally/belenios/scalar.ts';
import { electionKeyOf } from '../../tally/belenios/trustee.ts';
import { checkTrusteeKey } from '../../tally/belenios/trustee-key.ts';
import { invertModulo } from '../../tally/groups/mod-p.ts';
import { ONE_OF_THREE, playElection } from '../support/election.ts';
import { encryptAnything, signAnswers } from '../support/hostile-client.ts';

const played = playElection({ votes: [[0, [[1, 0, 0]]]] });
const { election, tallied } = played;
const { open, random } = election;
const { group } = open;
const fingerprint = open.election.fingerprint;

test.each([
  ['the ciphertexts only', ''],
  ['the fingerprint only', `${fingerprint}|`],
  ['the credential only', `${election.voters[0]?.publicKey}|`],
  ['another election', `${'A'.repeat(43)}|${election.voters[0]?.publicKey}|`],
])('a ballot whose proofs hash %s is refused', (_, prefix) => {
  const answer = encryptAnything(election, 0, ONE_OF_THREE, [1, 0, 0], { prefix });
  const accepted = acceptBallot(open, signAnswers(election, 0, [answer]));
  expect(accepted).toMatchObject({ error: { code: 'BAD_PROOF' } });
});

test('a key computed from its own proof, its secret known to nobody, is refused', () => {
  // Weak: challenge = H(A). Then X = (A / g^response)^(1/challenge) satisfies A = g^response · X^challenge.
  const [w, response] = [drawScalar(group, random), drawScalar(group, random)];
  const commitment = group.power(group.generator, w);
  const challenge = challengeOf(group, 'pok|BELENIOS-2048|', [commitment]);
  const rest = group.multiply(commitment, group.invert(group.power(group.generator, response)));
  const publicKey = group.power(rest, invertModulo(challenge, group.order));
  const again = group.multiply(group.power(group.generator, response), group.power(publicKey, challenge));
  expect(group.equals(again, commitment)).toBe(true);
  const refusals = checkTrusteeKey(group, { pok: { challenge, response }, publicKey }, 'key');
  expect(refusals).toMatchObject([{ code: 'BAD_PROOF' }]);
});

test('decryption proofs that do not hash the election are refused', () => {
  const secret = election.trusteeSecrets[0] ?? 0n;
  const key = electionKeyOf(group, election.trustees);
  const made: PartialDecryption = {
    factors: tallied.tally.map((column) => column.map(({ alpha }) => group.power(alpha, secret))),
    proofs: tallied.tally.map((column) =>
      column.map(({ alpha }) => {
        const w = drawScalar(group, random);
        const commitments = [group.power(group.generator, w), group.power(alpha, w)];
        const challenge = challengeOf(group, `decrypt|${group.text(key)}|`, commitments);
        return { challenge, response: reduce(group, w - secret * challenge) };
      }),
    ),
  };
  expect(made.factors).toEqual(played.decryptions.get(1)?.factors);
  const codes = checkDecryption(group, fingerprint, tallied.tally, key, made, 'd').map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['BAD_PROOF']));
});
