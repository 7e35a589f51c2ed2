import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountText, ONE, readAmount } from '../../tally/import/amount.ts';
import { readPabulib } from '../../tally/import/pabulib.ts';
import { exitCodeOf, type RecountReport, recount } from '../../tally/import/recount.ts';
import { recountLines } from '../../tally/import/recount-text.ts';
import { assertOk, type RefusalCode } from '../../tally/result.ts';

interface Parts {
  readonly meta?: readonly string[];
  readonly projects?: readonly string[];
  readonly votes?: readonly string[];
}

const PROJECTS = [
  'project_id;cost;votes;name;selected',
  'A;100;3;Lamps;1',
  'B;60;2;"A ""quiet"" garden; with seats";0',
  'C;50;1;Bins;1',
];
const VOTES = ['voter_id;age;vote', '1;40;A,B', '2;;"A"', '3;71;B,A', '4;18;C', '5;33;'];

/** A sound approval election of three projects and five ballots, with parts exchanged. */
function file({ meta = [], projects = PROJECTS, votes = VOTES }: Parts = {}): string {
  const given = new Set(meta.map((line) => line.split(';')[0]));
  const usual = ['description;Green corner', 'budget;150', 'vote_type;approval', 'rule;greedy'];
  const kept = usual.filter((line) => !given.has(line.split(';')[0]));
  return ['META', 'key;value', ...kept, ...meta, 'PROJECTS', ...projects, 'VOTES', ...votes, ''].join('\n');
}

function report(parts: Parts = {}): RecountReport {
  return recount(assertOk(readPabulib(file(parts))));
}

function scores(parts: Parts): readonly string[] {
  return report(parts).projects.map(({ score }) => score);
}

test('approvals are counted, compared with the published votes, and decided by the rule', () => {
  const found = report();
  expect(found.projects.map(({ votes }) => votes)).toEqual([3, 2, 1]);
  expect(found).toMatchObject({
    counts: 'equal',
    ballots: 5,
    outsideLimits: { ballots: 0, firstLine: null },
  });
  expect(found.outcome).toEqual({ kind: 'decided', funded: ['A', 'C'], left: '0' });
  expect(found.comparison).toMatchObject({ reproduces: true, publishedCost: '150', differences: [] });
  expect(found.projects[1]?.name).toBe('A "quiet" garden; with seats');
  expect(exitCodeOf(found)).toBe(0);
});

test('a published total that the ballots do not give is named, and the exit code is 1', () => {
  const projects = PROJECTS.map((line) => line.replace('B;60;2', 'B;60;7'));
  const found = report({ projects });
  expect(found.counts).toBe('different');
  expect(found.projects.filter(({ agrees }) => !agrees).map(({ id }) => id)).toEqual(['B']);
  expect(exitCodeOf(found)).toBe(1);
  expect(recountLines(found)).toContain('  B: 2 votes, 2 points, published votes 7');
});

test('places of an ordinal ballot earn max_length points for the first and one less for each later one', () => {
  const meta = ['vote_type;ordinal', 'max_length;3'];
  expect(scores({ meta })).toEqual(['8', '5', '3']);
  expect(scores({ meta: ['vote_type;ordinal', 'max_length;1'] })).toEqual(['2', '1', '1']);
  expect(scores({ meta: ['vote_type;ordinal'] })).toEqual(['8', '5', '3']);
});

test('points of cumulative ballots are added exactly, fractions included', () => {
  const votes = ['voter_id;vote;points', '1;A,B;0.1,2', '2;A;0.2', '3;;'];
  const projects = ['project_id;cost;score', 'A;1;0,3', 'B;1;2'];
  const found = report({ meta: ['vote_type;cumulative'], votes, projects });
  expect(found.projects.map(({ score }) => score)).toEqual(['0.3', '2']);
  expect(found.counts).toBe('equal');
});

test('a scoring ballot gives the default score to the projects it does not name, and may subtract', () => {
  const votes = ['voter_id;vote;points', '1;A,B;-2,4', '2;A;3'];
  expect(scores({ meta: ['vote_type;scoring', 'default_score;0.5'], votes })).toEqual(['1', '4.5', '1']);
  expect(report({ meta: ['vote_type;scoring'], votes }).outcome).toMatchObject({ funded: ['B'] });
});

test('a project nobody voted for is not funded, though it would fit', () => {
  const votes = VOTES.filter((line) => !line.endsWith('C'));
  expect(report({ votes }).outcome).toEqual({ kind: 'decided', funded: ['A'], left: '50' });
});

