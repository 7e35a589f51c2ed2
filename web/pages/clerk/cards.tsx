/**
 * The cards of a meeting: what is registered, and the making of them in this browser with a scrutineer present. Secrets live in
 * the state of this page between making and erasing, nowhere else; leaving the page erases them.
 */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { CardsView, DeskRow, MeetingView } from '#server/api';
import { cardsOf, deskOf, figuresOf, useRefreshMeetings } from '../../api/meetings.ts';
import { Answer } from '../../api/query.tsx';
import type { DrawnCard } from '../../cards/card-maker.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { cardsText } from '../../text/cards.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Facts, Page } from '../../ui/page.tsx';
import { Steps } from '../../ui/steps.tsx';
import { CardPlanForm } from './card-plan-form.tsx';
import { CardSheets } from './card-sheets.tsx';
import { WithoutCard } from './without-card.tsx';

export function CardsPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/cards' });
  const figures = useQuery(figuresOf(meetingId));
  const desk = useQuery(deskOf(meetingId));
  const cards = useQuery(cardsOf(meetingId));
  return (
    <Answer query={figures}>
      {({ meeting, organ }) => (
        <Answer query={cards}>
          {(view) => (
            <Answer query={desk}>
              {(members) => (
                <Cards
                  meeting={meeting}
                  organName={[organ.nameZh, organ.nameEn]}
                  view={view}
                  members={members}
                />
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Cards({
  meeting,
  organName,
  view,
  members,
}: {
  readonly meeting: MeetingView;
  readonly organName: readonly [string, string];
  readonly view: CardsView;
  readonly members: readonly DeskRow[];
}) {
  const t = useText(cardsText);
  const language = useLanguage();
  const refresh = useRefreshMeetings();
  const isClerk = useRolesIn(meeting.organId).has('clerk');
  const [isAgain, setAgain] = useState(false);
  const [made, setMade] = useState<readonly DrawnCard[] | null>(null);
  const [isErased, setErased] = useState(false);
  const title = choose(language, meeting.titleZh, meeting.titleEn);
  useGuardedLeave(made !== null);
  const isPlanning = isClerk && made === null && !isErased && (view.state !== 'complete' || isAgain);
  return (
    <Page title={t.title} lead={t.lead} crumbs={[{ label: title, to: `/app/meetings/${meeting.id}` }]}>
      {(isPlanning || made !== null || isErased) && (
        <div className="no-print">
          <Steps
            label={t.steps}
            steps={[t.stepPlan, t.stepMake, t.stepPrint, t.stepErase]}
            current={isErased ? 4 : made !== null ? 2 : 0}
          />
        </div>
      )}
      {made !== null && (
        <MadeCards
          cards={made}
          meeting={meeting}
          organName={choose(language, ...organName)}
          onErased={() => {
            setMade(null);
            setErased(true);
            void refresh();
          }}
        />
      )}
      {isErased && (
        <Notice tone="success" title={t.erased}>
          {t.erasedText}
        </Notice>
      )}
      {isPlanning && <CardPlanForm meeting={meeting} members={members} onMade={setMade} />}
      {made === null && view.state !== 'none' && (
        <Registered
          view={view}
          onAgain={isClerk && !isAgain && !isErased ? () => setAgain(true) : undefined}
        />
      )}
      {made === null && isClerk && view.state === 'complete' && view.withoutCard !== null && (
        <WithoutCard meetingId={meeting.id} members={view.withoutCard} spares={view.freeSpares} />
      )}
    </Page>
  );
}

/** The browser asks before it closes a page that holds secrets. */
function useGuardedLeave(isGuarded: boolean): void {
  useEffect(() => {
    if (!isGuarded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isGuarded]);
}

function MadeCards({
  cards,
  meeting,
  organName,
  onErased,
}: {
  readonly cards: readonly DrawnCard[];
  readonly meeting: MeetingView;
  readonly organName: string;
  readonly onErased: () => void;
}) {
  const t = useText(cardsText);
  const [isErasing, setErasing] = useState(false);
  return (
    <>
      <div className="stack no-print">
        <Notice tone="success" title={t.made(cards.length)}>
          {t.printHint}
        </Notice>
        <Notice tone="warn">{t.keepOpen}</Notice>
        <div className="row">
          <Button kind="primary" isLarge onPress={() => window.print()}>
            {t.print}
          </Button>
          <Button kind="danger" isLarge onPress={() => setErasing(true)}>
            {t.erase}
          </Button>
        </div>
      </div>
      <CardSheets cards={cards} meeting={meeting} organName={organName} />
      <ConfirmDialog
        isOpen={isErasing}
        title={t.eraseTitle}
        confirm={t.erase}
        isDangerous
        onClose={() => setErasing(false)}
        onConfirm={async () => onErased()}
      >
        <p>{t.eraseText}</p>
      </ConfirmDialog>
    </>
  );
}

function Registered({
  view,
  onAgain,
}: {
  readonly view: CardsView;
  readonly onAgain: (() => void) | undefined;
}) {
  const t = useText(cardsText);
  const { cards, polls } = view;
  const taken = polls.filter(({ isTaken }) => isTaken).length;
  return (
    <Card
      title={t.present}
      actions={onAgain && cards.activated === 0 && <Button onPress={onAgain}>{t.again}</Button>}
    >
      {onAgain && cards.activated === 0 && <p className="muted">{t.againText}</p>}
      <Facts
        facts={[
          [t.state, t[`state_${view.state}`]],
          [t.kind, t[view.kind]],
          [t.regular, cards.regular],
          [t.spare, cards.spare],
          [t.activated, cards.activated],
          [t.returned, cards.returned],
          [t.voided, cards.voided],
          [t.sessionsCovered, t.sessionsOf(taken, polls.length - taken)],
          [t.witnessed, view.witness],
        ]}
      />
    </Card>
  );
}
