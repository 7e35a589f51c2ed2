/**
 * A hand-made client votes more than the rules allow: two votes for one candidate, a negative vote to take one away, more
 * candidates than the question's maximum (all 10.5, and refused when cast), or more approvals across the items of a
 * capped ballot than the cap, which no single question shows: that is what the cap proof is for (10.8 in a record).
 */
import { describe, expect, test } from 'vitest';
import { readBallot } from '../../tally/belenios/ballot.ts';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import type { HomomorphicQuestion } from '../../tally/belenios/election.ts';
import { proveDisjunction } from '../../tally/belenios/proofs.ts';
import { checkCaps, proveCaps } from '../../tally/caps/cap-proof.ts';
import { QINGHE_PROJECTS } from '../../tally/cli/demo/qinghe.ts';
import { capsOf, choicesOf, questionsOf, type Sheet } from '../../tally/record/questions.ts';
import { assertOk } from '../../tally/result.ts';
import { withSeats } from '../../tally/rules/presets.ts';
import {
  ballotEvents,
  countElection,
  ONE_OF_THREE,
  refutedBy,
  setUpElection,
  setupEvent,
  tallyBallots,
  vote,
} from '../support/election.ts';
import { encryptAnything, signAnswers } from '../support/hostile-client.ts';
import { preset } from '../support/poll.ts';

const TWO_OF_FOUR: HomomorphicQuestion = {
  kind: 'homomorphic',
  answers: ['甲', '乙', '丙', '丁'],
  min: 0,
  max: 2,
  question: '至多选2项',
};

test('the hostile client is accepted as long as it votes honestly', () => {
  const election = setUpElection({ questions: [TWO_OF_FOUR] });
  const text = signAnswers(election, 0, [encryptAnything(election, 0, TWO_OF_FOUR, [1, 0, 0, 1])]);
  expect(acceptBallot(election.open, text)).toMatchObject({ ok: true });
});

test.each([
  ['two votes for one candidate', ONE_OF_THREE, [2, 0, 0]],
  ['two votes and one taken away', ONE_OF_THREE, [2, -1, 0]],
  ['nothing where one is asked', ONE_OF_THREE, [0, 0, 0]],
  ['two where one is asked', ONE_OF_THREE, [1, 1, 0]],
  ['three of at most two', TWO_OF_FOUR, [1, 1, 0, 1]],
] as const)('%s is refused when cast and when verified', async (_, question, values) => {
  const election = setUpElection({ questions: [question] });
  const text = signAnswers(election, 0, [encryptAnything(election, 0, question, values)]);
  expect(acceptBallot(election.open, text)).toMatchObject({ error: { code: 'BAD_PROOF' } });
  expect(await refutedBy([setupEvent(election), ...ballotEvents([text])])).toEqual(['10.5']);
});

test('a proof of a wider range than the question’s is refused', () => {
  const election = setUpElection({ questions: [TWO_OF_FOUR] });
  const tricks = { overallValues: [0, 1, 2, 3] };
  const text = signAnswers(election, 0, [encryptAnything(election, 0, TWO_OF_FOUR, [1, 1, 0, 1], tricks)]);
  expect(acceptBallot(election.open, text)).toMatchObject({ error: { code: 'TOO_LARGE' } });
});

describe('at most two of four items, an item a question', () => {
  const sheet: Sheet = {
    pack: cappedAtTwo(),
    items: QINGHE_PROJECTS.slice(0, 4),
    round: { kind: 'first' },
  };
  const election = setUpElection({ questions: questionsOf(sheet) });
  const { open, random } = election;
  const caps = capsOf(sheet);
  const [FOR, AGAINST] = [0, 1];
  const choices = choicesOf(sheet, [FOR, FOR, FOR, AGAINST]);
  const made = vote(election, 0, choices);
  const ballot = assertOk(readBallot(made.text, open, 'ballot'));

  test('three approvals make a ballot every single proof of which holds', async () => {
    const count = countElection(election, tallyBallots(election, [made.text]));
    expect(await refutedBy([setupEvent(election), ...ballotEvents([made.text]), ...count.events])).toEqual(
      [],
    );
  });

  test('but no cap proof of it: the honest prover declines, a simulated proof does not verify', () => {
    expect(caps).toMatchObject([{ max: 2 }]);
    expect(proveCaps(open, caps, made, choices, random)).toMatchObject({ error: { code: 'INCONSISTENT' } });
    const randomness = made.randomness.reduce((sum, row) => sum + (row[FOR] ?? 0n), 0n) % open.group.order;
    const branches = [0, 1, 2].map((value) => ({ ciphertext: { randomness, plaintext: 3n }, value }));
    const simulated = proveDisjunction(open.group, open.publicKey, 'anything', branches, -1, random);
    expect(checkCaps(open, caps, ballot, [simulated], 'caps')).toMatchObject([{ code: 'BAD_PROOF' }]);
    expect(checkCaps(open, caps, ballot, [], 'caps')).toMatchObject([{ code: 'MALFORMED' }]);
  });

  test('and neither the proof of another ballot nor one for a wider cap serves', () => {
    const fair = choicesOf(sheet, [FOR, FOR, AGAINST, AGAINST]);
    const other = assertOk(proveCaps(open, caps, vote(election, 0, fair), fair, random));
    expect(checkCaps(open, caps, ballot, other, 'caps')).toMatchObject([{ code: 'BAD_PROOF' }]);
    const wider = caps.map((rule) => ({ ...rule, max: 3 }));
    const widerProof = assertOk(proveCaps(open, wider, made, choices, random));
    expect(checkCaps(open, wider, ballot, widerProof, 'caps')).toEqual([]);
    expect(checkCaps(open, caps, ballot, widerProof, 'caps')).toMatchObject([{ code: 'MALFORMED' }]);
    const shortened = widerProof.map((proofs) => proofs.slice(0, 3));
    expect(checkCaps(open, caps, ballot, shortened, 'caps')).toMatchObject([{ code: 'BAD_PROOF' }]);
  });
});

function cappedAtTwo() {
  const pack = preset('congress-default');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  return withSeats(pack, 2);
}
