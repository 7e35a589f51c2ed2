/**
 * A vote by name (记名表决) has no encrypted ballots to protect it: its list of votes is held by the ledger alone. Whoever
 * publishes the record may try to change, drop, add, repeat or re-order votes, or to log them outside the opening hours.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeRecordedVote } from '../../tally/record/recorded-votes.ts';
import { sheetOf } from '../../tally/record/setup.ts';
import { minyi, temporaryFolder } from '../support/cli.ts';
import { setupOf, verifyMade } from '../support/made-record.ts';
import {
  makeRecordedRecord,
  RECORDED_UUID,
  type RecordedPlan,
  recordedPack,
} from '../support/recorded-record.ts';

const MARKS = [0, 0, 0, 0, 1];
const vote = (voter: string, mark: number) =>
  writeRecordedVote(
    sheetOf(setupOf(RECORDED_UUID, recordedPack(), 6), recordedPack()),
    RECORDED_UUID,
    voter,
    [mark],
  );

async function errorsOf(plan: Partial<RecordedPlan>): Promise<readonly string[]> {
  const { findings } = await verifyMade(await makeRecordedRecord({ marks: MARKS, ...plan }));
  return findings.filter(({ severity }) => severity === 'error').map(({ check }) => check);
}

test('the record of a vote by name verifies, in the command line too, and shows the counted votes', async () => {
  const record = await makeRecordedRecord({ marks: MARKS });
  const { findings, votes, parts, view } = await verifyMade(record);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(votes?.votes.map(({ voter }) => voter)).toHaveLength(5);
  expect(parts?.report.counts?.totals.map(({ marks }) => marks)).toEqual([[4, 1, 0]]);
  expect(view).toBeUndefined();
  const path = join(temporaryFolder(), `record-${RECORDED_UUID}.zip`);
  writeFileSync(path, record);
  const run = minyi(['verify', path]);
  expect([run.status, run.stdout.trim().split('\n').at(-1)]).toEqual([0, 'VERIFIED']);
  expect(run.stdout).toContain('5 votes by name');
});

describe('refuted', () => {
  test.each<[string, Partial<RecordedPlan>, readonly string[]]>([
    ['a vote turned into its opposite', { listed: (v) => [vote('代表 001', 1), ...v.slice(1)] }, ['17.3']],
    [
      'a turned vote the ledger knows otherwise',
      { listed: (v) => [vote('代表 001', 1), ...v.slice(1)], logged: (t) => ['0'.repeat(64), ...t.slice(1)] },
      ['06.1', '06.2', '17.3'],
    ],
    ['a vote left out of the list', { listed: (v) => v.slice(1) }, ['17.3']],
    ['a vote the ledger has and the list has not', { logged: (t) => [...t, 'a'.repeat(64)] }, ['06.2']],
    ['a second vote of one person', { listed: (v) => [...v, vote('代表 001', 0)] }, ['13.1', '17.3']],
    [
      'more votes than people who could vote',
      { listed: (v) => [...v, vote('甲', 0), vote('乙', 0)] },
      ['08.3', '17.3'],
    ],
    ['votes in another order than logged', { logged: (t) => [...t].reverse() }, ['06.1']],
    [
      'a vote logged after the closing',
      { order: (l) => [...l.slice(0, 5), ...l.slice(6, 7), ...l.slice(5, 6), ...l.slice(7)] },
      ['11.1'],
    ],
    [
      'a vote logged before the opening',
      { order: (l) => [...l.slice(1, 2), ...l.slice(0, 1), ...l.slice(2)] },
      ['11.1'],
    ],
    [
      'a vote for another session',
      { listed: (v) => v.map((one, i) => (i === 0 ? { ...one, poll: 'AnotherSession22222222' } : one)) },
      ['10.2'],
    ],
    ['a vote that weighs two', { listed: (v) => v.map((one) => ({ ...one, weight: 2 })) }, ['10.1']],
    [
      'a mark the rules do not have',
      { listed: (v) => v.map((one) => ({ ...one, choices: [{ item: '1', mark: 'perhaps' }] })) },
      ['10.1', '17.4'],
    ],
    ['a set-up other than the sealed one', { setup: { inOffice: 5 } }, ['07.3', '08.3']],
    ['cards where there are none', { roll: { activated: ['a'.repeat(64)] } }, ['08.3']],
    ['more in office than sealed', { roll: { inOffice: 7 } }, ['08.3', '17.3']],
  ])('%s', async (_what, plan, expected) => {
    expect([...new Set(await errorsOf(plan))]).toEqual(expected);
  });
});