test('a tie that decides leaves the outcome open, and the text says so', () => {
  const votes = [...VOTES, '6;;B'];
  const found = report({ votes });
  expect(found.outcome).toEqual({ kind: 'tie', funded: [], tied: ['A', 'B'], waiting: ['C'], left: '150' });
  expect(found.comparison?.reproduces).toBe(true);
  expect(recountLines(found).join('\n')).toContain('Outcome: open');
  const otherWay = PROJECTS.map((line) => line.replace('Lamps;1', 'Lamps;0').replace('seats";0', 'seats";1'));
  expect(report({ votes, projects: otherWay }).comparison?.differences).toEqual([
    { project: 'A', fundedBy: 'greedy', reason: 'tie_order' },
    { project: 'B', fundedBy: 'publication', reason: 'tie_order' },
  ]);
});

test('a project funded by another stage, and one whose money it took, are told apart', () => {
  const codes = { A: 1, B: 2, C: 0 };
  const projects = ['project_id;cost;selected', `A;100;${codes.A}`, `B;60;${codes.B}`, `C;50;${codes.C}`];
  expect(report({ projects }).comparison?.differences).toEqual([
    { project: 'B', fundedBy: 'publication', reason: 'later_stage' },
    { project: 'C', fundedBy: 'greedy', reason: 'spent_later' },
  ]);
});

test('another rule is recounted and decides nothing', () => {
  expect(report({ meta: ['rule;equalshares'] })).toMatchObject({
    counts: 'equal',
    outcome: null,
    comparison: null,
  });
});

test('a ballot beyond the stated limits is counted and mentioned with its line', () => {
  expect(report({ meta: ['max_length;1'] }).outsideLimits).toEqual({ ballots: 2, firstLine: 15 });
  expect(report({ meta: ['max_sum_cost;100'] }).outsideLimits.ballots).toBe(2);
  expect(report({ meta: ['min_length;1'] }).outsideLimits.ballots).toBe(1);
});

test('CRLF line ends, a byte order mark, blank lines, spaces and a missing last line end change nothing', () => {
  const plain = report();
  const spaced = file().replaceAll(/;(?=[A-Za-z0-9])/g, '; ');
  for (const text of [
    file().replaceAll('\n', '\r\n'),
    `\ufeff${file()}`,
    file().replace('VOTES', '\nVOTES'),
    spaced,
    file().trimEnd(),
    file().replace('PROJECTS', 'projects'),
  ]) {
    expect(recount(assertOk(readPabulib(text)))).toEqual(plain);
  }
  expect(recount(assertOk(readPabulib(new TextEncoder().encode(file()))))).toEqual(plain);
});

const MALFORMED: readonly [string, string, RefusalCode, string][] = [
  ['an empty file', '', 'NOT_FOUND', 'line 1'],
  ['no section PROJECTS', file().replace('PROJECTS\n', ''), 'MALFORMED', 'line 7'],
  ['no section VOTES', file().split('VOTES')[0] ?? '', 'NOT_FOUND', 'end of file'],
  ['sections in another order', file().replace('META', 'VOTES'), 'NOT_FOUND', 'line 1'],
  ['a project twice', file({ projects: [...PROJECTS, 'A;1;0;;0'] }), 'INCONSISTENT', 'line 12'],
  ['a voter twice', file({ votes: [...VOTES, '1;;A'] }), 'INCONSISTENT', 'line 19'],
  ['a key twice', file({ meta: ['rule;greedy', 'rule;greedy'] }), 'INCONSISTENT', 'line 7'],
  ['a column twice', file({ votes: ['voter_id;vote;vote', '1;A;A'] }), 'INCONSISTENT', 'line 13'],
  ['no column "vote"', file({ votes: ['voter_id;voted', '1;A'] }), 'NOT_FOUND', 'line 13'],
  ['no points', file({ meta: ['vote_type;cumulative'] }), 'NOT_FOUND', 'line 13'],
  ['a vote for an unknown project', file({ votes: [...VOTES, '6;;A,Z'] }), 'NOT_FOUND', 'line 19'],
  ['a project twice in a vote', file({ votes: [...VOTES, '6;;A,A'] }), 'INCONSISTENT', 'line 19'],
  ['a cost in words', file().replace('A;100', 'A;ten'), 'MALFORMED', 'line 9'],
  ['a negative cost', file().replace('A;100', 'A;-100'), 'MALFORMED', 'line 9'],
  ['a cost with an exponent', file().replace('A;100', 'A;1e2'), 'MALFORMED', 'line 9'],
  ['a thousands separator', file().replace('A;100', 'A;1,000.00'), 'MALFORMED', 'line 9'],
  ['a code in words', file().replace('Lamps;1', 'Lamps;yes'), 'MALFORMED', 'line 9'],
  ['no budget', file({ meta: ['budget;'] }), 'MALFORMED', 'META budget'],
  ['no rule', file({ meta: ['rule;'] }), 'NOT_FOUND', 'META rule'],
  ['an unknown vote type', file({ meta: ['vote_type;constructor'] }), 'UNSUPPORTED', 'META vote_type'],
  [
    'an unknown scoring',
    file({ meta: ['vote_type;ordinal', 'scoring_fn;x'] }),
    'UNSUPPORTED',
    'META scoring_fn',
  ],
  ['a limit in words', file({ meta: ['max_length;many'] }), 'MALFORMED', 'META max_length'],
  ['fewer votes than stated', file({ meta: ['num_votes;6'] }), 'INCONSISTENT', 'META num_votes'],
  ['more projects than stated', file({ meta: ['num_projects;2'] }), 'INCONSISTENT', 'META num_projects'],
  ['a quote never closed', file().replace('seats"', 'seats'), 'MALFORMED', 'line 10'],
  ['text after a closing quote', file().replace('"A"', '"A"B'), 'MALFORMED', 'line 15'],
  ['a row too short', file({ votes: [...VOTES, '6;A'] }), 'MALFORMED', 'line 19'],
  ['a NUL', file().replace('Lamps', 'La\0mps'), 'MALFORMED', 'text'],
  ['a bare carriage return', file().replace('Lamps', 'La\rmps'), 'MALFORMED', 'line 9'],
  ['half a character', file().replace('Lamps', 'La\ud800mps'), 'MALFORMED', 'text'],
  ['a huge cell', file().replace('Lamps', 'L'.repeat(70_000)), 'TOO_LARGE', 'line 9'],
  ['a huge quoted cell', file().replace('Lamps', `"${'L'.repeat(70_000)}"`), 'TOO_LARGE', 'line 9'],
  ['a huge row', file().replace('Lamps', ';'.repeat(300)), 'TOO_LARGE', 'line 9'],
  ['a huge id', file().replace('A;100', `${'A'.repeat(300)};100`), 'MALFORMED', 'line 9'],
];

