/** What the fuzz run tries: a subject draws one changed input at a time, and judges what the program makes of it. */
import type { Refusal, Result } from '../../tally/result.ts';
import type { Dice } from './dice.ts';
import { mutateText } from './mutate-text.ts';

export interface Outcome {
  readonly verdict: 'refused' | 'accepted' | 'refuted' | 'unusable' | 'verified' | 'unchanged';
  /** A rule of the run that this case breaks. */
  readonly violation?: string;
  /** Why a changed input may verify, in a few words. */
  readonly because?: string;
}

export interface FuzzCase {
  readonly mutation: string;
  readonly input: string | Uint8Array;
  run(): Outcome | Promise<Outcome>;
}

export interface Subject {
  readonly kind: string;
  /** How many cases of all go to this subject, relative to the others. */
  readonly weight: number;
  draw(dice: Dice): FuzzCase | Promise<FuzzCase>;
}

export const UNCHANGED: Outcome = { verdict: 'unchanged' };

/** A reader's answer as an outcome; a refusal must say what, where and why. */
export function judgeRead(result: Result<unknown, Refusal | readonly Refusal[]>): Outcome {
  if (result.ok) return { verdict: 'accepted' };
  const refusals = 'code' in result.error ? [result.error] : result.error;
  const isSaid =
    refusals.length > 0 &&
    refusals.every(
      ({ code, where, message }) => /^[A-Z_]+$/.test(code) && where !== '' && message.length > 5,
    );
  return isSaid
    ? { verdict: 'refused' }
    : { verdict: 'refused', violation: `a refusal without words: ${JSON.stringify(refusals)}` };
}

/** A text format: good samples, and reading followed by writing, which must give back what is accepted. */
export interface Format {
  readonly kind: string;
  readonly samples: readonly string[];
  read(text: string): Result<string | undefined, Refusal | readonly Refusal[]>;
}

/** `read` returns the text written again; undefined where the format has several spellings of one value. */
export function formatSubject({ kind, samples, read }: Format, weight: number): Subject {
  for (const sample of samples) {
    const good = read(sample);
    if (!good.ok || (good.value !== undefined && good.value !== sample)) {
      throw new Error(`a sample of ${kind} is not accepted: ${JSON.stringify(good).slice(0, 300)}`);
    }
  }
  return {
    kind,
    weight,
    draw(dice) {
      const sample = dice.pick(samples);
      let { mutation, value } = mutateText(sample, dice);
      if (dice.oneIn(5)) value = mutateText(value, dice).value;
      return {
        mutation,
        input: value,
        run() {
          if (value === sample) return UNCHANGED;
          const result = read(value);
          const outcome = judgeRead(result);
          return result.ok && result.value !== undefined && result.value !== value
            ? { ...outcome, violation: 'a text was accepted that its own writer writes otherwise' }
            : outcome;
        },
      };
    },
  };
}

/** Reading, then writing. */
export function rewritten<T>(read: Result<T>, write: (value: T) => string): Result<string> {
  return read.ok ? { ok: true, value: write(read.value) } : read;
}
