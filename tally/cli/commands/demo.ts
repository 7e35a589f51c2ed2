/**
 * `demo`: plays the fictional 青禾区 ballot from keys to certificate with 190 really encrypted ballots, and verifies the
 * record before the user's eyes.
 */
import { relative, resolve } from 'node:path';
import { assert, ok } from '../../result.ts';
import { findPreset } from '../../rules/presets.ts';
import { verdictOf } from '../../verify/summary.ts';
import { action, commandOf, noPositionals } from '../action.ts';
import { readCount } from '../arguments.ts';
import { certificateLines } from '../certificate-text.ts';
import { dealMarks } from '../demo/marks.ts';
import {
  QINGHE_ATTENDANCE,
  QINGHE_BALLOT,
  QINGHE_CONGRESS,
  QINGHE_MEETING,
  QINGHE_PROJECTS,
  QINGHE_RETURNED,
  QINGHE_SEATS,
  QINGHE_VOTES,
} from '../demo/qinghe.ts';
import { readLanguage } from '../report-text.ts';
import { playSession } from '../session/play-session.ts';
import type { SessionPlan } from '../session/prepare.ts';
import { showStages } from '../session-progress.ts';
import { defaultThreads, verifyFile } from '../verify-file.ts';
import { verdictLines } from '../verify-text.ts';

const HELP = `
minyi demo [OPTIONS]

Plays the ballot of the fictional 青禾区 people's congress: 200 deputies, 192 present, 15 candidate projects for 10 places,
190 ballots really encrypted. Prints the certificate, writes the record, and verifies it.

  --out DIR          folder for the record (default: demo)
  --lang zh|en       language of the certificate (default: zh)
  --threads N        threads to work on (default: one a processor core)

Example
  minyi demo --lang en

Exit code: 0 when the record verifies.`;

/** Five per cent of the deputies, more than the least number of five. */
const SPARE_CARDS = 10;

export const demoCommand = commandOf(
  {
    name: 'demo',
    summary: 'play the fictional 青禾区 ballot to its certificate and verify the record',
    help: HELP,
  },
  [
    action(
      '',
      {
        out: { type: 'string', default: 'demo' },
        lang: { type: 'string', default: 'zh' },
        threads: { type: 'string' },
      },
      async ({ values, positionals }, terminal) => {
        noPositionals(positionals);
        const language = readLanguage(values.lang);
        const threads = readCount(values.threads, 'threads', 1, 256) ?? defaultThreads();
        const options = { threads, engine: 'auto' } as const;
        terminal.out(
          '青禾区民生实事项目票决  A ballot on the livelihood projects of the fictional Qinghe district\n',
        );
        const played = await playSession(qinghePlan(), resolve(values.out), options, showStages(terminal));
        if (!played.ok) return played;
        const { path, report, certificate } = played.value;
        terminal.out('');
        for (const line of certificateLines(report, certificate, language)) terminal.out(line);
        terminal.out('\nNow everything is computed again from the published record alone:\n');
        const verdict = await verifyFile(path, options, terminal);
        if (!verdict.ok) return verdict;
        for (const line of verdictLines(verdict.value, [], false)) terminal.out(line);
        terminal.out(nextSteps(relative('', path)));
        return ok(verdictOf(verdict.value.findings) === 'verified' ? 0 : 1);
      },
    ),
  ],
);

function qinghePlan(): SessionPlan {
  const pack = findPreset('congress-default');
  assert(pack !== undefined, 'the preset ships with the project');
  const { year, subjectZh, subjectEn } = QINGHE_BALLOT;
  return {
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: { year, subjectZh, subjectEn },
    round: { kind: 'first' },
    pack,
    items: QINGHE_PROJECTS,
    ...QINGHE_ATTENDANCE,
    spare: SPARE_CARDS,
    ballots: dealMarks(QINGHE_VOTES, QINGHE_RETURNED, QINGHE_SEATS),
  };
}

function nextSteps(path: string): string {
  return `
The record is ${path}. Try next:

  npm run -s verify -- ${path}      verify it again
  npm run -s verify -- ELECTION.bel               verify any Belenios version-1 election
  npm run -s replay -- ELECTION.pb                count a public budget election (pabulib.org) again
  npm run -s replay -- ELECTION.pb --encrypted --out DIR    the same with every ballot really encrypted`;
}
