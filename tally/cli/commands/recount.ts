/** `recount`: plain counts and a rule pack in, the tally report out. Anyone with the counts can decide the poll again. */
import { object, optional, type Reader } from '../../encoding/reader.ts';
import { buildTallyReport } from '../../report/build-report.ts';
import { readReportInput } from '../../report/input.ts';
import { writeTallyReport } from '../../report/tally-report.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { findPreset, PRESETS, withSeats } from '../../rules/presets.ts';
import { type RulePack, readRulePack, rulePackHash } from '../../rules/rule-pack.ts';
import { action, commandOf, type Outcome } from '../action.ts';
import { onlyPositional, readCount } from '../arguments.ts';
import { type Terminal, UsageError } from '../command.ts';
import { readJsonFile } from '../given.ts';
import { readLanguage, reportLines } from '../report-text.ts';

const HELP = `
minyi recount FILE.json [OPTIONS]

Decides a poll from its plain counts: quorum, reconciliation, thresholds, selection, ties and shortfall, or the grades
of an evaluation, as the rule pack says. FILE.json holds organ, meeting, subject, poll and chainHead
(docs/formats/tally-report.md). Prints the tally report with the sentences read aloud.

  --pack FILE        rule pack (JSON); the counts may then leave out poll.pack, and must agree with it if they have one
  --preset NAME      the same with a rule pack shipped with this program
  --seats N          places to fill, instead of those of --preset
  --presets          list the shipped rule packs and end
  --lang zh|en       language of the printed report (default zh)
  --json             print the canonical JSON of the report: without its line end, what gets hashed and signed

Examples
  minyi recount counts.json
  minyi recount counts.json --preset congress-default --seats 8 --lang en
  minyi recount counts.json --json > report.json

Exit code: 0 a report was made, 2 the input cannot be used, or allows no report (no quorum, more ballots issued than
members present, doubtful ballots pending); the message says which.`;

export const recountCommand = commandOf(
  { name: 'recount', summary: 'decide a poll from plain counts and a rule pack', help: HELP },
  [
    action(
      '',
      {
        pack: { type: 'string' },
        preset: { type: 'string' },
        seats: { type: 'string' },
        presets: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
        json: { type: 'boolean', default: false },
      },
      async ({ values, positionals }, terminal): Promise<Outcome> => {
        if (values.presets) return listPresets(terminal);
        const path = onlyPositional(positionals, 'one FILE: plain counts');
        const language = readLanguage(values.lang);
        const seats = readCount(values.seats, 'seats', 1, 500);
        if (values.pack !== undefined && values.preset !== undefined) {
          throw new UsageError('give --pack or --preset, not both');
        }
        if (seats !== undefined && values.preset === undefined) {
          throw new UsageError('--seats goes with --preset');
        }
        const pack = values.pack !== undefined ? readPackFile(values.pack) : readPreset(values.preset, seats);
        if (!pack.ok) return pack;
        const input = readCounts(path, pack.value);
        if (!input.ok) return input;
        const report = buildTallyReport(input.value);
        if (!report.ok) return report;
        if (values.json) terminal.out(writeTallyReport(report.value));
        else for (const line of reportLines(report.value, language)) terminal.out(line);
        return ok(0);
      },
    ),
  ],
);

function listPresets(terminal: Terminal): Outcome {
  for (const pack of PRESETS) terminal.out(`${pack.id.padEnd(32)} ${pack.titleZh}  ${pack.titleEn}`);
  return ok(0);
}

function readPackFile(path: string): Result<RulePack> {
  const value = readJsonFile(path);
  return value.ok ? readRulePack(value.value, path) : value;
}

function readPreset(name: string | undefined, seats: number | undefined): Result<RulePack | undefined> {
  if (name === undefined) return ok(undefined);
  const pack = findPreset(name);
  if (pack === undefined) {
    return refuse('NOT_FOUND', '--preset', `no rule pack ${name} is shipped; --presets lists them`);
  }
  if (seats === undefined) return ok(pack);
  if (pack.kind !== 'projects' || pack.selection.method !== 'top_n') {
    return refuse('INCONSISTENT', '--seats', `the rule pack ${name} does not fill a number of places`);
  }
  return ok(withSeats(pack, seats));
}

const anything: Reader<unknown> = (value) => ok(value);

/** Only the members that matter here; the input itself is read strictly afterwards. */
const outer = object({
  organ: anything,
  meeting: anything,
  subject: anything,
  poll: object({
    pack: optional(anything),
    items: anything,
    round: anything,
    attendance: anything,
    columns: anything,
    revotes: anything,
  }),
  chainHead: anything,
});

/** The counts of `path` under `pack`, or under the pack they bring themselves. */
function readCounts(path: string, pack: RulePack | undefined): ReturnType<typeof readReportInput> {
  const value = readJsonFile(path);
  if (!value.ok) return value;
  if (pack === undefined) return readReportInput(value.value, path);
  const read = outer(value.value, path);
  if (!read.ok) return read;
  const { poll } = read.value;
  if (poll.pack !== undefined) {
    const own = readRulePack(poll.pack, `${path}.poll.pack`);
    if (!own.ok) return own;
    if (rulePackHash(own.value) !== rulePackHash(pack)) {
      return refuse('INCONSISTENT', `${path}.poll.pack`, 'the counts were made under another rule pack');
    }
  }
  return readReportInput({ ...read.value, poll: { ...poll, pack } }, path);
}
