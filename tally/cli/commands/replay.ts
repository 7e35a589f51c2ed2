/**
 * `replay`: counts a public budget election (Pabulib format) again and sets the result beside the published one. What the
 * report says is import/recount.ts.
 */
import { resolve } from 'node:path';
import { type PabulibElection, readPabulib } from '../../import/pabulib.ts';
import { exitCodeOf, type RecountReport, recount } from '../../import/recount.ts';
import { recountLines } from '../../import/recount-text.ts';
import { ok } from '../../result.ts';
import { action, commandOf, type Outcome, required } from '../action.ts';
import { onlyPositional, readCount } from '../arguments.ts';
import type { Terminal } from '../command.ts';
import { readTextFile } from '../files.ts';
import { replayEncrypted } from '../replay-encrypted.ts';
import { defaultThreads } from '../verify-file.ts';

const HELP = `
minyi replay FILE.pb [OPTIONS]

Counts an election in the Pabulib format (pabulib.org) again: approval, ordinal, cumulative and scoring ballots. Compares
the counts with the published ones, and, where the file's rule is greedy, decides it and says which published outcomes a
plain rule does not explain.

  --json             print the recount as one JSON object
  --encrypted        for approval votes under greedy: also cast every ballot again, really encrypted, open the sum with two
                     of three scrutineers, and write the record to DIR
  --out DIR          folder for the record (needed with --encrypted)
  --threads N        threads to encrypt on (default: one a processor core)

Examples
  minyi replay poland_warszawa_2023_ursus.pb
  minyi replay poland_gdynia_2020_babie-doly-small.pb --encrypted --out records

Exit code: 0 no published count differs, 1 a count differs, 2 the file cannot be used.`;

const MAX_BYTES = 128 * 1024 * 1024;

export const replayCommand = commandOf(
  { name: 'replay', summary: 'count a public budget election again (Pabulib format)', help: HELP },
  [
    action(
      '',
      {
        json: { type: 'boolean', default: false },
        encrypted: { type: 'boolean', default: false },
        out: { type: 'string' },
        threads: { type: 'string' },
      },
      async ({ values, positionals }, terminal) => {
        const path = onlyPositional(positionals, 'one FILE in the Pabulib format');
        const threads = readCount(values.threads, 'threads', 1, 256) ?? defaultThreads();
        const text = readTextFile(path, MAX_BYTES);
        if (!text.ok) return text;
        const election = readPabulib(text.value);
        if (!election.ok) {
          return { ok: false, error: { ...election.error, where: `${path}, ${election.error.where}` } };
        }
        const report = recount(election.value);
        if (values.json) terminal.out(JSON.stringify(report, null, 2));
        else for (const line of recountLines(report)) terminal.out(line);
        if (!values.encrypted) return ok(exitCodeOf(report));
        const folder = resolve(required(values.out, 'out'));
        return encryptAgain(election.value, report, folder, threads, terminal);
      },
    ),
  ],
);

async function encryptAgain(
  election: PabulibElection,
  report: RecountReport,
  folder: string,
  threads: number,
  terminal: Terminal,
): Promise<Outcome> {
  if (report.outcome === null && election.voteRules.voteType === 'approval') {
    terminal.err(
      `\nThe rule ${report.rule} is not decided here, so there is nothing to certify: counted only.`,
    );
    return ok(exitCodeOf(report));
  }
  terminal.err('');
  const played = await replayEncrypted(election, folder, { threads, engine: 'auto' }, terminal);
  if (!played.ok) return played;
  const { path, report: tally, left } = played.value;
  if (left > 0)
    terminal.err(`${left} ballots approve more or fewer projects than the file allows and were not cast.`);
  const different = report.projects.filter(
    ({ votes }, i) => tally.counts?.totals[i]?.marks[0] !== votes,
  ).length;
  terminal.err(
    different === 0
      ? `The decrypted counts of all ${report.projects.length} projects equal those of the plain ballots.`
      : `The decrypted counts of ${different} projects differ from those of the plain ballots.`,
  );
  terminal.err(`The record is ${path}`);
  return ok(different === 0 ? exitCodeOf(report) : 1);
}
