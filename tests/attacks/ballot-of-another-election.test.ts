/**
 * Two elections of one body have the same trustees and, here, even the same card secrets. A ballot taken from one and put
 * into the other names another uuid and fingerprint (10.2); rewritten and signed anew by the voter's own program, its
 * proofs still bind the fingerprint of the election they were made for (10.5).
 */
import { expect, test } from 'vitest';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import { assertOk } from '../../tally/result.ts';
import {
  ballotEvents,
  playElection,
  refutedBy,
  setUpElection,
  type TestElection,
  vote,
} from '../support/election.ts';
import { signAnswers } from '../support/hostile-client.ts';

const played = playElection({ votes: [[0, [[1, 0, 0]]]] });
const { election } = played;

/** The same keys and cards under another uuid and name. */
function twinOf({ open, texts, ...rest }: TestElection): TestElection {
  const text = texts.election
    .replace(open.election.uuid, setUpElection({ seed: 'another' }).open.election.uuid)
    .replace(open.election.name, '另一次票决');
  const twin = assertOk(openElection(assertOk(readElection(text)), open.group));
  return { ...rest, open: twin, texts: { ...texts, election: text } };
}

const twin = twinOf(election);
const foreign = vote(twin, 1, [[0, 1, 0]]);

test('R28: a ballot of another election is refused when cast and when verified', async () => {
  expect(acceptBallot(twin.open, foreign.text)).toMatchObject({ ok: true });
  expect(acceptBallot(election.open, foreign.text)).toMatchObject({ error: { code: 'INCONSISTENT' } });
  const events = played.events.toSpliced(2, 0, ...ballotEvents([foreign.text]));
  expect(await refutedBy(events)).toEqual(expect.arrayContaining(['10.2', '10.5']));
});

test('R28: answers taken over from another election are refused under a fresh signature too', () => {
  const answers = foreign.ballot.answers.filter((answer) => answer.kind === 'homomorphic');
  const rewritten = signAnswers(election, 1, answers);
  expect(acceptBallot(election.open, rewritten)).toMatchObject({ error: { code: 'BAD_PROOF' } });
});
