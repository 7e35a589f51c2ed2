/**
 * Group commit without a timer (design 8): while one batch is on its way to the database the next collects, so that one
 * ballot alone never waits and many share one commit. If a batch fails for another reason than an absent database, its
 * members go one by one, and only the one at fault fails (requirement R41).
 */
import { isAbsence } from '../db/absence.ts';
import type { Sql } from '../db/sql.ts';
import { appendBallots, type BallotToBox, type BoxAnswer } from './box-store.ts';

export interface BoxWriter {
  /** Resolves after the commit. */
  append(ballot: BallotToBox): Promise<BoxAnswer>;
}

interface Waiting {
  readonly ballot: BallotToBox;
  resolve(answer: BoxAnswer): void;
  reject(error: unknown): void;
}

export const MAX_BATCH = 64;
/** Ballots may have a megabyte each: a batch ends before it becomes a burden of its own. */
const MAX_BATCH_LENGTH = 4_000_000;

export function createBoxWriter(sql: Sql): BoxWriter {
  const waiting: Waiting[] = [];
  let isWriting = false;

  function takeBatch(): Waiting[] {
    let length = 0;
    const fits = waiting.findIndex(({ ballot }, i) => {
      length += ballot.ballot.length + ballot.caps.length;
      return i === MAX_BATCH || (i > 0 && length > MAX_BATCH_LENGTH);
    });
    return waiting.splice(0, fits === -1 ? waiting.length : fits);
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await appendBallots(
        sql,
        batch.map(({ ballot }) => ballot),
      );
      const again: Waiting[] = [];
      for (const [i, one] of batch.entries()) {
        const answer = answers[i];
        if (answer === undefined) one.reject(new Error('broken promise: an answer a ballot'));
        else if (answer.outcome === 'AGAIN') again.push(one);
        else one.resolve(answer);
      }
      waiting.unshift(...again);
    } catch (error) {
      // Whether an absent database has committed is unknown: whoever sent the ballot repeats it, which is safe (F8).
      if (batch.length === 1 || isAbsence(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await writeBatch([one]);
    }
  }

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) await writeBatch(takeBatch());
    isWriting = false;
  }

  return {
    append: (ballot) =>
      new Promise((resolve, reject) => {
        waiting.push({ ballot, resolve, reject });
        void write();
      }),
  };
}
