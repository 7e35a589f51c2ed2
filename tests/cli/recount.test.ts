/** `recount` decides from plain counts what the library decides, and refuses what allows no report. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTallyReport } from '../../tally/report/tally-report.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { preset } from '../support/poll.ts';
import { qingheBallot, qingheEvaluation, report } from '../support/report.ts';

const cwd = temporaryFolder();
function file(name: string, value: unknown): string {
  writeFileSync(join(cwd, name), JSON.stringify(value, null, 2));
  return name;
}

const BALLOT = qingheBallot();
const { pack: _, ...pollWithoutPack } = BALLOT.poll;
const WITHOUT_PACK = { ...BALLOT, poll: pollWithoutPack };

test('the report of plain counts is the canonical one', () => {
  for (const input of [BALLOT, qingheEvaluation()]) {
    const output = minyiOutput(['recount', file('counts.json', input), '--json'], { cwd });
    expect(output).toBe(`${writeTallyReport(report(input))}\n`);
  }
});

test('the announcement is read in Chinese, and in English where asked', () => {
  const path = file('counts.json', BALLOT);
  const zh = minyiOutput(['recount', path], { cwd });
  expect(zh).toContain('应到 200  实到 192  法定人数 134');
  expect(zh).toContain('获得全体代表过半数（101票）赞成的候选项目11项');
  const en = minyiOutput(['recount', path, '--lang', 'en'], { cwd });
  expect(en).toContain(
    '11.  for  104  against   41  abstained   45  [passed, not elected]  3000 public parking bays',
  );
});

test('the rule pack may come from a file or from those shipped', () => {
  const path = file('bare.json', WITHOUT_PACK);
  const pack = file('pack.json', preset('congress-default'));
  const expected = minyiOutput(['recount', file('counts.json', BALLOT), '--json'], { cwd });
  expect(minyiOutput(['recount', path, '--pack', pack, '--json'], { cwd })).toBe(expected);
  expect(minyiOutput(['recount', path, '--preset', 'congress-default', '--json'], { cwd })).toBe(expected);
  expect(minyiOutput(['recount', '--presets'], { cwd })).toContain('congress-default');
  const twelve = minyiOutput(
    ['recount', path, '--preset', 'congress-default', '--seats', '12', '--lang', 'en'],
    { cwd },
  );
  expect(twelve.match(/\[elected\]/g)).toHaveLength(11);
  expect(twelve).toContain('SHORTFALL');
});

test('counts made under one rule pack are not decided under another', () => {
  const path = file('counts.json', BALLOT);
  const { status, stdout, stderr } = minyi(['recount', path, '--preset', 'township-default'], { cwd });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(
    'counts.json.poll.pack: the counts were made under another rule pack (INCONSISTENT)',
  );
});

test.each([
  ['133 of 200 present', { inOffice: 200, present: 133, issued: 133 }, 'QUORUM_NOT_MET'],
  [
    'more ballots issued than members present',
    { inOffice: 200, present: 192, issued: 193 },
    'ISSUED_EXCEEDS_PRESENT',
  ],
])('%s allow no report', (_name, attendance, code) => {
  const path = file('counts.json', qingheBallot({ attendance }));
  const { status, stdout, stderr } = minyi(['recount', path], { cwd });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(code);
});

test('what is no file of counts is refused with its place', () => {
  const refused = (text: string): string => {
    writeFileSync(join(cwd, 'bad.json'), text);
    const { status, stderr } = minyi(['recount', 'bad.json'], { cwd });
    expect(status).toBe(2);
    return stderr;
  };
  expect(refused('{')).toMatch(/^bad\.json: the text is not JSON/);
  expect(refused('{}')).toContain('bad.json.organ: this member is missing (MALFORMED)');
  expect(refused(`${'['.repeat(100_000)}`)).toContain('TOO_LARGE');
  expect(minyi(['recount', 'absent.json'], { cwd })).toMatchObject({ status: 2, stdout: '' });
});
