/** While the ballot is on its way: what happens, what stands in the way, and what to do if the network is gone for good. */
import { useEffect, useState } from 'react';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Notice } from '../ui/notice.tsx';
import { Screen, Waiting } from './frame.tsx';
import type { Trouble } from './keep-casting.ts';

/** After so many tries without an answer a person should know the way to the desk. */
const LOST_TRIES = 4;
const CHECKING_MS = 1_500;

export function CastingScreen({
  code,
  trouble,
}: {
  readonly code: string | null;
  readonly trouble: Trouble | null;
}) {
  const t = useText(voteText);
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), CHECKING_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Screen title={t.castingTitle} lead={t.castingKeepOpen}>
      <Waiting
        label={trouble === null ? (isSlow ? t.castingChecking : t.castingSending) : wordsOf(trouble, t)}
      />
      {trouble !== null && trouble.code !== 'BUSY' && trouble.tries >= LOST_TRIES && (
        <Notice tone="warn" title={t.lostTitle}>
          <p>{t.lostText}</p>
          {code !== null && (
            <p>
              {t.lostCode} <code className="strong">{code}</code>
            </p>
          )}
        </Notice>
      )}
    </Screen>
  );
}

function wordsOf({ code, tries, place }: Trouble, t: (typeof voteText)['zh']): string {
  if (code === 'BUSY') return t.castingBusy(place);
  return code === 'OFFLINE' || code === 'NOT_OUR_ANSWER' ? t.castingOffline(tries) : t.castingLater(tries);
}
