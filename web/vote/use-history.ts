/**
 * The browser's "back" steps through the page: from the review to the ballot, from the ballot to the list. History entries
 * say how deep the page is and nothing else; what was marked is never in them.
 */
import { useCallback, useEffect, useRef } from 'react';
import { depthOf, type Place } from './machine.ts';

interface Entry {
  readonly depth: number;
}

function depthOfEntry(): number {
  return (history.state as Entry | null)?.depth ?? 0;
}

/** @returns what a "back" button of the page calls: the same as the browser's own */
export function useHistorySteps(place: Place, onBack: () => void): () => void {
  const depth = depthOf(place);
  const current = useRef(depth);
  current.current = depth;
  const isCasting = place.at === 'casting' || place.at === 'testing';
  const isHeld = useRef(isCasting);
  isHeld.current = isCasting;

  useEffect(() => {
    history.replaceState({ depth: 0 } satisfies Entry, '');
    const popped = () => {
      if (isHeld.current) {
        // A ballot on its way cannot be left: the entry that was taken is put back.
        history.pushState({ depth: current.current } satisfies Entry, '');
      } else if (depthOfEntry() < current.current) {
        onBack();
      } else if (depthOfEntry() > current.current) {
        // "Forward" leads to a step that is no longer there.
        history.go(current.current - depthOfEntry());
      }
    };
    addEventListener('popstate', popped);
    return () => removeEventListener('popstate', popped);
  }, [onBack]);

  useEffect(() => {
    if (depth > depthOfEntry()) history.pushState({ depth } satisfies Entry, '');
  }, [depth]);

  return useCallback(() => {
    if (depthOfEntry() > 0) history.back();
    else onBack();
  }, [onBack]);
}

/** The browser asks before it closes or reloads the page. */
export function useLeaveWarning(isUnsent: boolean): void {
  useEffect(() => {
    if (!isUnsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isUnsent]);
}
