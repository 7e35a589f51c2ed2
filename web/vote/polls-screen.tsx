/** The sessions of the meeting as this card sees them, kept up to date while something is awaited. */
import { useEffect } from 'react';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Badge, type Tone } from '../ui/notice.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import { Screen } from './frame.tsx';
import type { Problem } from './machine.ts';
import { ProblemNotice } from './problem-notice.tsx';
import type { CardLogin, PollForCard } from './server.ts';

/** What a session is to this card. */
export type Standing = 'voted' | 'open' | 'waiting' | 'unusable' | 'closed';

export function standingOf({ state, cast, usable }: PollForCard): Standing {
  if (cast !== null) return 'voted';
  if (state === 'open') return usable ? 'open' : 'unusable';
  return BEFORE_OPENING.has(state) ? 'waiting' : 'closed';
}

const BEFORE_OPENING: ReadonlySet<string> = new Set([
  'draft',
  'configured',
  'sealed',
  'roll_open',
  'quorum_met',
  'issuing',
]);

const TONES: Readonly<Record<Standing, Tone>> = {
  voted: 'success',
  open: 'info',
  waiting: 'warn',
  unusable: 'warn',
  closed: 'warn',
};

/** Between two looks at the server while a session is awaited; spread, so that a hall does not ask at once. */
const LOOK_MS = 8_000;
const SPREAD_MS = 4_000;

export function PollsScreen({
  login,
  hasCard,
  isShared,
  problem,
  onOpen,
  onReceipt,
  onRefresh,
  onLeave,
}: {
  readonly login: CardLogin;
  readonly hasCard: boolean;
  readonly isShared: boolean;
  readonly problem: Problem | null;
  readonly onOpen: (poll: PollForCard) => void;
  readonly onReceipt: (poll: PollForCard) => void;
  readonly onRefresh: () => void;
  readonly onLeave: () => void;
}) {
  const t = useText(voteText);
  const standings = login.polls.map(standingOf);
  const isAwaited =
    login.polls.length === 0 || standings.includes('waiting') || standings.includes('unusable');
  useEffect(() => {
    if (!isAwaited) return;
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') onRefresh();
      },
      LOOK_MS + Math.random() * SPREAD_MS,
    );
    return () => clearInterval(timer);
  }, [isAwaited, onRefresh]);
  const isOnlyRefused = standings.includes('unusable') && !standings.includes('waiting');
  return (
    <Screen title={t.pollsTitle} lead={isAwaited && !isOnlyRefused ? t.pollsWait : undefined}>
      <ProblemNotice problem={problem} />
      {login.polls.length === 0 && <p className="card">{t.pollsEmpty}</p>}
      <ul className="poll-list" aria-live="polite">
        {login.polls.map((poll) => (
          <li key={poll.id}>
            <PollCard poll={poll} hasCard={hasCard} onOpen={onOpen} onReceipt={onReceipt} />
          </li>
        ))}
      </ul>
      <div>
        <Button onPress={onLeave}>{isShared ? t.leaveNext : t.leave}</Button>
      </div>
    </Screen>
  );
}

function PollCard({
  poll,
  hasCard,
  onOpen,
  onReceipt,
}: {
  readonly poll: PollForCard;
  readonly hasCard: boolean;
  readonly onOpen: (poll: PollForCard) => void;
  readonly onReceipt: (poll: PollForCard) => void;
}) {
  const t = useText(voteText);
  const language = useLanguage();
  const standing = standingOf(poll);
  const words: Readonly<Record<Standing, string>> = {
    voted: t.statusVoted,
    open: t.statusOpen,
    waiting: t.statusWaiting,
    unusable: t.statusUnusable,
    closed: t.statusClosed,
  };
  const canMark = hasCard || poll.isRecorded;
  return (
    <section className={`card poll-card poll-${standing}`}>
      <div className="row">
        <Badge tone={TONES[standing]}>{words[standing]}</Badge>
        <span className="muted small">{poll.isRecorded ? t.recorded : t.secret}</span>
      </div>
      <h2>
        <WholeWords text={choose(language, poll.subjectZh, poll.subjectEn)} />
      </h2>
      {standing === 'open' && !canMark && <p>{t.needCard}</p>}
      {standing === 'unusable' && <p>{t.unusableText}</p>}
      {standing === 'closed' && <p>{t.closedText}</p>}
      {standing === 'open' && canMark && (
        <Button kind="primary" isLarge isWide onPress={() => onOpen(poll)}>
          {t.openBallot}
        </Button>
      )}
      {standing === 'voted' && (
        <Button isWide onPress={() => onReceipt(poll)}>
          {t.showReceipt}
        </Button>
      )}
    </section>
  );
}
