/**
 * `npm run fuzz`: changes inputs of every kind and gives them to the program. No case may throw, none may take longer than
 * two seconds, no changed record or archive may verify. Splits the cases over threads; a case that never ends is named.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openCorpus } from './corpus.ts';
import { mergeScores, newScore, runCase, type Score, type Violation } from './run-cases.ts';
import { summaryLines } from './summary.ts';

const HELP = `
npm run fuzz -- [OPTIONS]

  --seed N               cases follow from seed and number (default: 1)
  --cases N              how many (default: 100000)
  --first N              number of the first; with --cases 1 runs one case again (default: 0)
  --seconds-per-case N   longest a case may take, the fastest of three times (default: 2)
  --threads N            threads to work on (default: 2)
  --out DIR              where inputs that break a rule are saved (default: dist/fuzz)

Exit code: 0 when every case kept the rules, 1 when not.`;

/** What a thread is given. `now` holds the number of its case and when that began. */
interface Share {
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly step: number;
  readonly maxMs: number;
  readonly now: SharedArrayBuffer;
}

const REPORT_EVERY = 200;

async function work({ seed, first, end, step, maxMs, now }: Share): Promise<void> {
  const subjects = await openCorpus();
  const progress = new Float64Array(now);
  const onCase = (number: number) => {
    progress[0] = number;
    progress[1] = Date.now();
  };
  let score = newScore();
  for (let number = first; number < end; number += step) {
    await runCase(subjects, number, { seed, maxMs, onCase }, score);
    if (score.cases === REPORT_EVERY || score.violations.length > 0) {
      parentPort?.postMessage(score);
      score = newScore();
    }
  }
  progress[1] = Number.POSITIVE_INFINITY;
  parentPort?.postMessage(score);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: '100000' },
      first: { type: 'string', default: '0' },
      'seconds-per-case': { type: 'string', default: '2' },
      threads: { type: 'string', default: '2' },
      out: { type: 'string', default: join('dist', 'fuzz') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP.trim());
    return 0;
  }
  const [seed, cases, first] = [Number(values.seed), Number(values.cases), Number(values.first)];
  const maxMs = Number(values['seconds-per-case']) * 1000;
  const step = Math.min(Number(values.threads), cases);
  if (![seed, cases, first, step].every(Number.isSafeInteger) || !(maxMs > 0) || cases < 1 || step < 1) {
    throw new Error(`not the numbers expected\n${HELP}`);
  }
  const started = Date.now();
  const scores: Score[] = [];
  const violated = (violation: Violation) => report(violation, seed, values.out);
  const shares = Array.from({ length: step }, (_, i) => ({
    seed,
    first: first + i,
    end: first + cases,
    step,
    maxMs,
  }));
  const timer = setInterval(() => {
    const done = scores.reduce((sum, score) => sum + score.cases, 0);
    const minutes = (Date.now() - started) / 60_000;
    const left = done === 0 ? '' : `, ${((minutes / done) * (cases - done)).toFixed(1)} min left`;
    process.stderr.write(`\r${done} of ${cases} cases, ${minutes.toFixed(1)} min${left}   `);
  }, 5000);
  await Promise.all(shares.map((share) => follow(share, maxMs, scores, violated)));
  clearInterval(timer);
  process.stderr.write('\n');
  const score = mergeScores(scores);
  for (const line of summaryLines(score, seed, cases, (Date.now() - started) / 1000)) console.log(line);
  return score.violations.length === 0 && score.cases === cases ? 0 : 1;
}

/** Runs a share on a thread of its own; ends it where a case goes on for ten times as long as it may. */
function follow(
  share: Omit<Share, 'now'>,
  maxMs: number,
  scores: Score[],
  violated: (violation: Violation) => void,
): Promise<void> {
  const now = new SharedArrayBuffer(16);
  const progress = new Float64Array(now);
  progress[1] = Number.POSITIVE_INFINITY;
  // A case that needs more than this has allocated without bound.
  const resourceLimits = { maxOldGenerationSizeMb: 1500 };
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...share, now }, resourceLimits });
  return new Promise((resolve) => {
    const lose = (what: string) => {
      const violation = { number: progress[0] ?? 0, kind: 'unknown', mutation: 'unknown', what };
      violated(violation);
      scores.push({ ...newScore(), violations: [violation] });
      resolve();
    };
    const watch = setInterval(() => {
      if (Date.now() - (progress[1] ?? 0) < 10 * maxMs) return;
      lose(`goes on for more than ${(10 * maxMs) / 1000} s`);
      void worker.terminate();
    }, 1000);
    worker.on('message', (score: Score) => {
      for (const violation of score.violations) violated(violation);
      scores.push(score);
    });
    worker.on('error', (error) => lose(`ended its thread: ${error.message}`));
    worker.on('exit', () => {
      clearInterval(watch);
      resolve();
    });
  });
}

function report({ number, kind, mutation, what, input }: Violation, seed: number, out: string): void {
  mkdirSync(out, { recursive: true });
  const path = join(out, `case-${seed}-${number}`);
  if (input !== undefined) writeFileSync(path, input);
  process.stderr.write(`\nseed ${seed}, case ${number} (${kind}; ${mutation}): ${what}\n`);
  if (input !== undefined) process.stderr.write(`its input is ${path}\n`);
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as Share);
