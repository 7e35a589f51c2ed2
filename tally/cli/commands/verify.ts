/** `verify`: checks a record or an archive and says everything it found. Exit 0 verified, 1 refuted, 2 unusable. */
import { ok } from '../../result.ts';
import { outcomeOf, summaryOf, trackersOf } from '../../verify/summary.ts';
import { action, commandOf } from '../action.ts';
import { onlyPositional, readCount } from '../arguments.ts';
import { UsageError } from '../command.ts';
import type { EngineName } from '../engine.ts';
import { readPolicyFile } from '../given.ts';
import { isJsonFile, judgeMisconduct } from '../misconduct.ts';
import { defaultThreads, type FileVerdict, verifyFile } from '../verify-file.ts';
import { verdictLines } from '../verify-text.ts';

const HELP = `
minyi verify FILE [OPTIONS]

Verifies a published record (record-UUID.zip) or the archive (UUID.bel) of any Belenios version-1 election, and prints
every finding under the number it has in docs/verification.md. A misconduct file, as a witness or a receipt check writes
it, is judged under the ledger's key of --policy: exit code 0 when it proves that the ledger has signed two histories.

  --since OLD        also check that FILE only adds to OLD, an earlier snapshot of the same archive or record
  --policy POLICY    the ledger's and witnesses' keys you trust, as a C2SP policy file; without it a record names its own
  --json             print findings and summary as one JSON object
  --trackers         also print the tracker of every counted ballot
  --threads N        threads to check ballots on (default: one a processor core)
  --engine NAME      arithmetic: auto (default), wasm or bigint; the verdict is the same with each

Examples
  minyi verify record-8Jk2….zip
  minyi verify 8Jk2….bel --since yesterday/8Jk2….bel

Exit code: 0 verified, 1 refuted, 2 the file cannot be used.`;

export const verifyCommand = commandOf(
  {
    name: 'verify',
    summary: 'verify a published record, or the archive of any Belenios version-1 election',
    help: HELP,
  },
  [
    action(
      '',
      {
        since: { type: 'string' },
        policy: { type: 'string' },
        json: { type: 'boolean', default: false },
        trackers: { type: 'boolean', default: false },
        threads: { type: 'string' },
        engine: { type: 'string', default: 'auto' },
      },
      async ({ values, positionals }, terminal) => {
        const path = onlyPositional(positionals, 'one FILE: a record or an archive');
        const engine = readEngine(values.engine);
        const threads = readCount(values.threads, 'threads', 1, 256) ?? defaultThreads();
        const policy = values.policy === undefined ? undefined : readPolicyFile(values.policy);
        if (policy?.ok === false) return policy;
        if (await isJsonFile(path)) return judgeMisconduct(path, policy?.value, terminal);
        const { since } = values;
        const options = {
          engine,
          threads,
          ...(since === undefined ? {} : { since }),
          ...(policy === undefined ? {} : { policy: policy.value }),
        };
        const verdict = await verifyFile(path, options, terminal);
        if (!verdict.ok) return verdict;
        const compared = since === undefined || verdict.value.view === undefined ? [] : ['20'];
        if (values.json) terminal.out(JSON.stringify(jsonOf(verdict.value, values.trackers), null, 2));
        else for (const line of verdictLines(verdict.value, compared, values.trackers)) terminal.out(line);
        return ok(EXIT_CODES[outcomeOf(verdict.value)]);
      },
    ),
  ],
);

function readEngine(name: string): EngineName {
  if (name === 'auto' || name === 'wasm' || name === 'bigint') return name;
  throw new UsageError('--engine takes auto, wasm or bigint');
}

const EXIT_CODES = { verified: 0, refuted: 1, unusable: 2 } as const;

function jsonOf(verdict: FileVerdict, trackers: boolean) {
  const { kind, findings, view, votes } = verdict;
  return {
    kind,
    verdict: outcomeOf(verdict),
    findings,
    ...(view === undefined ? {} : { summary: summaryOf(view) }),
    ...(votes === undefined ? {} : { votes: votes.votes.length }),
    ...(trackers && view !== undefined ? { trackers: trackersOf(view) } : {}),
  };
}
