/** Runs cases by their numbers and keeps the score. A case follows from seed and number alone. */
import { cpuUsage } from 'node:process';
import { type Dice, throwDice } from './dice.ts';
import type { FuzzCase, Outcome, Subject } from './subject.ts';

export interface Violation {
  readonly number: number;
  readonly kind: string;
  readonly mutation: string;
  readonly what: string;
  /** Absent where the case could not even be drawn. */
  readonly input?: string | Uint8Array;
}

/** Plain, so that it crosses threads. */
export interface Score {
  cases: number;
  /** Cases by subject, then verdict. */
  readonly byKind: { [kind: string]: { [verdict: string]: number } };
  readonly byMutation: { [mutation: string]: number };
  /** Changed inputs that verified and may. */
  readonly because: { [reason: string]: number };
  slowest: { ms: number; number: number; kind: string; mutation: string };
  /** Milliseconds in all, and of the slowest case. */
  readonly msByKind: { [kind: string]: number };
  readonly maxMsByKind: { [kind: string]: number };
  readonly violations: Violation[];
}

export function newScore(): Score {
  return {
    cases: 0,
    byKind: {},
    byMutation: {},
    because: {},
    slowest: { ms: 0, number: 0, kind: '', mutation: '' },
    msByKind: {},
    maxMsByKind: {},
    violations: [],
  };
}

export interface RunOptions {
  readonly seed: number;
  readonly maxMs: number;
  /** Told before each case, so that a case that never ends can be named. */
  readonly onCase?: (number: number) => void;
}

export async function runCase(
  subjects: readonly Subject[],
  number: number,
  { seed, maxMs, onCase }: RunOptions,
  score: Score,
): Promise<void> {
  onCase?.(number);
  const dice = throwDice(`${seed}|${number}`);
  const subject = dice.weighted(subjects);
  const drawn = await draw(subject, dice);
  const mutation = 'case' in drawn ? drawn.case.mutation : 'not drawn';
  const { outcome, ms } = await timed(
    async () => ('case' in drawn ? attempt(drawn.case) : threw(drawn.error)),
    maxMs,
  );
  score.cases++;
  add(score.msByKind, subject.kind, ms);
  keepMax(score.maxMsByKind, subject.kind, ms);
  score.byKind[subject.kind] ??= {};
  add(score.byKind[subject.kind] ?? {}, outcome.verdict, 1);
  add(score.byMutation, mutation.replace(/^.*[,:] /, ''), 1);
  if (outcome.because !== undefined) add(score.because, outcome.because, 1);
  if (ms > score.slowest.ms) score.slowest = { ms, number, kind: subject.kind, mutation };
  const what = outcome.violation ?? (ms > maxMs ? `took ${Math.round(ms)} ms` : undefined);
  if (what !== undefined) {
    const input = 'case' in drawn ? { input: drawn.case.input } : {};
    score.violations.push({ number, kind: subject.kind, mutation, what, ...input });
  }
}

/**
 * The time of a case: by the clock, or all processor time of this process meanwhile where that is less, because a busy
 * machine says nothing about the program; and where that is too long, the least of three attempts.
 */
async function timed(run: () => Promise<Outcome>, maxMs: number): Promise<{ outcome: Outcome; ms: number }> {
  let ms = Number.POSITIVE_INFINITY;
  for (let attempts = 0; ; attempts++) {
    const started = performance.now();
    const before = cpuUsage();
    const outcome = await run();
    const { user, system } = cpuUsage(before);
    const processorMs = (user + system) / 1000;
    const elapsedMs = performance.now() - started;
    // A case that waits uses no processor, and is slow all the same.
    ms = Math.min(ms, processorMs < elapsedMs / 20 ? elapsedMs : Math.min(elapsedMs, processorMs));
    if (ms <= maxMs || attempts === 2) return { outcome, ms };
  }
}

async function draw(subject: Subject, dice: Dice): Promise<{ case: FuzzCase } | { error: unknown }> {
  try {
    return { case: await subject.draw(dice) };
  } catch (error) {
    return { error };
  }
}

async function attempt(given: FuzzCase): Promise<Outcome> {
  try {
    return await given.run();
  } catch (error) {
    return threw(error);
  }
}

function threw(error: unknown): Outcome {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { verdict: 'refused', violation: `threw ${what.slice(0, 2000)}` };
}

function add(counts: { [key: string]: number }, key: string, by: number): void {
  counts[key] = (counts[key] ?? 0) + by;
}

function keepMax(largest: { [key: string]: number }, key: string, value: number): void {
  largest[key] = Math.max(largest[key] ?? 0, value);
}

export function mergeScores(scores: readonly Score[]): Score {
  const sum = newScore();
  for (const score of scores) {
    sum.cases += score.cases;
    for (const [kind, verdicts] of Object.entries(score.byKind)) {
      sum.byKind[kind] ??= {};
      for (const [verdict, count] of Object.entries(verdicts)) add(sum.byKind[kind] ?? {}, verdict, count);
    }
    for (const name of ['byMutation', 'because', 'msByKind'] as const) {
      for (const [key, count] of Object.entries(score[name])) add(sum[name], key, count);
    }
    for (const [kind, ms] of Object.entries(score.maxMsByKind)) keepMax(sum.maxMsByKind, kind, ms);
    if (score.slowest.ms > sum.slowest.ms) sum.slowest = score.slowest;
    sum.violations.push(...score.violations);
  }
  return sum;
}
