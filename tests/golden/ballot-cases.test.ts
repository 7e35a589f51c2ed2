import { expect, test } from 'vitest';
import { QINGHE_ATTENDANCE, QINGHE_PROJECTS, QINGHE_VOTES } from '../../tally/cli/demo/qinghe.ts';
import { countBallots, judgeBallot } from '../../tally/count/ballots.ts';
import type { RevoteRecord } from '../../tally/count/poll.ts';
import { withSeats } from '../../tally/rules/presets.ts';
import { count, decision, items, poll, preset, presetWith } from '../support/poll.ts';

const S2 = [184, 181, 176, 170, 163, 158, 149, 141, 115, 115, 115, 104, 52, 40, 28];
const S3 = [180, 177, 169, 160, 151, 140, 122, 108, 100, 98, 95, 90, 80, 62, 40];
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);

function revote(...votes: readonly (readonly [number, number])[]): RevoteRecord {
  return {
    sessionUuid: 'CDgm1FKWKvbHHUCRXypzEB',
    reportHash: 'a'.repeat(64),
    items: votes.map(([no, votesFor]) => ({ no, for: votesFor })),
  };
}

test('13.5 S1: items 1 to 10 are elected, 11 passed and is not elected, 12 to 15 failed', () => {
  const given = {
    pack: 'congress-default',
    items: QINGHE_PROJECTS,
    attendance: QINGHE_ATTENDANCE,
    marks: QINGHE_VOTES.map(({ marks }) => marks),
  };
  const result = decision(given);
  expect(result.threshold).toEqual({ baseCount: 200, minVotes: 101 });
  expect(result.outcomes.map(({ outcome }) => outcome)).toEqual([
    ...upTo(10).map(() => 'elected'),
    'passed_not_elected',
    ...upTo(4).map(() => 'failed'),
  ]);
  expect(result).toMatchObject({ elected: upTo(10), tie: null, shortfall: null, isDifferentialLow: false });
});

test('13.6 S2: twelve pass, eight are elected, items 9, 10, 11 are tied for two places', () => {
  const result = decision({ pack: 'congress-default', for: S2 });
  expect(result.passing).toHaveLength(12);
  expect(result.elected).toEqual(upTo(8));
  expect(result.tie).toEqual({
    code: 'TIE_AT_BOUNDARY',
    tied: [9, 10, 11],
    votes: 115,
    places: 2,
    leftFen: null,
    waiting: [],
  });
  expect(result.outcomes[11]?.outcome).toBe('passed_not_elected');
});

test('13.6 S2: a re-vote 150/120/98 among them elects 9 and 10, and 11 passed', () => {
  const result = decision({
    pack: 'congress-default',
    for: S2,
    revotes: [revote([9, 150], [10, 120], [11, 98])],
  });
  expect(result).toMatchObject({ elected: upTo(10), tie: null });
  expect(result.outcomes[10]?.outcome).toBe('passed_not_elected');
});

test('13.6 S2b: 116, 115, 114 are no tie', () => {
  const result = decision({
    pack: 'congress-default',
    for: S2.map((v, i) => v + (i === 8 ? 1 : i === 10 ? -1 : 0)),
  });
  expect(result).toMatchObject({ elected: upTo(10), tie: null });
  expect(result.outcomes[10]?.outcome).toBe('passed_not_elected');
});

test('13.6 S2c: a re-vote 130/130/98 elects both, which is no further tie', () => {
  const result = decision({
    pack: 'congress-default',
    for: S2,
    revotes: [revote([9, 130], [10, 130], [11, 98])],
  });
  expect(result).toMatchObject({ elected: upTo(10), tie: null });
});

test('13.6 S2d: a re-vote 130/110/110 elects 9 and leaves the last place unresolved', () => {
  const revotes = [revote([9, 130], [10, 110], [11, 110])];
  const result = decision({ pack: 'congress-default', for: S2, revotes });
  expect(result.elected).toEqual(upTo(9));
  expect(result.tie).toMatchObject({ code: 'TIE_UNRESOLVED', tied: [10, 11], places: 1 });
  const repeated = decision({
    pack: 'congress-default',
    for: S2,
    revotes: [...revotes, revote([10, 90], [11, 95])],
  });
  expect(repeated).toMatchObject({ elected: [...upTo(9), 11], tie: null });
});

test('13.6 S2: the re-vote as a session of its own has no threshold and as many places as remain', () => {
  const child = (...votes: number[]) =>
    decision({
      pack: 'congress-default',
      round: { kind: 'revote', parentUuid: 'CDgm1FKWKvbHHUCRXypzEB', places: 2 },
      items: items(11).slice(8),
      marks: votes.map((v) => [v, 0, 190 - v]),
    });
  expect(child(150, 120, 98)).toMatchObject({ elected: [9, 10], tie: null, threshold: null });
  expect(child(60, 50, 40)).toMatchObject({ elected: [9, 10], tie: null });
  expect(child(130, 130, 98)).toMatchObject({ elected: [9, 10], tie: null });
  expect(child(130, 110, 110)).toMatchObject({ elected: [9], tie: { code: 'TIE_UNRESOLVED', places: 1 } });
});

