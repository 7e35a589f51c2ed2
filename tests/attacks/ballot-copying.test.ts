/**
 * One voter copies another's encrypted ballot without knowing what it says, to vote the same or, in a small group, to
 * learn the vote from the result (known from Helios). Every proof hashes the credential, so a copy under another one
 * does not verify, re-randomised or not (10.5).
 */
import { expect, test } from 'vitest';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import type { HomomorphicAnswer } from '../../tally/belenios/homomorphic-answer.ts';
import { drawScalar } from '../../tally/belenios/scalar.ts';
import {
  ballotEvents,
  countElection,
  refutedBy,
  setUpElection,
  setupEvent,
  tallyBallots,
  vote,
} from '../support/election.ts';
import { signAnswers } from '../support/hostile-client.ts';

const election = setUpElection();
const { open, random } = election;
const victim = vote(election, 0, [[0, 1, 0]]);
const answers = victim.ballot.answers.filter((answer) => answer.kind === 'homomorphic');

/** The same plaintexts under fresh randomness, the proofs as they were. */
function rerandomised(answer: HomomorphicAnswer): HomomorphicAnswer {
  const { group, publicKey } = open;
  return {
    ...answer,
    choices: answer.choices.map(({ alpha, beta }) => {
      const r = drawScalar(group, random);
      return {
        alpha: group.multiply(alpha, group.power(group.generator, r)),
        beta: group.multiply(beta, group.power(publicKey, r)),
      };
    }),
  };
}

test.each([
  ['as it is', answers],
  ['re-randomised', answers.map(rerandomised)],
])('R28: a ballot copied %s and signed by the thief is refused', async (_, stolen) => {
  const copy = signAnswers(election, 1, stolen);
  expect(acceptBallot(open, copy)).toMatchObject({ error: { code: 'BAD_PROOF' } });
  const cast = [victim.text, copy];
  const count = countElection(election, tallyBallots(election, cast));
  // It would have counted: the copy decrypts to the victim's vote.
  expect(count.result).toEqual([[0n, 2n, 0n]]);
  expect(await refutedBy([setupEvent(election), ...ballotEvents(cast), ...count.events])).toEqual(['10.5']);
});

test('the victim’s own answers, signed by the victim again, are a ballot like any other', () => {
  expect(acceptBallot(open, signAnswers(election, 0, answers))).toMatchObject({ ok: true });
});
