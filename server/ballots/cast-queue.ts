/**
 * The line of ballots that wait to be checked (requirement R46): bounded, first come first served, each with its place. A
 * ballot keeps its place when its sender is told to come back: whoever sends the same ballot again joins it where it
 * stands. Its own line, so that nothing else the server does makes a voter wait longer.
 */
export interface LineBounds {
  readonly ballots: number;
  /** Characters of all waiting ballots together. */
  readonly length: number;
}

export const LINE_BOUNDS: LineBounds = { ballots: 5_000, length: 256_000_000 };

export type Entry<T> =
  | { readonly kind: 'taken'; readonly done: Promise<T>; readonly place: () => number }
  /** The line is full; `place` is how many are in it. */
  | { readonly kind: 'full'; readonly place: number };

export interface Line<T> {
  /**
   * Joins the line, or the entry of this key that is in it. `work` calls `leave` when the part that the line is for is
   * over, so that the next may begin.
   */
  join(key: string, length: number, work: (leave: () => void) => Promise<T>): Entry<T>;
}

interface Standing<T> {
  readonly number: number;
  readonly length: number;
  readonly done: Promise<T>;
  readonly begin: () => void;
}

/** @param atOnce how many are worked on at the same time */
export function createLine<T>(atOnce: number, bounds: LineBounds = LINE_BOUNDS): Line<T> {
  const entries = new Map<string, Standing<T>>();
  const waiting: Standing<T>[] = [];
  let joined = 0;
  let begun = 0;
  let running = 0;
  let length = 0;

  function advance(): void {
    while (running < atOnce) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      begun = next.number;
      length -= next.length;
      next.begin();
    }
  }

  const entryOf = ({ number, done }: Standing<T>): Entry<T> => ({
    kind: 'taken',
    done,
    place: () => Math.max(0, number - begun),
  });

  return {
    join: (key, itsLength, work) => {
      const known = entries.get(key);
      if (known !== undefined) return entryOf(known);
      if (waiting.length >= bounds.ballots || length + itsLength > bounds.length) {
        return { kind: 'full', place: waiting.length };
      }
      joined += 1;
      length += itsLength;
      let begin = () => {};
      const begins = new Promise<void>((resolve) => {
        begin = resolve;
      });
      let hasLeft = false;
      const leave = () => {
        if (hasLeft) return;
        hasLeft = true;
        running -= 1;
        advance();
      };
      const done = begins
        .then(() => work(leave))
        .finally(() => {
          entries.delete(key);
          leave();
        });
      // Nobody may be waiting any more when it fails.
      done.catch(() => {});
      const standing = { number: joined, length: itsLength, done, begin };
      entries.set(key, standing);
      waiting.push(standing);
      advance();
      return entryOf(standing);
    },
  };
}
