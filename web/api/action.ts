/** One thing a person does: runs once at a time, tells whether it is under way, and keeps the failure for the page to show. */
import { useCallback, useRef, useState } from 'react';
import { asFailure, type Failure } from './client.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export interface Action<Given extends readonly unknown[], T> {
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  /** Never rejects. A second call while the first runs is that same call: a double click does one thing. */
  readonly run: (...given: Given) => Promise<Outcome<T>>;
  readonly reset: () => void;
}

export function useAction<Given extends readonly unknown[], T>(
  perform: (...given: Given) => Promise<T>,
): Action<Given, T> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const underWay = useRef<Promise<Outcome<T>> | null>(null);
  const latest = useRef(perform);
  latest.current = perform;
  const run = useCallback((...given: Given): Promise<Outcome<T>> => {
    if (underWay.current !== null) return underWay.current;
    setBusy(true);
    setFailure(null);
    const running = latest
      .current(...given)
      .then(
        (value): Outcome<T> => ({ ok: true, value }),
        (error): Outcome<T> => {
          const found = asFailure(error);
          setFailure(found);
          return { ok: false, failure: found };
        },
      )
      .finally(() => {
        underWay.current = null;
        setBusy(false);
      });
    underWay.current = running;
    return running;
  }, []);
  const reset = useCallback(() => setFailure(null), []);
  return { isBusy, failure, run, reset };
}
