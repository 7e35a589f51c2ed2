import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { readReportInput } from '../../tally/report/input.ts';
import { readTallyReport } from '../../tally/report/read-report.ts';
import { inputOfReport, writeTallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { PRESETS } from '../../tally/rules/presets.ts';
import { type RulePack, readRulePack, readRulePackText, writeRulePack } from '../../tally/rules/rule-pack.ts';
import { poll } from '../support/poll.ts';
import { qingheBallot, qingheEvaluation } from '../support/report.ts';
import { SAMPLE_INPUT } from '../support/rule-samples.ts';

const share = fc
  .tuple(fc.integer({ min: 1, max: 50 }), fc.nat(50), fc.constantFrom('gt', 'gte'))
  .map(([num, more, op]) => ({ num, den: num + more, op }));

/** Legal packs near the presets: shares, places, money, rounding and publication vary. */
const packs: fc.Arbitrary<RulePack> = fc
  .record({
    pack: fc.constantFrom(...PRESETS),
    quorum: share,
    threshold: share,
    base: fc.constantFrom('all_members', 'present', 'issued', 'returned', 'valid'),
    seats: fc.integer({ min: 1, max: 6 }),
    budgetFen: fc.nat(1_000),
    shortfall: fc.constantFrom('leave', 'second_round', 'presidium'),
    rounding: fc.record({
      mode: fc.constantFrom('half_up', 'largest_remainder', 'truncate'),
      places: fc.nat(6),
      trimZeros: fc.boolean(),
    }),
    order: fc.constantFrom('ballot_no', 'votes'),
    titleZh: fc.constantFrom('办法', '甲乙丙（试行）'),
    version: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map((given) => {
    const value = JSON.parse(JSON.stringify(given.pack));
    Object.assign(value, { version: given.version, titleZh: given.titleZh, rounding: given.rounding });
    Object.assign(value.quorum, given.quorum);
    value.publish.order = given.order;
    const condition = { ...given.threshold, base: given.base };
    if (value.kind === 'evaluation') value.evaluation.majority = condition;
    else value.threshold = condition;
    if (value.ballot.seats !== undefined)
      Object.assign(value.ballot, { seats: given.seats, cap: given.seats });
    if (value.selection?.method === 'greedy_budget') value.selection.budgetFen = given.budgetFen;
    if (value.selection?.method === 'top_n') value.selection.shortfall = given.shortfall;
    return assertOk(readRulePack(value));
  });

test('a rule pack written and read is the same pack, and written again the same text', () => {
  fc.assert(
    fc.property(packs, (pack) => {
      const text = writeRulePack(pack);
      const read = assertOk(readRulePackText(text));
      expect(read).toEqual(pack);
      expect(writeRulePack(read)).toBe(text);
    }),
  );
});

/** Marks of one item on 190 ballots: three or four counts that sum to them, or ticks within a cap of one approval. */
function marksOf(pack: RulePack, width: number, itemCount: number): fc.Arbitrary<number[]> {
  if (width === 1) return fc.nat(Math.floor(190 / itemCount)).map((votes) => [votes]);
  const cap = pack.kind === 'projects' && pack.ballot.cap !== undefined ? Math.floor(190 / itemCount) : 190;
  return fc.tuple(fc.nat(cap), fc.nat(190), fc.nat(190)).map(([first, second, third]) => {
    const b = Math.min(second, 190 - first);
    const c = width === 3 ? 190 - first - b : Math.min(third, 190 - first - b);
    return width === 3 ? [first, b, c] : [first, b, c, 190 - first - b - c];
  });
}

const inputs = fc.tuple(packs, fc.integer({ min: 1, max: 8 })).chain(([pack, size]) => {
  const itemCount = pack.kind === 'resolution' ? 1 : size;
  const width = pack.kind === 'evaluation' ? 4 : pack.ballot.method === 'approve_up_to_n' ? 1 : 3;
  return fc
    .array(marksOf(pack, width, itemCount), { minLength: itemCount, maxLength: itemCount })
    .map((marks) => poll({ pack, marks, costs: marks.map((_, i) => (i * 37) % 101) }));
});

test('any report read back is the same report, and builds again to the same bytes', () => {
  let built = 0;
  fc.assert(
    fc.property(inputs, (given) => {
      const report = buildTallyReport({ ...qingheBallot(), poll: given });
      if (!report.ok) {
        expect(report.error.code).toBe('QUORUM_NOT_MET');
        return;
      }
      built++;
      const text = writeTallyReport(report.value);
      const read = assertOk(readTallyReport(text));
      expect(read).toEqual(report.value);
      const input = inputOfReport(read, given.pack);
      if (input === null) throw new Error('the report holds its counts');
      expect(writeTallyReport(assertOk(buildTallyReport(input)))).toBe(text);
    }),
    { numRuns: 200 },
  );
  expect(built).toBeGreaterThan(100);
});

test('a report with one character changed is refused or builds to another text', () => {
  const pack = qingheBallot().poll.pack;
  const text = writeTallyReport(assertOk(buildTallyReport(qingheBallot())));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('0', '7', 'a', '"', '，', ' '), (at, letter) => {
      fc.pre(text.charAt(at) !== letter);
      const altered = text.slice(0, at) + letter + text.slice(at + 1);
      const read = readTallyReport(altered);
      if (!read.ok) return;
      const input = inputOfReport(read.value, pack);
      const again = input === null ? undefined : buildTallyReport(input);
      // Facts of the input (a title, a name, the chain head) may build again: those the record binds elsewhere.
      if (again?.ok && writeTallyReport(again.value) === altered) {
        expect(
          JSON.stringify([input?.organ, input?.meeting, input?.subject, input?.chainHead, input?.poll.items]),
        ).not.toBe(
          JSON.stringify([
            qingheBallot().organ,
            qingheBallot().meeting,
            qingheBallot().subject,
            qingheBallot().chainHead,
            qingheBallot().poll.items,
          ]),
        );
      }
    }),
    { numRuns: 300 },
  );
});

/** Every place in a JSON value, as the path to it. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], member: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return member;
  const copy: { [key: string]: unknown } = Object.assign(Array.isArray(value) ? [] : {}, value);
  copy[key] = replaced(copy[key], rest, member);
  return copy;
}

test('an input changed at any place is refused, or makes a report that is read back', () => {
  const originals = [qingheBallot(), qingheEvaluation(), SAMPLE_INPUT].map((input) =>
    JSON.parse(JSON.stringify(input)),
  );
  const hostile = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      -1,
      0,
      1,
      1.5,
      1e9,
      2 ** 53,
      [],
      {},
      true,
      'a',
      '〇',
      '\n',
      'all_members',
      'keypad',
    ),
    fc.nat(400),
    fc.jsonValue({ maxDepth: 2 }),
  );
  let built = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(fc.tuple(fc.nat(), hostile), { minLength: 1, maxLength: 2 }),
      (original, changes) => {
        const paths = pathsOf(original);
        const changed = changes.reduce<unknown>(
          (value, [pick, member]) => replaced(value, paths[pick % paths.length] ?? [], member),
          original,
        );
        const input = readReportInput(changed);
        if (!input.ok) return;
        const report = buildTallyReport(input.value);
        if (!report.ok) return;
        built++;
        expect(readTallyReport(writeTallyReport(report.value))).toEqual(report);
      },
    ),
    { numRuns: 1_500 },
  );
  expect(built).toBeGreaterThan(0);
});
