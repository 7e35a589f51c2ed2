/** The first step: the card is scanned, or its code typed. The code is never shown on a shared tablet unless asked for. */
import { type FormEvent, lazy, Suspense, useEffect, useId, useState } from 'react';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatTyped, lettersMissing, readCardAddress, typedProblem } from './card-address.ts';
import { Screen } from './frame.tsx';
import type { Problem } from './machine.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { type CardMeeting, server } from './server.ts';
import { unsentBallot } from './storage.ts';
import { StoredReceipts } from './stored-receipts.tsx';

const CardScanner = lazy(() => import('./card-scanner.tsx'));

export function CardScreen({
  problem,
  meeting,
  isShared,
  onCard,
  onProblem,
}: {
  readonly problem: Problem | null;
  /** Uuid of the meeting, where the address of the page named one. */
  readonly meeting: string | undefined;
  readonly isShared: boolean;
  readonly onCard: (card: string, meeting: string) => void;
  readonly onProblem: (problem: Problem) => void;
}) {
  const t = useText(voteText);
  const [isScanning, setScanning] = useState(isShared);
  const readCode = (text: string) => {
    const scanned = readCardAddress(text);
    if (scanned === undefined) onProblem('NOT_A_CARD');
    else if (scanned.card === undefined) onProblem('CARD_MISTYPED');
    else onCard(scanned.card, scanned.meeting);
  };
  return (
    <Screen title={t.cardTitle} lead={isShared ? t.cardLeadShared : t.cardLead}>
      <ProblemNotice problem={problem} />
      {unsentBallot() !== undefined && (
        <Notice tone="warn" title={t.unsentTitle}>
          <p>{t.unsentText}</p>
        </Notice>
      )}
      <section className="card">
        {isScanning ? (
          <Suspense fallback={<p role="status">{t.scanning}</p>}>
            <CardScanner onCode={readCode} onStop={() => setScanning(false)} />
          </Suspense>
        ) : (
          <Button kind="primary" isLarge isWide onPress={() => setScanning(true)}>
            {t.scan}
          </Button>
        )}
        <TypedCard given={meeting} isShared={isShared} onCard={onCard} />
      </section>
      <p className="muted small">{isShared ? t.sharedNote : t.secretNote}</p>
      {!isShared && <StoredReceipts />}
    </Screen>
  );
}

function TypedCard({
  given,
  isShared,
  onCard,
}: {
  readonly given: string | undefined;
  readonly isShared: boolean;
  readonly onCard: (card: string, meeting: string) => void;
}) {
  const t = useText(voteText);
  const language = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isJudged, setJudged] = useState(false);
  const [isShown, setShown] = useState(!isShared);
  const [chosen, setChosen] = useState<string | undefined>(given);
  const [meetings, setMeetings] = useState<readonly CardMeeting[] | undefined>(undefined);
  useEffect(() => {
    if (given !== undefined) return;
    server.meetings().then(
      (found) => {
        setMeetings(found);
        setChosen((own) => own ?? found[0]?.id);
      },
      () => setMeetings([]),
    );
  }, [given]);
  const missing = lettersMissing(typed);
  const wrong = typedProblem(typed);
  // While letters are still to come only a letter that cannot occur is worth an interruption.
  const isWorthSaying = wrong !== undefined && (isJudged || missing <= 0 || wrong.kind === 'stranger');
  const error = isWorthSaying && typed !== '' ? sentenceOfTyped(wrong, t) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setJudged(true);
    if (wrong === undefined && chosen !== undefined) onCard(typed, chosen);
  };
  return (
    <form className="stack" onSubmit={submit} autoComplete="off">
      {meetings !== undefined && meetings.length > 1 && (
        <label className="field">
          <span className="field-label">{t.meetingLabel}</span>
          <select
            className="control"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {meetings.map((own) => (
              <option key={own.id} value={own.id}>
                {choose(language, own.titleZh, own.titleEn)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {t.cardLabel}
        </label>
        <input
          id={id}
          className="control card-code"
          type={isShown ? 'text' : 'password'}
          inputMode="text"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          placeholder="XXX-XXX-XXX-XXX-XXX"
          aria-describedby={`${id}-hint ${id}-state`}
          aria-invalid={error !== undefined}
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value;
            // A hand scanner types the whole address of the card.
            const scanned = readCardAddress(text);
            if (scanned?.card !== undefined) onCard(scanned.card, scanned.meeting);
            setTyped(scanned === undefined ? formatTyped(text) : '');
            setJudged(false);
          }}
        />
        <p className="field-hint" id={`${id}-hint`}>
          {t.cardHint}
        </p>
        <p
          id={`${id}-state`}
          aria-live="polite"
          className={error === undefined ? 'field-hint' : 'field-error'}
        >
          {error ?? stateOfTyped(typed, missing, wrong === undefined, t)}
        </p>
      </div>
      {isShared && (
        <Button kind="quiet" isPressed={isShown} onPress={() => setShown(!isShown)}>
          {t.showLetters}
        </Button>
      )}
      {given === undefined && meetings?.length === 0 && <p className="field-hint">{t.meetingByQr}</p>}
      <Button
        kind="primary"
        type="submit"
        isLarge
        isWide
        isDisabled={wrong !== undefined || chosen === undefined}
      >
        {t.enter}
      </Button>
    </form>
  );
}

function stateOfTyped(typed: string, missing: number, isComplete: boolean, t: TypedTexts): string {
  if (isComplete) return t.cardComplete;
  return typed === '' ? '' : t.cardMore(missing);
}

type TypedTexts = (typeof voteText)['zh'];

function sentenceOfTyped(wrong: NonNullable<ReturnType<typeof typedProblem>>, t: TypedTexts): string {
  switch (wrong.kind) {
    case 'stranger':
      return t.cardStranger(wrong.letter, wrong.at);
    case 'length':
      return wrong.missing > 0 ? t.cardMore(wrong.missing) : t.cardTooLong(-wrong.missing);
    case 'check':
      return t.cardCheck;
  }
}