test.each(MALFORMED)('%s is refused with its code and place', (_, text, code, where) => {
  const read = readPabulib(text);
  expect(read.ok ? 'read' : [read.error.code, read.error.where]).toEqual([code, where]);
});

test('a line number counts the line ends inside quoted cells', () => {
  const text = file().replace('Lamps', '"La\nm\nps"').replace('5;33;', '5;33;Z');
  const read = readPabulib(text);
  expect(read.ok ? 'read' : read.error.where).toBe('line 20');
});

test('bytes that are not UTF-8 are refused', () => {
  expect(readPabulib(Uint8Array.of(0x4d, 0xff, 0xfe)).ok).toBe(false);
});

test('names cannot steer the terminal a recount is printed on', () => {
  const projects = PROJECTS.map((line) => line.replace('A;100;3', '"A\u001b[2J\u202e";100;9'));
  const votes = VOTES.map((line) => line.replace('A', 'A\u001b[2J\u202e'));
  const text = recountLines(report({ projects, votes })).join('\n');
  expect(text).toContain('A [2J');
  expect(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ''))).toBe(false);
});

test('amounts keep every digit, and no spelling with two readings is taken', () => {
  expect(readAmount('1,5')).toBe((3n * ONE) / 2n);
  expect(readAmount('0.000000000001')).toBe(1n);
  for (const text of ['', '1.', '.5', '1,2,3', '1 000', '+1', '0x1', '1e3', '0.0000000000001', '-1']) {
    expect(readAmount(text)).toBe(undefined);
  }
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 29n), 10n ** 29n), (units) => {
      expect(readAmount(amountText(units), 'signed')).toBe(units);
    }),
  );
});

const ballot = fc.subarray(['A', 'B', 'C'], { minLength: 0 });

test('the order of the voters changes nothing', () => {
  const permuted = fc.array(ballot, { maxLength: 20 }).chain((ballots) => {
    const rows = ballots.map((choices, i) => `${i};;${choices.join(',')}`);
    return fc.tuple(
      fc.constant(rows),
      fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
    );
  });
  fc.assert(
    fc.property(permuted, fc.constantFrom('approval', 'ordinal'), ([rows, shuffled], voteType) => {
      const meta = [`vote_type;${voteType}`];
      const header = 'voter_id;age;vote';
      expect(report({ meta, votes: [header, ...shuffled] })).toEqual(
        report({ meta, votes: [header, ...rows] }),
      );
    }),
  );
});

test('a damaged file is read or refused with a place, never more than that', () => {
  const sound = file();
  const piece = fc.oneof(
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc.constantFrom(';', '"', '\n', '\r', '\0', 'VOTES\n', ',', '-1', '\ufeff', '\ud800'),
  );
  fc.assert(
    fc.property(fc.nat(sound.length), fc.nat(30), piece, (at, cut, put) => {
      const read = readPabulib(sound.slice(0, at) + put + sound.slice(at + cut));
      if (read.ok) expect(recountLines(recount(read.value)).length).toBeGreaterThan(3);
      else expect(read.error.where.length * read.error.message.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
