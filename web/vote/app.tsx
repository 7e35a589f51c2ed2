/** The voting page: one step at a time, by the place the state machine is in. */
import { useCallback, useEffect, useRef } from 'react';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { BallotScreen } from './ballot-screen.tsx';
import type { ScannedCard } from './card-address.ts';
import { CardScreen } from './card-screen.tsx';
import { CastingScreen } from './casting-screen.tsx';
import { Header, Waiting } from './frame.tsx';
import { IdleWatch } from './idle-watch.tsx';
import { isUnsent, type Place, START } from './machine.ts';
import { PollsScreen } from './polls-screen.tsx';
import { ReceiptScreen } from './receipt-screen.tsx';
import { RefusedScreen } from './refused-screen.tsx';
import { ReviewScreen } from './review-screen.tsx';
import { keptMeeting } from './storage.ts';
import { TestedScreen } from './tested-screen.tsx';
import { useHistorySteps, useLeaveWarning } from './use-history.ts';
import { useVoting, type Voting } from './use-voting.ts';

export function VotePage({
  given,
  isShared,
}: {
  /** What the address of the page said, before it was cleared. */
  readonly given: ScannedCard | undefined;
  readonly isShared: boolean;
}) {
  const t = useText(voteText);
  const voting = useVoting(isShared);
  const { state, tell } = voting;
  const { place, login } = state;
  const back = useHistorySteps(
    place,
    useCallback(() => tell({ kind: 'backed' }), [tell]),
  );
  useLeaveWarning(isUnsent(place));
  useStart(voting, given, isShared);
  const main = useRef<HTMLElement>(null);
  return (
    <>
      {/* No link: one to a fragment would put it into the address, where only cards have one. */}
      <button type="button" className="button skip no-print" onClick={() => main.current?.focus()}>
        {t.skip}
      </button>
      <Header login={login} isShared={isShared} />
      <main ref={main} id="main" className="vote-main" tabIndex={-1}>
        <Step voting={voting} meeting={given?.meeting ?? keptMeeting()} isShared={isShared} back={back} />
      </main>
      {isShared && login !== null && place.at !== 'casting' && place.at !== 'testing' && (
        <IdleWatch key={place.at} idleMs={idleMsOf(place)} onIdle={voting.forget} />
      )}
    </>
  );
}

/** Long enough to read and think; after casting somebody else waits. */
function idleMsOf(place: Place): number {
  return place.at === 'receipt' || place.at === 'refused' ? 45_000 : 180_000;
}

/** With a card in the address it is entered at once; else a login that still holds is taken up. */
function useStart(voting: Voting, given: ScannedCard | undefined, isShared: boolean): void {
  const hasStarted = useRef(false);
  useEffect(() => {
    if (hasStarted.current) return;
    hasStarted.current = true;
    if (given?.card !== undefined) voting.enter(given.card, given.meeting);
    else if (isShared) voting.forget();
    else voting.resume();
  }, [voting, given, isShared]);
}

function Step({
  voting,
  meeting,
  isShared,
  back,
}: {
  readonly voting: Voting;
  readonly meeting: string | undefined;
  readonly isShared: boolean;
  readonly back: () => void;
}) {
  const t = useText(voteText);
  const { state, tell } = voting;
  const { place, login, hasCard } = state;
  switch (place.at) {
    case 'entering':
      return <Waiting label={state === START ? t.loading : t.entering} />;
    case 'card':
      return (
        <CardScreen
          problem={place.problem}
          meeting={meeting}
          isShared={isShared}
          onCard={voting.enter}
          onProblem={(problem) => tell({ kind: 'notEntered', problem })}
        />
      );
    case 'polls':
      return login === null ? null : (
        <PollsScreen
          login={login}
          hasCard={hasCard}
          isShared={isShared}
          problem={place.problem}
          onOpen={voting.open}
          onReceipt={voting.showReceipt}
          onRefresh={voting.refresh}
          onLeave={voting.forget}
        />
      );
    case 'opening':
      return <Waiting label={t.opening} />;
    case 'marking':
      return <BallotScreen {...place} tell={tell} onBack={back} onReview={voting.review} />;
    case 'review':
      return <ReviewScreen {...place} onBack={back} onCast={voting.cast} onTest={voting.test} />;
    case 'casting':
      return <CastingScreen code={place.code} trouble={place.trouble} />;
    case 'receipt':
      return (
        <ReceiptScreen
          {...place}
          isShared={isShared}
          hasLogin={login !== null}
          onDone={() => tell({ kind: 'leftReceipt' })}
          onLeave={voting.forget}
        />
      );
    case 'testing':
      return <Waiting label={t.testingTitle} />;
    case 'tested':
      return (
        <TestedScreen
          booth={place.booth}
          challenge={place.challenge}
          code={place.code}
          onAgain={() => voting.open(place.booth.poll)}
        />
      );
    case 'refused':
      return (
        <RefusedScreen
          code={place.code}
          hasLogin={login !== null}
          onDone={() => tell({ kind: 'leftReceipt' })}
        />
      );
  }
}
