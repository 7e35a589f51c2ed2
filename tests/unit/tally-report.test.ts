import { expect, test } from 'vitest';
import { QINGHE_VOTES } from '../../tally/cli/demo/qinghe.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { readReportInput } from '../../tally/report/input.ts';
import { readTallyReport } from '../../tally/report/read-report.ts';
import {
  inputOfReport,
  revoteRecordOf,
  tallyReportHash,
  writeTallyReport,
} from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { rulePackHash } from '../../tally/rules/rule-pack.ts';
import { items, preset, presetWith } from '../support/poll.ts';
import { CHAIN_HEAD, qingheBallot, qingheEvaluation, qingheVotes, report } from '../support/report.ts';

const S2 = [184, 181, 176, 170, 163, 158, 149, 141, 115, 115, 115, 104, 52, 40, 28];

test('a report holds what the rules ask for', () => {
  const value = report(qingheBallot());
  expect(value).toMatchObject({
    format: 'minyi-report/1',
    meeting: { number: 5 },
    rulePack: { id: 'congress-default', version: 1, hash: rulePackHash(preset('congress-default')) },
    attendance: { entitled: 200, present: 192, absent: 8, quorum: { needed: 134, met: true } },
    ballots: { issued: 192, returned: 190, unreturned: 2, valid: 190, void: 0, voids: [], pending: 0 },
    outcome: 'COUNTED',
    result: {
      kind: 'decision',
      places: 10,
      threshold: { minVotes: 101, baseCount: 200, textZh: '全体代表过半数' },
      elected: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      passedNotElected: [11],
    },
    chainHead: CHAIN_HEAD,
  });
  expect(value.items[0]).toMatchObject({ no: 1, leadUnit: '区住建局', costFen: 4_200_000_000 });
});

test('a published report read back and built again from its own input has the same bytes', () => {
  const revotes = [
    {
      sessionUuid: 'CDgm1FKWKvbHHUCRXypzEB',
      reportHash: 'a'.repeat(64),
      items: [9, 10, 11].map((no) => ({ no, for: 150 - no })),
    },
  ];
  for (const input of [qingheBallot(), qingheEvaluation(), qingheVotes(S2), qingheVotes(S2, { revotes })]) {
    const text = writeTallyReport(report(input));
    const read = assertOk(readTallyReport(text));
    const again = inputOfReport(read, input.poll.pack);
    if (again === null) throw new Error('the report holds its counts');
    expect(writeTallyReport(report(again))).toBe(text);
  }
});

test('one vote moved gives another report and another hash', () => {
  const moved = QINGHE_VOTES.map((item) => (item.no === 1 ? { ...item, marks: [183, 3, 4] } : item));
  const [column] = qingheBallot().poll.columns;
  if (column === undefined) throw new Error('the ballot has a column');
  const other = report(qingheBallot({ columns: [{ ...column, items: moved }] }));
  expect(tallyReportHash(other)).not.toBe(tallyReportHash(report(qingheBallot())));
});

test('paper and electronic ballots are two columns of one poll, summed', () => {
  const electronic = {
    source: 'electronic',
    returned: 180,
    voids: [],
    pending: 0,
    items: [
      { no: 1, marks: [100, 50, 30], itemVoid: 0 },
      { no: 2, marks: [90, 50, 40], itemVoid: 0 },
    ],
  } as const;
  const paper = {
    source: 'paper',
    returned: 10,
    voids: [
      { reason: 'OVERVOTE', count: 2 },
      { reason: 'ILLEGIBLE', count: 1 },
    ],
    pending: 0,
    items: [
      { no: 1, marks: [1, 5, 1], itemVoid: 0 },
      { no: 2, marks: [3, 2, 1], itemVoid: 1 },
    ],
  } as const;
  const value = report(qingheBallot({ items: items(2), columns: [electronic, paper] }));
  expect(value.ballots).toMatchObject({ returned: 190, valid: 187, void: 3 });
  expect(value.counts?.totals).toEqual([
    { no: 1, marks: [101, 55, 31], itemVoid: 0 },
    { no: 2, marks: [93, 52, 41], itemVoid: 1 },
  ]);
  expect(value.result).toMatchObject({ elected: [1], shortfall: { places: 9 } });
});