test.each([
  ['all_members', 'gt', 8, upTo(8), 2],
  ['present', 'gt', 10, upTo(10), null],
  ['valid', 'gt', 10, upTo(10), null],
  ['valid', 'gte', 11, upTo(10), null],
])('13.6 S3: on %s %s, %i items pass', (base, op, passing, elected, shortfall) => {
  const pack = presetWith('congress-default', { 'threshold.base': base, 'threshold.op': op });
  const result = decision({ pack, for: S3 });
  expect(result.passing).toHaveLength(passing);
  expect(result.elected).toEqual(elected);
  expect(result.shortfall?.places ?? null).toBe(shortfall);
  expect(result.tie).toBeNull();
});

test('13.6 S4: more returned than issued makes the poll invalid, and no counts exist', () => {
  const result = count({ pack: 'congress-default', for: S2, returned: 193 });
  expect(result.code).toBe('POLL_INVALID');
  expect(result).not.toHaveProperty('items');
});

test('13.6 S4b: fewer returned than issued is a valid poll, the rest is unreturned', () => {
  const result = count({ pack: 'congress-default', for: [150, 140], returned: 180 });
  expect(result).toMatchObject({
    code: 'COUNTED',
    ballots: { issued: 192, returned: 180, unreturned: 12, valid: 180 },
  });
});

test.each([
  ['congress-default', 200, 133, 'QUORUM_NOT_MET', 134],
  ['congress-default', 200, 134, 'COUNTED', 134],
  ['street-strict', 60, 40, 'QUORUM_NOT_MET', 41],
  ['street-strict', 60, 41, 'COUNTED', 41],
])('13.6 S5: under %s, of %i members %i present: %s', (pack, inOffice, present, code, needed) => {
  const attendance = { inOffice, present, issued: present };
  const result = count({ pack, for: [30, 20], returned: present, attendance });
  expect(result).toMatchObject({ code, quorum: { needed } });
});

test('13.6 S6: eleven ticks of ten void the ballot; a blank one is valid and all abstain', () => {
  const rules = poll({ pack: 'congress-default', items: items(15), for: [] });
  const marked = (ticks: number) => ({
    ruling: 'clear' as const,
    marks: items(15).map((_, i) => (i < ticks ? [0] : [])),
  });
  expect(judgeBallot(rules, marked(11))).toEqual({ kind: 'void', reason: 'OVERVOTE' });
  expect(judgeBallot(rules, marked(10))).toMatchObject({ kind: 'valid' });
  expect(judgeBallot(rules, marked(0))).toEqual({ kind: 'valid', marks: items(15).map(() => 2) });
});

test('13.6 S6: an item marked twice is void, the ballot and its other items count', () => {
  const rules = poll({ pack: 'congress-default', items: items(3), for: [] });
  const column = countBallots(rules, [{ ruling: 'clear', marks: [[0, 1], [0], []] }]);
  expect(column).toMatchObject({ returned: 1, voids: [], pending: 0 });
  expect(column.items).toEqual([
    { no: 1, marks: [0, 0, 0], itemVoid: 1 },
    { no: 2, marks: [1, 0, 0], itemVoid: 0 },
    { no: 3, marks: [0, 0, 1], itemVoid: 0 },
  ]);
});

test('13.2: at 东阳 2017, 281 and 276 approvals of 282 ballots pass', () => {
  const result = decision({
    pack: 'congress-each',
    attendance: { inOffice: 282, present: 282, issued: 282 },
    returned: 282,
    marks: [
      [281, 1, 0],
      [276, 6, 0],
    ],
  });
  expect(result).toMatchObject({ elected: [1, 2], tie: null, shortfall: null });
});

test('13.2: at 白沙埠镇 2021, three of four candidates are decided', () => {
  const result = decision({
    pack: withSeatsOf('township-default', 3),
    attendance: { inOffice: 63, present: 63, issued: 63 },
    returned: 63,
    marks: [
      [63, 0, 0],
      [60, 1, 2],
      [50, 5, 8],
      [16, 40, 7],
    ],
  });
  expect(result).toMatchObject({ elected: [1, 2, 3], shortfall: null });
  expect(result.outcomes[3]?.outcome).toBe('failed');
});

test.each([
  [20, 10, false],
  [15, 12, false],
  [12, 10, false],
  [9, 7, false],
  [6, 5, false],
  [7, 6, true],
])('13.2: %i candidates for %i places, differential too low: %s', (candidates, seats, isLow) => {
  const pack = withSeatsOf('congress-tick', seats);
  const result = decision({ pack, for: items(candidates).map((_, i) => 100 - i) });
  expect(result.isDifferentialLow).toBe(isLow);
});

function withSeatsOf(id: string, seats: number) {
  const pack = preset(id);
  if (pack.kind !== 'projects') throw new Error(`${id} has no seats`);
  return withSeats(pack, seats);
}
