/** Cap proofs: what holds can be proved, what does not cannot, and a proof serves one ballot, rule and election only. */
import { describe, expect, test } from 'vitest';
import { readBallot } from '../../tally/belenios/ballot.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import { checkCaps, proveCaps } from '../../tally/caps/cap-proof.ts';
import type { CapRule } from '../../tally/caps/cap-rule.ts';
import { QINGHE_PROJECTS } from '../../tally/cli/demo/qinghe.ts';
import { capsOf, choicesOf, questionsOf, type Sheet } from '../../tally/record/questions.ts';
import { assertOk } from '../../tally/result.ts';
import { type Choices, ONE_OF_THREE, setUpElection, vote } from '../support/election.ts';
import { presetWith } from '../support/poll.ts';

const questions = [ONE_OF_THREE, ONE_OF_THREE, ONE_OF_THREE];
const election = setUpElection({ questions });
const { open, random } = election;
/** At most `max` "for" (the first answer of every question). */
const approvals = (max: number): CapRule => ({
  max,
  columns: [
    [0, 0],
    [1, 0],
    [2, 0],
  ],
});
const [FOR, AGAINST] = [
  [1, 0, 0],
  [0, 1, 0],
];
const withApprovals = (count: number): Choices => questions.map((_, i) => (i < count ? FOR : AGAINST) ?? []);

function cast(choices: Choices) {
  const made = vote(election, 0, choices);
  return { made, choices, ballot: assertOk(readBallot(made.text, open, 'ballot')) };
}

const ballots = [0, 1, 2, 3].map((count) => cast(withApprovals(count)));

describe.each([0, 1, 2])('a cap of %i', (max) => {
  test.each([0, 1, 2, 3])('with %i approvals can be proved exactly when it holds', (count) => {
    const { made, choices, ballot } = ballots[count] ?? cast([]);
    const proofs = proveCaps(open, [approvals(max)], made, choices, random);
    expect(proofs.ok).toBe(count <= max);
    if (!proofs.ok) {
      expect(proofs.error).toMatchObject({ code: 'INCONSISTENT', where: 'caps[0]' });
      return;
    }
    expect(proofs.value.map((entries) => entries.length)).toEqual([max + 1]);
    expect(checkCaps(open, [approvals(max)], ballot, proofs.value, 'caps')).toEqual([]);
  });
});

describe('a proof that two approvals keep a cap of two', () => {
  const { made, choices, ballot } = ballots[2] ?? cast([]);
  const rule = approvals(2);
  const proofs = assertOk(proveCaps(open, [rule], made, choices, random));
  const badProof = [{ code: 'BAD_PROOF', where: 'caps[0]' }];

  test('does not serve another ballot of the same voter with the same choices', () => {
    const again = cast(choices);
    expect(checkCaps(open, [rule], again.ballot, proofs, 'caps')).toMatchObject(badProof);
  });

  test('does not serve a ballot that differs in its signature only', () => {
    expect(checkCaps(open, [rule], { ...ballot, tracker: 'A'.repeat(43) }, proofs, 'caps')).toMatchObject(
      badProof,
    );
  });

  test('does not serve another election', () => {
    const text = election.texts.election.replace(open.election.name, '另一次票决');
    const other = assertOk(openElection(assertOk(readElection(text)), open.group));
    expect(checkCaps(other, [rule], ballot, proofs, 'caps')).toMatchObject(badProof);
  });

  test('does not serve a rule over other answers, nor over the same in another order', () => {
    const against: CapRule = { max: 2, columns: rule.columns.map(([question]) => [question, 1]) };
    expect(checkCaps(open, [against], ballot, proofs, 'caps')).toMatchObject(badProof);
    const reordered: CapRule = { max: 2, columns: rule.columns.toReversed() };
    expect(checkCaps(open, [reordered], ballot, proofs, 'caps')).toMatchObject(badProof);
  });

  test('has exactly max + 1 entries', () => {
    const [entries = []] = proofs;
    for (const wrong of [entries.slice(1), [...entries, ...entries.slice(0, 1)], []]) {
      const findings = checkCaps(open, [rule], ballot, [wrong], 'caps');
      expect(findings).toMatchObject([{ code: 'MALFORMED', where: 'caps[0]' }]);
    }
    expect(checkCaps(open, [rule], ballot, [], 'caps')).toMatchObject([{ code: 'MALFORMED', where: 'caps' }]);
    expect(checkCaps(open, [rule], ballot, [entries, entries], 'caps')).toMatchObject([{ where: 'caps' }]);
  });

  test('does not verify with any one number of it changed', () => {
    const [entries = []] = proofs;
    for (const k of entries.keys()) {
      for (const name of ['challenge', 'response'] as const) {
        const changed = entries.map((entry, i) =>
          i === k ? { ...entry, [name]: (entry[name] + 1n) % open.group.order } : entry,
        );
        expect(checkCaps(open, [rule], ballot, [changed], 'caps')).toMatchObject(badProof);
      }
    }
  });

  test('is checked against a rule the ballot has no answers for without failing itself', () => {
    const beyond: CapRule = { max: 2, columns: [...rule.columns, [3, 0]] };
    const findings = checkCaps(open, [beyond], ballot, proofs, 'caps');
    expect(findings).toMatchObject([{ code: 'INCONSISTENT', where: 'caps[0]' }]);
  });
});

test('a grade given to at most so many items is proved grade by grade', () => {
  const pack = presetWith('eval-marks-strict-congress', {
    'evaluation.maxPerGrade': [
      ['satisfied', 1],
      ['basic', 2],
    ],
  });
  const sheet: Sheet = { pack, items: QINGHE_PROJECTS.slice(0, 3), round: { kind: 'first' } };
  const rules = capsOf(sheet);
  expect(rules.map(({ max }) => max)).toEqual([1, 2]);
  const graded = setUpElection({ questions: questionsOf(sheet) });
  const prove = (marks: readonly number[]) => {
    const choices = choicesOf(sheet, marks);
    const made = vote(graded, 0, choices);
    const ballot = assertOk(readBallot(made.text, graded.open, 'ballot'));
    const proofs = proveCaps(graded.open, rules, made, choices, graded.random);
    return proofs.ok ? checkCaps(graded.open, rules, ballot, proofs.value, 'caps') : proofs.error.where;
  };
  expect(prove([0, 1, 1])).toEqual([]);
  expect(prove([0, 0, 1])).toBe('caps[0]');
  expect(prove([1, 1, 1])).toBe('caps[1]');
});