test('a re-vote session reports without a threshold and gives its parent the votes and its hash', () => {
  const parent = qingheVotes(S2);
  const child = report({
    ...parent,
    subject: { ...parent.subject, uuid: 'CDgm1FKWKvbHHUCRXypzEB' },
    poll: {
      ...parent.poll,
      round: { kind: 'revote', parentUuid: parent.subject.uuid, places: 2 },
      items: parent.poll.items.slice(8, 11),
      columns: [
        {
          source: 'electronic',
          returned: 190,
          voids: [],
          pending: 0,
          items: [
            { no: 9, marks: [150, 0, 40], itemVoid: 0 },
            { no: 10, marks: [120, 0, 70], itemVoid: 0 },
            { no: 11, marks: [98, 0, 92], itemVoid: 0 },
          ],
        },
      ],
    },
  });
  expect(child.result).toMatchObject({ threshold: null, places: 2, elected: [9, 10] });
  const record = revoteRecordOf(child);
  if (record === null) throw new Error('the re-vote publishes its counts');
  expect(record.reportHash).toBe(tallyReportHash(child));
  const decided = report(qingheVotes(S2, { revotes: [record] }));
  expect(decided).toMatchObject({ notices: [], revotes: [{ sessionUuid: child.subject.uuid }] });
  expect(decided.result).toMatchObject({
    elected: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    passedNotElected: [11, 12],
  });
});

test.each([
  ['QUORUM_NOT_MET', { attendance: { inOffice: 200, present: 133, issued: 133 } }, 'quorum is 134'],
  ['ISSUED_EXCEEDS_PRESENT', { attendance: { inOffice: 200, present: 191, issued: 192 } }, '192 ballots'],
  ['INCONSISTENT', { attendance: { inOffice: 190, present: 192, issued: 192 } }, 'in office'],
] as const)('%s is refused, there is nothing to sign', (code, poll, sentence) => {
  const built = buildTallyReport(qingheBallot(poll));
  expect(built).toMatchObject({ ok: false, error: { code } });
  expect(built.ok ? '' : built.error.message).toContain(sentence);
});

test('a report waits while a doubtful ballot is pending', () => {
  const [column] = qingheBallot().poll.columns;
  if (column === undefined) throw new Error('the ballot has a column');
  const built = buildTallyReport(qingheBallot({ columns: [{ ...column, source: 'paper', pending: 1 }] }));
  expect(built).toMatchObject({ ok: false, error: { code: 'ADJUDICATION_PENDING' } });
});

test('a warning is given where candidates are too few, and a shortfall is a notice', () => {
  const pack = presetWith('congress-default', { 'ballot.seats': 14 });
  expect(report(qingheBallot({ pack })).notices).toEqual(['SHORTFALL', 'DIFFERENTIAL_LOW']);
});

test('the input of a recount is read strictly', () => {
  const input = JSON.parse(JSON.stringify(qingheBallot()));
  expect(assertOk(readReportInput(input))).toEqual(qingheBallot());
  input.poll.columns[0].items[0].marks[0] = 183.5;
  expect(readReportInput(input)).toMatchObject({
    ok: false,
    error: { code: 'MALFORMED', where: 'input.poll.columns[0].items[0].marks[0]' },
  });
});

test('a report in another spelling, or with a member more, is refused', () => {
  const text = writeTallyReport(report(qingheBallot()));
  expect(readTallyReport(` ${text}`)).toMatchObject({ ok: false, error: { code: 'NON_CANONICAL' } });
  expect(readTallyReport(text.replace('{', '{"a":1,'))).toMatchObject({
    ok: false,
    error: { where: 'report.a' },
  });
  expect(readTallyReport(text.slice(1))).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
});
