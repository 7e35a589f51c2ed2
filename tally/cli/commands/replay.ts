/**
 * `replay`: counts a public budget election (Pabulib format) again and sets the result beside the published one. What the
 * report says is import/recount.ts.
 */
import { readPabulib } from '../../import/pabulib.ts';
import { exitCodeOf, recount } from '../../import/recount.ts';
import { recountLines } from '../../import/recount-text.ts';
import { ok } from '../../result.ts';
import { action, commandOf } from '../action.ts';
import { onlyPositional } from '../arguments.ts';
import { readTextFile } from '../files.ts';

const HELP = `
minyi replay FILE.pb [OPTIONS]

Counts an election in the Pabulib format (pabulib.org) again: approval, ordinal, cumulative and scoring ballots. Compares
the counts with the published ones, and, where the file's rule is greedy, decides it and says which published outcomes a
plain rule does not explain.

  --json             print the recount as one JSON object

Example
  minyi replay poland_warszawa_2023_ursus.pb

Exit code: 0 no published count differs, 1 a count differs, 2 the file cannot be used.`;

const MAX_BYTES = 128 * 1024 * 1024;

export const replayCommand = commandOf(
  { name: 'replay', summary: 'count a public budget election again (Pabulib format)', help: HELP },
  [
    action('', { json: { type: 'boolean', default: false } }, async ({ values, positionals }, terminal) => {
      const path = onlyPositional(positionals, 'one FILE in the Pabulib format');
      const text = readTextFile(path, MAX_BYTES);
      if (!text.ok) return text;
      const election = readPabulib(text.value);
      if (!election.ok) {
        return { ok: false, error: { ...election.error, where: `${path}, ${election.error.where}` } };
      }
      const report = recount(election.value);
      if (values.json) terminal.out(JSON.stringify(report, null, 2));
      else for (const line of recountLines(report)) terminal.out(line);
      return ok(exitCodeOf(report));
    }),
  ],
);
